"""Editions of registers: the public reads them as the text of a record that was reviewed."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.kernel.personal_data import PersonalData
from gongkai.organs.models import Organ, Person
from gongkai.records.models import Record, RecordVersion
from gongkai.registers.models.cleanup import CleanupRound


class RegisterKind(models.TextChoices):
    """Which register."""

    LICENSING = "licensing", _("Register of administrative licensing matters")
    CLEANUP = "cleanup", _("List of a round of clean-up")


class RegisterEdition(models.Model):
    """What a register said when it was compiled, bound to the text of the record that carries it.

    It is public as long as its record says that very text; withdrawn with the record, it is gone.
    """

    personal_data = PersonalData.NONE

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="register_editions")
    kind = models.CharField(max_length=10, choices=RegisterKind)
    round = models.ForeignKey(
        CleanupRound, null=True, on_delete=models.PROTECT, related_name="editions"
    )
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(RecordVersion, on_delete=models.PROTECT, related_name="+")
    """The version into which it was compiled."""
    digest = models.CharField(max_length=64)
    """SHA-256 of the text that was compiled (UTF-8). Elements may be put right, also by a later
    version; where somebody rewrote the text it is no edition."""
    rows = models.JSONField()
    """The entries as the text gives them."""
    compiled_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    compiled_at = models.DateTimeField()

    class Meta:
        db_table = "registers_edition"
        indexes = [models.Index(fields=["organ", "kind", "-compiled_at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="cleanup", round__isnull=False)
                | models.Q(kind="licensing", round__isnull=True),
                name="a_list_of_clean_up_names_its_round",
            )
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
