"""What people decided about findings, what passed the gate, and how often it was fetched."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.kernel.models import StoredFile
from gongkai.kernel.personal_data import PersonalData
from gongkai.organs.models import Organ, Person
from gongkai.release.models.examination import Examination, Scan
from gongkai.release.rules.doors import Door, Verdict


class DoorChoice(models.TextChoices):
    """To whom something is released."""

    PUBLIC = Door.PUBLIC.value, _("To the public")
    APPLICANT = Door.APPLICANT.value, _("To the applicant")


class FindingDecision(models.Model):
    """One person's decision about one finding, for one door and one subject; the newest counts.

    The value itself is not kept: `tag` is its keyed hash. The same value in a corrected file of
    the same subject is thereby known again, and another value is not.
    """

    personal_data = PersonalData.STAFF

    class Outcome(models.TextChoices):
        MAY_LEAVE = Verdict.MAY_LEAVE.value, _("May leave the house")
        MUST_GO = Verdict.MUST_GO.value, _("Must be removed first")

    door = models.CharField(max_length=10, choices=DoorChoice)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    tag = models.CharField(max_length=64)
    excerpt = models.CharField(max_length=200, blank=True)
    """Masked, as it was shown."""
    verdict = models.CharField(max_length=10, choices=Outcome)
    reason = models.TextField()
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        db_table = "release_finding_decision"
        indexes = [models.Index(fields=["subject_kind", "subject_id", "door"])]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="a_finding_is_decided_with_a_reason"
            )
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class Clearance(models.Model):
    """The gate let one file or one text pass through one door; kept with its digest for ever.

    Nothing leaves without one: the doors open only what has a clearance for its very bytes.
    """

    personal_data = PersonalData.STAFF

    door = models.CharField(max_length=10, choices=DoorChoice)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    """SHA-256 of the file, or of the text's elements."""
    stored = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    """Null for a text."""
    examination = models.ForeignKey(
        Examination, null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    """Of a file made here of nothing but a cleared text: the clearance of that text."""
    scan = models.ForeignKey(Scan, null=True, on_delete=models.PROTECT, related_name="+")
    rules = models.PositiveIntegerField()
    """Edition of the gate's rules; 0 for what was out before there was a gate."""
    findings = models.JSONField(default=list)
    """What was found and let pass: rows with kind, place, excerpt, tag and the decision's id."""
    sketch = ArrayField(models.BigIntegerField(), default=list)
    """What the text is like (release.rules.sketch), to know the same material again."""
    cleared_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    """Null where the system checked on its own."""
    cleared_at = models.DateTimeField()

    class Meta:
        db_table = "release_clearance"
        indexes = [
            models.Index(fields=["digest", "door"]),
            models.Index(fields=["subject_kind", "subject_id", "door"]),
            GinIndex(fields=["sketch"], name="release_clearance_sketch"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    stored__isnull=True, examination__isnull=True, made_from__isnull=True
                )
                | models.Q(
                    stored=models.F("digest"), examination__isnull=False, made_from__isnull=True
                )
                | models.Q(
                    stored=models.F("digest"), examination__isnull=True, made_from__isnull=False
                ),
                name="a_file_is_cleared_by_its_examination_or_its_text",
            )
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class DownloadCount(models.Model):
    """How often a public file was fetched on a day; nobody knows by whom."""

    personal_data = PersonalData.NONE

    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    fetched_on = models.DateField()
    times = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "release_download_count"
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "digest", "fetched_on"],
                name="one_count_a_file_and_day",
            )
        ]
