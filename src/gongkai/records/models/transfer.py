"""The transfer of an organ's records to the organ that it was merged into."""

import pgtrigger
from django.db import models

from gongkai.kernel.personal_data import PersonalData
from gongkai.organs.models import Organ, Person, Signature


class RecordTransfer(models.Model):
    """All records of one organ became another's; their numbers stayed as they were.

    The database lets a record change its organ for a row of this table alone.
    """

    personal_data = PersonalData.STAFF

    from_organ = models.OneToOneField(Organ, on_delete=models.PROTECT, related_name="+")
    to_organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    merged_on = models.DateField()
    """The day from which the other organ is the successor, as the order says."""
    basis = models.CharField(max_length=300)
    """The decision by which the organs were merged."""
    records = models.PositiveIntegerField()
    """How many records changed their organ."""
    ordered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    signature = models.OneToOneField(Signature, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "records_transfer"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(from_organ=models.F("to_organ")),
                name="an_organ_is_not_merged_into_itself",
            )
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
