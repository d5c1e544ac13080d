"""Publication on a chosen day: the embargo of an approved version, and the job that ends it."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import pgettext_lazy

from gongkai.kernel.personal_data import PersonalData
from gongkai.organs.models import Person
from gongkai.records.models.record import RecordVersion
from gongkai.records.models.release import WithdrawalReason
from gongkai.records.rules import embargo
from gongkai.release.models import Clearance


class EmbargoOutcome(models.TextChoices):
    """How an embargo ended."""

    WAITING = embargo.Outcome.WAITING.value, pgettext_lazy("embargo", "Waits for its day")
    RELEASED = embargo.Outcome.RELEASED.value, pgettext_lazy("embargo", "Released on its day")
    FAILED = embargo.Outcome.FAILED.value, pgettext_lazy("embargo", "Not released: see why")
    CANCELLED = embargo.Outcome.CANCELLED.value, pgettext_lazy("embargo", "Taken back")
    ALTERED = embargo.Outcome.ALTERED.value, pgettext_lazy("embargo", "Replaced by another day")
    VOID = embargo.Outcome.VOID.value, pgettext_lazy("embargo", "Void: the content was changed")


class Embargo(models.Model):
    """An approved version that goes out at the start of a day, and not before.

    Another day is another row; what was decided stays.
    """

    personal_data = PersonalData.CONTENT

    version = models.ForeignKey(RecordVersion, on_delete=models.PROTECT, related_name="embargoes")
    publish_on = models.DateField()
    reason = models.TextField()
    late_basis = models.CharField(max_length=300, blank=True)
    """Law and article by which the day may lie after the limit of disclosure."""
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    """In whose name the version is released on its day."""
    set_at = models.DateTimeField()
    announcement = models.CharField(max_length=300, blank=True)
    """What the public reads before that day, once a second person has let it out."""
    announced_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    announced_at = models.DateTimeField(null=True)
    clearance = models.ForeignKey(Clearance, null=True, on_delete=models.PROTECT, related_name="+")
    """What the release gate said of the announcement."""
    outcome = models.CharField(max_length=10, blank=True, choices=EmbargoOutcome)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_with_it = ArrayField(models.PositiveSmallIntegerField(), null=True)
    """Earlier versions that are withdrawn with the corrected copy; null where nobody was asked."""
    withdrawal_reason = models.CharField(max_length=12, blank=True, choices=WithdrawalReason)
    trouble = models.TextField(blank=True)
    """Why it was not released."""

    class Meta:
        db_table = "records_embargo"
        indexes = [models.Index(fields=["outcome", "publish_on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                condition=models.Q(outcome=""),
                name="one_embargo_waits_for_its_day",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="", ended_at__isnull=True, ended_by__isnull=True)
                | models.Q(
                    outcome__in=["cancelled", "altered", "void"],
                    ended_at__isnull=False,
                    ended_by__isnull=False,
                )
                # The job is no person.
                | models.Q(
                    outcome__in=["released", "failed"],
                    ended_at__isnull=False,
                    ended_by__isnull=True,
                ),
                name="embargo_ended_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=models.Q(announced_at__isnull=True, announced_by__isnull=True)
                | (
                    models.Q(
                        announced_at__isnull=False,
                        announced_by__isnull=False,
                        clearance__isnull=False,
                    )
                    & ~models.Q(announcement="")
                    & ~models.Q(announced_by=models.F("set_by"))
                ),
                name="announcement_let_out_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=(models.Q(outcome="failed") & ~models.Q(trouble=""))
                | (~models.Q(outcome="failed") & models.Q(trouble="")),
                name="what_was_not_released_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawal_reason="")
                & (models.Q(withdrawn_with_it__isnull=True) | models.Q(withdrawn_with_it=[]))
                | ~models.Q(withdrawal_reason="")
                & models.Q(withdrawn_with_it__isnull=False)
                & ~models.Q(withdrawn_with_it=[]),
                name="versions_withdrawn_on_the_day_have_their_reason",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="what_ended_stays",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__outcome=""),
            ),
        ]


class SchedulerBeat(models.Model):
    """The last time that a scheduled job ran to its end."""

    personal_data = PersonalData.NONE

    job = models.CharField(max_length=40, unique=True)
    ran_at = models.DateTimeField()

    class Meta:
        db_table = "records_scheduler_beat"
