"""Statutory clocks and what happened to them. No due date is stored: it is computed."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.clock.models.calendar import CalendarEdition
from gongkai.kernel.personal_data import PersonalData
from gongkai.organs.models import Organ

_NOT_HANDED_OVER = """
coalesce(current_setting('gongkai.transfer', true), '') = ''
OR ROW(OLD.id, OLD.subject_kind, OLD.subject_id, OLD.limit_key, OLD.regime_id, OLD.region_code,
    OLD.legal_basis)
IS DISTINCT FROM ROW(NEW.id, NEW.subject_kind, NEW.subject_id, NEW.limit_key, NEW.regime_id,
    NEW.region_code, NEW.legal_basis)
"""
"""An update that does more than the transfer of records between organs may (operations.handing)."""


class StatutoryClock(models.Model):
    """One limit that runs for one thing: the publication of a record, the reply to a case."""

    personal_data = PersonalData.NONE

    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    limit_key = models.CharField(max_length=40)
    regime_id = models.CharField(max_length=20)
    """The text of the Regulations it was started under; it keeps it."""
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="clocks")
    region_code = models.CharField(max_length=12, blank=True)
    """The organ's region when the clock was started: its days off are those of the clock."""
    legal_basis = models.CharField(max_length=300, blank=True)
    """The other law or the notice that sets the amount, where it is not the regime's own."""

    class Meta:
        db_table = "clock_statutory_clock"
        indexes = [models.Index(fields=["organ", "limit_key"])]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "limit_key"], name="one_clock_a_limit"
            )
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            # When organs are merged the limit goes on as it is, and is the other organ's to keep.
            pgtrigger.Protect(
                name="unchanged_but_handed_over",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(_NOT_HANDED_OVER),
            ),
        ]


class EventName(models.TextChoices):
    """The events with the names that people read."""

    STARTED = "started", _("Limit started to run")
    PAUSED = "paused", _("Limit paused")
    RESUMED = "resumed", _("Limit went on")
    RESTARTED = "restarted", _("Limit started anew")
    EXTENDED = "extended", _("Limit extended")
    DUE_SET = "due_set", _("Last day fixed")
    STOPPED = "stopped", _("Limit met or ended")
    NOT_APPLICABLE = "not_applicable", _("No limit applies")


class ClockEvent(models.Model):
    """Something that happened to a clock. Rows are only added; their order is `seq`."""

    personal_data = PersonalData.STAFF

    clock = models.ForeignKey(StatutoryClock, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=EventName)
    on = models.DateField()
    """The local day on which it happened; `recorded_at` is when it was entered."""
    number = models.PositiveSmallIntegerField(null=True)
    unit = models.CharField(max_length=16, blank=True)
    key = models.CharField(max_length=60, blank=True)
    at_latest_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    reason = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)
    recorded_by_name = models.CharField(max_length=200)
    recorded_by_role = models.CharField(max_length=40, blank=True)

    class Meta:
        db_table = "clock_event"
        ordering = ["clock_id", "seq"]
        indexes = [models.Index(fields=["kind", "clock"])]
        constraints = [
            models.UniqueConstraint(fields=["clock", "seq"], name="one_event_a_place"),
            models.CheckConstraint(
                condition=~models.Q(kind="started")
                | models.Q(seq=1, number__gte=1) & ~models.Q(unit=""),
                name="start_comes_first_with_an_amount",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind__in=["paused", "resumed"]) | ~models.Q(key=""),
                name="pause_names_its_cause",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="extended")
                | models.Q(number__gte=1) & ~models.Q(reason=""),
                name="extension_has_amount_and_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="due_set")
                | models.Q(due_on__gte=models.F("on")) & ~models.Q(reason=""),
                name="fixed_day_is_not_past_and_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="not_applicable") | ~models.Q(reason=""),
                name="no_limit_has_a_reason",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class DueDateMove(models.Model):
    """A running due date that a new edition of the calendar moved: the old one stays on record."""

    personal_data = PersonalData.STAFF

    clock = models.ForeignKey(StatutoryClock, on_delete=models.PROTECT, related_name="moves")
    edition = models.ForeignKey(CalendarEdition, on_delete=models.PROTECT, related_name="moves")
    old_due_on = models.DateField(null=True)
    """None where the calendar reached no answer before."""
    new_due_on = models.DateField(null=True)
    was_provisional = models.BooleanField()
    is_provisional = models.BooleanField()
    moved_at = models.DateTimeField()

    class Meta:
        db_table = "clock_due_date_move"
        constraints = [
            models.UniqueConstraint(fields=["clock", "edition"], name="one_move_an_edition")
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
