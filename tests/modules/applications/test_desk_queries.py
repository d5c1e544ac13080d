"""Lists of the desk: in the order of receipt, for those who handle the cases, and fast enough."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import organs
from tests.factories.applications import NOT_HELD, Desk, a_desk, a_submission

from gongkai.applications.models import Case
from gongkai.applications.operations import ask_extension, withdraw_application
from gongkai.applications.queries import (
    DECIDE_EXTENSION,
    RETURNED,
    case_counts,
    case_page,
    inbox,
    my_cases,
)
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.time import today
from gongkai.kernel.types import PUBLIC, Role, Viewer
from gongkai.review.models import Decision, StepKind

HANDLERS = (Role.CLERK, Role.PERSON_IN_CHARGE)
NOT_IN_THE_OFFICE = tuple(role for role in Role if role not in HANDLERS)


def _everybody_at_work(desk: Desk) -> None:
    """Add cases in many states, so that every kind of row is there."""
    correcting, handled, drafted, proposed, reviewed, extended, posted = (
        desk.received(a_submission(supply_way="post")).case_id for _place in range(7)
    )
    desk.received(regime_id="ogi-2019")
    desk.asked_to_correct(correcting)
    for case_id in (handled, drafted, proposed, reviewed, extended, posted):
        desk.accepted(case_id)
    desk.drafted(drafted)
    desk.proposed(proposed)
    desk.proposed(reviewed)
    desk.reviewed(reviewed)
    desk.replied(posted)
    ask_extension(
        actor=desk.acting(Role.CLERK), case_id=extended, working_days=5, reason="档案较多。"
    )


def _queries(work: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        work()
    return len(caught)


def _asked_by_each_list(desk: Desk) -> dict[tuple[str, str], int]:
    lists: dict[str, Callable[[Viewer], object]] = {
        "inbox": lambda viewer: inbox(viewer, size=100),
        "late": lambda viewer: inbox(viewer, overdue=True, size=100),
        "mine": lambda viewer: my_cases(viewer, on=today()),
        "counts": lambda viewer: case_counts(viewer, on=today()),
        "found": lambda viewer: inbox(viewer, text="东湖", mine=True, size=100),
    }
    return {
        (name, role): _queries(partial(look, desk.viewing(role)))
        for name, look in lists.items()
        for role in (Role.CLERK, Role.SECRECY_REVIEWER, Role.PERSON_IN_CHARGE)
    }


def test_no_list_asks_more_for_more_rows(desk: Desk, fixed_moment: time_machine.Traveller) -> None:
    _everybody_at_work(desk)
    fixed_moment.shift(timedelta(days=60))
    few = _asked_by_each_list(desk)
    for _time in range(2):
        _everybody_at_work(desk)
    assert Case.objects.count() == 24
    assert _asked_by_each_list(desk) == few


def test_who_came_first_stands_first(desk: Desk, fixed_moment: time_machine.Traveller) -> None:
    numbers = []
    for _time in range(3):
        numbers.append(desk.received().number)
        fixed_moment.shift(timedelta(minutes=5))
    desk.accepted(Case.objects.latest("pk").pk)
    assert [line.number for line in inbox(desk.viewing(Role.CLERK)).items] == numbers


def test_pages_follow_one_another(desk: Desk) -> None:
    numbers = [desk.received().number for _time in range(5)]
    viewer = desk.viewing(Role.CLERK)
    pages = [inbox(viewer, page=page, size=2) for page in (1, 2, 3, 4)]
    assert [line.number for page in pages for line in page.items] == numbers
    assert {page.total for page in pages} == {5}


@pytest.mark.parametrize("role", HANDLERS)
def test_the_office_sees_its_organs_cases_and_no_other(desk: Desk, role: Role) -> None:
    given, other = desk.received(), a_desk()
    other.received()
    (line,) = inbox(desk.viewing(role)).items
    assert (line.number, line.applicant) == (given.number, "石小禾")
    assert line.asked == "东湖片区危旧房改造资金使用情况"
    assert inbox(desk.viewing(role), organ_ids=[other.organ.pk]).items == ()
    assert case_page(desk.viewing(role), given.case_id, on=today()).applicant is not None


@pytest.mark.parametrize("role", NOT_IN_THE_OFFICE)
def test_nobody_else_sees_any(desk: Desk, role: Role) -> None:
    given = desk.received()
    viewers = (organs.viewing(organs.someone(role, desk.organ)), PUBLIC)
    for viewer in viewers:
        assert inbox(viewer).items == ()
        assert my_cases(viewer, on=today()) == ()
        counts = case_counts(viewer, on=today())
        assert (counts.waiting, counts.open, counts.overdue) == (0, 0, 0)
        with pytest.raises(NotFound):
            case_page(viewer, given.case_id, on=today())


def test_the_reviewer_sees_a_case_from_its_proposal_on_and_nobody_in_it(desk: Desk) -> None:
    given = desk.received(
        a_submission(supply_way="pick_up", asks_waiver=True, waiver_reason="本人系低保户。")
    )
    viewer = desk.viewing(Role.SECRECY_REVIEWER)
    desk.accepted(given.case_id)
    desk.drafted(given.case_id)
    with pytest.raises(NotFound):
        case_page(viewer, given.case_id, on=today())
    desk.proposed(given.case_id)
    (line,) = my_cases(viewer, on=today())
    assert (line.applicant, line.task) == ("", "pass_review")
    desk.reviewed(given.case_id)
    desk.approved(given.case_id)
    desk.issued(given.case_id)
    desk.posted(given.case_id)
    page = case_page(viewer, given.case_id, on=today())
    assert page.reply is not None
    assert (page.files, page.letters, page.deliveries, page.notices) == ((), (), (), ())
    told = repr(page)
    for private in ("石小禾", "低保户", "XA 1234", "shi@example.org", "东湖路8号", "002X"):
        assert private not in told, private
    assert inbox(viewer).items == ()


def test_everybody_finds_what_waits_for_them(desk: Desk) -> None:
    _everybody_at_work(desk)
    tasks = {
        role: sorted(line.task for line in my_cases(desk.viewing(role), on=today()))
        for role in (Role.CLERK, Role.SECRECY_REVIEWER, Role.PERSON_IN_CHARGE)
    }
    assert tasks == {
        Role.CLERK: sorted(
            ["confirm_receipt", "draft_reply", "draft_reply", "propose_reply", "deliver"]
        ),
        Role.SECRECY_REVIEWER: ["pass_review"],
        Role.PERSON_IN_CHARGE: sorted(["approve", DECIDE_EXTENSION]),
    }
    for role, waiting in tasks.items():
        assert case_counts(desk.viewing(role), on=today()).waiting == len(waiting), role


def test_a_returned_reply_comes_back_to_its_clerk(desk: Desk) -> None:
    given = desk.received()
    desk.accepted(given.case_id)
    desk.proposed(given.case_id)
    desk.decided(given.case_id, StepKind.SECRECY, Decision.RETURN)
    (line,) = my_cases(desk.viewing(Role.CLERK), on=today())
    assert line.task == RETURNED


def test_four_eyes_offer_nobody_their_own_work(desk: Desk) -> None:
    given = desk.received()
    desk.accepted(given.case_id)
    organs.a_role(desk.clerk, desk.organ, Role.SECRECY_REVIEWER)
    desk.proposed(given.case_id)
    assert my_cases(desk.viewing(Role.CLERK), on=today()) == ()
    assert case_counts(desk.viewing(Role.CLERK), on=today()).waiting == 0


def test_somebody_elses_case_is_not_offered_and_nobodys_is(desk: Desk) -> None:
    colleague = organs.viewing(organs.someone(Role.CLERK, desk.organ))
    given = desk.received()
    for viewer in (colleague, desk.viewing(Role.CLERK)):
        assert [line.case_id for line in my_cases(viewer, on=today())] == [given.case_id]
    desk.accepted(given.case_id)
    assert my_cases(colleague, on=today()) == ()
    assert [line.case_id for line in inbox(colleague).items] == [given.case_id]
    assert inbox(colleague, mine=True).items == ()
    assert case_counts(colleague, on=today()).mine == 0
    assert case_counts(desk.viewing(Role.CLERK), on=today()).mine == 1


class TestFilters:
    """What the inbox can be narrowed to."""

    @pytest.fixture
    def viewer(self, desk: Desk) -> Viewer:
        """The clerk."""
        return desk.viewing(Role.CLERK)

    def test_by_state(self, desk: Desk, viewer: Viewer) -> None:
        accepted, new = desk.received(), desk.received()
        desk.accepted(accepted.case_id)
        assert [line.number for line in inbox(viewer, state="handling").items] == [accepted.number]
        assert [line.number for line in inbox(viewer, state="formal_review").items] == [new.number]
        assert inbox(viewer, state="no_such_state").items == ()

    def test_what_is_open(self, desk: Desk, viewer: Viewer) -> None:
        answered, withdrawn, new = (desk.received() for _time in range(3))
        desk.accepted(answered.case_id)
        desk.replied(answered.case_id, NOT_HELD)
        withdraw_application(case_id=withdrawn.case_id)
        assert [line.number for line in inbox(viewer, only_open=True).items] == [new.number]
        assert inbox(viewer).total == 3
        assert case_counts(viewer, on=today()).open == 1

    def test_what_is_late(
        self, desk: Desk, viewer: Viewer, fixed_moment: time_machine.Traveller
    ) -> None:
        late, in_time, paused = (desk.received() for _time in range(3))
        desk.accepted(in_time.case_id)
        desk.extended(in_time.case_id)
        desk.asked_to_correct(paused.case_id)
        fixed_moment.move_to("2026-04-07 23:59+08:00")
        assert inbox(viewer, overdue=True).items == ()
        fixed_moment.move_to("2026-04-08 00:01+08:00")
        assert [line.number for line in inbox(viewer, overdue=True).items] == [late.number]
        assert case_counts(viewer, on=today()).overdue == 1

    @pytest.mark.parametrize(
        ("text", "is_found"),
        [("青禾", True), ("危旧房", True), ("资金的安排", True), ("%", False), ("石", False)],
    )
    def test_by_words(self, desk: Desk, viewer: Viewer, text: str, is_found: bool) -> None:
        desk.received(a_submission(name="青禾"))
        assert bool(inbox(viewer, text=text).items) is is_found

    def test_by_number_however_it_is_typed(self, desk: Desk, viewer: Viewer) -> None:
        given, _other = desk.received(), desk.received()
        for typed in (given.number, given.number.lower().replace("-", " "), given.number[3:]):
            found = inbox(viewer, text=typed).items
            assert [line.number for line in found] == [given.number], typed


def test_earlier_cases_of_the_organ_are_shown_to_its_office_alone(
    desk: Desk, fixed_moment: time_machine.Traveller
) -> None:
    other = a_desk()
    other.received()
    same = desk.received(a_submission(title="另一题名", asked="另一事项"))
    about = desk.received(a_submission(identity_number="110105194912310038"))
    desk.received(a_submission(identity_number="110105194912310038", title="", asked="无关"))
    fixed_moment.shift(timedelta(minutes=5))
    given = desk.received()
    desk.accepted(given.case_id)
    desk.proposed(given.case_id)
    page = case_page(desk.viewing(Role.CLERK), given.case_id, on=today())
    assert {(line.number, line.is_same_applicant) for line in page.earlier} == {
        (same.number, True),
        (about.number, False),
    }
    reviewer = case_page(desk.viewing(Role.SECRECY_REVIEWER), given.case_id, on=today())
    assert reviewer.earlier == ()
