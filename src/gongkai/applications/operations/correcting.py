"""Asking the applicant for a correction, receiving it, and ending what was not corrected.

Under `ogi-2008` the clock pauses from the notice to the day the correction comes (practice of the
period); under `ogi-2019` it is asked for once, and the whole limit runs anew (art. 30).
"""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.applications.models import Case, Correction
from gongkai.applications.operations.beginning import end_formal_review
from gongkai.applications.operations.ending import NOT_CORRECTED, end_unanswered
from gongkai.applications.operations.issuing_letters import issue_case_letter
from gongkai.applications.operations.letter_facts import REPLY, SUBJECT_KIND, facts_of
from gongkai.applications.operations.letting_out import let_words_out
from gongkai.applications.operations.moving import go, locked_case, require_move
from gongkai.applications.operations.receiving import SubmittedFile, keep_files
from gongkai.applications.operations.telling import tell_applicant
from gongkai.applications.rules.lifecycle import Event, Facts
from gongkai.applications.shipped import regimes
from gongkai.clock.operations import pause_clock, restart_clock, resume_clock
from gongkai.clock.queries import calculate_due, is_working_day, regime
from gongkai.clock.rules.regimes import Limit, LimitKey, ReplyClock
from gongkai.kernel import time
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.text import clean_text
from gongkai.kernel.types import Actor
from gongkai.letters.operations import preview_letter
from gongkai.letters.rules.facts import CorrectionFacts, LetterKind
from gongkai.notices.rules.kinds import NoticeKind
from gongkai.organs.access import acting_person

PAUSE_KEY = "correction"
MOST_POINTS = 20
LONGEST_POINT = 500
LONGEST_ANSWER = 5000


class PointsNeeded(Refusal):
    """A request to correct says what is to be corrected."""


class DayNeeded(Refusal):
    """The regime lets the organ fix the period; it was not fixed, or cannot be that."""


class AnswerNeeded(Refusal):
    """A correction says something."""


class TooLong(Refusal):
    """A text is longer than there is room for."""


def ask_correction(
    *, actor: Actor, case_id: int, points: Sequence[str], answer_by: date | None = None
) -> Correction:
    """Ask for a correction, all points at once, and send the letter.

    `answer_by` is the last day of the period where the regime lets the organ fix it (2019
    art. 30, "a reasonable period"); elsewhere it follows from the regime's limit. Raises
    PointsNeeded, DayNeeded, TooLong, PersonalDataInText, NotAllowed, AlreadyAskedOnce,
    MoveNotPossible, NotFound.
    """
    said = _checked_points(points)
    with transaction.atomic():
        case = locked_case(case_id)
        line = require_move(case, Event.ASK_CORRECTION, actor=actor, facts=correction_facts(case))
        limit = regime(case.application.regime_id).limit(LimitKey.CORRECTION)
        last = _last_day(case, limit, answer_by)
        let_words_out(case, said, actor=actor, field="points")
        letter = issue_case_letter(
            case, LetterKind.CORRECTION, _facts(case, said, last, limit), actor=actor
        )
        correction = Correction.objects.create(
            case=case,
            points=list(said),
            asked_on=time.today(),
            due_on=last,
            asked_at=time.now(),
            asked_by_id=acting_person(actor),
            letter=letter,
        )
        end_formal_review(case, actor=actor)
        pause_clock(
            actor=actor,
            subject_kind=SUBJECT_KIND,
            subject_id=case.pk,
            limit_key=REPLY,
            on=time.today(),
            key=PAUSE_KEY,
        )
        go(case, line, actor=actor)
        tell_applicant(case, NoticeKind.CORRECTION_WAITING, once=str(correction.pk))
    return correction


def preview_correction(
    case: Case, *, points: Sequence[str], answer_by: date | None = None
) -> bytes:
    """Return the letter that would ask for these points, marked as a preview, without a number.

    Raises PointsNeeded, DayNeeded, TooLong.
    """
    said = _checked_points(points)
    limit = regime(case.application.regime_id).limit(LimitKey.CORRECTION)
    last = _last_day(case, limit, answer_by)
    return preview_letter(
        organ_id=case.organ_id,
        kind=LetterKind.CORRECTION,
        facts=_facts(case, said, last, limit),
        issued_on=time.today(),
    )


def correct_application(
    *, actor: Actor, case_id: int, answer: str, files: Sequence[SubmittedFile] = ()
) -> Correction:
    """Receive the correction: from the applicant on line (`access.APPLICANT`), or on paper.

    It stands beside the application, which stays as it came. The clock goes on, or runs anew, as
    the regime says. Raises AnswerNeeded, TooLong, NotAllowed, MoveNotPossible, NotFound.
    """
    said = clean_text(answer)
    if not said:
        raise AnswerNeeded(_("Answer the points that are named."), field="answer")
    if len(said) > LONGEST_ANSWER:
        raise TooLong(_("This is too long. Shorten it."), field="answer")
    with transaction.atomic():
        case = locked_case(case_id)
        line = require_move(case, Event.CORRECT, actor=actor)
        correction = case.corrections.get(answered_at__isnull=True)
        correction.answer = said
        correction.answered_on = time.today()
        correction.answered_at = time.now()
        correction.save(update_fields=["answer", "answered_on", "answered_at"])
        keep_files(case.application, files)
        _let_clock_go(case, actor)
        go(case, line, actor=actor)
    return correction


def lapse_case(*, actor: Actor, case_id: int) -> Case:
    """End a case that was not corrected in time without good reason, and say so by letter.

    Decided by the person in charge (2019 art. 30: "regarded as having given up"). Raises
    CorrectionStillPossible, NotAllowed, MoveNotPossible, NotFound.
    """
    with transaction.atomic():
        case = locked_case(case_id)
        line = require_move(case, Event.LAPSE, actor=actor, facts=correction_facts(case))
        end_unanswered(case, NOT_CORRECTED, actor=actor)
        go(case, line, actor=actor)
        tell_applicant(case, NoticeKind.LETTER_WAITING, once="lapsed")
    return case


def correction_facts(case: Case) -> Facts:
    """Return what the guards of corrections look at."""
    rules = regimes()[case.application.regime_id]
    waiting = case.corrections.filter(answered_at__isnull=True).first()
    return Facts(
        may_ask_again=not (rules.correction_once and case.corrections.exists()),
        correction_overdue=waiting is not None and time.today() > waiting.due_on,
    )


def _let_clock_go(case: Case, actor: Actor) -> None:
    limit = regime(case.application.regime_id).limit(LimitKey.CORRECTION)
    what = restart_clock if limit.reply_clock is ReplyClock.RESTARTS else resume_clock
    what(
        actor=actor,
        subject_kind=SUBJECT_KIND,
        subject_id=case.pk,
        limit_key=REPLY,
        on=time.today(),
        key=PAUSE_KEY,
    )


def _checked_points(points: Sequence[str]) -> tuple[str, ...]:
    said = tuple(filter(None, (clean_text(point) for point in points)))
    if not said:
        raise PointsNeeded(_("Say what is to be corrected or added."), field="points")
    if len(said) > MOST_POINTS or any(len(point) > LONGEST_POINT for point in said):
        raise TooLong(
            _("At most %(points)d points of %(characters)d characters each.")
            % {"points": MOST_POINTS, "characters": LONGEST_POINT},
            field="points",
        )
    return said


def _last_day(case: Case, limit: Limit, answer_by: date | None) -> date:
    region, today = case.organ.region.code, time.today()
    if limit.amount is not None:
        counted = calculate_due(received_on=today, amount=limit.amount, region_code=region)
        return counted.explanation.due.on
    if answer_by is None or answer_by <= today or not is_working_day(answer_by, region):
        raise DayNeeded(
            _("Fix the last day of the period: a working day after today."), field="answer_by"
        )
    return answer_by


def _facts(case: Case, points: tuple[str, ...], last: date, limit: Limit) -> CorrectionFacts:
    rules = regimes()[case.application.regime_id]
    return CorrectionFacts(
        case=facts_of(case),
        points=points,
        answer_by=last,
        article=limit.article,
        clock_effect=rules.correction_clock_effect,
        silence_effect=rules.correction_silence_effect,
    )
