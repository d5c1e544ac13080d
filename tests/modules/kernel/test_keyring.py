"""The key ring: read, made once, read again when it changes, and never lost silently."""

import base64
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pytest_django import Settings

from gongkai.kernel import keyring
from gongkai.kernel.keyring import (
    KEY_BYTES,
    KeyRing,
    KeyRingUnreadable,
    KeysComeFromSettings,
    KeysNotKept,
    SealingKey,
    parse_ring,
)
from gongkai.kernel.refusals import NotFound


def key(key_id: str, fill: bytes = b"k") -> SealingKey:
    return SealingKey(key_id, fill * KEY_BYTES)


def entry(key_id: str, secret: bytes = b"k" * KEY_BYTES) -> str:
    return f"{key_id}:{base64.b64encode(secret).decode()}"


def make() -> KeyRing:
    keyring.make_missing(first=SealingKey.made())
    ring = keyring.current_ring()
    assert ring is not None
    return ring


@pytest.mark.parametrize("between", ["\n", ",", ", ", "\r\n", "\n\n"])
def test_a_ring_is_read_with_its_last_key_as_the_current_one(between: str) -> None:
    ring = parse_ring(between.join([entry("old"), entry("new", b"n" * KEY_BYTES)]) + between)
    assert [found.id for found in ring.keys] == ["old", "new"]
    assert ring.current == key("new", b"n")
    assert ring.find("old") == key("old")
    assert ring.marked(key("old").mark) == key("old")
    assert ring.find("other") is None
    assert ring.marked("old.00000000") is None
    assert parse_ring(ring.written()) == ring


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "no-colon",
        "k1:",
        "k1:not base64",
        "k1:äöü",
        entry("k1", b"short"),
        entry("k1", b"k" * 33),
        entry("k.1"),
        entry("k 1"),
        entry(""),
        entry("k" * 33),
        f"{entry('k1')}\n{entry('k1', b'o' * KEY_BYTES)}",
        f"{entry('k1')}\nrest",
    ],
)
def test_a_ring_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(KeyRingUnreadable, match=r"."):
        parse_ring(text)


def test_no_message_and_no_trace_shows_a_key() -> None:
    secret = base64.b64encode(os.urandom(16)).decode()
    with pytest.raises(KeyRingUnreadable) as refused:
        parse_ring(f"{entry('k1')}\nk2:{secret}")
    assert "2" in str(refused.value)
    assert secret not in str(refused.value)
    assert "kkk" not in repr(KeyRing((key("k1"),)))


def test_keys_are_made_once_and_are_only_ours_to_read(key_folder: Path) -> None:
    assert keyring.current_ring() is None
    assert keyring.hash_key() is None
    ring, hashing = make(), keyring.hash_key()
    assert make() == ring
    assert keyring.hash_key() == hashing
    assert hashing is not None
    assert len(hashing) >= 64
    assert {path.name for path in key_folder.iterdir()} == {"sealing-keys", "hash-key"}
    assert {path.stat().st_mode & 0o777 for path in key_folder.iterdir()} == {0o600}
    assert key_folder.stat().st_mode & 0o777 == 0o700


def test_all_who_come_at_once_end_with_the_same_keys(key_folder: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        assert len(set(pool.map(lambda _: make(), range(64)))) == 1


def test_of_keys_that_are_added_at_once_none_is_lost(key_folder: Path) -> None:
    make()
    names = [f"k{place}" for place in range(48)]
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda name: keyring.add_key(key(name)), names))
    ring = keyring.current_ring()
    assert ring is not None
    assert sorted(found.id for found in ring.keys[1:]) == sorted(names)


COMING = """
from gongkai.kernel import keyring
keyring.make_missing(first=keyring.SealingKey.made())
key = keyring.SealingKey.made()
keyring.add_key(key)
print(keyring.current_ring().keys[0].id, key.id)
"""


def test_processes_that_come_at_once_share_the_ring_and_lose_no_key(
    key_folder: Path, tmp_path: Path
) -> None:
    environment = {
        **os.environ,
        "GONGKAI_HOME": str(tmp_path / "home"),
        "DJANGO_SETTINGS_MODULE": "gongkai.config.settings",
    }
    command = [sys.executable, "-c", COMING]
    running = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    said = [process.communicate()[0].split() for process in running]
    ring = keyring.current_ring()
    assert ring is not None
    assert {first for first, _ in said} == {ring.keys[0].id}
    assert {added for _, added in said} == {found.id for found in ring.keys[1:]}
    assert len(ring.keys) == 5


def test_a_key_that_another_process_added_is_seen_without_a_restart(key_folder: Path) -> None:
    first = make()
    path = keyring.ring_path()
    path.write_text(first.written() + entry("theirs") + "\n", encoding="ascii")
    ring = keyring.current_ring()
    assert ring is not None
    assert ring.current == key("theirs")
    # Even where neither time, size nor place show that something changed.
    before = path.stat()
    path.write_text(first.written() + entry("thairs") + "\n", encoding="ascii")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    again = keyring.current_ring(again=True)
    assert again is not None
    assert again.current.id == "thairs"


def test_keys_are_added_at_the_end_and_taken_out(key_folder: Path) -> None:
    first = make().current
    keyring.add_key(key("second"))
    keyring.add_key(key("second"))
    ring = keyring.current_ring()
    assert ring is not None
    assert ring.keys == (first, key("second"))
    assert keyring.ring_path().stat().st_mode & 0o777 == 0o600
    keyring.remove_key(first.id)
    assert keyring.current_ring() == KeyRing((key("second"),))
    for not_to_spare in ("second", "unknown"):
        with pytest.raises(NotFound):
            keyring.remove_key(not_to_spare)


def test_keys_of_a_setting_are_read_and_never_changed(key_folder: Path, settings: Settings) -> None:
    settings.SEALING_KEYS, settings.HASH_KEY = entry("given"), "h" * 32
    assert keyring.current_ring() == KeyRing((key("given"),))
    assert keyring.hash_key() == b"h" * 32
    for change in (lambda: keyring.add_key(key("new")), lambda: keyring.remove_key("given")):
        with pytest.raises(KeysComeFromSettings, match="GONGKAI_SEALING_KEYS"):
            change()
    assert not key_folder.exists()


def test_the_file_of_a_setting_is_read_again_when_it_changes(
    key_folder: Path, settings: Settings, tmp_path: Path
) -> None:
    given = tmp_path / "given"
    given.write_text(entry("one"), encoding="ascii")
    settings.SEALING_KEYS_FILE, settings.SEALING_KEYS = given, entry("as it was at the start")
    assert keyring.current_ring() == KeyRing((key("one"),))
    given.write_text(f"{entry('one')}\n{entry('two')}\n", encoding="ascii")
    assert keyring.current_ring() == KeyRing((key("one"), key("two")))
    given.unlink()
    with pytest.raises(KeyRingUnreadable, match="given"):
        keyring.current_ring()


@pytest.mark.parametrize("content", [b"\xff\xfe", b"k1:x"])
def test_a_file_that_is_no_ring_is_refused(key_folder: Path, content: bytes) -> None:
    make()
    keyring.ring_path().write_bytes(content)
    with pytest.raises(KeyRingUnreadable):
        keyring.current_ring()
    with pytest.raises(KeyRingUnreadable):
        keyring.add_key(key("new"))


def test_a_short_hash_key_is_refused(key_folder: Path, settings: Settings) -> None:
    settings.HASH_KEY = "h" * 31
    with pytest.raises(KeyRingUnreadable, match="32"):
        keyring.hash_key()


def test_keys_that_cannot_be_kept_are_not_made(settings: Settings, key_folder: Path) -> None:
    settings.HOME = Path("/proc/no/such/place")
    with pytest.raises(KeysNotKept):
        keyring.make_missing(first=SealingKey.made())
    with pytest.raises(KeysNotKept):
        keyring.add_key(key("new"))
