"""Links between documents: what one does to another (amends, repeals, implements …)."""

import pgtrigger
from django.db import models

from gongkai.kernel.personal_data import PersonalData
from gongkai.organs.models import Person
from gongkai.records.models.choices import LinkKind
from gongkai.records.models.record import Record


class RecordLink(models.Model):
    """A record says what it does to another one, or to a document that is not in the system.

    The public reads a link where both ends are public; one that was taken back stays as a row.
    """

    personal_data = PersonalData.STAFF

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="links")
    kind = models.CharField(max_length=12, choices=LinkKind)
    target = models.ForeignKey(
        Record, null=True, on_delete=models.PROTECT, related_name="links_here"
    )
    target_text = models.CharField(max_length=500, blank=True)
    """Number or title of the other document, as printed, where it is not in the system."""
    since_on = models.DateField(null=True)
    """The day from which it takes effect, where the document says one."""
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    removed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "records_record_link"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(target__isnull=False, target_text="")
                | (models.Q(target__isnull=True) & ~models.Q(target_text="")),
                name="a_link_leads_to_a_record_or_a_name",
            ),
            models.CheckConstraint(
                condition=models.Q(target__isnull=True) | ~models.Q(target=models.F("record")),
                name="no_document_links_to_itself",
            ),
            models.CheckConstraint(
                condition=models.Q(removed_at__isnull=True, removed_by__isnull=True)
                | models.Q(removed_at__isnull=False, removed_by__isnull=False),
                name="link_removed_at_and_by_together",
            ),
            models.UniqueConstraint(
                fields=["record", "kind", "target"],
                condition=models.Q(target__isnull=False, removed_at__isnull=True),
                name="one_link_of_a_kind_to_a_record",
            ),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]

    @property
    def is_read(self) -> bool:
        """Say whether its own words are read: it names a document and was not taken back."""
        return bool(self.target_text) and self.removed_at is None
