"""`gongkai keys`, and what the doctor says of keys."""

import json
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.utils.translation import override
from pytest_django import Settings

from gongkai.audit.models import AuditEntry
from gongkai.interfaces.cli import checks
from gongkai.interfaces.cli import keys as command
from gongkai.interfaces.cli.checks import Finding, State
from gongkai.kernel import keyring, sealing
from gongkai.kernel.keyring import KeyRing, SealingKey
from gongkai.kernel.models import SealedFile
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.rotation import KeyInUse

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def installation(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """An installation without keys; the commands use the database of the test."""
    settings.HOME, settings.FILES_ROOT = tmp_path / "home", tmp_path / "home" / "files"
    settings.SEALING_KEYS, settings.SEALING_KEYS_FILE, settings.HASH_KEY = "", None, ""
    monkeypatch.setattr(command, "with_database", nullcontext)
    with override("en"):
        yield


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command.keys, arguments)


def answer(*arguments: str) -> dict[str, object]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.stderr
    told = json.loads(result.stdout)
    assert isinstance(told, dict)
    return told


def ring() -> KeyRing:
    found = keyring.current_ring()
    assert found is not None
    return found


def seal(count: int) -> SealingKey:
    for _ in range(count):
        sealing.store_sealed(b"a copy of a card")
    return ring().current


def listed(key_id: str, *, current: bool, values: int, in_ring: bool = True) -> dict[str, object]:
    return {"id": key_id, "in_ring": in_ring, "current": current, "values": values}


def test_before_anything_is_sealed_there_are_no_keys() -> None:
    assert answer("list") == {"source": "data folder", "keys": [], "unsealed": 0}
    assert run("list").stdout == "There are no keys yet.\n"
    assert not keyring.ring_path().exists()


def test_the_whole_change_of_a_key() -> None:
    old = seal(3)
    new_id = str(answer("add")["key"])
    assert answer("list")["keys"] == [
        listed(old.id, current=False, values=3),
        listed(new_id, current=True, values=0),
    ]
    done = {"key": new_id, "resealed": 3, "unreadable": 0, "left": 0}
    assert answer("rotate") == done
    assert answer("retire", old.id) == {"key": old.id}
    assert answer("list")["keys"] == [listed(new_id, current=True, values=3)]
    actions = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
    assert actions == [
        "kernel.add_key",
        "kernel.begin_resealing",
        "kernel.end_resealing",
        "kernel.retire_key",
    ]
    assert all(AuditEntry.objects.values_list("details__account", flat=True))


def test_the_plain_forms_say_what_is_next() -> None:
    old = seal(2)
    added = run("add").stdout
    new = ring().current
    assert f"{new.id} seals from now on." in added
    assert "gongkai keys rotate" in added
    told = run("list").stdout
    assert "Keys from the data folder:" in told
    assert f"{old.id}  2 values\n" in told
    assert f"{new.id}  0 values, seals from now on" in told
    rotated = run("rotate")
    assert rotated.stdout == f"2 values sealed with {new.id}.\n"
    assert "2 of 2 values" in rotated.stderr
    assert run("rotate").stdout == f"Everything is sealed with {new.id} already.\n"
    assert "keep its copy" in run("retire", old.id).stdout


def test_no_form_shows_a_key() -> None:
    seal(1)
    said = run("add").output + run("list").output + run("list", "--json").output
    said += run("rotate").output + run("retire", ring().keys[0].id).output
    for line in keyring.ring_path().read_text(encoding="ascii").split():
        assert line.partition(":")[2] not in said
    assert keyring.hash_key_path().read_text(encoding="ascii").strip() not in said


def test_refusals_reach_the_command_line_as_they_are() -> None:
    old = seal(1)
    answer("add")
    result = run("retire", old.id)
    # `main` prints every Refusal on standard error and ends with code 2.
    assert isinstance(result.exception, KeyInUse)
    assert "1 value is still sealed" in str(result.exception)
    assert result.stdout == ""


def test_keys_of_a_setting_are_listed_and_refuse_to_be_changed(settings: Settings) -> None:
    old = seal(1)
    settings.SEALING_KEYS, settings.HASH_KEY = KeyRing((old,)).written(), "h" * 32
    assert answer("list")["source"] == "setting"
    for arguments in (("add",), ("retire", old.id)):
        result = run(*arguments)
        assert isinstance(result.exception, Refusal)
        assert "GONGKAI_SEALING_KEYS" in str(result.exception)


def test_values_that_stay_behind_end_with_code_2() -> None:
    lost = seal(2)
    answer("add")
    keyring.remove_key(lost.id)
    result = run("rotate", "--json")
    assert result.exit_code == 2
    assert json.loads(result.stdout)["unreadable"] == 2
    assert "Cannot be opened and stays as it is: 2 values" in result.stderr
    told = run("list").stdout
    assert f"{lost.mark}  2 values, MISSING" in told


def test_a_lost_ring_is_begun_anew_on_purpose_only() -> None:
    seal(1)
    keyring.ring_path().unlink()
    refused = run("add")
    assert isinstance(refused.exception, Refusal)
    assert "--old-are-lost" in str(refused.exception)
    assert answer("add", "--old-are-lost")["key"] == ring().current.id


@pytest.mark.parametrize("arguments", [("retire",), ("list", "extra"), ("turn",)])
def test_a_wrong_call_is_refused_on_standard_error(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr


def findings() -> list[Finding]:
    return [one for one in checks.of_the_database() if one.name in {"sealing keys", "hash key"}]


def test_the_doctor_has_nothing_to_say_without_keys_and_with_good_ones() -> None:
    assert [one.state for one in findings()] == [State.FINE]
    seal(1)
    [found] = findings()
    assert found.state is State.FINE
    assert "1 in the ring" in found.says


def test_the_doctor_names_the_key_that_is_missing() -> None:
    lost = seal(2)
    answer("add")
    keyring.remove_key(lost.id)
    [found] = findings()
    assert found.state is State.BROKEN
    assert lost.id in found.says
    assert "2 values" in found.says
    assert "keys.md" in found.mend


def test_the_doctor_sees_that_the_ring_is_gone_or_unreadable() -> None:
    key = seal(1)
    keyring.ring_path().write_text("k1:x", encoding="ascii")
    assert [one.state for one in findings()] == [State.BROKEN]
    keyring.ring_path().unlink()
    [found] = findings()
    assert found.state is State.BROKEN
    assert key.id in found.says


def test_the_doctor_sees_that_the_hash_key_is_gone() -> None:
    seal(1)
    keyring.hash_key_path().unlink()
    states = {one.name: one.state for one in findings()}
    assert states == {"sealing keys": State.FINE, "hash key": State.BROKEN}


def test_the_doctor_sees_what_is_not_sealed() -> None:
    seal(2)
    first = SealedFile.objects.order_by("pk").values("pk")[:1]
    SealedFile.objects.filter(pk__in=first).update(wrapped_key="plain")
    [found] = findings()
    assert found.state is State.BROKEN
    assert "1 value." in found.says


def test_the_doctor_reminds_of_a_rotation_that_is_due() -> None:
    seal(2)
    answer("add")
    [found] = findings()
    assert found.state is State.WARNING
    assert "2 values" in found.says
    assert found.mend == "gongkai keys rotate"
