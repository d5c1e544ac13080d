"""Number and query code: what opens a case, who is locked out, and what a new code ends."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from tests.factories.applications import ADDRESS, Desk, a_desk, opened

from gongkai.applications.models import QueryAttempt, QueryCode
from gongkai.applications.operations import (
    Acknowledgement,
    CheckNotRecorded,
    TooManyWrongCodes,
    WrongCode,
    forget_old_attempts,
    open_case,
    reissue_code,
    still_open,
)
from gongkai.applications.queries import tracked_case
from gongkai.audit.models import AuditEntry
from gongkai.kernel.refusals import NotAllowed, NotFound
from gongkai.kernel.types import Role
from gongkai.notices.models import Notice

WRONG = "3467-9CDF-GHJK"


@pytest.fixture
def given(desk: Desk) -> Acknowledgement:
    """Number and code of an application."""
    return desk.received()


def _try(number: str, code: str = WRONG, *, address: str = ADDRESS) -> type[Exception] | None:
    try:
        open_case(number=number, code=code, address=address)
    except (WrongCode, TooManyWrongCodes) as refusal:
        return type(refusal)
    return None


def _try_often(number: str, times: int, *, address: str = ADDRESS) -> list[type[Exception] | None]:
    return [_try(number, address=address) for _time in range(times)]


@pytest.mark.parametrize("typed", ["as given", "lower case", "without hyphens", "full width"])
def test_a_case_opens_however_it_is_typed(given: Acknowledgement, typed: str) -> None:
    change = {
        "as given": str,
        "lower case": str.lower,
        "without hyphens": lambda text: text.replace("-", " "),
        "full width": lambda text: "".join(
            chr(ord(mark) + 0xFEE0) if mark.isalnum() else mark for mark in text
        ),
    }[typed]
    key = open_case(number=change(given.number), code=change(given.code), address=ADDRESS)
    assert key.case_id == given.case_id
    assert not QueryAttempt.objects.exists()


def test_the_code_is_kept_nowhere(given: Acknowledgement) -> None:
    kept = QueryCode.objects.get().code_hash
    assert given.code.replace("-", "") not in kept
    told = "".join(AuditEntry.objects.values_list("canonical", flat=True))
    told += "".join(Notice.objects.values_list("body", flat=True))
    assert given.code not in told
    assert given.code.replace("-", "") not in told


def test_one_applicants_code_opens_no_other_case(desk: Desk, given: Acknowledgement) -> None:
    other = desk.received()
    assert _try(other.number, given.code) is WrongCode
    assert _try(given.number, other.code) is WrongCode


def test_a_wrong_number_and_a_wrong_code_are_told_alike(given: Acknowledgement) -> None:
    with pytest.raises(WrongCode) as no_number:
        open_case(number="SQ-01527918X-2026-00012-72", code=given.code, address=ADDRESS)
    with pytest.raises(WrongCode) as no_code:
        open_case(number=given.number, code=WRONG, address=ADDRESS)
    assert str(no_number.value) == str(no_code.value)


@pytest.mark.parametrize("number", ["", "——", "SQ-0", "x" * 500, "1 OR 1=1"])
def test_what_is_no_number_opens_nothing(given: Acknowledgement, number: str) -> None:
    assert _try(number, given.code) is WrongCode
    assert _try(given.number, number) is WrongCode


def test_five_wrong_codes_close_the_door_for_a_quarter_of_an_hour(
    given: Acknowledgement, fixed_moment: time_machine.Traveller
) -> None:
    assert _try_often(given.number, 6) == [WrongCode] * 5 + [TooManyWrongCodes]
    assert _try(given.number, given.code) is TooManyWrongCodes, "not even the right one"
    fixed_moment.shift(timedelta(minutes=14))
    assert _try(given.number, given.code) is TooManyWrongCodes
    fixed_moment.shift(timedelta(minutes=1, seconds=1))
    assert _try(given.number, given.code) is None


def test_knocking_at_a_closed_door_keeps_it_closed_no_longer(
    given: Acknowledgement, fixed_moment: time_machine.Traveller
) -> None:
    _try_often(given.number, 5)
    fixed_moment.shift(timedelta(minutes=14))
    _try_often(given.number, 5)
    fixed_moment.shift(timedelta(minutes=1, seconds=1))
    assert _try(given.number, given.code) is None


def test_a_number_that_does_not_exist_closes_alike(given: Acknowledgement) -> None:
    nobodys = "SQ-01527918X-2026-00012-72"
    assert _try_often(nobodys, 6) == [WrongCode] * 5 + [TooManyWrongCodes]


def test_twenty_wrong_codes_for_any_numbers_close_it_for_the_address(
    desk: Desk, given: Acknowledgement
) -> None:
    numbers = [desk.received().number for _time in range(5)]
    for number in numbers:
        assert _try_often(number, 4) == [WrongCode] * 4
    assert _try(given.number, given.code) is TooManyWrongCodes
    assert _try(given.number, given.code, address="192.0.2.8") is None


def test_nobody_is_locked_out_from_elsewhere(given: Acknowledgement) -> None:
    for place in range(20):
        _try_often(given.number, 3, address=f"198.51.100.{place}")
    assert QueryAttempt.objects.count() > 50
    assert _try(given.number, given.code) is None
    # But nobody goes on guessing that was wrong once.
    assert _try(given.number) is WrongCode
    assert _try(given.number) is TooManyWrongCodes


def test_addresses_are_kept_as_hashes_and_forgotten(
    given: Acknowledgement, fixed_moment: time_machine.Traveller
) -> None:
    _try_often(given.number, 2)
    kept = str(list(QueryAttempt.objects.values()))
    assert ADDRESS not in kept
    assert given.number not in kept
    fixed_moment.shift(timedelta(minutes=16))
    _try(given.number)
    assert forget_old_attempts() == 2
    assert QueryAttempt.objects.count() == 1


class TestReissued:
    """A code that was lost, and the one that is given at the counter in its place."""

    HOW = "出示居民身份证，与申请时所附复印件一致。"

    def test_the_new_one_opens_and_the_old_one_opens_no_more(
        self, desk: Desk, given: Acknowledgement
    ) -> None:
        before = opened(given)
        code = reissue_code(
            actor=desk.acting(Role.CLERK), case_id=given.case_id, how_identified=self.HOW
        )
        assert code != given.code
        assert _try(given.number, given.code) is WrongCode
        after = open_case(number=given.number, code=code, address=ADDRESS)
        assert tracked_case(after).number == given.number
        # Whoever had it open with the old code has it open no more.
        assert (still_open(before), still_open(after)) == (False, True)
        with pytest.raises(NotFound):
            tracked_case(before)

    def test_it_says_how_the_applicant_was_known(self, desk: Desk, given: Acknowledgement) -> None:
        for how in ("", " \n", "字" * 201):
            with pytest.raises(CheckNotRecorded):
                reissue_code(
                    actor=desk.acting(Role.CLERK), case_id=given.case_id, how_identified=how
                )
        assert _try(given.number, given.code) is None
        reissue_code(
            actor=desk.acting(Role.CLERK), case_id=given.case_id, how_identified="字" * 200
        )
        kept = QueryCode.objects.get(ended_at__isnull=True)
        assert (kept.issued_by_id, kept.how_identified) == (desk.clerk.pk, "字" * 200)

    def test_the_applicant_is_told_and_the_trail_keeps_it(
        self, desk: Desk, given: Acknowledgement
    ) -> None:
        code = reissue_code(
            actor=desk.acting(Role.CLERK), case_id=given.case_id, how_identified=self.HOW
        )
        notice = Notice.objects.get(kind="code_reissued")
        assert notice.to_address == "shi@example.org"
        assert code not in notice.body
        entry = AuditEntry.objects.get(action="applications.reissue_code")
        assert entry.actor_id == desk.clerk.pk
        assert code not in entry.canonical

    @pytest.mark.parametrize("role", [Role.SECRECY_REVIEWER, Role.PERSON_IN_CHARGE])
    def test_only_the_organs_clerk_gives_one(
        self, desk: Desk, given: Acknowledgement, role: Role
    ) -> None:
        for actor in (desk.acting(role), a_desk().acting(Role.CLERK)):
            with pytest.raises(NotAllowed):
                reissue_code(actor=actor, case_id=given.case_id, how_identified=self.HOW)
        assert _try(given.number, given.code) is None

    def test_a_form_sent_again_does_not_tell_the_new_one(self, desk: Desk) -> None:
        first = desk.received(once_key="the form")
        reissue_code(actor=desk.acting(Role.CLERK), case_id=first.case_id, how_identified=self.HOW)
        again = desk.received(once_key="the form")
        assert (again.number, again.code, again.key) == (first.number, "", None)


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    """Many threads at the same moment."""

    @pytest.fixture
    def given(self, transactional_db: None) -> Acknowledgement:
        """An application whose rows other connections see."""
        return a_desk().received()

    @staticmethod
    def _at_once(times: int, work: Callable[[], object]) -> list[object]:
        said: list[object] = []
        start = threading.Barrier(times)

        def run() -> None:
            start.wait(30)
            try:
                said.append(work())
            finally:
                connection.close()

        threads = [threading.Thread(target=run) for _time in range(times)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return said

    def test_guessing_in_parallel_gains_nothing(self, given: Acknowledgement) -> None:
        said = self._at_once(16, lambda: _try(given.number))
        assert sorted(map(str, said)) == sorted(
            map(str, [WrongCode] * 5 + [TooManyWrongCodes] * 11)
        )

    def test_of_codes_given_at_once_one_opens(self, given: Acknowledgement) -> None:
        desk = a_desk(QueryCode.objects.get().application.organ)

        def give() -> str:
            return reissue_code(
                actor=desk.acting(Role.CLERK), case_id=given.case_id, how_identified="身份证。"
            )

        codes = self._at_once(6, give)
        assert len(set(codes)) == 6
        assert QueryCode.objects.filter(ended_at__isnull=True).count() == 1
        tried = [
            _try(given.number, str(code), address=f"192.0.2.{n}") for n, code in enumerate(codes)
        ]
        assert tried.count(None) == 1
