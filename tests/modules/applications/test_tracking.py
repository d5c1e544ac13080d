"""What the applicant reads of their case: what was sent and came back, not the work in between."""

import pytest
from tests.factories.applications import NOT_HELD, Desk, a_submission, opened

from gongkai.applications.access import CaseKey
from gongkai.applications.queries import tracked_case
from gongkai.applications.rules.vocabulary import CaseState
from gongkai.kernel.refusals import NotFound

INNER = {state.value for state in CaseState} - {
    "confirming",
    "formal_review",
    "correction_asked",
    "handling",
    "replied",
    "delivered",
    "closed",
    "withdrawn",
    "abandoned",
}


def test_work_inside_the_organ_is_being_handled_and_no_more(desk: Desk) -> None:
    given = desk.received(a_submission(supply_way="post"))
    key = opened(given)
    seen = []
    for bring in (desk.accepted, desk.drafted, desk.proposed, desk.reviewed, desk.approved):
        bring(given.case_id)
        page = tracked_case(key)
        seen.append((page.state, str(page.state_label), len(page.steps), len(page.letters)))
        told = repr(page)
        for person in (desk.clerk, desk.secrecy, desk.in_charge):
            assert person.name not in told
        assert "予以公开" not in told
    assert set(seen) == {("handling", "已受理，办理中", 2, 1)}
    desk.issued(given.case_id)
    assert tracked_case(key).state == "replied"


def test_opinions_and_returns_are_not_the_applicants(desk: Desk) -> None:
    given = desk.received()
    desk.accepted(given.case_id)
    desk.proposed(given.case_id, NOT_HELD)
    desk.reviewed(given.case_id)
    told = repr(tracked_case(opened(given)))
    assert "已审" not in told
    assert "检索了办公自动化系统" not in told


def test_there_is_nothing_without_a_key(desk: Desk) -> None:
    given = desk.received()
    key = opened(given)
    for forged in (
        CaseKey(case_id=key.case_id + 1, code_id=key.code_id),
        CaseKey(case_id=key.case_id, code_id=key.code_id + 1),
        CaseKey(case_id=0, code_id=0),
    ):
        with pytest.raises(NotFound):
            tracked_case(forged)


@pytest.mark.parametrize("regime_id", ["ogi-2008", "ogi-2019"])
def test_the_way_is_told_in_the_applicants_words(desk: Desk, regime_id: str) -> None:
    given = desk.received(regime_id=regime_id)
    if regime_id == "ogi-2019":
        assert tracked_case(opened(given)).clock is None
        desk.confirmed(given.case_id)
    desk.accepted(given.case_id)
    desk.replied(given.case_id)
    page = tracked_case(opened(given))
    told = [str(step.label) for step in page.steps]
    assert told[0] == "您提交了申请"
    assert told[-1] == "答复已送达"
    assert len(told) == (4 if regime_id == "ogi-2019" else 3)
    assert page.clock is not None
    assert page.state not in INNER
