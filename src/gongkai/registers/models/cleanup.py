"""Rounds in which an organ goes through its normative documents: keep, amend, repeal."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.kernel.personal_data import PersonalData
from gongkai.organs.models import Organ, Person
from gongkai.records.models import Record


class Outcome(models.TextChoices):
    """What becomes of a document."""

    UNDECIDED = "", pgettext_lazy("round of clean-up", "Not decided")
    KEEP = "keep", _("Stays in force")
    AMEND = "amend", _("To be amended")
    REPEAL = "repeal", pgettext_lazy("round of clean-up", "Repealed")
    LAPSE = "lapse", pgettext_lazy("round of clean-up", "Declared lapsed")


class CleanupRound(models.Model):
    """One round of an organ with the day by which every document is decided."""

    personal_data = PersonalData.STAFF

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="cleanup_rounds")
    title = models.CharField(max_length=200)
    issued_until_on = models.DateField()
    """Documents issued until this day are gone through."""
    decide_by_on = models.DateField()
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    carried_out_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )
    carried_out_at = models.DateTimeField(null=True)
    """When the records took over what the published list says."""

    class Meta:
        db_table = "registers_cleanup_round"
        constraints = [
            models.UniqueConstraint(fields=["organ", "title"], name="one_cleanup_round_of_a_title"),
            models.CheckConstraint(
                condition=models.Q(carried_out_at__isnull=True, carried_out_by__isnull=True)
                | models.Q(carried_out_at__isnull=False, carried_out_by__isnull=False),
                name="cleanup_carried_out_at_and_by_together",
            ),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]


class CleanupItem(models.Model):
    """One document of a round: a record, or one that is only known by its title and number."""

    personal_data = PersonalData.STAFF

    round = models.ForeignKey(CleanupRound, on_delete=models.PROTECT, related_name="items")
    record = models.ForeignKey(Record, null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=500)
    document_number = models.CharField(max_length=120, blank=True)
    issued_on = models.DateField(null=True)
    outcome = models.CharField(max_length=8, blank=True, choices=Outcome)
    until_on = models.DateField(null=True)
    """By when it is amended."""
    reason = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "registers_cleanup_item"
        ordering = ["issued_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "record"],
                condition=models.Q(record__isnull=False),
                name="a_record_stands_once_in_a_round",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="", decided_at__isnull=True, decided_by__isnull=True)
                | (
                    ~models.Q(outcome="")
                    & models.Q(decided_at__isnull=False, decided_by__isnull=False)
                ),
                name="cleanup_item_decided_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="amend", until_on__isnull=False)
                | (~models.Q(outcome="amend") & models.Q(until_on__isnull=True)),
                name="what_is_to_be_amended_says_by_when",
            ),
        ]
