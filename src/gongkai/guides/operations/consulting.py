"""The consultation period: the public reads the draft, gives opinions, and reads the answer."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.guides.clearing import own_words, subject_of
from gongkai.guides.events import ConsultationOpened
from gongkai.guides.models import Edition
from gongkai.guides.operations.moving import go, locked_edition, require_move
from gongkai.guides.rules.lifecycle import Event
from gongkai.kernel import events, time
from gongkai.kernel.public import mark_public_change
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.text import clean_text
from gongkai.kernel.types import Actor
from gongkai.organs.access import acting_person
from gongkai.release.models import Clearance
from gongkai.release.operations.gate import NotCleared, pass_gate
from gongkai.release.rules.doors import Door, TextOut
from gongkai.release.wording import findings_text

LONGEST_ANSWER = 5_000
SHORTEST_PERIOD_DAYS = 7
"""Calendar days for which a draft lies open at least. No text fixes it: the house does."""
LONGEST_PERIOD_DAYS = 92
"""Calendar days for which it lies open at most: a quarter of a year."""


class PeriodTooShort(Refusal):
    """The public would have less than a week to read the draft and answer."""


class PeriodTooLong(Refusal):
    """The last day is so late that it must be a mistake; nobody could close it before."""


class AnswerRefused(Refusal):
    """The answer is empty, too long, or holds what may not leave."""


def open_consultation(*, actor: Actor, edition_id: int, until_on: date) -> Edition:
    """Lay the draft open for opinions from today until a day, both included.

    The organ's own words pass the release gate. Raises NotAllowed, PeriodTooShort,
    PeriodTooLong, NotCleared, MoveNotPossible, NotFound.
    """
    today = time.today()
    with transaction.atomic():
        edition = locked_edition(edition_id)
        line = require_move(edition, Event.OPEN_CONSULTATION, actor=actor)
        _require_fitting(days=(until_on - today).days + 1)
        let_words_out(edition, actor=actor)
        edition.consulted_from_on, edition.consulted_until_on = today, until_on
        go(edition, line, actor=actor)
        mark_public_change(kind="edition", object_id=edition.pk)
        events.emit(
            ConsultationOpened(
                edition_id=edition.pk, organ_id=edition.organ_id, until_on=until_on.isoformat()
            )
        )
    return edition


def close_consultation(*, actor: Actor, edition_id: int) -> Edition:
    """End the consultation once its last day is over; the draft is no longer shown.

    Raises NotAllowed, PeriodRunning, MoveNotPossible, NotFound.
    """
    with transaction.atomic():
        edition = locked_edition(edition_id)
        line = require_move(edition, Event.CLOSE_CONSULTATION, actor=actor)
        go(edition, line, actor=actor)
        mark_public_change(kind="edition", object_id=edition.pk)
    return edition


def answer_opinions(*, actor: Actor, edition_id: int, answer: str) -> Edition:
    """Say to the public what became of its opinions; an earlier answer is replaced.

    Replaced also when the edition has gone on since: what should not have been said can be taken
    from the public at any time.

    Raises NotAllowed, AnswerRefused, MoveNotPossible, NotFound.
    """
    said = clean_text(answer)
    if not said or len(said) > LONGEST_ANSWER:
        raise AnswerRefused(
            _("Write an answer of at most %(limit)d characters.") % {"limit": LONGEST_ANSWER},
            field="answer",
        )
    with transaction.atomic():
        edition = locked_edition(edition_id)
        line = require_move(edition, Event.ANSWER, actor=actor)
        edition.answer_clearance = _cleared_answer(edition, said, actor=actor)
        edition.answer = said
        edition.answered_by_id, edition.answered_at = acting_person(actor), time.now()
        go(edition, line, actor=actor, note=said)
        mark_public_change(kind="edition", object_id=edition.pk)
    return edition


def let_words_out(edition: Edition, *, actor: Actor) -> None:
    """Pass the gate with what the organ wrote itself and note the clearance; raises NotCleared."""
    texts = own_words(edition)
    if not texts.parts:
        edition.clearance = None
        return
    [edition.clearance] = pass_gate(
        actor=actor, door=Door.PUBLIC, subject=subject_of(edition), texts=texts
    )


def _require_fitting(*, days: int) -> None:
    if days < SHORTEST_PERIOD_DAYS:
        raise PeriodTooShort(
            _("Leave the public at least %(days)d days, today included.")
            % {"days": SHORTEST_PERIOD_DAYS},
            field="until_on",
        )
    if days > LONGEST_PERIOD_DAYS:
        raise PeriodTooLong(
            _("A draft lies open for %(days)d days at most. Look at the year that you entered.")
            % {"days": LONGEST_PERIOD_DAYS},
            field="until_on",
        )


def _cleared_answer(edition: Edition, answer: str, *, actor: Actor) -> Clearance:
    texts = TextOut(parts=(("answer", answer),))
    try:
        [cleared] = pass_gate(
            actor=actor, door=Door.PUBLIC, subject=subject_of(edition), texts=texts
        )
    except NotCleared as refused:
        raise AnswerRefused(
            _("The public reads this, and it may not hold: %(found)s. Write it without that.")
            % {"found": findings_text(refused.report)},
            field="answer",
        ) from refused
    return cleared
