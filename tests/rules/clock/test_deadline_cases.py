"""Due dates that were counted by hand with the State Council's notices beside."""

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gongkai.clock.rules.counting import Pause, due_on, working_days_between
from gongkai.clock.rules.history import Amount, Restarted, Started, position_of
from gongkai.clock.shipped import shipped_calendar

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[2]
CALENDAR = shipped_calendar()
CASES: dict[str, Any] = json.loads((HERE / "deadline_cases.json").read_text(encoding="utf-8"))


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _reply_cases(cases: dict[str, Any]) -> list[tuple[str, int, str]]:
    return [
        (case["received"], int(days), due)
        for case in cases["reply"]
        for days, due in case["due"].items()
    ]


def _check_all(cases: dict[str, Any]) -> None:
    for received, days, due in _reply_cases(cases):
        found = due_on(received_on=_day(received), working_days=days, calendar=CALENDAR)
        assert (received, days, found.on) == (received, days, _day(due))
    for case in cases["publish"]:
        made = due_on(received_on=_day(case["made"]), working_days=20, calendar=CALENDAR)
        assert made.on == _day(case["due"])
    _check_suspension(cases["suspension"])
    _check_correction(cases["correction"])


def _check_suspension(case: dict[str, str]) -> None:
    received, sent, ended = (
        _day(case[name]) for name in ("received", "letter_to_third_party_sent", "opinion_received")
    )
    plain = due_on(received_on=received, working_days=20, calendar=CALENDAR)
    paused = due_on(
        received_on=received, working_days=20, calendar=CALENDAR, pauses=[Pause(sent, ended)]
    )
    opinion = due_on(
        received_on=_day(case["third_party_received_letter"]), working_days=15, calendar=CALENDAR
    )
    assert plain.on == _day(case["base_due_20"])
    assert paused.on == _day(case["due_with_pause"])
    assert opinion.on == _day(case["third_party_opinion_due_15"])
    assert working_days_between(sent, ended, CALENDAR) == int(case["paused_working_days"])


def _check_correction(case: dict[str, str]) -> None:
    received = _day(case["received"])
    corrected = _day(case["corrected_application_received"])
    notice = due_on(received_on=received, working_days=7, calendar=CALENDAR)
    history = position_of([Started(received, Amount(20)), Restarted(corrected)])
    assert notice.on == _day(case["notice_last_day_7"])
    assert history.explain(CALENDAR, corrected).due.on == _day(case["new_reply_due_20"])


@pytest.mark.parametrize(("received", "days", "due"), _reply_cases(CASES))
def test_reply_is_due_on_the_day_counted_by_hand(received: str, days: int, due: str) -> None:
    found = due_on(received_on=_day(received), working_days=days, calendar=CALENDAR)
    assert found.on == _day(due)
    assert not found.provisional


def test_publication_suspension_and_correction_as_counted_by_hand() -> None:
    _check_all(CASES)


@pytest.mark.shared
def test_every_case_of_the_design_material() -> None:
    shared = Path(os.environ.get("GONGKAI_SHARED", REPOSITORY.parent / "shared"))
    file = shared / "data" / "deadline_cases.json"
    if not file.is_file():
        pytest.skip(f"{file} is not there (GONGKAI_SHARED)")
    _check_all(json.loads(file.read_text(encoding="utf-8")))
