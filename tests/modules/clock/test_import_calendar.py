"""Entering a year's notice: previewed, logged, told, harmless when repeated."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories.clock import a_clock, notice_file
from tests.factories.organs import Staff, a_staffed_organ, an_organ, viewing

from gongkai.audit.models import AuditEntry
from gongkai.clock.models import CalendarEdition, DueDateMove
from gongkai.clock.operations import (
    CalendarFileRefused,
    CalendarImported,
    import_calendar,
    load_shipped_calendars,
    stop_clock,
)
from gongkai.clock.queries import (
    calendar_years,
    clock_of,
    installed_calendar,
    moves_of,
    preview_calendar_import,
)
from gongkai.clock.rules.calendar import DayKind
from gongkai.clock.rules.notice_file import Problem
from gongkai.clock.wording import problem_text
from gongkai.kernel.models import OutboxEvent
from gongkai.kernel.refusals import NotAllowed
from gongkai.kernel.types import SYSTEM, Role

pytestmark = pytest.mark.django_db
IN_DECEMBER = datetime(2026, 12, 16, 1, tzinfo=UTC)
LONG_NEW_YEAR = notice_file(2027, off=["2026-12-31"], working=["2027-01-09"])


def _import(content: bytes = LONG_NEW_YEAR, name: str = "2027.json") -> CalendarImported:
    return import_calendar(actor=SYSTEM, content=content, file_name=name)


@pytest.fixture
def case(fixed_moment: time_machine.Traveller) -> int:
    """A case received on 11 December 2026, due provisionally on 11 January 2027."""
    fixed_moment.move_to(IN_DECEMBER)
    return a_clock(an_organ(), on=date(2026, 12, 11))


def _due(case: int) -> tuple[date | None, bool]:
    reading = clock_of("case", case)
    assert reading is not None
    return reading.due_on, reading.provisional


def test_a_notice_moves_provisional_dates_and_makes_them_final(case: int) -> None:
    assert _due(case) == (date(2027, 1, 11), True)
    done = _import()
    # One day more off in December, one Saturday more worked in January.
    assert _due(case) == (date(2027, 1, 11), False)
    assert done.moves == ()
    _import(notice_file(2027, off=["2026-12-31"]))
    assert _due(case) == (date(2027, 1, 12), False)


def test_what_moves_is_logged_and_told(case: int) -> None:
    done = _import(notice_file(2027, off=["2026-12-31"]))
    assert done.edition_id is not None
    row = DueDateMove.objects.get()
    assert (row.old_due_on, row.new_due_on) == (date(2027, 1, 11), date(2027, 1, 12))
    assert (row.was_provisional, row.is_provisional) == (True, False)
    assert moves_of(done.edition_id) == done.moves
    assert [move.subject_id for move in done.moves] == [case]
    event = OutboxEvent.objects.get(kind="clock.due_dates_moved")
    assert event.payload == {"edition_id": done.edition_id, "year": 2027, "moved": 1}
    entry = AuditEntry.objects.get(action="clock.calendar_entered")
    assert entry.details["moved"] == "1"


def test_the_preview_shows_what_the_import_then_does(case: int) -> None:
    staff = a_staffed_organ()
    content = notice_file(2027, off=["2026-12-31"])
    preview = preview_calendar_import(
        viewer=viewing(staff.administrator), content=content, file_name="2027.json"
    )
    assert CalendarEdition.objects.count() == 0
    assert [(change.on, change.new_kind) for change in preview.changes] == [
        (date(2026, 12, 31), DayKind.HOLIDAY)
    ]
    assert [move.subject_id for move in preview.moves] == [case]
    assert preview.moves == _import(content).moves
    again = preview_calendar_import(
        viewer=viewing(staff.administrator), content=content, file_name="2027.json"
    )
    assert again.unchanged
    assert again.moves == ()


def test_a_stopped_clock_is_not_moved(case: int) -> None:
    stop_clock(actor=SYSTEM, subject_kind="case", subject_id=case, on=date(2026, 12, 16))
    assert _import(notice_file(2027, off=["2026-12-31"])).moves == ()


def test_the_same_notice_again_changes_nothing(case: int) -> None:
    first = _import()
    count = CalendarEdition.objects.count()
    again = _import(name="2027-copy.json")
    assert (first.changed, again.changed) == (True, False)
    assert again.edition_id == first.edition_id
    assert CalendarEdition.objects.count() == count
    assert OutboxEvent.objects.filter(kind="clock.due_dates_moved").count() == 1


OFF_DAYS = st.lists(
    st.dates(date(2027, 1, 1), date(2027, 12, 31)).filter(lambda day: day.weekday() < 5),
    max_size=12,
)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(OFF_DAYS)
def test_importing_twice_is_importing_once(case: int, off: list[date]) -> None:
    content = notice_file(2027, off=[str(day) for day in off])
    with transaction.atomic():
        first = _import(content)
        due, editions = _due(case), CalendarEdition.objects.count()
        second = _import(content)
        assert (second.changed, second.moves) == (False, ())
        assert (_due(case), CalendarEdition.objects.count()) == (due, editions)
        assert second.edition_id == first.edition_id
        transaction.set_rollback(True)


def test_the_first_import_keeps_the_shipped_years() -> None:
    _import()
    assert installed_calendar().announced == frozenset(range(2007, 2028))
    assert installed_calendar().estimated == 2028


def test_the_shipped_years_are_entered_once() -> None:
    assert load_shipped_calendars() == 20
    assert load_shipped_calendars() == 0
    assert len(calendar_years()) == 20


def test_an_upgrade_never_replaces_what_was_entered() -> None:
    _import(notice_file(2026, off=["2026-03-16"]), name="2026.json")
    assert load_shipped_calendars() == 0
    assert not installed_calendar().is_working(date(2026, 3, 16))


@pytest.mark.parametrize("role", [Role.CLERK, Role.PERSON_IN_CHARGE])
def test_only_the_administrator_imports(role: Role) -> None:
    staff: Staff = a_staffed_organ()
    with pytest.raises(NotAllowed):
        import_calendar(actor=staff.acts(role), content=LONG_NEW_YEAR, file_name="2027.json")
    with pytest.raises(NotAllowed):
        preview_calendar_import(
            viewer=viewing(staff.clerk), content=LONG_NEW_YEAR, file_name="2027.json"
        )
    done = import_calendar(
        actor=staff.acts(Role.SYSTEM_ADMINISTRATOR), content=LONG_NEW_YEAR, file_name="2027.json"
    )
    assert done.changed
    assert calendar_years()[0].entered_by == staff.administrator.name


def test_a_bad_file_is_refused_whole_with_its_places() -> None:
    with pytest.raises(CalendarFileRefused) as refused:
        _import(b"on,working,name\n2027-01-01,off,\n2027-13-01,off,a\n", name="2027.csv")
    problems = [(error.line, error.problem) for error in refused.value.errors]
    assert problems == [(2, Problem.NAME_MISSING), (3, Problem.NOT_A_DATE)]
    assert "2027-13-01" in problem_text(refused.value.errors[1])
    assert not CalendarEdition.objects.exists()


def test_a_notice_that_skips_a_year_is_refused() -> None:
    viewer = viewing(a_staffed_organ().administrator)
    content = notice_file(2028)
    with pytest.raises(CalendarFileRefused):
        preview_calendar_import(viewer=viewer, content=content, file_name="2028.json")
    with pytest.raises(CalendarFileRefused) as refused:
        _import(content, "2028.json")
    assert "2027" in problem_text(refused.value.errors[0])
    assert installed_calendar().estimated == 2027


@pytest.mark.parametrize("table", ["clock_calendar_edition", "clock_calendar_day"])
def test_the_database_refuses_to_change_an_edition(table: str) -> None:
    load_shipped_calendars()
    with (
        pytest.raises(DatabaseError, match="append_only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - a name of this test's own
