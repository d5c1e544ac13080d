"""When a failed try is repeated, and when it is given up."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gongkai.notices.rules.retries import GIVE_UP_AFTER, next_try

QUEUED = datetime(2026, 3, 16, 1, 0, tzinfo=UTC)


def tries(lasting: timedelta = timedelta()) -> list[int]:
    """Return the minutes at which a server that never answers well is asked."""
    now, made, minutes = QUEUED, 0, []
    while True:
        minutes.append(int((now - QUEUED).total_seconds() // 60))
        now, made = now + lasting, made + 1
        following = next_try(queued_at=QUEUED, tries=made, now=now)
        if following is None:
            return minutes
        now = following


def test_the_waits_grow_and_end_after_two_days() -> None:
    assert tries() == [0, 1, 6, 21, 81, *range(321, 2880, 240)]


@given(st.integers(0, 600))
def test_no_try_begins_after_two_days(seconds: int) -> None:
    assert tries(timedelta(seconds=seconds))[-1] <= GIVE_UP_AFTER.total_seconds() / 60


@given(made=st.integers(1, 100), minutes=st.integers(0, 2879))
def test_a_next_try_lies_ahead(made: int, minutes: int) -> None:
    now = QUEUED + timedelta(minutes=minutes)
    at = next_try(queued_at=QUEUED, tries=made, now=now)
    assert at is None or now < at <= QUEUED + GIVE_UP_AFTER
