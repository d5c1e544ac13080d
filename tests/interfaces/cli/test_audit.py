"""`gongkai audit verify`."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from click.testing import CliRunner, Result
from tests.modules.audit.chain import seal, tamper

from gongkai.audit.operations import record_entry
from gongkai.interfaces.cli import audit
from gongkai.kernel.types import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def database_of_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def here() -> Iterator[None]:
        yield

    monkeypatch.setattr(audit, "with_database", here)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(audit.audit, ["verify", *arguments])


def write(count: int) -> None:
    for number in range(count):
        record_entry(
            actor=SYSTEM,
            action="test.write",
            object_kind="thing",
            object_id=number,
            object_label="件",
            organ_id=None,
        )
    seal()


def test_a_whole_trail_prints_its_count_and_head() -> None:
    write(3)
    told = json.loads(run("--json").stdout)
    assert (told["whole"], told["entries"], told["head_place"]) == (True, 3, 3)
    plain = run()
    assert plain.exit_code == 0
    assert f"3:{told['head_hash']}" in plain.stdout


def test_a_damaged_trail_ends_with_code_2_and_says_where() -> None:
    write(3)
    tamper("UPDATE audit_entry SET object_label = '别的' WHERE place = 2")
    result = run("--json")
    assert result.exit_code == 2
    assert "altered at place 2" in result.stderr
    [damage] = json.loads(result.stdout)["damages"]
    assert (damage["kind"], damage["place"]) == ("altered", 2)


def test_a_head_noted_earlier_proves_the_past() -> None:
    write(2)
    head = json.loads(run("--json").stdout)["head_hash"]
    write(2)
    assert run("--noted", f"2:{head}").exit_code == 0
    assert run("--noted", f"2:{'0' * 64}").exit_code == 2


def test_a_head_that_cannot_be_read_is_refused() -> None:
    result = run("--noted", "two:abc")
    assert result.exit_code == 2
    assert "earlier verification" in result.stderr
