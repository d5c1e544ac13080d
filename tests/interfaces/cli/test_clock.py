"""`gongkai clock due`: for people and for programs, with nothing but the package."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.db import OperationalError

from gongkai.clock.rules.calendar import WorkingCalendar
from gongkai.interfaces.cli.clock import clock


@pytest.fixture(autouse=True)
def _nothing_is_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GONGKAI_HOME", str(tmp_path / "nowhere"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("DATABASE_URL_FILE", raising=False)


def _due(*options: str) -> Result:
    return CliRunner().invoke(clock, ["due", *options])


def _json(*options: str) -> dict[str, Any]:
    result = _due(*options, "--json")
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert isinstance(found, dict)
    return found


def test_the_keys_that_programs_rely_on() -> None:
    found = _json("--received", "2009-01-16", "--working-days", "15", "--regime", "ogi-2008")
    assert (found["due_on"], found["provisional"]) == ("2009-02-11", False)
    assert list(found) == [
        "received_on", "regime", "amount", "unit", "due_on", "provisional",
        "paused_working_days", "calendar", "explanation",
    ]  # fmt: skip
    assert found["explanation"][0] == {
        "date": "2009-01-16", "weekday": "Friday", "kind": "receipt", "counted": None,
        "note": "day of receipt, not counted",
    }  # fmt: skip
    assert found["explanation"][-1]["counted"] == 15
    assert found["explanation"][8]["note"] == "weekend worked for Spring Festival"


def test_the_regimes_own_limit_is_counted_when_none_is_given() -> None:
    assert _json("--received", "2026-03-02")["amount"] == 15
    assert _json("--received", "2026-03-02", "--regime", "ogi-2019")["amount"] == 20
    publish = _json("--received", "2026-01-30", "--limit", "publish")
    assert (publish["amount"], publish["due_on"]) == (20, "2026-03-05")


def test_pauses_are_not_counted() -> None:
    found = _json(
        "--received", "2026-03-02", "--working-days", "20",
        "--pause", "2026-03-09:2026-03-24", "--pause", "2026-03-16:2026-03-24",
    )  # fmt: skip
    assert (found["due_on"], found["paused_working_days"]) == ("2026-04-15", 11)


def test_what_touches_the_next_year_is_provisional() -> None:
    found = _json("--received", "2026-12-20", "--working-days", "15")
    assert found["provisional"] is True
    assert "year not yet announced" in found["explanation"][-1]["note"]
    plain = _due("--received", "2026-12-20", "--working-days", "15")
    assert "Provisional" in plain.stdout


def test_the_plain_form_names_date_calendar_and_days() -> None:
    lines = _due("--received", "2026-09-30", "--working-days", "3").stdout.splitlines()
    assert lines[0] == "Due on 2026-10-10 (Saturday)"
    assert lines[1] == "Calendar: shipped, 2007-2026. Regime: ogi-2008."
    last = "2026-10-10 Saturday 3 due weekend worked for National Day; last day in time"
    assert " ".join(lines[-1].split()) == last


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--received", "2026-02-30"], "not a date"),
        (["--received", "2028-05-01"], "no working calendar for 2028"),
        (["--received", "9999-12-31"], "no working calendar for 9999"),
        (["--received", "2026-03-02", "--working-days", "0"], "working-days"),
        (["--received", "2026-03-02", "--limit", "co_maker"], "counts no limit 'co_maker'"),
        (["--received", "2026-03-02", "--limit", "reply", "--working-days", "3"], "not both"),
        (["--received", "2026-03-02", "--regime", "ogi-1999"], "ogi-1999"),
        (["--received", "2026-03-02", "--pause", "2026-03-09"], "2026-03-09:2026-03-24"),
        (["--received", "2026-03-02", "--pause", "2026-03-09:2026-03-08"], "before it starts"),
        (["--received", "2026-03-02", "--calendar", "installation"], "gongkai up"),
        ([], "--received"),
    ],
)
def test_errors_go_to_standard_error_with_code_2(options: list[str], said: str) -> None:
    result = _due(*options)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


@pytest.mark.django_db
def test_a_running_installation_counts_with_its_own_calendar(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The tests' own database stands for the installation's; only its being there is pretended.
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/gongkai")
    found = _json("--received", "2026-03-02", "--working-days", "20")
    assert found["calendar"] == "installation, 2007-2026"
    assert found["due_on"] == "2026-03-30"


@pytest.mark.parametrize("name", ["auto", "shipped"])
def test_without_an_answering_database_the_shipped_calendar_is_used(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def no_answer() -> WorkingCalendar:
        raise OperationalError("connection refused")

    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/gongkai")
    monkeypatch.setattr("gongkai.clock.queries.installed_calendar", no_answer)
    found = _json("--received", "2026-03-02", "--calendar", name)
    assert found["calendar"] == "shipped, 2007-2026"
