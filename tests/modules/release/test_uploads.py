"""Uploads: broken off anywhere they go on, and `received` never claims what is not there."""

import errno
import os
import tempfile
from datetime import timedelta
from io import BytesIO, FileIO
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import time_machine
from django.utils.translation import override
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings
from tests.modules.release.sending import (
    NAME,
    CutOff,
    Sender,
    a_sender,
    content_of,
    digest_of,
    spools,
)

from gongkai.kernel import time
from gongkai.kernel.files import open_file, path_of
from gongkai.kernel.refusals import NotFound
from gongkai.release import spools as spooling
from gongkai.release.models import Examination, Upload
from gongkai.release.operations import uploads
from gongkai.release.operations.forgetting import forget_left_folders, forget_old_uploads
from gongkai.release.operations.uploads import (
    NotAllThere,
    StorageFull,
    TooMuchSent,
    UploadBusy,
    UploadClosed,
    UploadRefused,
    WrongOffset,
    complete_upload,
    discard_upload,
    own_upload,
    receive_piece,
    taken_upload,
    upload_in_one_go,
)
from gongkai.release.spools import spool_of

pytestmark = pytest.mark.django_db
CONTENT = content_of(3 * 1024 * 1024 + 17)


@pytest.fixture(autouse=True)
def empty_root(settings: Settings, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path / "files"


@pytest.fixture
def sender() -> Sender:
    """A clerk who sends files."""
    return a_sender()


def _send(sender: Sender, key: UUID, offset: int, content: bytes) -> Upload:
    stream = BytesIO(content)
    return receive_piece(person_id=sender.person.pk, key=key, offset=offset, stream=stream)


def _stored(upload: Upload) -> bytes:
    assert upload.stored_id is not None
    with open_file(upload.stored_id) as opened:
        return opened.read()


def test_a_file_in_two_pieces_is_stored_examined_and_its_spool_gone(
    sender: Sender, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    upload = sender.begun(CONTENT)
    assert _send(sender, upload.key, 0, CONTENT[:1000]).received == 1000
    assert _send(sender, upload.key, 1000, CONTENT[1000:]).received == len(CONTENT)
    with django_capture_on_commit_callbacks(execute=True):
        done = complete_upload(person_id=sender.person.pk, key=upload.key)
    assert done.state == Upload.State.COMPLETE
    assert done.stored_id == digest_of(CONTENT)
    assert _stored(done) == CONTENT
    assert spools() == []
    assert Examination.objects.get().name == NAME


def test_the_bytes_are_stored_without_being_copied(sender: Sender) -> None:
    upload = sender.begun(CONTENT)
    _send(sender, upload.key, 0, CONTENT)
    spool = spool_of(upload.key).stat().st_ino
    done = complete_upload(person_id=sender.person.pk, key=upload.key)
    assert done.stored_id is not None
    assert path_of(done.stored_id).stat().st_ino == spool
    assert path_of(done.stored_id).stat().st_mode & 0o222 == 0


@examples(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(cuts=st.lists(st.integers(0, len(CONTENT)), max_size=6))
def test_broken_off_at_any_byte_it_goes_on(sender: Sender, cuts: list[int]) -> None:
    upload = sender.begun(CONTENT)
    key, received = upload.key, 0
    for cut in sorted(cuts):
        body = CutOff(CONTENT[received:], after=cut - received)
        with pytest.raises(ConnectionResetError):
            receive_piece(person_id=sender.person.pk, key=key, offset=received, stream=body)
        received = own_upload(person_id=sender.person.pk, key=key).received
        assert received == cut
        assert spool_of(key).read_bytes()[:received] == CONTENT[:received]
    if received < len(CONTENT):
        _send(sender, key, received, CONTENT[received:])
    assert _stored(complete_upload(person_id=sender.person.pk, key=key)) == CONTENT


def test_a_body_that_ends_early_counts_as_far_as_it_came(sender: Sender) -> None:
    upload = sender.begun(CONTENT)
    assert _send(sender, upload.key, 0, CONTENT[:12_345]).received == 12_345
    with pytest.raises(NotAllThere):
        complete_upload(person_id=sender.person.pk, key=upload.key)


def test_nothing_is_claimed_before_it_is_flushed(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = sender.begun(CONTENT)
    claimed: list[int] = []

    def note(spool: FileIO) -> None:
        claimed.append(own_upload(person_id=sender.person.pk, key=upload.key).received)
        spooling.flush(spool)

    monkeypatch.setattr(uploads, "flush", note)
    monkeypatch.setattr(uploads, "_CLAIMED_EVERY", 1024 * 1024)
    _send(sender, upload.key, 0, CONTENT)
    mib = 1024 * 1024
    assert claimed == [0, mib, 2 * mib, 3 * mib]


def test_what_cannot_be_flushed_is_not_claimed(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = sender.begun(CONTENT)
    _send(sender, upload.key, 0, CONTENT[:100])

    def fail(_spool: FileIO) -> None:
        raise OSError(errno.EIO, "disk")

    with monkeypatch.context() as broken:
        broken.setattr(uploads, "flush", fail)
        with pytest.raises(OSError, match="disk"):
            _send(sender, upload.key, 100, CONTENT[100:])
    assert own_upload(person_id=sender.person.pk, key=upload.key).received == 100
    # What lies unclaimed behind it is cut off, not taken for what was sent.
    _send(sender, upload.key, 100, CONTENT[100:])
    assert _stored(complete_upload(person_id=sender.person.pk, key=upload.key)) == CONTENT


def test_a_full_disk_is_said_and_what_came_is_kept(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = sender.begun(CONTENT)
    room = 2_000_000

    class Small(FileIO):
        def write(self, data: object, /) -> int:
            left = room - self.tell()
            if left <= 0:
                raise OSError(errno.ENOSPC, "full")
            return super().write(memoryview(data)[:left])  # type: ignore[arg-type]

    with monkeypatch.context() as full:
        full.setattr(spooling, "FileIO", Small)
        with pytest.raises(StorageFull), override("en"):
            _send(sender, upload.key, 0, CONTENT)
    assert own_upload(person_id=sender.person.pk, key=upload.key).received == room
    _send(sender, upload.key, room, CONTENT[room:])
    assert _stored(complete_upload(person_id=sender.person.pk, key=upload.key)) == CONTENT


@pytest.mark.parametrize("offset", [0, 99, 101, 10**12])
def test_a_wrong_offset_is_told_the_right_one(sender: Sender, offset: int) -> None:
    upload = sender.begun(CONTENT)
    _send(sender, upload.key, 0, CONTENT[:100])
    with pytest.raises(WrongOffset) as refused:
        _send(sender, upload.key, offset, CONTENT[100:])
    assert refused.value.received == 100


def test_two_writers_at_once_one_is_refused(sender: Sender) -> None:
    upload = sender.begun(CONTENT)
    refused: list[UploadBusy] = []

    class Meanwhile(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if not refused:
                with pytest.raises(UploadBusy) as raised:
                    _send(sender, upload.key, 0, b"other")
                refused.append(raised.value)
            return super().read(size)

    receive_piece(person_id=sender.person.pk, key=upload.key, offset=0, stream=Meanwhile(CONTENT))
    assert refused
    assert _stored(complete_upload(person_id=sender.person.pk, key=upload.key)) == CONTENT


def test_where_locks_of_files_do_not_hold_the_row_does(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = sender.begun(CONTENT)
    monkeypatch.setattr(spooling.fcntl, "flock", lambda *_: None)

    class Meanwhile(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() == 0:
                Upload.objects.filter(pk=upload.pk).update(received=50)
            return super().read(size)

    with pytest.raises(UploadBusy):
        receive_piece(
            person_id=sender.person.pk, key=upload.key, offset=0, stream=Meanwhile(CONTENT)
        )
    assert own_upload(person_id=sender.person.pk, key=upload.key).received == 50


def test_more_than_announced_is_refused(sender: Sender) -> None:
    upload = sender.begun(CONTENT)
    with pytest.raises(TooMuchSent):
        _send(sender, upload.key, 0, CONTENT + b"!")
    assert spool_of(upload.key).stat().st_size == len(CONTENT)


def test_nothing_is_added_to_a_complete_file(sender: Sender) -> None:
    upload = sender.begun(CONTENT)
    _send(sender, upload.key, 0, CONTENT)
    complete_upload(person_id=sender.person.pk, key=upload.key)
    with pytest.raises(UploadClosed):
        _send(sender, upload.key, len(CONTENT), b"")
    with pytest.raises(UploadClosed):
        discard_upload(person_id=sender.person.pk, key=upload.key)


def test_a_crash_between_storing_and_the_row_is_made_good(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = sender.begun(CONTENT)
    _send(sender, upload.key, 0, CONTENT)

    def die(**_named: object) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as dying:
        dying.setattr(uploads, "ask_examination", die)
        with pytest.raises(RuntimeError, match="killed"):
            complete_upload(person_id=sender.person.pk, key=upload.key)
    assert own_upload(person_id=sender.person.pk, key=upload.key).state == Upload.State.OPEN
    taken = taken_upload(actor=sender.actor, key=upload.key, subject=sender.subject)
    assert _stored(taken) == CONTENT


def test_a_lost_spool_is_said(sender: Sender) -> None:
    upload = sender.begun(CONTENT)
    _send(sender, upload.key, 0, CONTENT[:100])
    spool_of(upload.key).write_bytes(b"short")
    with pytest.raises(NotFound):
        _send(sender, upload.key, 100, CONTENT[100:])
    spool_of(upload.key).unlink()
    with pytest.raises(NotFound):
        _send(sender, upload.key, 100, CONTENT[100:])


def test_in_one_go(sender: Sender) -> None:
    upload = upload_in_one_go(
        actor=sender.actor, subject=sender.subject, name=NAME, stream=BytesIO(CONTENT)
    )
    assert (upload.state, upload.size, upload.received) == ("complete", len(CONTENT), len(CONTENT))
    assert _stored(upload) == CONTENT
    assert taken_upload(actor=sender.actor, key=upload.key, subject=sender.subject) == upload
    assert Examination.objects.get().stored_id == digest_of(CONTENT)
    with pytest.raises(UploadRefused):
        upload_in_one_go(actor=sender.actor, subject=sender.subject, name=NAME, stream=BytesIO(b""))


def test_discarding(sender: Sender) -> None:
    upload = sender.begun(CONTENT)
    discard_upload(person_id=sender.person.pk, key=upload.key)
    assert spools() == []
    with pytest.raises(NotFound):
        own_upload(person_id=sender.person.pk, key=upload.key)


def test_the_daily_job_forgets_what_nobody_goes_on_with(
    sender: Sender, fixed_moment: time_machine.Traveller
) -> None:
    done = upload_in_one_go(
        actor=sender.actor, subject=sender.subject, name=NAME, stream=BytesIO(CONTENT)
    )
    old, without_spool = sender.begun(CONTENT), sender.begun(CONTENT)
    spool_of(without_spool.key).unlink()
    orphan = spool_of(uuid4())
    orphan.write_bytes(b"left behind")
    fixed_moment.shift(timedelta(days=2, minutes=1))
    fresh = sender.begun(CONTENT)
    _age(orphan, old, fresh)
    assert forget_old_uploads() == 2
    assert set(Upload.objects.values_list("key", flat=True)) == {done.key, fresh.key}
    assert [path.name for path in spools()] == [fresh.key.hex]
    assert _stored(done) == CONTENT
    assert old.key.hex not in {path.name for path in spools()}


def _age(orphan: Path, old: Upload, fresh: Upload) -> None:
    """Give the files the times they would have: the tests' clock is not the disk's."""

    begun = fresh.begun_at.timestamp()
    for path, at in ((orphan, begun - 200_000), (spool_of(fresh.key), begun)):
        os.utime(path, (at, at))
    os.utime(spool_of(old.key), (begun - 200_000, begun - 200_000))


def test_the_daily_job_leaves_alone_what_is_just_being_sent(
    sender: Sender, fixed_moment: time_machine.Traveller
) -> None:
    upload = sender.begun(CONTENT)
    fixed_moment.shift(timedelta(days=3))
    forgotten: list[int] = []

    class Meanwhile(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            forgotten.append(forget_old_uploads())
            return super().read(size)

    receive_piece(person_id=sender.person.pk, key=upload.key, offset=0, stream=Meanwhile(CONTENT))
    assert set(forgotten) == {0}
    assert forget_old_uploads() == 0
    assert _stored(complete_upload(person_id=sender.person.pk, key=upload.key)) == CONTENT


def test_folders_that_killed_workers_left_are_removed_and_others_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    names = ("gongkai-paper-a1", "gongkai-apart-b2", "gongkai-layer-new", "others-work")
    for name in names:
        (tmp_path / name).mkdir()
        (tmp_path / name / "page.pdf").write_bytes(b"%PDF")
    long_ago = (time.now() - timedelta(hours=3)).timestamp()
    for name in ("gongkai-paper-a1", "gongkai-apart-b2", "others-work"):
        os.utime(tmp_path / name, (long_ago, long_ago))

    assert forget_left_folders() == 2
    assert sorted(found.name for found in tmp_path.iterdir()) == [
        "gongkai-layer-new",
        "others-work",
    ]
