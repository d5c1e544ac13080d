"""The question that waits at a record, and its end without an answer."""

from gongkai.kernel import time
from gongkai.kernel.types import Actor
from gongkai.organs.access import acting_person
from gongkai.records.models import OpenQuestion, Record
from gongkai.records.operations.trail import leave_trail


def waiting_question(record: Record) -> OpenQuestion | None:
    """Return the question about the record that waits for its answer, its row locked."""
    rows = OpenQuestion.objects.select_for_update(of=("self",), no_key=True)
    return rows.filter(record=record, answered_at__isnull=True, taken_back_at__isnull=True).first()


def end_question(actor: Actor, record: Record) -> OpenQuestion | None:
    """End the question that waits at the record, if one does, and return it.

    The caller has the lock on the record. Whoever was asked reads the draft no longer.
    """
    asked = waiting_question(record)
    if asked is None:
        return None
    asked.taken_back_by_id, asked.taken_back_at = acting_person(actor), time.now()
    asked.save(update_fields=["taken_back_by", "taken_back_at"])
    leave_trail(actor, "take_back_question", record, {"to_organ": str(asked.to_organ_id)})
    return asked
