"""The main path of an application: from the form to the delivered letter, in both regimes."""

from datetime import date

import pytest
import time_machine
from django.utils.translation import override
from tests.factories.applications import (
    NOT_HELD,
    Desk,
    a_submission,
    opened,
    received,
)

from gongkai.applications.models import Application, Case, CaseStep, Opened
from gongkai.applications.operations.downloads import letter_for_applicant
from gongkai.applications.operations.letter_facts import reply_clock
from gongkai.applications.queries import tracked_case
from gongkai.letters.models import Letter

pytestmark = pytest.mark.django_db


def test_an_application_is_received_on_the_day_it_is_sent(desk: Desk) -> None:
    given = desk.received()
    case = Case.objects.get(pk=given.case_id)
    assert (case.state, case.received_on) == ("formal_review", date(2026, 3, 16))
    # 15 working days from Monday 16 March 2026; 4-6 April are off.
    assert reply_clock(case).due_on == date(2026, 4, 7)
    seen = tracked_case(opened(given))
    assert [letter.kind for letter in seen.letters] == ["receipt"]
    assert given.number == seen.number


def test_the_whole_way_on_line(desk: Desk, fixed_moment: time_machine.Traveller) -> None:
    given = desk.received()
    desk.asked_to_correct(given.case_id)
    fixed_moment.move_to("2026-03-19 10:00+08:00")
    desk.corrected(given.case_id)
    # Three working days of waiting are not counted.
    assert reply_clock(Case.objects.get(pk=given.case_id)).due_on == date(2026, 4, 10)
    desk.accepted(given.case_id)
    desk.extended(given.case_id)
    assert reply_clock(Case.objects.get(pk=given.case_id)).due_on == date(2026, 5, 6)
    case = desk.replied(given.case_id)
    assert case.state == "delivered"
    seen = tracked_case(opened(given))
    assert [letter.kind for letter in seen.letters] == [
        "receipt",
        "correction",
        "extension",
        "granted",
    ]
    desk.closed(given.case_id)
    letter = letter_for_applicant(key=opened(given), letter_id=seen.letters[-1].id)
    assert b"".join(letter.pieces).startswith(b"%PDF")
    assert Opened.objects.get().what == f"letter:{seen.letters[-1].id}"


def test_under_the_2019_text_receipt_is_confirmed_and_a_correction_restarts(
    desk: Desk, fixed_moment: time_machine.Traveller
) -> None:
    given = desk.received(regime_id="ogi-2019")
    assert Case.objects.get(pk=given.case_id).received_on is None
    fixed_moment.move_to("2026-03-18 10:00+08:00")
    case = desk.confirmed(given.case_id)
    assert reply_clock(case).due_on == date(2026, 4, 16)


def test_an_answer_by_post_is_delivered_when_posted(desk: Desk) -> None:
    given = desk.received(a_submission(supply_way="post"))
    desk.accepted(given.case_id)
    case = desk.replied(given.case_id, NOT_HELD)
    assert case.state == "replied"
    assert not [x for x in tracked_case(opened(given)).letters if x.kind == "not_held"]
    assert desk.posted(given.case_id).state == "delivered"
    assert tracked_case(opened(given)).letters[-1].kind == "not_held"


def test_what_is_sent_twice_is_there_once(desk: Desk) -> None:
    first = received(desk.organ, once_key="the same form")
    again = received(desk.organ, once_key="the same form")
    assert (again.number, again.code, again.was_there) == (first.number, first.code, True)
    assert Application.objects.count() == CaseStep.objects.count() == 1


def test_the_receipt_is_written_in_chinese_whoever_asks(desk: Desk) -> None:
    with override("en"):
        given = desk.received()
    facts = Letter.objects.get(subject_id=given.case_id).facts
    assert facts["supply"] == "网上下载"
