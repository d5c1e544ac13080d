"""Drafting and proposing a reply: what is missing, one outcome, colleagues, taking it back."""

from dataclasses import replace

import pytest
from tests.factories.applications import GRANTED, NOT_HELD, Desk, a_desk

from gongkai.applications.models import Case, Reply
from gongkai.applications.operations import (
    ChangedMeanwhile,
    MoveNotPossible,
    OutcomeNotPossible,
    ReplyGaps,
    ReplyNotComplete,
    draft_reply,
    propose_reply,
)
from gongkai.applications.operations.issuing import preview_reply
from gongkai.applications.queries import case_page
from gongkai.applications.rules.reply import Answer, Gap, Lack
from gongkai.audit.models import AuditEntry
from gongkai.clock.queries import clock_of
from gongkai.clock.rules.history import ClockState
from gongkai.kernel.refusals import NotAllowed, NotFound
from gongkai.kernel.time import today
from gongkai.kernel.types import Role
from gongkai.letters.operations import LetterIncomplete
from gongkai.review.models import Proposal, Step

REFUSED = Answer(
    asked="专家评审意见原文",
    outcome_code="refused_third_party",
    ground_code="ogi-2008/personal-privacy",
    reasons="载有评审专家的住址。",
    split_reason="内容不可分割。",
)
SECRET = Answer(
    asked="应急预案附件",
    outcome_code="refused_state_secret",
    ground_code="ogi-2008/state-secret",
    reasons="已定密。",
    split_reason="内容不可分割。",
)


@pytest.fixture
def case_id(desk: Desk) -> int:
    """An accepted case."""
    given = desk.received()
    desk.accepted(given.case_id)
    return given.case_id


def _draft(desk: Desk, case_id: int, *answers: Answer, **said: str | None) -> Reply:
    return draft_reply(
        actor=desk.acting(Role.CLERK),
        case_id=case_id,
        answers=answers,
        **said,  # type: ignore[arg-type] # texts of the form
    )


def _propose(desk: Desk, case_id: int) -> Reply:
    return propose_reply(actor=desk.acting(Role.CLERK), case_id=case_id)


def test_an_answer_on_the_spot_needs_no_acceptance(desk: Desk) -> None:
    given = desk.received(regime_id="ogi-2019")
    desk.confirmed(given.case_id)
    desk.drafted(given.case_id)
    case = Case.objects.get(pk=given.case_id)
    assert (case.state, case.assigned_to_id) == ("drafted", desk.clerk.pk)
    formal = clock_of("application_case", case.pk, limit_key="correction_notice")
    assert formal is not None
    assert formal.state is ClockState.STOPPED


def test_a_draft_may_have_gaps_and_a_proposal_may_not(desk: Desk, case_id: int) -> None:
    _draft(desk, case_id, GRANTED, replace(REFUSED, ground_code="", reasons=" "))
    with pytest.raises(ReplyGaps) as refused:
        _propose(desk, case_id)
    assert refused.value.gaps == (
        Gap(Lack.GROUND, "ground_code", 1),
        Gap(Lack.REASONS, "reasons", 1),
    )
    assert Case.objects.get(pk=case_id).state == "drafted"
    assert not Proposal.objects.exists()


def test_nothing_is_proposed_before_it_is_drafted(desk: Desk, case_id: int) -> None:
    with pytest.raises(MoveNotPossible):
        _propose(desk, case_id)


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ((GRANTED,), "granted"),
        ((GRANTED, GRANTED), "granted"),
        ((NOT_HELD, GRANTED), "partly_granted"),
        ((REFUSED, SECRET), "refused_state_secret"),
        ((NOT_HELD, REFUSED), "refused_third_party"),
        ((replace(GRANTED, outcome_code=" granted\n"),), "granted"),
        ((replace(GRANTED, outcome_code="unknown"),), ""),
        ((), ""),
    ],
)
def test_the_table_gives_one_outcome(
    desk: Desk, case_id: int, answers: tuple[Answer, ...], outcome: str
) -> None:
    reply = _draft(desk, case_id, *answers)
    assert (reply.outcome_code, reply.outcome_reason) == (outcome, "")


def test_the_clerk_may_choose_another_outcome_with_a_reason(desk: Desk, case_id: int) -> None:
    both = (NOT_HELD, REFUSED)
    with pytest.raises(OutcomeNotPossible) as refused:
        _draft(desk, case_id, *both, outcome_code="not_held")
    assert refused.value.field == "outcome_reason"
    _draft(desk, case_id, *both, outcome_code="not_held", outcome_reason="主要事项不存在。")
    page = case_page(desk.viewing(Role.CLERK), case_id, on=today())
    assert page.reply is not None
    assert (
        page.reply.outcome_code,
        page.reply.outcome_reason,
        page.reply.table_outcome_code,
    ) == ("not_held", "主要事项不存在。", "refused_third_party")


def test_what_the_letter_of_the_chosen_outcome_wants_is_missed_before_the_review(
    desk: Desk, case_id: int
) -> None:
    _draft(desk, case_id, REFUSED, outcome_code="not_held", outcome_reason="实为不存在。")
    with pytest.raises(LetterIncomplete) as refused:
        _propose(desk, case_id)
    assert refused.value.lacking == ("search_note",)
    assert not Proposal.objects.exists()


def test_the_tables_own_outcome_needs_no_reason_and_keeps_none(desk: Desk, case_id: int) -> None:
    reply = _draft(desk, case_id, GRANTED, outcome_code="granted", outcome_reason="因为。")
    assert (reply.outcome_code, reply.outcome_reason) == ("granted", "")


@pytest.mark.parametrize("code", ["unheard_of", "not_corrected", "not_needed"])
def test_an_outcome_that_nobody_may_choose_is_not_chosen(
    desk: Desk, case_id: int, code: str
) -> None:
    """`not_needed` fell with the revision of 2019; who does not correct ends by another move."""
    with pytest.raises(OutcomeNotPossible):
        _draft(desk, case_id, GRANTED, outcome_code=code, outcome_reason="因为。")
    if code != "unheard_of":
        with pytest.raises(OutcomeNotPossible):
            _draft(desk, case_id, replace(GRANTED, outcome_code=code, reasons="因为。"))
    assert not Reply.objects.exists()
    assert Case.objects.get(pk=case_id).state == "handling"


def test_a_refusal_is_no_answer_on_the_spot(desk: Desk) -> None:
    given = desk.received()
    with pytest.raises(OutcomeNotPossible):
        _draft(desk, given.case_id, REFUSED)
    assert Case.objects.get(pk=given.case_id).state == "formal_review"
    _draft(desk, given.case_id, GRANTED)
    # What began as an answer on the spot is handled from then on.
    assert _draft(desk, given.case_id, REFUSED).outcome_code == "refused_third_party"


@pytest.mark.parametrize(
    ("field", "length"),
    [("reasons", 5001), ("competent_organ", 201), ("competent_contact", 301), ("asked", 5001)],
)
def test_what_there_is_no_room_for_is_refused_at_its_place(
    desk: Desk, case_id: int, field: str, length: int
) -> None:
    too_long = replace(NOT_HELD, **{field: "字" * length})
    with pytest.raises(ReplyGaps) as refused:
        _draft(desk, case_id, NOT_HELD, too_long)
    assert refused.value.gaps == (Gap(Lack.TOO_LONG, field, 1),)
    whole = replace(NOT_HELD, **{field: "字" * (length - 1)})
    assert _draft(desk, case_id, whole).items.get().asked == whole.asked


def test_thirty_matters_and_no_more(desk: Desk, case_id: int) -> None:
    with pytest.raises(ReplyGaps) as refused:
        _draft(desk, case_id, *[GRANTED] * 31)
    assert refused.value.gaps == (Gap(Lack.TOO_MANY_ITEMS, "answers"),)
    assert _draft(desk, case_id, *[GRANTED] * 30).items.count() == 30


class TestColleagues:
    """Two clerks with the same form open."""

    def test_what_a_colleague_saved_is_not_overwritten(self, desk: Desk, case_id: int) -> None:
        _draft(desk, case_id, GRANTED)
        page = case_page(desk.viewing(Role.CLERK), case_id, on=today())
        assert page.reply is not None
        seen = page.reply.digest_now
        _draft(desk, case_id, NOT_HELD, based_on=seen)
        with pytest.raises(ChangedMeanwhile):
            _draft(desk, case_id, GRANTED, based_on=seen)
        assert Reply.objects.get(case_id=case_id).items.get().outcome_code == "not_held"

    def test_nor_the_first_text_by_a_form_that_was_empty(self, desk: Desk, case_id: int) -> None:
        _draft(desk, case_id, NOT_HELD, based_on="")
        with pytest.raises(ChangedMeanwhile):
            _draft(desk, case_id, GRANTED, based_on="")
        assert Reply.objects.get(case_id=case_id).items.get().outcome_code == "not_held"


class TestTakenBack:
    """A reply that was proposed and is changed again."""

    @pytest.mark.parametrize("how_far", [0, 1, 2])
    def test_a_change_voids_the_proposal_and_every_review(
        self, desk: Desk, case_id: int, how_far: int
    ) -> None:
        first = desk.proposed(case_id)
        for bring in (desk.reviewed, desk.approved)[:how_far]:
            bring(case_id)
        _draft(desk, case_id, NOT_HELD)
        reply = Reply.objects.get(case_id=case_id)
        assert (reply.proposal, reply.digest) == (None, "")
        proposal = Proposal.objects.get(pk=first.proposal_id)
        assert (proposal.state, proposal.ended_why) == ("void", "the reply was changed")
        assert Step.objects.count() == how_far, "what was decided stays written"
        with pytest.raises(MoveNotPossible):
            desk.approved(case_id)
        _propose(desk, case_id)
        assert desk.reviewed(case_id).state == "reviewed"

    def test_the_same_text_is_taken_back_too(self, desk: Desk, case_id: int) -> None:
        desk.proposed(case_id)
        _draft(desk, case_id, GRANTED)
        assert Proposal.objects.get().state == "void"
        assert Case.objects.get(pk=case_id).state == "drafted"

    def test_a_refused_change_takes_nothing_back(self, desk: Desk, case_id: int) -> None:
        reply = desk.proposed(case_id)
        with pytest.raises(OutcomeNotPossible):
            _draft(desk, case_id, replace(GRANTED, outcome_code="not_corrected"))
        assert Proposal.objects.get().state == "open"
        assert Reply.objects.get().digest == reply.digest


@pytest.mark.parametrize("role", [Role.SECRECY_REVIEWER, Role.PERSON_IN_CHARGE])
def test_only_a_clerk_drafts_and_proposes(desk: Desk, case_id: int, role: Role) -> None:
    with pytest.raises(NotAllowed):
        draft_reply(actor=desk.acting(role), case_id=case_id, answers=[GRANTED])
    desk.drafted(case_id)
    with pytest.raises(NotAllowed):
        propose_reply(actor=desk.acting(role), case_id=case_id)


def test_another_organs_clerk_drafts_and_proposes_nothing(desk: Desk, case_id: int) -> None:
    desk.drafted(case_id)
    stranger = a_desk().acting(Role.CLERK)
    with pytest.raises(NotAllowed):
        draft_reply(actor=stranger, case_id=case_id, answers=[GRANTED])
    with pytest.raises(NotAllowed):
        propose_reply(actor=stranger, case_id=case_id)
    with pytest.raises(NotFound):
        propose_reply(actor=stranger, case_id=case_id + 1)


def test_no_reply_while_the_applicant_corrects_or_after_the_end(desk: Desk) -> None:
    waiting, ended = desk.received().case_id, desk.received().case_id
    desk.asked_to_correct(waiting)
    desk.accepted(ended)
    desk.replied(ended)
    desk.closed(ended)
    for case_id in (waiting, ended):
        with pytest.raises(MoveNotPossible):
            desk.drafted(case_id)


def test_the_trail_tells_of_every_draft_and_never_of_its_text(desk: Desk, case_id: int) -> None:
    desk.proposed(case_id, REFUSED)
    rows = AuditEntry.objects.filter(object_kind="application_case", object_id=str(case_id))
    actions = list(rows.order_by("pk").values_list("action", flat=True))
    assert actions[-2:] == ["applications.draft_reply", "applications.propose_reply"]
    told = "".join(AuditEntry.objects.values_list("canonical", flat=True))
    assert "住址" not in told
    assert "石小禾" not in told


def test_a_preview_shows_the_draft_and_waits_for_an_outcome(desk: Desk, case_id: int) -> None:
    reply = _draft(desk, case_id, replace(GRANTED, outcome_code=""))
    with pytest.raises(ReplyNotComplete):
        preview_reply(reply.case, reply)
    reply = _draft(desk, case_id, GRANTED)
    assert preview_reply(reply.case, reply).startswith(b"%PDF")
