"""Administrative licensing matters of an organ (Regulations 2007 art. 10(7), requirement C12)."""

import pgtrigger
from django.db import models

from gongkai.kernel.personal_data import PersonalData
from gongkai.organs.models import Organ, Person


class LicensingMatter(models.Model):
    """One matter as the organ keeps it; the public reads it in the editions of the register."""

    personal_data = PersonalData.STAFF

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="licensing_matters")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    basis = models.TextField()
    """The law, regulation or rule that sets the licence, with its article."""
    conditions = models.TextField()
    quantity = models.CharField(max_length=300, blank=True)
    """How many are granted; blank where the number is not limited."""
    procedure = models.TextField()
    statutory_days = models.PositiveSmallIntegerField()
    """The limit that the law sets, in working days."""
    promised_days = models.PositiveSmallIntegerField(null=True)
    """A shorter limit that the organ promises, in working days."""
    materials = models.JSONField(default=list)
    """What an applicant hands in, one line each, all of it."""
    office = models.CharField(max_length=200)
    telephone = models.CharField(max_length=60)
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "registers_licensing_matter"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "name"],
                condition=models.Q(ended_at__isnull=True),
                name="one_matter_of_a_name",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by__isnull=True)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
                name="matter_ended_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=models.Q(promised_days__isnull=True)
                | models.Q(promised_days__lte=models.F("statutory_days")),
                name="promised_limit_is_not_longer_than_the_law_s",
            ),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]
