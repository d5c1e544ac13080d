"""Starting a clock, and saying that none applies."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from tests.factories.clock import a_clock
from tests.factories.organs import an_organ

from gongkai.audit.models import AuditEntry
from gongkai.clock.models import ClockEvent, StatutoryClock
from gongkai.clock.operations import OtherLimit, mark_clock_not_applicable, start_clock
from gongkai.clock.operations.refusals import (
    AlreadyStarted,
    AlreadyStopped,
    AmountNotPositive,
    CalendarNotPublished,
    DayInTheFuture,
    LimitUnknown,
    ReasonMissing,
)
from gongkai.clock.queries import clock_of, steps_of
from gongkai.clock.rules.counting import Unit
from gongkai.clock.rules.history import ClockState
from gongkai.kernel.time import local_date
from gongkai.kernel.types import SYSTEM

pytestmark = pytest.mark.django_db
BEIJING = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 3, 2)


def _start(organ_id: int, **changes: object) -> int:
    given: dict[str, object] = {
        "actor": SYSTEM, "subject_kind": "case", "subject_id": 1, "limit_key": "reply",
        "organ_id": organ_id, "on": MONDAY,
    }  # fmt: skip
    return start_clock(**{**given, **changes})  # type: ignore[arg-type]


def test_a_started_clock_is_read_with_its_due_date_and_basis() -> None:
    subject = a_clock(an_organ(), on=MONDAY)
    reading = clock_of("case", subject)
    assert reading is not None
    assert (reading.state, reading.due_on) == (ClockState.RUNNING, date(2026, 3, 30))
    assert reading.basis is not None
    assert (reading.basis.regime_id, reading.basis.article) == ("ogi-2019", "33")
    assert reading.explanation is not None
    assert reading.explanation.counted == 20


def test_the_installations_regime_holds_by_default() -> None:
    _start(an_organ().pk)
    reading = clock_of("case", 1)
    assert reading is not None
    assert reading.due_on == date(2026, 3, 23)


@pytest.mark.parametrize("hour", ["00:30", "07:30", "23:59"])
def test_the_local_day_is_the_day_of_receipt_at_any_hour(hour: str) -> None:
    moment = datetime.fromisoformat(f"2026-03-02T{hour}").replace(tzinfo=BEIJING).astimezone(UTC)
    subject = a_clock(an_organ(), on=local_date(moment))
    reading = clock_of("case", subject)
    assert reading is not None
    assert (reading.started_on, reading.due_on) == (MONDAY, date(2026, 3, 30))


def test_at_half_past_midnight_the_new_day_is_not_in_the_future() -> None:
    with time_machine.travel(datetime(2026, 3, 2, 0, 30, tzinfo=BEIJING), tick=False):
        assert a_clock(an_organ(), on=MONDAY)


def test_another_laws_limit_prevails() -> None:
    other = OtherLimit(30, "《某条例》第9条", Unit.CALENDAR_DAYS)
    _start(an_organ().pk, limit_key="publish", other_limit=other)
    reading = clock_of("case", 1)
    assert reading is not None
    assert reading.due_on == date(2026, 4, 1)
    assert reading.basis is not None
    assert reading.basis.other_law == "《某条例》第9条"


def test_a_start_is_audited() -> None:
    organ = an_organ()
    _start(organ.pk)
    entry = AuditEntry.objects.get(action="clock.started")
    assert (entry.object_kind, entry.object_id, entry.organ_id) == ("case", "1", organ.pk)
    assert entry.details["on"] == "2026-03-02"


def test_a_subject_has_one_clock_a_limit() -> None:
    organ = an_organ()
    _start(organ.pk)
    _start(organ.pk, limit_key="publish")
    with pytest.raises(AlreadyStarted):
        _start(organ.pk)
    assert StatutoryClock.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"on": date(2026, 3, 17)}, DayInTheFuture),
        ({"limit_key": "co_maker"}, LimitUnknown),
        ({"limit_key": "delayed_reply"}, LimitUnknown),
        ({"regime_id": "ogi-1999"}, LimitUnknown),
        ({"other_limit": OtherLimit(0, "x")}, AmountNotPositive),
        ({"on": date(2003, 3, 17)}, CalendarNotPublished),
    ],
)
def test_what_cannot_start_is_refused_and_leaves_nothing(
    changes: dict[str, object], refusal: type[Exception]
) -> None:
    organ = an_organ()
    with pytest.raises(refusal):
        _start(organ.pk, **changes)
    assert not StatutoryClock.objects.exists()


def _not_applicable(organ_id: int, *, reason: str = "首次公开于政府公报") -> int:
    return mark_clock_not_applicable(
        actor=SYSTEM, subject_kind="case", subject_id=1, limit_key="publish", organ_id=organ_id,
        on=date(2006, 3, 1), reason=reason,
    )  # fmt: skip


def test_no_limit_applies_to_what_was_disclosed_before() -> None:
    _not_applicable(an_organ().pk)
    reading = clock_of("case", 1)
    assert reading is not None
    assert (reading.state, reading.due_on) == (ClockState.NOT_APPLICABLE, None)
    assert [step.reason for step in steps_of("case", 1)] == ["首次公开于政府公报"]


def test_no_limit_needs_a_reason_and_is_said_once() -> None:
    organ = an_organ()
    with pytest.raises(ReasonMissing):
        _not_applicable(organ.pk, reason="  ")
    _not_applicable(organ.pk)
    with pytest.raises(AlreadyStopped):
        _not_applicable(organ.pk)


@pytest.mark.parametrize(
    "statement",
    [
        'UPDATE clock_event SET "on" = "on" + 30',
        "DELETE FROM clock_event",
        "UPDATE clock_statutory_clock SET regime_id = 'ogi-2019'",
        "DELETE FROM clock_statutory_clock",
    ],
)
def test_the_database_refuses_to_change_or_delete_history(statement: str) -> None:
    a_clock(an_organ(), on=MONDAY)
    with (
        pytest.raises(DatabaseError, match="pgtrigger: Cannot "),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "started", "number": 5, "unit": "working_days"},
        {"kind": "paused", "key": ""},
        {"kind": "extended", "number": 5, "reason": ""},
        {"kind": "due_set", "due_on": MONDAY - timedelta(days=1), "reason": "x"},
        {"kind": "not_applicable", "reason": ""},
    ],
)
def test_the_database_refuses_impossible_events(values: dict[str, object]) -> None:
    a_clock(an_organ(), on=MONDAY)
    event = ClockEvent(
        clock=StatutoryClock.objects.get(), seq=2, on=MONDAY, recorded_by_name="x",
        recorded_at=datetime(2026, 3, 2, tzinfo=UTC), **values,
    )  # fmt: skip
    with pytest.raises(DatabaseError, match="check constraint"), transaction.atomic():
        event.save(force_insert=True)
