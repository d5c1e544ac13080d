"""The applicant withdraws: in every state of work, and not once it is answered."""

import pytest
from tests.factories.applications import Desk, a_submission, opened
from tests.factories.case_states import a_case

from gongkai.applications.merging import open_cases_of
from gongkai.applications.models import Case, CaseStep, Reply
from gongkai.applications.operations import MoveNotPossible, withdraw_application
from gongkai.applications.queries import case_page, my_cases, tracked_case
from gongkai.audit.models import AuditEntry
from gongkai.clock.models import StatutoryClock
from gongkai.clock.queries import clock_of
from gongkai.clock.rules.history import ClockState
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.time import today
from gongkai.kernel.types import Role
from gongkai.letters.models import Letter
from gongkai.review.models import Proposal

AT_WORK = (
    "confirming",
    "formal_review",
    "correction_asked",
    "handling",
    "drafted",
    "proposed",
    "reviewed",
    "approved",
)
ANSWERED = ("replied", "delivered", "closed")


def _brought_to(desk: Desk, state: str) -> int:
    """Return a case that the operations brought to a state."""
    regime_id = "ogi-2019" if state == "confirming" else "ogi-2008"
    case_id = desk.received(a_submission(supply_way="post"), regime_id=regime_id).case_id
    if state == "correction_asked":
        desk.asked_to_correct(case_id)
    way = {
        "handling": desk.accepted,
        "drafted": desk.drafted,
        "proposed": desk.proposed,
        "reviewed": desk.reviewed,
        "approved": desk.approved,
        "replied": desk.issued,
        "delivered": desk.posted,
        "closed": desk.closed,
    }
    for reached, bring in way.items():
        if state not in way:
            break
        bring(case_id)
        if reached == state:
            break
    assert Case.objects.get(pk=case_id).state == state
    return case_id


@pytest.mark.parametrize("state", AT_WORK)
def test_as_long_as_it_is_worked_on_it_is_withdrawn(desk: Desk, state: str) -> None:
    case_id = _brought_to(desk, state)
    letters = Letter.objects.count()
    case = withdraw_application(case_id=case_id)
    assert (case.state, case.outcome_code) == ("withdrawn", "withdrawn")
    assert case.ended_at is not None
    for clock in StatutoryClock.objects.filter(subject_id=case_id):
        reading = clock_of("application_case", case_id, limit_key=clock.limit_key)
        assert reading is not None
        assert reading.state is ClockState.STOPPED, clock.limit_key
    assert Letter.objects.count() == letters
    step = CaseStep.objects.latest("pk")
    assert (step.event, step.from_state, step.by_id) == ("withdraw", state, None)
    for role in (Role.CLERK, Role.SECRECY_REVIEWER, Role.PERSON_IN_CHARGE):
        assert my_cases(desk.viewing(role), on=today()) == (), role


@pytest.mark.parametrize("state", ANSWERED)
def test_once_it_is_answered_it_is_not(desk: Desk, state: str) -> None:
    case_id = _brought_to(desk, state)
    with pytest.raises(MoveNotPossible):
        withdraw_application(case_id=case_id)
    assert Case.objects.get(pk=case_id).state == state


def test_once_is_enough(desk: Desk) -> None:
    case_id = desk.received().case_id
    withdraw_application(case_id=case_id)
    with pytest.raises(MoveNotPossible):
        withdraw_application(case_id=case_id)
    with pytest.raises(NotFound):
        withdraw_application(case_id=case_id + 1)


@pytest.mark.parametrize("state", ["proposed", "reviewed", "approved"])
def test_what_was_proposed_is_void_and_nobody_decides_it_any_more(desk: Desk, state: str) -> None:
    case_id = _brought_to(desk, state)
    withdraw_application(case_id=case_id)
    proposal = Proposal.objects.get()
    assert (proposal.state, proposal.ended_why) == ("void", "applicant withdrew")
    assert Reply.objects.get().proposal is None
    for act in (desk.reviewed, desk.approved, desk.issued, desk.drafted, desk.accepted):
        with pytest.raises(MoveNotPossible):
            act(case_id)


def test_the_applicant_reads_it_and_keeps_what_they_had(desk: Desk) -> None:
    given = desk.received()
    desk.asked_to_correct(given.case_id)
    withdraw_application(case_id=given.case_id)
    seen = tracked_case(opened(given))
    assert (seen.state, seen.may_withdraw, seen.may_correct) == ("withdrawn", False, False)
    assert seen.correction is None
    assert [letter.kind for letter in seen.letters] == ["receipt", "correction"]
    assert str(seen.steps[-1].label) == "您撤回了申请"
    page = case_page(desk.viewing(Role.CLERK), given.case_id, on=today())
    assert (page.moves, page.next_label) == ((), "")


def test_the_trail_names_no_applicant(desk: Desk) -> None:
    withdraw_application(case_id=desk.received().case_id)
    entry = AuditEntry.objects.get(action="applications.withdraw")
    assert (entry.actor_id, entry.actor_name) == (None, "Applicant")


def test_withdrawn_and_lapsed_applications_are_open_no_more(desk: Desk) -> None:
    for state in ("withdrawn", "lapsed"):
        a_case(desk, state)
    assert open_cases_of(desk.organ.pk) == 0
    a_case(desk, "received")
    assert open_cases_of(desk.organ.pk) == 1
