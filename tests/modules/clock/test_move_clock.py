"""Pausing, resuming, restarting and stopping."""

from datetime import date

import pytest
from tests.factories.clock import a_clock
from tests.factories.organs import an_organ

from gongkai.clock.models import ClockEvent
from gongkai.clock.operations import pause_clock, restart_clock, resume_clock, stop_clock
from gongkai.clock.operations.refusals import (
    AlreadyPaused,
    AlreadyStopped,
    BeforeTheClockStarted,
    ClockNotFound,
    DayInTheFuture,
    NotPaused,
    PauseEndsBeforeItStarts,
)
from gongkai.clock.queries import clock_of, steps_of
from gongkai.clock.rules.history import ClockState
from gongkai.clock.rules.reading import ClockReading
from gongkai.kernel.types import SYSTEM

pytestmark = pytest.mark.django_db
RECEIVED = date(2026, 2, 26)
SENT = date(2026, 3, 5)


@pytest.fixture
def case() -> int:
    """A case received on 26 February 2026, due within 20 working days on 25 March."""
    return a_clock(an_organ(), on=RECEIVED)


def _pause(case: int, on: date = SENT, key: str = "third_party", **more: date) -> None:
    pause_clock(actor=SYSTEM, subject_kind="case", subject_id=case, on=on, key=key, **more)


def _resume(case: int, on: date, key: str = "third_party") -> None:
    resume_clock(actor=SYSTEM, subject_kind="case", subject_id=case, on=on, key=key)


def _stop(case: int, on: date) -> None:
    stop_clock(actor=SYSTEM, subject_kind="case", subject_id=case, on=on)


def _read(case: int, on: date | None = None) -> ClockReading:
    reading = clock_of("case", case, on=on)
    assert reading is not None
    return reading


def test_a_consultation_moves_the_due_date_by_its_working_days(case: int) -> None:
    assert _read(case).due_on == date(2026, 3, 25)
    _pause(case)
    assert _read(case).state is ClockState.PAUSED
    _resume(case, date(2026, 3, 13))
    assert (_read(case).state, _read(case).due_on) == (ClockState.RUNNING, date(2026, 4, 2))


def test_two_open_consultations_count_once(case: int) -> None:
    _pause(case)
    _pause(case, on=date(2026, 3, 9), key="co_maker:1")
    _resume(case, date(2026, 3, 12))
    _resume(case, date(2026, 3, 16), key="co_maker:1")
    reading = _read(case)
    assert reading.explanation is not None
    assert reading.explanation.paused_days == 7
    assert reading.due_on == date(2026, 4, 3)


def test_silence_ends_the_pause_without_anybody_doing_anything(case: int) -> None:
    _pause(case, at_latest_on=date(2026, 3, 26))
    assert _read(case, on=date(2026, 3, 26)).state is ClockState.PAUSED
    assert _read(case, on=date(2026, 3, 27)).state is ClockState.RUNNING
    assert _read(case, on=date(2026, 3, 27)).due_on == _read(case, on=date(2026, 5, 6)).due_on


def test_a_corrected_application_restarts_the_limit(case: int) -> None:
    _pause(case, key="correction")
    restart_clock(
        actor=SYSTEM, subject_kind="case", subject_id=case, on=date(2026, 3, 16), key="correction"
    )
    assert _read(case).due_on == date(2026, 4, 14)
    assert [step.kind for step in steps_of("case", case)] == ["started", "paused", "restarted"]


def test_a_stopped_clock_says_whether_it_was_in_time_for_ever(case: int) -> None:
    _stop(case, date(2026, 3, 16))
    reading = _read(case, on=date(2026, 12, 1))
    assert (reading.state, reading.overdue, reading.was_late) == (
        ClockState.STOPPED, False, False,
    )  # fmt: skip


def test_what_the_sequence_forbids_is_refused_by_name(case: int) -> None:
    _pause(case)
    with pytest.raises(AlreadyPaused):
        _pause(case)
    with pytest.raises(NotPaused):
        _resume(case, date(2026, 3, 12), key="co_maker")
    with pytest.raises(PauseEndsBeforeItStarts):
        _resume(case, date(2026, 3, 4))
    with pytest.raises(BeforeTheClockStarted):
        _stop(case, date(2026, 2, 25))
    with pytest.raises(DayInTheFuture):
        _stop(case, date(2026, 3, 17))
    _stop(case, date(2026, 3, 16))
    with pytest.raises(AlreadyStopped):
        _resume(case, date(2026, 3, 16))
    assert ClockEvent.objects.count() == 3


def test_there_is_nothing_to_stop_where_nothing_runs() -> None:
    with pytest.raises(ClockNotFound):
        _stop(10**9, date(2026, 3, 16))


def test_events_are_numbered_without_gaps_and_name_who_recorded_them(case: int) -> None:
    _pause(case)
    _resume(case, date(2026, 3, 12))
    rows = ClockEvent.objects.order_by("seq")
    assert [row.seq for row in rows] == [1, 2, 3]
    assert {row.recorded_by_name for row in rows} == {"Gongkai"}
