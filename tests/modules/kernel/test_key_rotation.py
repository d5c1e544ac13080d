"""Changing the keys: nothing is lost, wherever it is broken off, and the trail tells of it."""

from pathlib import Path

import pytest
from django.core.exceptions import FieldDoesNotExist
from pytest_django import Settings
from tests.factories.sealing import (
    WHO,
    Filled,
    all_contents,
    current,
    rotate,
    seal_files,
    sealed_with,
)

from gongkai.audit.models import AuditEntry
from gongkai.kernel import keyring, rotation, sealed_columns, sealing
from gongkai.kernel.keyring import KeyLost, KeyRing, KeysComeFromSettings, KeysNotKept, SealingKey
from gongkai.kernel.models import SealedFile
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.rotation import KeyInUse

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("small_batches")]


def trail() -> list[tuple[str, str, dict[str, str]]]:
    return list(AuditEntry.objects.order_by("pk").values_list("action", "object_id", "details"))


def test_rotation_reseals_everything_and_the_old_key_retires(filled: Filled) -> None:
    old, new, contents = filled
    told: list[tuple[int, int]] = []
    done = rotate(lambda resealed, whole: told.append((resealed, whole)))
    assert (done.key_id, done.resealed, done.unreadable, done.left) == (new.id, 8, 0, 0)
    assert told == [(3, 8), (6, 8), (8, 8)]
    assert (sealed_with(old), sealed_with(new)) == (0, 8)
    rotation.retire_key(key_id=old.id, account=WHO)
    assert keyring.current_ring() == KeyRing((new,))
    assert all_contents() == contents


def test_the_stored_bytes_stay_as_they_are(filled: Filled, settings: Settings) -> None:
    stored = {path: path.stat().st_mtime_ns for path in Path(settings.FILES_ROOT).rglob("*")}
    assert rotate().resealed == 8
    assert {path: path.stat().st_mtime_ns for path in stored} == stored


def test_a_rotation_with_nothing_to_do_says_so_and_leaves_no_trace() -> None:
    seal_files(2)
    assert rotate() == rotation.Resealed(current().id)
    assert trail() == []


def test_a_broken_off_rotation_goes_on_where_it_was(filled: Filled) -> None:
    old, new, contents = filled

    def break_off(_done: int, _whole: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotate(break_off)
    assert (sealed_with(old), sealed_with(new)) == (5, 3)
    assert all_contents() == contents
    assert rotate().resealed == 5
    assert (sealed_with(old), sealed_with(new)) == (0, 8)
    assert all_contents() == contents


def test_a_batch_that_fails_leaves_nothing_half_done(
    filled: Filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, _new, contents = filled
    seen: list[str] = []
    unseal = sealing.unseal_text

    def fail_in_the_second_batch(sealed: str, *, purpose: str) -> str:
        seen.append(sealed)
        if len(seen) == 5:
            raise MemoryError
        return unseal(sealed, purpose=purpose)

    monkeypatch.setattr(rotation, "unseal_text", fail_in_the_second_batch)
    with pytest.raises(MemoryError):
        rotate()
    assert sealed_with(old) == 5
    assert all_contents() == contents


def test_what_cannot_be_opened_stays_as_it_is_and_stops_nobody(filled: Filled) -> None:
    old, _new, contents = filled
    broken = SealedFile.objects.order_by("pk")[1]
    changed = broken.wrapped_key[:-8] + "AAAAAAA="
    SealedFile.objects.filter(pk=broken.pk).update(wrapped_key=changed)
    done = rotate()
    assert (done.resealed, done.unreadable, done.left) == (7, 1, 1)
    broken.refresh_from_db()
    assert broken.wrapped_key == changed
    with pytest.raises(KeyInUse, match="1 value is"):
        rotation.retire_key(key_id=old.id, account=WHO)
    rest = SealedFile.objects.exclude(pk=broken.pk).order_by("pk")
    assert [sealing.read_sealed(one) for one in rest] == [contents[0], *contents[2:]]


def test_a_key_in_use_the_current_one_and_an_unknown_one_do_not_retire(filled: Filled) -> None:
    old, new, _contents = filled
    with pytest.raises(KeyInUse, match="8 values"):
        rotation.retire_key(key_id=old.id, account=WHO)
    with pytest.raises(KeyInUse, match="keys add"):
        rotation.retire_key(key_id=new.id, account=WHO)
    with pytest.raises(NotFound, match="keys list"):
        rotation.retire_key(key_id="unknown", account=WHO)
    assert keyring.current_ring() == KeyRing((old, new))
    assert [action for action, _, _ in trail()] == ["kernel.add_key"]


def test_the_trail_keeps_each_step_and_no_secret(filled: Filled) -> None:
    old, new, _contents = filled
    rotate()
    rotation.retire_key(key_id=old.id, account=WHO)
    assert trail() == [
        ("kernel.add_key", new.id, {"account": WHO}),
        ("kernel.begin_resealing", new.id, {"account": WHO, "waiting": "8"}),
        ("kernel.end_resealing", new.id, {"account": WHO, "resealed": "8", "left": "0"}),
        ("kernel.retire_key", old.id, {"account": WHO}),
    ]
    said = "".join(AuditEntry.objects.values_list("canonical", flat=True))
    for key in (old, new):
        written = KeyRing((key,)).written().partition(":")[2].strip()
        assert written not in said


def test_a_key_that_cannot_be_kept_is_not_in_the_trail(settings: Settings, filled: Filled) -> None:
    before = trail()
    settings.HOME = Path("/proc/no/such/place")
    with pytest.raises(KeysNotKept):
        rotation.add_key(account=WHO, old_are_lost=True)
    assert trail() == before


def test_the_first_key_can_be_added_before_anything_is_sealed() -> None:
    key_id = rotation.add_key(account=WHO)
    assert current().id == key_id
    assert keyring.hash_key() is not None
    sealing.store_sealed(b"x")
    assert sealed_with(current()) == 1


def test_a_new_ring_beside_lost_keys_is_begun_only_on_purpose(filled: Filled) -> None:
    old, new, _contents = filled
    keyring.ring_path().unlink()
    with pytest.raises(KeyLost, match="--old-are-lost"):
        rotation.add_key(account=WHO)
    key_id = rotation.add_key(account=WHO, old_are_lost=True)
    assert current().id == key_id
    report = rotation.key_report()
    assert [(key.key_id, key.values) for key in report.missing] == [(old.mark, 8)]
    assert new.mark not in {key.key_id for key in report.keys}
    done = rotate()
    assert (done.resealed, done.unreadable, done.left) == (0, 8, 8)
    with pytest.raises(KeyLost):
        sealing.read_sealed(SealedFile.objects.order_by("pk")[0])


def test_adding_a_key_does_not_hide_that_the_hash_key_is_lost(filled: Filled) -> None:
    keyring.hash_key_path().unlink()
    rotation.add_key(account=WHO)
    assert keyring.hash_key() is None
    rotation.add_key(account=WHO, old_are_lost=True)
    assert keyring.hash_key() is not None
    ring = keyring.current_ring()
    assert ring is not None
    assert len(ring.keys) == 4


def test_the_report_tells_the_keys_what_they_sealed_and_what_is_no_seal(filled: Filled) -> None:
    old, new, _contents = filled
    sealing.store_sealed(b"with the new one")
    plain = SealedFile.objects.order_by("pk")[0]
    SealedFile.objects.filter(pk=plain.pk).update(wrapped_key="written past the operation")
    report = rotation.key_report()
    told = [(key.key_id, key.is_in_ring, key.is_current, key.values) for key in report.keys]
    assert told == [(old.id, True, False, 7), (new.id, True, True, 1)]
    assert (report.unsealed, report.waiting, report.missing) == (1, 7, ())


def test_a_namesake_of_a_lost_key_is_not_taken_for_it(filled: Filled) -> None:
    old, new, _contents = filled
    namesake = SealingKey(old.id, b"n" * 32)
    keyring.remove_key(old.id)
    keyring.add_key(namesake)
    report = rotation.key_report()
    assert [(key.key_id, key.values) for key in report.missing] == [(old.mark, 8)]
    assert [key.values for key in report.keys if key.is_in_ring] == [0, 0]
    rotation.retire_key(key_id=new.id, account=WHO)


def test_keys_of_a_setting_are_reported_and_not_changed(filled: Filled, settings: Settings) -> None:
    old, new, _contents = filled
    settings.SEALING_KEYS = KeyRing((old, new)).written()
    settings.HASH_KEY = "h" * 32
    for change in (
        lambda: rotation.add_key(account=WHO),
        lambda: rotation.retire_key(key_id=old.id, account=WHO),
    ):
        with pytest.raises(KeysComeFromSettings, match="openssl rand"):
            change()
    assert rotate().resealed == 8
    assert [key.values for key in rotation.key_report().keys] == [0, 8]


def test_the_hash_key_takes_no_part(filled: Filled) -> None:
    seen = sealing.keyed_hash("110101199001011237", purpose="test")
    rotate()
    rotation.retire_key(key_id=filled[0].id, account=WHO)
    assert sealing.keyed_hash("110101199001011237", purpose="test") == seen


def test_only_columns_that_are_there_can_be_registered() -> None:
    with pytest.raises(FieldDoesNotExist):
        sealing.register_sealed("kernel.SealedFile", "no_such_column", "test")
    with pytest.raises(LookupError):
        sealing.register_sealed("kernel.NoSuchModel", "wrapped_key", "test")
    labels = {(column.model_label, column.field) for column in sealed_columns.sealed_columns()}
    assert ("kernel.SealedFile", "wrapped_key") in labels
    assert not {name for label, name in labels if "no_such" in name or "NoSuch" in label}
