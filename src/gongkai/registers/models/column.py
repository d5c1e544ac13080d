"""The rules column: an organ's own measures and working rules (requirement O8)."""

import pgtrigger
from django.db import models

from gongkai.kernel.personal_data import PersonalData
from gongkai.organs.models import Person
from gongkai.records.models import Record


class ColumnEntry(models.Model):
    """A record that its organ shows in its rules column; the public sees it while it is public."""

    personal_data = PersonalData.STAFF

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="column_entries")
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "registers_column_entry"
        constraints = [
            models.UniqueConstraint(
                fields=["record"],
                condition=models.Q(removed_at__isnull=True),
                name="a_record_stands_once_in_the_column",
            ),
            models.CheckConstraint(
                condition=models.Q(removed_at__isnull=True, removed_by__isnull=True)
                | models.Q(removed_at__isnull=False, removed_by__isnull=False),
                name="column_entry_removed_at_and_by_together",
            ),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]
