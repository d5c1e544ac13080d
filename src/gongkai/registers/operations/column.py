"""Choose what stands in an organ's rules column (requirement O8)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.kernel import time
from gongkai.kernel.public import mark_public_change
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.types import Actor
from gongkai.organs.access import acting_person, require_own_organ
from gongkai.records.models import Record
from gongkai.records.rules.vocabulary import Standing
from gongkai.registers.access import KEEPERS
from gongkai.registers.models import ColumnEntry
from gongkai.registers.operations.trail import leave_trail


class NotPublished(Refusal):
    """Only what is published can stand in a column."""


def show_in_column(*, actor: Actor, record_id: int) -> ColumnEntry:
    """Show a published record in its organ's rules column; shown already, it stays.

    Raises NotAllowed, NotFound, NotPublished.
    """
    with transaction.atomic():
        record = _record(actor, record_id)
        if record.standing != Standing.PUBLISHED:
            raise NotPublished(_("Only a published record can stand in the rules column."))
        entry, made = ColumnEntry.objects.get_or_create(
            record=record,
            removed_at=None,
            defaults={"added_by_id": acting_person(actor), "added_at": time.now()},
        )
        if made:
            _tell(actor, record, "show_rule")
    return entry


def take_out_of_column(*, actor: Actor, record_id: int) -> None:
    """Take a record out of the column. Raises NotAllowed, NotFound."""
    with transaction.atomic():
        record = _record(actor, record_id)
        entry = ColumnEntry.objects.filter(record=record, removed_at__isnull=True).first()
        if entry is None:
            raise NotFound(_("This record does not stand in the rules column."))
        entry.removed_by_id, entry.removed_at = acting_person(actor), time.now()
        entry.save(update_fields=["removed_by", "removed_at"])
        _tell(actor, record, "take_rule_out")


def _record(actor: Actor, record_id: int) -> Record:
    record = (
        Record.objects.select_for_update(no_key=True).filter(pk=record_id).first()
        if 0 < record_id < 2**63
        else None
    )
    if record is None:
        raise NotFound(_("There is no such record."))
    require_own_organ(actor, *KEEPERS, organ_id=record.organ_id)
    return record


def _tell(actor: Actor, record: Record, action: str) -> None:
    mark_public_change(kind="rules_column", object_id=record.pk)
    leave_trail(
        actor,
        action,
        "record",
        record.pk,
        record.index_number or f"#{record.pk}",
        record.organ_id,
    )
