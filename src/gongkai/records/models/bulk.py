"""Work on many records at once: what was asked, what became of each, and what somebody has seen."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.kernel.personal_data import PersonalData
from gongkai.organs.models import Organ, Person
from gongkai.records.models.record import Record, RecordVersion
from gongkai.records.rules import bulk


class BulkKind(models.TextChoices):
    """What is done to each of them."""

    SHEET = bulk.BulkKind.SHEET.value, _("Elements changed by a spreadsheet")
    PROPOSE = bulk.BulkKind.PROPOSE.value, _("Propose for release")
    SECRECY = bulk.BulkKind.SECRECY.value, _("Secrecy review")
    LEGAL = bulk.BulkKind.LEGAL.value, _("Legal review")
    APPROVAL = bulk.BulkKind.APPROVAL.value, _("Approval")
    RELEASE = bulk.BulkKind.RELEASE.value, _("Release")
    HIDE = bulk.BulkKind.HIDE.value, _("Withdraw")


class BulkState(models.TextChoices):
    """How far a run has come."""

    LOOKING = bulk.BulkState.LOOKING.value, pgettext_lazy("bulk run", "Being looked at")
    PLANNED = bulk.BulkState.PLANNED.value, pgettext_lazy("bulk run", "Waits for confirmation")
    QUEUED = bulk.BulkState.QUEUED.value, pgettext_lazy("bulk run", "Being carried out")
    DONE = bulk.BulkState.DONE.value, pgettext_lazy("bulk run", "Carried out")
    UNDONE = bulk.BulkState.UNDONE.value, pgettext_lazy("bulk run", "Undone")
    DROPPED = bulk.BulkState.DROPPED.value, pgettext_lazy("bulk run", "Dropped")


class ItemOutcome(models.TextChoices):
    """What became of one record of a run."""

    WAITING = bulk.ItemOutcome.WAITING.value, pgettext_lazy("item of a bulk run", "Possible")
    REFUSED = bulk.ItemOutcome.REFUSED.value, pgettext_lazy("item of a bulk run", "Not possible")
    DONE = bulk.ItemOutcome.DONE.value, pgettext_lazy("item of a bulk run", "Done")
    UNDONE = bulk.ItemOutcome.UNDONE.value, pgettext_lazy("item of a bulk run", "Undone")


class BulkRun(models.Model):
    """One operation on many records of an organ: planned, confirmed, carried out."""

    personal_data = PersonalData.STAFF

    kind = models.CharField(max_length=10, choices=BulkKind)
    state = models.CharField(max_length=10, choices=BulkState)
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    role = models.CharField(max_length=24)
    """The role in which it was asked; carried out later, it is looked up again."""
    language = models.CharField(max_length=10)
    """In which the refusals of its items were written down."""
    file_name = models.CharField(max_length=255, blank=True)
    file_digest = models.CharField(max_length=64, blank=True)
    change_note = models.CharField(max_length=500, blank=True)
    """Why released records get a new version; the public reads it."""
    reason = models.CharField(max_length=12, blank=True)
    """Of the closed list, where records are withdrawn."""
    note = models.TextField(blank=True)
    trouble = models.TextField(blank=True)
    """Why all of it could not be carried out, to be confirmed anew."""
    finished_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "records_bulk_run"
        indexes = [models.Index(fields=["organ", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(undone_at__isnull=True, undone_by__isnull=True)
                | models.Q(undone_at__isnull=False, undone_by__isnull=False),
                name="bulk_run_undone_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["done", "undone"])
                | models.Q(finished_at__isnull=False),
                name="bulk_run_says_when_it_was_done",
            ),
        ]


class BulkItem(models.Model):
    """One record of a run, with what the run knew of it and what it did."""

    personal_data = PersonalData.CONTENT

    run = models.ForeignKey(BulkRun, on_delete=models.PROTECT, related_name="items")
    line = models.PositiveIntegerField()
    """Line of the spreadsheet, or place in the list."""
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(RecordVersion, on_delete=models.PROTECT, related_name="+")
    """What was looked at; where a new version was begun, that one once it was."""
    outcome = models.CharField(max_length=8, choices=ItemOutcome)
    begins_version = models.BooleanField(default=False)
    """True where the record is released and the change needs a new version."""
    changes = models.JSONField(default=dict)
    """Elements before and after, by their names (records.rules.sheet)."""
    faults = models.JSONField(default=dict)
    """What is wrong with single cells, by the names of their columns."""
    why = models.TextField(blank=True)
    """Why it is not possible, or was refused."""
    digest_before = models.CharField(max_length=64)
    digest_after = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "records_bulk_item"
        ordering = ["run_id", "line"]
        constraints = [
            models.UniqueConstraint(fields=["run", "record"], name="a_record_once_in_a_run"),
            models.CheckConstraint(
                condition=models.Q(digest_before__regex=r"^[0-9a-f]{64}$"),
                name="bulk_digest_is_sha256",
            ),
        ]


class BulkFile(models.Model):
    """The spreadsheet that was sent in, kept until it is confirmed or a day has passed."""

    personal_data = PersonalData.CONTENT

    run = models.OneToOneField(BulkRun, on_delete=models.PROTECT, related_name="file")
    content = models.BinaryField()
    kept_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "records_bulk_file"


class SeenVersion(models.Model):
    """A person opened the page on which exactly this content is reviewed."""

    personal_data = PersonalData.STAFF

    version = models.ForeignKey(RecordVersion, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    basis = models.CharField(max_length=64, blank=True)
    """Digest of the decisions on findings that stood beside it (operations.basis)."""
    seen_at = models.DateTimeField()

    class Meta:
        db_table = "records_seen_version"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "version", "digest"], name="seen_once_by_a_person"
            )
        ]


class SavedView(models.Model):
    """Filters of the list of records under a name that a person gave them."""

    personal_data = PersonalData.STAFF

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    query = models.TextField()
    """The filters as they stand in the address, in a fixed order."""
    shared_with = models.ForeignKey(Organ, null=True, on_delete=models.PROTECT, related_name="+")
    """The organ whose staff sees the view too; they cannot change it."""
    saved_at = models.DateTimeField()

    class Meta:
        db_table = "records_saved_view"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="one_view_of_a_name")
        ]
