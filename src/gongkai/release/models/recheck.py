"""Looking again at what is out: after new rules or signatures, what would not pass today."""

import pgtrigger
from django.db import models

from gongkai.kernel.personal_data import PersonalData
from gongkai.organs.models import Organ
from gongkai.release.models.gate import DoorChoice


class Recheck(models.Model):
    """One run over everything that is out."""

    personal_data = PersonalData.NONE

    rules = models.PositiveIntegerField()
    signatures = models.CharField(max_length=200, blank=True)
    """What the virus scanner said of itself then; empty where none is set up."""
    why = models.CharField(max_length=300)
    checked = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    """Files whose examination or scan is not there yet."""
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "release_recheck"
        constraints = [
            models.UniqueConstraint(
                fields=["ended_at"],
                condition=models.Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="one_recheck_at_a_time",
            )
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]


class RecheckedItem(models.Model):
    """Something that is out and would not pass today."""

    personal_data = PersonalData.CONTENT

    recheck = models.ForeignKey(Recheck, on_delete=models.PROTECT, related_name="items")
    door = models.CharField(max_length=10, choices=DoorChoice)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=500)
    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=255, blank=True)
    obstacles = models.JSONField(default=list)
    findings = models.JSONField(default=list)
    """Rows of the findings that nobody decided."""

    class Meta:
        db_table = "release_rechecked_item"
        constraints = [
            models.UniqueConstraint(
                fields=["recheck", "door", "subject_kind", "subject_id", "digest"],
                name="said_once_in_a_recheck",
            )
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
