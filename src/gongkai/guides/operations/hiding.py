"""Taking an edition back: one person hides it at once, a second confirms or restores (C7)."""

from django.db import transaction

from gongkai.guides.models import Edition, EditionHiding
from gongkai.guides.operations.consulting import let_words_out
from gongkai.guides.operations.moving import go, locked_edition, require_move
from gongkai.guides.rules.lifecycle import Event
from gongkai.kernel import time
from gongkai.kernel.public import mark_public_change
from gongkai.kernel.text import clean_text
from gongkai.kernel.types import Actor
from gongkai.organs.access import acting_person
from gongkai.records.operations.withdrawal import require_reason


def hide_edition(*, actor: Actor, edition_id: int, reason: str, note: str = "") -> EditionHiding:
    """Take a published edition from the public at once; a second person confirms or restores it.

    `reason` is one of records.models.WithdrawalReason; `note` is for the staff alone. What was said
    in a consultation stays: an answer is replaced, an opinion kept back by itself. Raises
    NotAllowed, MoveNotPossible, NotAReason, NotFound.
    """
    require_reason(reason)
    with transaction.atomic():
        edition = locked_edition(edition_id)
        line = require_move(edition, Event.HIDE, actor=actor)
        said = clean_text(note)
        hiding = EditionHiding.objects.create(
            edition=edition,
            reason=reason,
            note=said,
            hidden_by_id=acting_person(actor),
            hidden_at=time.now(),
        )
        go(edition, line, actor=actor, note=said)
        mark_public_change(kind="edition", object_id=edition.pk)
    return hiding


def confirm_hiding(*, actor: Actor, edition_id: int) -> Edition:
    """Confirm as the second person that an edition stays taken back.

    Raises NotAllowed, SecondPersonNeeded, MoveNotPossible, NotFound.
    """
    with transaction.atomic():
        edition = locked_edition(edition_id)
        line = require_move(edition, Event.CONFIRM_HIDING, actor=actor)
        _decide(edition, "confirmed", actor=actor)
        go(edition, line, actor=actor)
        mark_public_change(kind="edition", object_id=edition.pk)
    return edition


def restore_edition(*, actor: Actor, edition_id: int) -> Edition:
    """Put an edition back before the public, because it was hidden by mistake.

    The organ's own words pass the release gate as it is today. Raises NotAllowed,
    SecondPersonNeeded, NotCleared, MoveNotPossible, NotFound.
    """
    with transaction.atomic():
        edition = locked_edition(edition_id)
        line = require_move(edition, Event.RESTORE, actor=actor)
        let_words_out(edition, actor=actor)
        _decide(edition, "restored", actor=actor)
        go(edition, line, actor=actor)
        mark_public_change(kind="edition", object_id=edition.pk)
    return edition


def _decide(edition: Edition, outcome: str, *, actor: Actor) -> None:
    edition.hidings.filter(outcome="").update(
        outcome=outcome, decided_by=acting_person(actor), decided_at=time.now()
    )
