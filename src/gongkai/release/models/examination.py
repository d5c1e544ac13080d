"""What is known of the bytes of a stored file: what is in it, and what the virus scanner said."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.kernel.models import StoredFile
from gongkai.kernel.personal_data import PersonalData
from gongkai.release.rules.doors import ExaminationState, ScanState
from gongkai.release.rules.inspection import FileProblem


class Examination(models.Model):
    """One look into a file under one edition of the gate's rules; never changed once it is done.

    Known by the digest, so the same bytes are looked into once, whoever sends them; once more only
    where they come again under a name that fits them better.
    """

    personal_data = PersonalData.CONTENT

    class State(models.TextChoices):
        WAITING = ExaminationState.WAITING.value, _("Waiting")
        RUNNING = ExaminationState.RUNNING.value, _("Being examined")
        DONE = ExaminationState.DONE.value, _("Examined")
        STUCK = ExaminationState.STUCK.value, _("Stuck")

    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="examinations")
    name = models.CharField(max_length=255)
    """The name under which it came in; its ending must fit its content."""
    rules = models.PositiveIntegerField()
    """Edition of the gate's rules (release.rules.doors.GATE_RULES)."""
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=10, blank=True)
    problem = models.CharField(max_length=40, blank=True)
    """Why it cannot be looked into (release.rules.inspection.FileProblem)."""
    pages = models.PositiveIntegerField(default=0)
    findings = models.JSONField(default=list)
    """Rows of release.rules.findings.Finding, each with the keyed `tag` of its value."""
    texts = models.JSONField(default=list)
    """Text of each page, sheet or part, for the search and for those who cannot see a picture."""
    members = models.JSONField(default=list)
    """Files of an archive: name and size."""
    sketch = ArrayField(models.BigIntegerField(), default=list)
    """What the text is like (release.rules.sketch), to know the same material again."""
    trouble = models.TextField(blank=True)
    """What went wrong the last time, for the operator; never content of the file."""
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "release_examination"
        indexes = [
            models.Index(fields=["state", "asked_at"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["stored", "rules"], name="one_examination_under_the_same_rules"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["done", "stuck"], ended_at__isnull=False)
                | models.Q(state__in=["waiting", "running"], ended_at__isnull=True),
                name="an_examination_ends_when_it_is_done_or_stuck",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="done_stays_as_it_is",
                operation=pgtrigger.Update,
                # Nothing was looked at of what came under a wrong name, so nothing stands on it.
                condition=pgtrigger.Q(old__state="done")
                & ~pgtrigger.Q(old__problem=FileProblem.NOT_WHAT_IT_SAYS.value),
            ),
        ]


class Scan(models.Model):
    """One answer of the virus scanner about a file; the newest counts."""

    personal_data = PersonalData.NONE

    class State(models.TextChoices):
        CLEAN = ScanState.CLEAN.value, _("Clean")
        INFECTED = ScanState.INFECTED.value, _("Infected")
        FAILED = ScanState.FAILED.value, _("Not scanned, the scanner failed")

    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="scans")
    state = models.CharField(max_length=10, choices=State)
    signature = models.CharField(max_length=200, blank=True)
    """Name of what was found."""
    engine = models.CharField(max_length=200, blank=True)
    """What the scanner says of itself and its signatures (`VERSION`)."""
    scanned_at = models.DateTimeField()

    class Meta:
        db_table = "release_scan"
        indexes = [models.Index(fields=["stored", "-scanned_at"])]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
