"""What went out and what was taken back: publication events and withdrawals."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.kernel.models import StoredFile
from gongkai.kernel.personal_data import PersonalData
from gongkai.organs.models import Person, Signature
from gongkai.records.models.record import Form, Record, RecordVersion


class PublicationEvent(models.Model):
    """One disclosure of a version in one form, dated, with its reference (requirement C3)."""

    personal_data = PersonalData.STAFF

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="publications")
    version = models.ForeignKey(RecordVersion, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=20, choices=Form)
    disclosed_on = models.DateField()
    reference = models.CharField(max_length=500, blank=True)
    """Issue and page of the gazette, address of the page, place of the reading room …"""
    details = models.JSONField(default=dict)
    """The parts of the reference by their names (records.rules.channels); empty where unknown."""
    evidence = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    """A scan of the page, a recording: for the staff alone."""
    evidence_name = models.CharField(max_length=255, blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "records_publication_event"
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class PublicationRetraction(models.Model):
    """Says that an entered disclosure was entered wrongly; the event itself stays as it is."""

    personal_data = PersonalData.STAFF

    event = models.OneToOneField(
        PublicationEvent, on_delete=models.PROTECT, related_name="retraction"
    )
    reason = models.CharField(max_length=300)
    retracted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    retracted_at = models.DateTimeField()

    class Meta:
        db_table = "records_publication_retraction"
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class WithdrawalReason(models.TextChoices):
    """Why something was taken back: a closed list, so that a reason cannot leak the content."""

    SECRET = "secret", _("May concern a secret")
    PRIVACY = "privacy", _("Holds personal information")
    COMMERCIAL = "commercial", _("Holds commercial secrets")
    WRONG = "wrong", _("Holds an error")
    DUPLICATE = "duplicate", _("Published twice")
    NOT_OURS = "not_ours", _("To be published by another organ")
    OTHER = "other", _("Should not have been published")


class Withdrawal(models.Model):
    """One person hides at once; a second confirms or restores (requirement C7).

    Of the whole record, or of one earlier version whose page, text and files are taken back while
    the record stays public as it stands now.
    """

    personal_data = PersonalData.STAFF

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="withdrawals")
    version = models.ForeignKey(
        RecordVersion, null=True, on_delete=models.PROTECT, related_name="withdrawals"
    )
    """The earlier version that is taken back; null where the whole record is."""
    reason = models.CharField(max_length=12, choices=WithdrawalReason)
    note = models.TextField(blank=True)
    """For the staff only."""
    title_may_show = models.BooleanField(default=False)
    """The withdrawer confirmed that the title holds nothing secret or personal."""
    hidden_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    hidden_at = models.DateTimeField()
    outcome = models.CharField(
        max_length=10,
        blank=True,
        choices=[
            ("confirmed", pgettext_lazy("withdrawal", "Confirmed")),
            ("restored", pgettext_lazy("withdrawal", "Restored")),
        ],
    )
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    signature = models.OneToOneField(
        Signature, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        db_table = "records_withdrawal"
        constraints = [
            models.UniqueConstraint(
                fields=["record", "version"],
                condition=models.Q(outcome=""),
                nulls_distinct=False,
                name="one_withdrawal_waits_for_its_second_person",
            ),
            models.UniqueConstraint(
                fields=["version"],
                condition=models.Q(version__isnull=False) & ~models.Q(outcome="restored"),
                name="a_version_is_withdrawn_once",
            ),
            # The title of an earlier version is never shown: the record shows the one it has now.
            models.CheckConstraint(
                condition=models.Q(version__isnull=True) | models.Q(title_may_show=False),
                name="title_of_a_withdrawn_version_never_shows",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="", decided_by__isnull=True, decided_at__isnull=True)
                | (
                    ~models.Q(outcome="")
                    & models.Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
                name="withdrawal_decided_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True)
                | ~models.Q(decided_by=models.F("hidden_by")),
                name="withdrawal_needs_two_people",
            ),
        ]
