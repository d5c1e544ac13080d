"""`gongkai verify`: what was downloaded holds, and whatever is not as it was is found."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner, Result
from django.db import connection
from tests.factories import records
from tests.factories.records import content
from tests.rules.ledger.test_verifying import MONDAY, a_file, an_entry, some_days

from gongkai.interfaces.cli import verify
from gongkai.interfaces.cli.checks import State
from gongkai.interfaces.cli.ledger_checks import of_the_ledger
from gongkai.kernel.files import path_of
from gongkai.ledger.operations import close_past_days
from gongkai.ledger.rules.chain import FIRST_PREVIOUS_ROOT
from gongkai.ledger.rules.proofs import Manifest, Proof

COPY = "第一条 公开。\n"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(verify.verify, [str(one) for one in arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The files of three days in a folder of their own."""
    place = tmp_path / "days"
    place.mkdir()
    for number, text in enumerate(some_days([2, 0, 1])):
        _name(place, number).write_text(text)
    return place


def _name(folder: Path, number: int) -> Path:
    return folder / f"{(MONDAY + timedelta(days=number)).isoformat()}.jsonl"


def test_a_folder_of_days_holds(folder: Path) -> None:
    answer = run(folder)
    assert answer.exit_code == 0
    assert "3 entries" in answer.stdout
    told = json.loads(run("--json", folder).stdout)
    assert told["whole"] is True
    assert [day["entries"] for day in told["days"]] == [2, 0, 1]
    last = told["days"][-1]
    assert run(folder, "--noted", f"{last['day']}:{last['root']}").exit_code == 0
    assert run(folder, "--noted", f"{last['day']}:{'0' * 64}").exit_code == verify.DAMAGED


def test_what_was_compared_with_nothing_is_not_said_to_hold(folder: Path, tmp_path: Path) -> None:
    noted = ["--noted", f"{MONDAY - timedelta(days=9)}:{'0' * 64}"]
    answer = run(folder, *noted)
    assert answer.exit_code == verify.NOT_PROVED
    assert "compared with nothing" in answer.stdout
    (nothing := tmp_path / "nothing").mkdir()
    assert run(nothing).exit_code == 2


def _changed(folder: Path) -> None:
    path = _name(folder, 0)
    path.write_text(path.read_text().replace("published", "corrected", 1))


def _missing(folder: Path) -> None:
    _name(folder, 1).unlink()


def _reordered(folder: Path) -> None:
    path = _name(folder, 0)
    head, first, second, *rest = path.read_text().split("\n")
    path.write_text("\n".join([head, second, first, *rest]))


def _truncated(folder: Path) -> None:
    path = _name(folder, 2)
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]))


def _binary(folder: Path) -> None:
    _name(folder, 0).write_bytes(b"\xff\xfe\x00")


@pytest.mark.parametrize("tamper", [_changed, _missing, _reordered, _truncated, _binary])
def test_what_was_tampered_with_is_found(folder: Path, tamper: object) -> None:
    tamper(folder)  # type: ignore[operator]
    answer = run("--json", folder)
    assert answer.exit_code == verify.DAMAGED
    told = json.loads(answer.stdout)
    assert told["whole"] is False
    assert told["faults"]


def _proof_and_day(folder: Path) -> tuple[Path, Path]:
    digest = hashlib.sha256(COPY.encode()).hexdigest()
    manifest = Manifest(text=digest, files=(), elements={"title": "办法" * 3000})
    proof = Proof(
        sequence=1,
        on=MONDAY,
        index_number="GK0000001-01-2026-0001",
        version=1,
        nonce="ab" * 16,
        manifest=manifest,
    )
    entry = an_entry(1, MONDAY, digest=proof.digest(), index_number=proof.index_number)
    day = folder / "day.jsonl"
    day.write_text(a_file(MONDAY, FIRST_PREVIOUS_ROOT, [entry])[0])
    path = folder / "proof-1.json"
    path.write_text(proof.text())
    return path, day


def test_a_copy_is_proved_by_its_proof_and_its_day(tmp_path: Path) -> None:
    proof, day = _proof_and_day(tmp_path)
    copy = tmp_path / "公告.txt"
    copy.write_text(COPY)
    answer = run("--json", copy, proof, day)
    assert answer.exit_code == 0
    (told,) = json.loads(answer.stdout)["copies"]
    assert (told["part"], told["version"], told["day"]) == ("text", 1, MONDAY.isoformat())
    assert "text of version 1 of GK0000001-01-2026-0001" in run(copy, proof, day).stdout
    # A proof alone proves nothing, and a changed copy is none.
    assert run(copy, proof).exit_code == verify.NOT_PROVED
    answer = run(proof)
    assert (answer.exit_code, "not proved" in answer.stdout) == (verify.NOT_PROVED, True)
    assert json.loads(run("--json", proof).stdout)["unopened_proofs"] == [str(proof)]
    assert run(proof, day).exit_code == 0
    copy.write_text(COPY.replace("公开", "不公开"))
    assert run(copy, proof, day).exit_code == verify.NOT_PROVED
    assert run(copy, tmp_path).exit_code == verify.NOT_PROVED


def test_a_proof_that_opens_another_entry_is_found(tmp_path: Path) -> None:
    proof, day = _proof_and_day(tmp_path)
    proof.write_text(proof.read_text().replace("ab" * 16, "cd" * 16))
    assert run(proof, day).exit_code == verify.DAMAGED
    proof.write_text(proof.read_text().replace('"nonce"', '"once"'))
    assert run(proof, day).exit_code == verify.DAMAGED


def test_nothing_to_compare_with_is_an_error_of_use(tmp_path: Path) -> None:
    copy = tmp_path / "公告.txt"
    copy.write_text(COPY)
    answer = run(copy)
    assert answer.exit_code == 2
    assert "nothing to compare" in answer.stderr
    assert run(tmp_path / "nowhere").exit_code == 2
    assert run(copy, "--noted", "2026-02-30:" + "0" * 64).exit_code == 2


@pytest.mark.django_db
def test_the_database_says_what_a_copy_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fixed_moment: time_machine.Traveller
) -> None:
    @contextmanager
    def here() -> Iterator[None]:
        yield

    monkeypatch.setattr(verify, "with_database", here)
    records.load_tables()
    record = records.an_office().released(content())
    connection.check_constraints()
    copy = path_of(record.versions.get().text_file)
    answer = run("--database", copy)
    assert answer.exit_code == verify.NOT_PROVED
    assert "closed after midnight" in answer.stdout
    fixed_moment.shift(3 * 24 * 3600)
    (late,) = of_the_ledger()
    assert late.state is State.WARNING
    close_past_days()
    (fine,) = of_the_ledger()
    assert fine.state is State.FINE
    assert str(date(2026, 3, 18)) in fine.says
    answer = run("--database", "--json", copy)
    assert answer.exit_code == 0
    (told,) = json.loads(answer.stdout)["copies"]
    assert (told["index_number"], told["sequence"]) == (record.index_number, 1)
    other = tmp_path / "x.txt"
    other.write_text("别的")
    assert run("--database", other).exit_code == verify.NOT_PROVED
