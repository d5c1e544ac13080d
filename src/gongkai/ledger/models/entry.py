"""The entries of the public change feed, append-only, numbered when their transaction commits."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.kernel.personal_data import PersonalData
from gongkai.ledger.rules import chain
from gongkai.records.models import Record, RecordVersion


class EntryKind(models.TextChoices):
    """What happened to what the public sees."""

    PUBLISHED = chain.EntryKind.PUBLISHED.value, pgettext_lazy("entry of the feed", "Published")
    LISTED = chain.EntryKind.LISTED.value, pgettext_lazy("entry of the feed", "Listed ★")
    CORRECTED = chain.EntryKind.CORRECTED.value, pgettext_lazy("entry of the feed", "Corrected")
    CLOSED = chain.EntryKind.CLOSED.value, _("Decided not to be disclosed")
    HIDDEN = chain.EntryKind.HIDDEN.value, _("Withdrawn, to be confirmed")
    WITHDRAWN = chain.EntryKind.WITHDRAWN.value, _("Withdrawal confirmed")
    RESTORED = chain.EntryKind.RESTORED.value, pgettext_lazy("entry of the feed", "Restored")
    VERSION_HIDDEN = (
        chain.EntryKind.VERSION_HIDDEN.value,
        _("Earlier version withdrawn, to be confirmed"),
    )
    VERSION_WITHDRAWN = (
        chain.EntryKind.VERSION_WITHDRAWN.value,
        _("Withdrawal of an earlier version confirmed"),
    )
    VERSION_RESTORED = chain.EntryKind.VERSION_RESTORED.value, _("Earlier version restored")
    VALIDITY = chain.EntryKind.VALIDITY.value, _("Validity changed")
    TRANSFERRED = chain.EntryKind.TRANSFERRED.value, _("Passed to another organ")
    IMPORTED = chain.EntryKind.IMPORTED.value, _("Brought in as published before")
    BROUGHT_FORWARD = (
        chain.EntryKind.BROUGHT_FORWARD.value,
        _("Public when the feed began"),
    )


class LedgerEntry(models.Model):
    """One entry; written in the transaction of what it tells.

    `sequence` and `chained_on` are null until the commit, when a deferred trigger gives them under
    a lock: a number that somebody can read never comes before one that is still to be committed.
    Titles and texts are not among the columns: an entry stays when its record is withdrawn.
    """

    personal_data = PersonalData.NONE

    sequence = models.BigIntegerField(null=True, unique=True)
    kind = models.CharField(max_length=20, choices=EntryKind)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(
        RecordVersion, null=True, on_delete=models.PROTECT, related_name="+"
    )
    index_number = models.CharField(max_length=80)
    organ_code = models.CharField(max_length=9)
    version_number = models.PositiveSmallIntegerField(default=0)
    detail = models.CharField(max_length=20, blank=True)
    """A code of a closed list: kind of change, reason of a withdrawal, validity."""
    happened_at = models.DateTimeField()
    happened_on = models.DateField()
    """The local day of that moment."""
    chained_on = models.DateField(null=True)
    """The day in whose chain it stands; later where its transaction ended after midnight."""
    nonce = models.CharField(max_length=32, blank=True)
    """Handed out with the proof while the version can be read, and never in the feed."""
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "ledger_entry"
        indexes = [
            models.Index(fields=["chained_on", "sequence"], name="ledger_entries_of_a_day"),
            models.Index(
                fields=["id"],
                condition=models.Q(sequence__isnull=True),
                name="ledger_entries_to_number",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sequence__isnull=True, chained_on__isnull=True)
                | models.Q(sequence__gt=0, chained_on__isnull=False),
                name="entry_has_number_and_day_together",
            ),
            models.CheckConstraint(
                condition=models.Q(digest="", nonce="")
                | ~(models.Q(digest="") | models.Q(nonce="")),
                name="digest_has_its_nonce",
            ),
            models.CheckConstraint(
                condition=models.Q(digest="") | models.Q(version__isnull=False),
                name="digest_is_of_a_version",
            ),
            models.CheckConstraint(
                condition=~models.Q(index_number=""), name="entry_has_the_number_of_its_record"
            ),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]
