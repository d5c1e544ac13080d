"""Sixteen threads receive at once, a third of the transactions roll back: no gap, no double.

What was rolled back is sent again, until all have their numbers, two hundred in a thorough run.
Forms that are sent twice at the same moment are one application, and both are told the same.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import suppress
from functools import partial

import pytest
from django.db import connection, transaction
from tests.amount import thorough_or
from tests.factories.applications import Desk, a_desk
from tests.factories.organs import an_organ

from gongkai.applications.models import Application, ApplicationFile, Case, NumberCounter
from gongkai.applications.operations import Acknowledgement
from gongkai.audit.models import AuditEntry
from gongkai.clock.models import StatutoryClock
from gongkai.letters.models import Letter

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
APPLICATIONS, THREADS, DOUBLES = thorough_or(200, 80), 16, thorough_or(24, 12)


class _RolledBack(Exception):
    """Something went wrong after the number was minted."""


@pytest.fixture
def desk(transactional_db: None) -> Desk:
    """An organ whose rows other connections see."""
    return a_desk()


def _closing(work: Callable[[], Acknowledgement]) -> Acknowledgement:
    try:
        return work()
    finally:
        connection.close()


def _failures_before(place: int) -> int:
    """Say how often this one fails first: 100 of all 300 transactions do, as near as can be."""
    return (place % 3 == 0) * (1 + place % 2)


def _send(desk: Desk, place: int) -> Acknowledgement:
    for _failure in range(_failures_before(place)):
        with suppress(_RolledBack), transaction.atomic():
            assert desk.received(once_key=f"form {place}").number
            raise _RolledBack
    return desk.received(once_key=f"form {place}")


def test_numbers_have_neither_gap_nor_double(desk: Desk) -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        waiting = [
            pool.submit(_closing, partial(_send, desk, place)) for place in range(APPLICATIONS)
        ]
        given = [future.result() for future in waiting]
    rolled_back = sum(_failures_before(place) for place in range(APPLICATIONS))
    assert rolled_back == pytest.approx((APPLICATIONS + rolled_back) / 3, abs=1)

    prefix = f"SQ-{desk.organ.organisation_code}-2026-"
    wanted = [f"{prefix}{serial:05}" for serial in range(1, APPLICATIONS + 1)]
    assert sorted(answer.number[:-3] for answer in given) == wanted
    assert sorted(number[:-3] for number in _numbers()) == wanted
    assert NumberCounter.objects.get().last_serial == APPLICATIONS
    receipts = Letter.objects.filter(series="receipt").order_by("serial")
    assert list(receipts.values_list("serial", flat=True)) == list(range(1, APPLICATIONS + 1))
    assert len({answer.code for answer in given}) == APPLICATIONS
    _every_one_is_whole(APPLICATIONS)


def _numbers() -> list[str]:
    return list(Application.objects.values_list("number", flat=True))


def _every_one_is_whole(wanted: int) -> None:
    assert Application.objects.count() == Case.objects.count() == wanted
    assert ApplicationFile.objects.count() == wanted
    assert StatutoryClock.objects.filter(limit_key="reply").count() == wanted
    assert AuditEntry.objects.filter(action="applications.receive").count() == wanted


def test_what_is_sent_twice_at_once_is_there_once(desk: Desk) -> None:
    start = threading.Barrier(2, timeout=60)

    def press_send(form: str) -> Acknowledgement:
        start.wait()
        return desk.received(once_key=form)

    with ThreadPoolExecutor(2) as pool:
        for place in range(DOUBLES):
            sending = partial(press_send, f"form {place}")
            pair = [pool.submit(_closing, sending) for _time in range(2)]
            first, second = (future.result() for future in pair)
            assert (first.number, first.code, first.case_id) == (
                second.number,
                second.code,
                second.case_id,
            )
            assert sorted([first.was_there, second.was_there]) == [False, True]
    assert len(_numbers()) == DOUBLES
    _every_one_is_whole(DOUBLES)


def test_organs_do_not_wait_for_one_another(desk: Desk) -> None:
    other = a_desk()
    with transaction.atomic():
        desk.received()
        with ThreadPoolExecutor(1) as pool:
            given = pool.submit(_closing, other.received).result(timeout=30)
        assert given.number.startswith(f"SQ-{other.organ.organisation_code}-")
        transaction.set_rollback(True)
    assert len(_numbers()) == 1


def test_of_two_organs_of_one_mark_the_second_waits_and_gets_another(
    transactional_db: None,
) -> None:
    first, second = (
        a_desk(an_organ(name)) for name in ("云梦省住房和城乡建设厅", "云梦省住房公积金管理中心")
    )
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first.received()
            given = pool.submit(_closing, second.received)
            with pytest.raises(FutureTimeout):
                given.result(timeout=1)
        assert given.result(timeout=30).number
    numbers = Letter.objects.order_by("id").values_list("number", flat=True)
    assert [number[:3] for number in numbers] == ["云住公", "云住房"]
