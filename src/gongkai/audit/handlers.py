"""What the trail notes of the kernel, which stands below it and only tells."""

from gongkai.audit.operations import record_entry
from gongkai.kernel import events
from gongkai.kernel.events import KeyAdded, KeyRetired, ResealingBegun, ResealingEnded
from gongkai.kernel.types import SYSTEM


def note_added_key(event: KeyAdded) -> None:
    """Write that a key was added to the key ring."""
    _note("kernel.add_key", event.key_id, account=event.account)


def note_retired_key(event: KeyRetired) -> None:
    """Write that a key left the key ring."""
    _note("kernel.retire_key", event.key_id, account=event.account)


def note_begun_resealing(event: ResealingBegun) -> None:
    """Write that a run of resealing began, and how many values waited for it."""
    _note(
        "kernel.begin_resealing",
        event.key_id,
        account=event.account,
        waiting=str(event.waiting),
    )


def note_ended_resealing(event: ResealingEnded) -> None:
    """Write what a run of resealing did; one that was broken off leaves its beginning only."""
    _note(
        "kernel.end_resealing",
        event.key_id,
        account=event.account,
        resealed=str(event.resealed),
        left=str(event.left),
    )


def _note(action: str, key_id: str, **details: str) -> None:
    record_entry(
        actor=SYSTEM,
        action=action,
        object_kind="sealing_key",
        object_id=key_id,
        object_label=key_id,
        organ_id=None,
        details=details,
    )


def register() -> None:
    """Hang the handlers into the events; called once when the application starts."""
    events.in_transaction(KeyAdded, note_added_key)
    events.in_transaction(KeyRetired, note_retired_key)
    events.in_transaction(ResealingBegun, note_begun_resealing)
    events.in_transaction(ResealingEnded, note_ended_resealing)
