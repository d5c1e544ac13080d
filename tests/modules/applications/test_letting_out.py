"""Every letter that carries words of the staff passes the release gate before it goes out."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import time_machine
from django.utils.translation import override
from tests.factories.applications import NOT_HELD, Desk, signed

from gongkai.applications.models import Extension
from gongkai.applications.operations import (
    EXTENSION_PURPOSE,
    PersonalDataInText,
    ask_correction,
    ask_extension,
    decide_extension,
    extension_digest,
    lapse_case,
)
from gongkai.applications.queries.outgoing import own_values_of
from gongkai.applications.rules.own_data import OwnData
from gongkai.kernel.types import Role
from gongkai.letters.models import Letter
from gongkai.letters.rules.facts import LetterKind
from gongkai.release.models import Clearance
from gongkai.release.operations.gate import NotCleared
from gongkai.release.outlets import everything_out, is_out
from gongkai.release.rules.doors import Door
from gongkai.release.rules.findings import FindingKind

PERSONAL = "请联系张三丰，手机13800138000。"
OWN = "请核对您的身份证号11010519491231002X。"


def _ask_correction(desk: Desk, case_id: int, said: str) -> None:
    desk.asked_to_correct(case_id, said)


def _extend(desk: Desk, case_id: int, said: str) -> None:
    desk.accepted(case_id)
    clerk, leader = desk.acting(Role.CLERK), desk.acting(Role.PERSON_IN_CHARGE)
    asked = ask_extension(actor=clerk, case_id=case_id, working_days=5, reason=said)
    digest = extension_digest(asked)
    decide_extension(
        actor=leader,
        extension_id=asked.pk,
        granted=True,
        opinion="",
        seen_digest=digest,
        signature=signed(leader, digest, EXTENSION_PURPOSE),
    )


def _reply(desk: Desk, case_id: int, said: str) -> None:
    desk.accepted(case_id)
    desk.replied(case_id, replace(NOT_HELD, search_note=said))


PATHS: dict[LetterKind, Callable[[Desk, int, str], None]] = {
    LetterKind.CORRECTION: _ask_correction,
    LetterKind.EXTENSION: _extend,
    LetterKind.NOT_HELD: _reply,
}


@pytest.mark.parametrize("kind", PATHS)
def test_words_with_personal_data_do_not_go_out(desk: Desk, kind: LetterKind) -> None:
    case_id = desk.received().case_id
    with pytest.raises((PersonalDataInText, NotCleared)):
        PATHS[kind](desk, case_id, PERSONAL)
    assert not Letter.objects.filter(kind=kind).exists()
    assert not Clearance.objects.exists()


@pytest.mark.parametrize("kind", PATHS)
def test_what_the_applicant_told_us_of_themselves_may(desk: Desk, kind: LetterKind) -> None:
    case_id = desk.received().case_id
    PATHS[kind](desk, case_id, OWN)
    assert Letter.objects.filter(kind=kind).exists()
    clearance = Clearance.objects.get()
    assert (clearance.door, clearance.subject_kind, clearance.subject_id) == (
        Door.APPLICANT, "case", case_id
    )  # fmt: skip


def test_receipt_and_the_end_of_what_was_not_corrected_hold_no_words_of_staff(
    desk: Desk, fixed_moment: time_machine.Traveller
) -> None:
    case_id = desk.received().case_id
    desk.asked_to_correct(case_id)
    Clearance.objects.get()
    fixed_moment.move_to("2026-05-20 10:00+08:00")
    lapse_case(actor=desk.acting(Role.PERSON_IN_CHARGE), case_id=case_id)
    assert {letter.kind for letter in Letter.objects.all()} == {
        "receipt", "correction", "not_handled"
    }  # fmt: skip
    Clearance.objects.get()


def test_the_refusal_names_what_was_found_and_where_to_mend_it(desk: Desk) -> None:
    case_id = desk.received().case_id
    with pytest.raises(PersonalDataInText) as refused, override("zh-hans"):
        ask_correction(
            actor=desk.acting(Role.CLERK), case_id=case_id, points=["请写明年度。", PERSONAL]
        )
    assert refused.value.field == "points"
    with override("zh-hans"):
        said = str(refused.value)
    assert "13800138000" not in said
    assert "1********00" in said


def test_more_time_is_not_even_asked_for_with_personal_data(desk: Desk) -> None:
    case_id = desk.received().case_id
    desk.accepted(case_id)
    with pytest.raises(PersonalDataInText):
        ask_extension(
            actor=desk.acting(Role.CLERK), case_id=case_id, working_days=5, reason=PERSONAL
        )
    assert not Extension.objects.exists()


def test_own_data_is_compared_by_whole_value() -> None:
    own = OwnData(
        names=("石小禾", ""),
        addresses=("云梦省泽州市 东湖路8号",),
        numbers=("110105 19491231 002x", "0960-5550123", "+86 138-0013-8000"),
    )
    assert own.values() == {
        (FindingKind.NAME, "石小禾"),
        (FindingKind.ADDRESS, "云梦省泽州市东湖路8号"),
        (FindingKind.IDENTITY_NUMBER, "11010519491231002X"),
        (FindingKind.MOBILE, "13800138000"),
    }


def test_a_case_that_is_not_there_has_no_data_of_its_own(db: None) -> None:
    assert own_values_of(0) == frozenset()


def test_what_was_delivered_is_known_to_be_out(desk: Desk) -> None:
    given = [desk.received().case_id for _place in range(2)]
    for case_id in given:
        desk.accepted(case_id)
        desk.drafted(case_id)
        file = desk.enclosed(case_id)
    desk.replied(given[0])
    desk.proposed(given[1])
    (out,) = [item for item in everything_out() if item.subject.kind == "case"]
    assert (out.subject.id, out.door) == (given[0], Door.APPLICANT)
    assert [one.digest for one in out.files] == [file.stored_id]
    known = [
        is_out(subject_kind="case", door=Door.APPLICANT, subject_id=case_id) for case_id in given
    ]
    assert known == [True, False]
