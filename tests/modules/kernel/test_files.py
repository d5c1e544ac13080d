"""Stored files: kept once, never changed, whole or not at all."""

import hashlib
import os
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction
from pytest_django import Settings

from gongkai.kernel import files
from gongkai.kernel.models import StoredFile
from gongkai.kernel.refusals import NotFound

pytestmark = pytest.mark.django_db
CONTENT = "关于公布行政许可事项的通知\n".encode() * 100


@pytest.fixture
def flushed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The inodes that were flushed to disk."""
    found: list[int] = []
    flush = os.fsync

    def note(descriptor: int) -> None:
        found.append(os.fstat(descriptor).st_ino)
        flush(descriptor)

    monkeypatch.setattr(os, "fsync", note)
    return found


@pytest.fixture(autouse=True)
def empty_root(settings: Settings, tmp_path: Path) -> Path:
    settings.FILES_ROOT = tmp_path / "files"
    return tmp_path / "files"


def leftovers() -> list[Path]:
    return list(Path(settings.FILES_ROOT).glob(".incoming-*"))


@pytest.mark.parametrize("as_stream", [False, True])
def test_a_file_lies_under_its_digest(as_stream: bool) -> None:
    stored = files.store_file(BytesIO(CONTENT) if as_stream else CONTENT)
    assert stored.digest == hashlib.sha256(CONTENT).hexdigest()
    assert stored.size == len(CONTENT)
    with files.open_file(stored.digest) as opened:
        assert opened.read() == CONTENT
    assert not leftovers()


def test_the_same_content_is_kept_once() -> None:
    first, second = files.store_file(CONTENT), files.store_file(BytesIO(CONTENT))
    assert first.pk == second.pk
    assert StoredFile.objects.count() == 1


def test_a_kept_file_is_never_overwritten() -> None:
    stored = files.store_file(CONTENT)
    path = files.path_of(stored.digest)
    before = path.stat()
    files.store_file(CONTENT)
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert path.stat().st_mode & 0o222 == 0


def test_a_file_bigger_than_one_piece() -> None:
    content = bytes(range(256)) * 4096 * 3 + b"end"
    stored = files.store_file(BytesIO(content))
    assert (stored.size, stored.digest) == (len(content), hashlib.sha256(content).hexdigest())


def test_many_files_lie_under_their_digests_in_order_and_once() -> None:
    files.store_file(b"old")
    contents = [b"one", b"two", b"old", b"one"]
    digests = files.store_files(contents)
    assert digests == [hashlib.sha256(content).hexdigest() for content in contents]
    assert [files.path_of(digest).read_bytes() for digest in digests] == contents
    assert all(files.path_of(digest).stat().st_mode & 0o222 == 0 for digest in digests)
    assert dict(StoredFile.objects.values_list("pk", "size")) == dict.fromkeys(digests, 3)
    assert not leftovers()


def test_a_crash_among_many_files_leaves_no_row_and_nothing_half_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def crash(descriptor: int) -> None:
        raise OSError(f"no space left for {descriptor}")

    monkeypatch.setattr(os, "fsync", crash)
    with pytest.raises(OSError, match="no space left"):
        files.store_files([b"one", b"two"])
    assert not files.path_of(hashlib.sha256(b"one").hexdigest()).exists()
    assert not StoredFile.objects.exists()
    assert not leftovers()


class Broken(BytesIO):
    """A stream that breaks off after its first piece."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell():
            raise OSError("the connection broke")
        return super().read(10)


def test_a_broken_stream_leaves_nothing_behind() -> None:
    with pytest.raises(OSError, match="broke"):
        files.store_file(Broken(CONTENT))
    assert not StoredFile.objects.exists()
    assert not leftovers()


def test_a_crash_before_the_rename_leaves_no_file_under_the_digest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def crash(self: Path, target: Path) -> Path:
        raise OSError(f"no space left for {target}")

    monkeypatch.setattr(Path, "replace", crash)
    with pytest.raises(OSError, match="no space left"):
        files.store_file(CONTENT)
    assert not files.path_of(hashlib.sha256(CONTENT).hexdigest()).exists()
    assert not StoredFile.objects.exists()


def test_a_row_that_was_rolled_back_leaves_a_harmless_orphan() -> None:
    with transaction.atomic():
        stored = files.store_file(CONTENT)
        transaction.set_rollback(True)
    assert not StoredFile.objects.exists()
    assert files.path_of(stored.digest).exists()
    assert files.store_file(CONTENT).digest == stored.digest


def test_the_row_cannot_be_changed() -> None:
    stored = files.store_file(CONTENT)
    with pytest.raises(DatabaseError), transaction.atomic():
        StoredFile.objects.filter(pk=stored.pk).update(size=0)


def test_an_unknown_digest_is_not_found() -> None:
    with pytest.raises(NotFound):
        files.open_file("0" * 64)


def test_a_new_folder_is_flushed_into_its_parent(empty_root: Path, flushed: list[int]) -> None:
    leaf = files.path_of(files.store_file(CONTENT).digest).parent
    assert {path.stat().st_ino for path in (empty_root, leaf.parent, leaf)} <= set(flushed)


def test_many_files_are_flushed_with_each_folder_on_their_way_once(
    empty_root: Path, flushed: list[int]
) -> None:
    paths = [files.path_of(digest) for digest in files.store_files([b"one", b"two", b"three"])]
    wanted = {empty_root, *paths}
    for path in paths:
        wanted |= {path.parent, path.parent.parent}
    assert sorted(flushed) == sorted(path.stat().st_ino for path in wanted)


def _spooled(content: bytes = CONTENT) -> Path:
    spool = Path(settings.FILES_ROOT) / "spool"
    spool.parent.mkdir(exist_ok=True)
    spool.write_bytes(content)
    return spool


def test_a_file_is_adopted_without_being_copied(flushed: list[int]) -> None:
    spool = _spooled()
    stored = files.adopt_file(spool)
    kept = files.path_of(stored.digest)
    assert (stored.digest, stored.size) == (hashlib.sha256(CONTENT).hexdigest(), len(CONTENT))
    assert kept.stat().st_ino == spool.stat().st_ino
    assert kept.stat().st_mode & 0o777 == 0o440
    assert {kept.stat().st_ino, kept.parent.stat().st_ino} <= set(flushed)
    spool.unlink()
    with files.open_file(stored.digest) as opened:
        assert opened.read() == CONTENT


def test_adopted_twice_or_known_before_it_is_kept_once() -> None:
    before = files.store_file(CONTENT)
    inode = files.path_of(before.digest).stat().st_ino
    spool = _spooled()
    assert files.adopt_file(spool) == files.adopt_file(spool) == before
    assert files.path_of(before.digest).stat().st_ino == inode
    assert StoredFile.objects.count() == 1


def test_adopting_can_be_done_again_after_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    spool = _spooled()

    def die(*_arguments: object, **_named: object) -> None:
        raise DatabaseError("gone")

    with monkeypatch.context() as dying:
        dying.setattr(StoredFile.objects, "get_or_create", die)
        with pytest.raises(DatabaseError):
            files.adopt_file(spool)
    assert spool.exists()
    assert files.adopt_file(spool).size == len(CONTENT)
