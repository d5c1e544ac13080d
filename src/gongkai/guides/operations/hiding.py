"""Taking an edition back: one person hides it at once, a second confirms or restores (C7)."""

import hashlib

from django.db import transaction

from gongkai.clock.operations import start_clock, stop_clock
from gongkai.clock.queries import clock_of
from gongkai.guides.models import Edition, EditionHiding
from gongkai.guides.operations.consulting import let_words_out
from gongkai.guides.operations.moving import go, locked_edition, require_move
from gongkai.guides.rules.lifecycle import Event
from gongkai.kernel import time
from gongkai.kernel.public import mark_public_change
from gongkai.kernel.text import clean_text
from gongkai.kernel.types import Actor
from gongkai.organs.access import acting_person
from gongkai.organs.models import Signature
from gongkai.organs.operations import require_signature
from gongkai.records.operations.disclosure_clock import CONFIRM
from gongkai.records.operations.withdrawal import require_reason

CONFIRM_PURPOSE = "guides.confirm_hiding"
"""Purpose for which the second person signs."""
HIDING = "edition_hiding"
"""Kind under which the clock of the second person's working day is kept."""


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
        _start_clock(edition, hiding, actor=actor)
        go(edition, line, actor=actor, note=said)
        mark_public_change(kind="edition", object_id=edition.pk)
    return hiding


def confirm_hiding(*, actor: Actor, edition_id: int, signature: Signature) -> Edition:
    """Confirm as the second person that an edition stays taken back.

    The signature is for CONFIRM_PURPOSE over `hiding_digest`. Raises NotAllowed,
    SecondPersonNeeded, SignatureDoesNotFit, SignatureTooOld, MoveNotPossible, NotFound.
    """
    with transaction.atomic():
        edition = locked_edition(edition_id)
        line = require_move(edition, Event.CONFIRM_HIDING, actor=actor)
        hiding = _waiting(edition)
        require_signature(
            actor=actor,
            signature=signature,
            purpose=CONFIRM_PURPOSE,
            digest=hiding_digest(edition, hiding),
        )
        _decide(hiding, "confirmed", actor=actor)
        go(edition, line, actor=actor, signature=signature)
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
        _decide(_waiting(edition), "restored", actor=actor)
        go(edition, line, actor=actor)
        mark_public_change(kind="edition", object_id=edition.pk)
    return edition


def hiding_digest(edition: Edition, hiding: EditionHiding) -> str:
    """Return the SHA-256 of what the second person signs: edition, content, reason, moment."""
    said = (
        edition.kind,
        str(edition.organ_id),
        str(edition.number),
        edition.digest,
        hiding.reason,
        hiding.hidden_at.isoformat(),
    )
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def _waiting(edition: Edition) -> EditionHiding:
    # The move is open only where one waits, and the edition's row is locked.
    return edition.hidings.select_for_update().get(outcome="")


def _decide(hiding: EditionHiding, outcome: str, *, actor: Actor) -> None:
    hiding.outcome = outcome
    hiding.decided_by_id, hiding.decided_at = acting_person(actor), time.now()
    hiding.save(update_fields=["outcome", "decided_by", "decided_at"])
    # What was hidden by an earlier release has no clock.
    if clock_of(HIDING, hiding.pk, limit_key=CONFIRM) is not None:
        stop_clock(
            actor=actor,
            subject_kind=HIDING,
            subject_id=hiding.pk,
            on=time.today(),
            limit_key=CONFIRM,
        )


def _start_clock(edition: Edition, hiding: EditionHiding, *, actor: Actor) -> None:
    start_clock(
        actor=actor,
        subject_kind=HIDING,
        subject_id=hiding.pk,
        limit_key=CONFIRM,
        organ_id=edition.organ_id,
        on=time.today(),
    )
