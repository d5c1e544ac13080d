"""The letter goes out: numbered, made, delivered or to be delivered, and the case is closed.

In time is what was signed for, posted, or lay ready for download on or before the due date; the
clock stops on that day (国办公开办函〔2016〕235号).
"""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from gongkai.applications.contents import content_of
from gongkai.applications.leaving import leaving
from gongkai.applications.models import Case, Delivery, Reply
from gongkai.applications.models.application import SupplyWay
from gongkai.applications.naming import REASONS
from gongkai.applications.operations.issuing_letters import issue_case_letter
from gongkai.applications.operations.letter_facts import (
    LETTER_LANGUAGE,
    REPLY,
    SUBJECT_KIND,
    facts_of,
)
from gongkai.applications.operations.letting_out import let_out
from gongkai.applications.operations.moving import (
    ReplyChanged,
    ReplyNotComplete,
    acting_name,
    go,
    locked_case,
    require_move,
)
from gongkai.applications.operations.remedies import remedy_of
from gongkai.applications.operations.reviewing import reply_facts
from gongkai.applications.operations.telling import tell_applicant
from gongkai.applications.rules import vocabulary as words
from gongkai.applications.rules.lifecycle import Event, Guard
from gongkai.applications.rules.regimes import ApplicationRegime, legal_sentences
from gongkai.applications.rules.reply import Answer, ReplyContent
from gongkai.applications.shipped import regimes
from gongkai.clock.operations import stop_clock
from gongkai.kernel import time
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.text import clean_line
from gongkai.kernel.types import Actor
from gongkai.letters.operations import LetterIncomplete, preview_letter
from gongkai.letters.rules.completeness import lacking
from gongkai.letters.rules.facts import AnsweredItem, LetterKind, ReplyFacts
from gongkai.notices.rules.kinds import NoticeKind
from gongkai.review.models import ProposalState


class DeliveryDayNotPossible(Refusal):
    """A delivery happens on a day between the letter's and today."""


class ReferenceNeeded(Refusal):
    """Post has a tracking number; what was handed over was signed for."""


class WayNotPossible(Refusal):
    """This way of delivery is not recorded by hand."""


_BY_HAND = frozenset(
    {words.SupplyWay.POST, words.SupplyWay.PICK_UP, words.SupplyWay.FAX, words.SupplyWay.READING}
)


def issue_reply(*, actor: Actor, case_id: int) -> Case:
    """Number and make the letter of the approved reply; on line it is delivered at once.

    Reply and files pass the release gate once more, for findings may have come up since. Raises
    ReplyChanged, NotCleared, NotAllowed, MoveNotPossible, NotFound.
    """
    with transaction.atomic():
        case = locked_case(case_id)
        reply = _reply_of(case)
        line = require_move(case, Event.ISSUE_REPLY, actor=actor, facts=reply_facts(case, reply))
        if reply is None or not _has_passed(reply):
            raise ReplyChanged(REASONS[Guard.CONTENT_UNCHANGED])
        content = content_of(reply)
        _let_reply_out(case, reply, actor)
        case.outcome_code = content.outcome_code
        reply.letter = issue_case_letter(
            case, _kind_of(case, content), reply_letter(case, content), actor=actor
        )
        reply.save(update_fields=["letter"])
        go(case, line, actor=actor)
        if words.SupplyWay(case.application.supply_way) in words.AT_ONCE:
            _deliver(case, actor, way=case.application.supply_way, on=time.today())
    return case


def record_delivery(
    *, actor: Actor, case_id: int, way: str, delivered_on: date, reference: str
) -> Case:
    """Record that the answer was posted or handed over.

    `reference` is the number of the registered letter, or who signed for it. Raises
    WayNotPossible, DeliveryDayNotPossible, ReferenceNeeded, NotAllowed, MoveNotPossible, NotFound.
    """
    said = clean_line(reference)[:120]
    with transaction.atomic():
        case = locked_case(case_id)
        require_move(case, Event.DELIVER, actor=actor)
        if way not in {known.value for known in _BY_HAND}:
            raise WayNotPossible(_("Choose how it was delivered."), field="way")
        if not _issued_on(case) <= delivered_on <= time.today():
            raise DeliveryDayNotPossible(
                _("Enter a day from the letter's day up to today."), field="delivered_on"
            )
        if not said:
            raise ReferenceNeeded(
                _("Enter the number of the registered letter, or who signed for it."),
                field="reference",
            )
        _deliver(case, actor, way=way, on=delivered_on, reference=said)
    return case


def close_case(*, actor: Actor, case_id: int) -> Case:
    """Close a case that was answered. Raises NotAllowed, MoveNotPossible, NotFound."""
    with transaction.atomic():
        case = locked_case(case_id)
        line = require_move(case, Event.CLOSE, actor=actor)
        go(case, line, actor=actor)
    return case


def preview_reply(case: Case, reply: Reply) -> bytes:
    """Return the letter as it would be issued now, marked as a preview, without a number.

    Raises ReplyNotComplete where something is not answered yet.
    """
    content = content_of(reply)
    rules = regimes()[case.application.regime_id]
    codes = {content.outcome_code, *(answer.outcome_code for answer in content.answers)}
    if not codes <= rules.outcomes.keys():
        raise ReplyNotComplete(REASONS[Guard.REPLY_COMPLETE])
    return preview_letter(
        organ_id=case.organ_id,
        kind=_kind_of(case, content),
        facts=reply_letter(case, content),
        issued_on=time.today(),
    )


def require_whole_letter(case: Case, content: ReplyContent) -> None:
    """Raise LetterIncomplete where the letter of this reply would not be lawful.

    Asked before the review: an outcome chosen by hand may want what no item says.
    """
    if missing := lacking(_kind_of(case, content), reply_letter(case, content)):
        raise LetterIncomplete(missing)


def _kind_of(case: Case, content: ReplyContent) -> LetterKind:
    rules = regimes()[case.application.regime_id]
    return LetterKind(rules.outcomes[content.outcome_code].letter_kind)


def reply_letter(case: Case, content: ReplyContent) -> ReplyFacts:
    """Return what the letter of a reply says, in Chinese."""
    rules = regimes()[case.application.regime_id]
    remedy = remedy_of(case, content.outcome_code, content.answers)
    with override(LETTER_LANGUAGE):
        supply = str(SupplyWay(case.application.supply_way).label)
    gives = any(rules.outcomes[answer.outcome_code].gives for answer in content.answers)
    return ReplyFacts(
        case=facts_of(case),
        outcome=rules.outcomes[content.outcome_code].label_zh,
        items=tuple(_item(answer, rules) for answer in content.answers),
        supply=supply if gives else "",
        enclosures=tuple(file.name for file in content.files),
        remedy=remedy.text,
        complaint=remedy.complaint,
    )


def _item(answer: Answer, rules: ApplicationRegime) -> AnsweredItem:
    outcome = rules.outcomes[answer.outcome_code]
    ground = rules.grounds.get(answer.ground_code)
    return AnsweredItem(
        asked=answer.asked,
        outcome=outcome.label_zh,
        legal_text=legal_sentences(outcome, ground),
        reasons=answer.reasons,
        where=answer.where,
        competent_organ=answer.competent_organ,
        competent_contact=answer.competent_contact,
        search_note=answer.search_note,
    )


def _reply_of(case: Case) -> Reply | None:
    return Reply.objects.select_related("proposal", "case__application").filter(case=case).first()


def _let_reply_out(case: Case, reply: Reply, actor: Actor) -> None:
    _subject, files, texts = leaving(reply)
    cleared = let_out(case, actor=actor, files=files, texts=texts)
    for file in reply.files.all():
        file.clearance = cleared[file.stored_id]
        file.save(update_fields=["clearance"])


def _has_passed(reply: Reply | None) -> bool:
    proposal = reply.proposal if reply else None
    return proposal is not None and proposal.state == ProposalState.PASSED


def _issued_on(case: Case) -> date:
    letter = case.reply.letter
    if letter is None:
        raise RuntimeError("a case that was replied to has its letter")
    return letter.issued_on


def _deliver(case: Case, actor: Actor, *, way: str, on: date, reference: str = "") -> None:
    line = require_move(case, Event.DELIVER, actor=actor)
    Delivery.objects.create(
        case=case,
        way=way,
        delivered_on=on,
        reference=reference,
        recorded_at=time.now(),
        recorded_by_id=actor.person_id,
        recorded_by_name=acting_name(actor),
    )
    stop_clock(
        actor=actor,
        subject_kind=SUBJECT_KIND,
        subject_id=case.pk,
        limit_key=REPLY,
        on=on,
    )
    go(case, line, actor=actor, note=reference)
    # Not with the letter's number: until it is delivered the applicant cannot open it.
    tell_applicant(case, NoticeKind.LETTER_WAITING, once="reply")
