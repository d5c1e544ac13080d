"""The closed days with their roots, and where the numbering stands."""

import pgtrigger
from django.db import models

from gongkai.kernel.personal_data import PersonalData


class LedgerHead(models.Model):
    """One row: the last number given, and the day in whose chain new entries stand at least."""

    personal_data = PersonalData.NONE

    last_sequence = models.BigIntegerField(default=0)
    chained_on = models.DateField()

    class Meta:
        db_table = "ledger_head"
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="there_is_one_head"),
        ]


class LedgerDay(models.Model):
    """A past day, closed: its root covers the root before it and every entry of the day."""

    personal_data = PersonalData.NONE

    on = models.DateField(unique=True)
    entries = models.PositiveIntegerField()
    previous_root = models.CharField(max_length=64)
    root = models.CharField(max_length=64, unique=True)
    closed_at = models.DateTimeField()

    class Meta:
        db_table = "ledger_day"
        ordering = ["on"]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
