"""`gongkai recheck`, and what the doctor says of the gate."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from click.testing import CliRunner, Result
from tests.factories import records

from gongkai.interfaces.cli import gate_checks, recheck
from gongkai.interfaces.cli.checks import State
from gongkai.kernel import time
from gongkai.kernel.files import store_file
from gongkai.kernel.types import SYSTEM
from gongkai.release.models import Examination, RecheckedItem
from gongkai.release.operations import rechecking
from gongkai.release.operations.rechecking import RecheckRunning, begin_recheck
from gongkai.release.rules.doors import GATE_RULES

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def database_of_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command use the database of the test."""

    @contextmanager
    def here() -> Iterator[None]:
        yield

    monkeypatch.setattr(recheck, "with_database", here)


def _recheck(*arguments: str) -> Result:
    return CliRunner().invoke(recheck.recheck, list(arguments))


def _a_failing_item() -> None:
    records.load_tables()
    office = records.an_office()
    row = begin_recheck(actor=SYSTEM, why="a test")
    RecheckedItem.objects.create(
        recheck=row, door="public", subject_kind="record", subject_id=1, organ=office.organ,
        label="YM-1", digest="0" * 64, obstacles=["undecided"],
    )  # fmt: skip


def test_nothing_out_is_nothing_that_would_not_pass() -> None:
    said = _recheck("--json", "--why", "新规则")

    answer = json.loads(said.stdout)
    assert said.exit_code == 0
    assert (answer["checked"], answer["would_not_pass"], answer["why"]) == (0, 0, "新规则")
    assert answer["ended_at"] is not None


def test_what_is_out_is_looked_at() -> None:
    records.load_tables()
    records.an_office().released(records.content("voluntary", text="湖区水位公告。"))

    said = _recheck()

    assert said.exit_code == 0
    assert "0 would not pass today (ended)" in said.stdout
    assert not said.stdout.startswith("0 texts")


def test_something_that_would_not_pass_is_an_exit_code() -> None:
    _a_failing_item()

    said = _recheck("--last", "--json")

    assert said.exit_code == 1
    assert json.loads(said.stdout)["would_not_pass"] == 1


def test_the_last_of_none() -> None:
    assert "Nothing has been looked at again yet." in _recheck("--last").stdout
    assert json.loads(_recheck("--last", "--json").stdout) is None


def test_a_second_one_at_a_time_is_refused() -> None:
    begin_recheck(actor=SYSTEM, why="a test")

    said = _recheck()

    assert isinstance(said.exception, RecheckRunning)


def test_what_waits_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    row = begin_recheck(actor=SYSTEM, why="a test")
    row.checked, row.waiting = 7, 3
    row.save()
    monkeypatch.setattr(rechecking, "everything_out", lambda: iter(()))

    said = _recheck("--last").stdout

    assert "7 texts and files looked at" in said
    assert "goes on in the queue" in said
    assert "3 still to be examined" in said


def test_the_doctor_is_content_where_nothing_is_stuck() -> None:
    assert [one.state for one in gate_checks.of_the_gate()] == [State.FINE, State.FINE]


def test_the_doctor_names_what_is_stuck_and_what_would_not_pass() -> None:
    _a_failing_item()
    Examination.objects.create(
        stored_id=store_file("卡".encode()).digest, name="卡.txt", rules=GATE_RULES,
        state="stuck", asked_at=time.now(), ended_at=time.now(),
    )  # fmt: skip

    stuck, failing = gate_checks.of_the_gate()

    assert (stuck.state, "1 file is stuck" in stuck.says) == (State.WARNING, True)
    assert (failing.state, failing.says[0]) == (State.WARNING, "1")
