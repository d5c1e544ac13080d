"""Sent up, approved or returned, published: the way of an edition to the public."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.guides.events import EditionDecided, EditionPublished, EditionSentUp
from gongkai.guides.models import Edition
from gongkai.guides.operations.consulting import let_words_out
from gongkai.guides.operations.moving import (
    go,
    leave_move,
    locked_edition,
    published_before,
    require_move,
)
from gongkai.guides.rules.lifecycle import Event
from gongkai.guides.rules.vocabulary import EditionState
from gongkai.kernel import events, time
from gongkai.kernel.public import mark_public_change
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.text import clean_line, clean_text
from gongkai.kernel.types import Actor
from gongkai.organs.access import acting_person
from gongkai.organs.models import Signature
from gongkai.organs.operations import require_signature

DECIDE_PURPOSE = "guides.decide_edition"
"""Purpose for which the competent department signs an approval or a return."""
_LONGEST = 500


class ReasonsNeeded(Refusal):
    """It is not said why."""


def send_up(*, actor: Actor, edition_id: int, skipped_because: str = "") -> Edition:
    """Lay the edition before the competent department; from now on it stays as it is.

    Where no opinions were sought, `skipped_because` says why; that is open only where nothing but
    facts differs from the published edition. Raises NotAllowed, ReasonsNeeded, MoveNotPossible
    and its subclasses, NotFound.
    """
    said = clean_line(skipped_because)[:_LONGEST]
    with transaction.atomic():
        edition = locked_edition(edition_id)
        line = require_move(edition, Event.SEND_UP, actor=actor)
        if edition.consulted_until_on is None and not said:
            raise ReasonsNeeded(_("Say why no opinions are sought."), field="skipped_because")
        edition.skipped_because = said if edition.consulted_until_on is None else ""
        edition.sent_digest = edition.digest
        edition.sent_by_id, edition.sent_at = acting_person(actor), time.now()
        go(edition, line, actor=actor, note=edition.skipped_because)
        events.emit(EditionSentUp(edition_id=edition.pk, organ_id=edition.organ_id))
    return edition


def approve_edition(
    *, actor: Actor, edition_id: int, seen_digest: str, signature: Signature, opinion: str = ""
) -> Edition:
    """Approve as the competent department; binds to the content with this digest.

    The signature is for DECIDE_PURPOSE. Raises NotAllowed, SecondPersonNeeded, EditionChanged,
    SignatureDoesNotFit, SignatureTooOld, MoveNotPossible, NotFound.
    """
    with transaction.atomic():
        edition = locked_edition(edition_id)
        line = require_move(edition, Event.APPROVE, actor=actor, seen_digest=seen_digest)
        _require_signed(edition, actor, signature)
        edition.approved_by_id, edition.approved_at = acting_person(actor), time.now()
        edition.approved_for_id = actor.organ_id
        edition.signature = signature
        go(edition, line, actor=actor, note=clean_text(opinion), signature=signature)
        _tell_decided(edition, is_approved=True)
    return edition


def return_edition(
    *, actor: Actor, edition_id: int, seen_digest: str, signature: Signature, reasons: str
) -> Edition:
    """Give the edition back to the organ with reasons; it is worked on again.

    Raises what `approve_edition` does, and ReasonsNeeded.
    """
    said = clean_text(reasons)
    if not said:
        raise ReasonsNeeded(_("Say what has to be changed."), field="opinion")
    with transaction.atomic():
        edition = locked_edition(edition_id)
        line = require_move(edition, Event.RETURN, actor=actor, seen_digest=seen_digest)
        _require_signed(edition, actor, signature)
        edition.sent_by, edition.sent_at, edition.sent_digest = None, None, ""
        go(edition, line, actor=actor, note=said, signature=signature)
        _tell_decided(edition, is_approved=False)
    return edition


def publish_edition(*, actor: Actor, edition_id: int) -> Edition:
    """Publish what was approved; the edition before is superseded and stays readable.

    The organ's own words pass the release gate as it is today. Raises NotAllowed, EditionChanged,
    NotCleared, MoveNotPossible, NotFound.
    """
    with transaction.atomic():
        edition = locked_edition(edition_id)
        line = require_move(edition, Event.PUBLISH, actor=actor)
        let_words_out(edition, actor=actor)
        _supersede(edition, actor=actor)
        edition.published_by_id, edition.published_at = acting_person(actor), time.now()
        edition.published_on = time.today()
        go(edition, line, actor=actor)
        mark_public_change(kind="edition", object_id=edition.pk)
        events.emit(
            EditionPublished(
                edition_id=edition.pk, organ_id=edition.organ_id, edition_kind=edition.kind
            )
        )
    return edition


def abandon_edition(*, actor: Actor, edition_id: int, why: str) -> Edition:
    """Give an edition up; a consultation that runs ends with it.

    Raises NotAllowed, ReasonsNeeded, MoveNotPossible, NotFound.
    """
    said = clean_line(why)[:_LONGEST]
    if not said:
        raise ReasonsNeeded(_("Say why it is given up."), field="why")
    with transaction.atomic():
        edition = locked_edition(edition_id)
        line = require_move(edition, Event.ABANDON, actor=actor)
        go(edition, line, actor=actor, note=said)
        if edition.consulted_until_on is not None:
            mark_public_change(kind="edition", object_id=edition.pk)
    return edition


def _require_signed(edition: Edition, actor: Actor, signature: Signature) -> None:
    require_signature(
        actor=actor, signature=signature, purpose=DECIDE_PURPOSE, digest=edition.digest
    )


def _supersede(edition: Edition, *, actor: Actor) -> None:
    before = published_before(edition)
    if before is None:
        return
    before.state, before.superseded_at = EditionState.SUPERSEDED.value, time.now()
    before.save(update_fields=["state", "superseded_at"])
    leave_move(before, Event.SUPERSEDE.value, actor=actor)


def _tell_decided(edition: Edition, *, is_approved: bool) -> None:
    events.emit(
        EditionDecided(edition_id=edition.pk, organ_id=edition.organ_id, is_approved=is_approved)
    )
