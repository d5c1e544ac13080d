"""Files of staff on their way in: sent in pieces that may break off anywhere, or in one go.

`received` counts what lies flushed in the spool, never more, so a sender who asks goes on at the
right byte whatever died meanwhile. An upload by itself changes nothing and is not in the trail:
the operation that takes it (`taken_upload`) says there what was attached to what.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from io import SEEK_END, FileIO
from typing import BinaryIO
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.kernel import time
from gongkai.kernel.files import adopt_file, store_file
from gongkai.kernel.models import StoredFile
from gongkai.kernel.refusals import NotAllowed, NotFound, Refusal
from gongkai.kernel.types import Actor
from gongkai.release.access import DECIDERS
from gongkai.release.first_look import LARGEST, laid_out, says_it_is_secret
from gongkai.release.models import Upload
from gongkai.release.operations.examining import ask_examination
from gongkai.release.operations.scanning import ask_scan
from gongkai.release.rules.doors import Subject
from gongkai.release.rules.inspection import FileProblem
from gongkai.release.rules.names import clean_name
from gongkai.release.rules.uploads import problem_of_upload
from gongkai.release.spools import (
    SpoolBusy,
    SpoolGone,
    flush,
    forget_spool,
    locked_spool,
    make_spool,
    spool_from,
    spool_of,
)
from gongkai.release.wording import problem_text

FIELD = "files"
"""The form field that refusals belong to."""
_PIECE = 256 * 1024
_CLAIMED_EVERY = 16 * 1024 * 1024
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_NO_SUCH = _("This upload is not there any more. Choose the file again.")


class UploadRefused(Refusal):
    """The file cannot be taken under this name or in this size."""

    def __init__(self, problem: FileProblem) -> None:
        super().__init__(problem_text(problem), field=FIELD)
        self.problem = problem


class MarkedSecret(Refusal):
    """The file says of itself that it is secret; nothing of it is kept."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This file bears a mark of secrecy. It was not kept. Take it off this machine and "
                "tell the secrecy officer of your organ at once."
            ),
            field=FIELD,
        )


class WrongOffset(Refusal):
    """The piece does not begin where the last one ended."""

    def __init__(self, received: int) -> None:
        super().__init__(_("The piece does not begin where the last one ended."), field=FIELD)
        self.received = received
        """Where it must begin."""


class UploadBusy(Refusal):
    """Another piece of the same file is just coming in."""


class UploadClosed(Refusal):
    """All of the file is there; nothing more is taken."""


class TooMuchSent(Refusal):
    """More came than was announced."""


class NotAllThere(Refusal):
    """The file has not come to its end yet."""


class StorageFull(Refusal):
    """There is no room for the file; what came so far is kept."""


def begin_upload(*, actor: Actor, subject: Subject, name: str, size: int) -> Upload:
    """Announce a file of `size` bytes for a subject of the actor's organ.

    Raises NotAllowed, UploadRefused.
    """
    _require_sender(actor, subject)
    _require_takeable(name, size)
    key = uuid4()
    make_spool(key)
    return Upload.objects.create(**_first_values(actor, subject, name, size), key=key)


def own_upload(*, person_id: int, key: UUID) -> Upload:
    """Return an upload of this person's; raises NotFound."""
    found = Upload.objects.filter(key=key, person_id=person_id).first()
    if found is None:
        raise NotFound(_NO_SUCH, field=FIELD)
    return found


def receive_piece(*, person_id: int, key: UUID, offset: int, stream: BinaryIO) -> Upload:
    """Put what the stream holds behind the first `offset` bytes; what came whole is kept.

    Where reading the stream fails, what came before is kept and the failure goes on. Raises
    NotFound, UploadBusy, UploadClosed, WrongOffset, TooMuchSent, StorageFull.
    """
    own_upload(person_id=person_id, key=key)
    with _alone(key):
        # Read under the lock: another piece may have come in between.
        upload = own_upload(person_id=person_id, key=key)
        if upload.state != Upload.State.OPEN:
            raise UploadClosed(_("All of this file is there already."), field=FIELD)
        if offset != upload.received:
            raise WrongOffset(upload.received)
        with spool_from(key, offset) as spool:
            _Filling(upload, spool).fill(stream)
    return upload


def complete_upload(*, person_id: int, key: UUID) -> Upload:
    """Store a file of which all bytes are there, and have it examined and scanned.

    Done twice it answers the same. What bears a mark of secrecy is forgotten on the spot. Raises
    NotFound, NotAllThere, UploadBusy, MarkedSecret.
    """
    upload = own_upload(person_id=person_id, key=key)
    if upload.state == Upload.State.COMPLETE:
        return upload
    with _alone(key):
        upload = own_upload(person_id=person_id, key=key)
        if upload.received != upload.size:
            raise NotAllThere(_("The file is not all there yet. Wait, or send it again."))
        if upload.state != Upload.State.COMPLETE:
            if says_it_is_secret(spool_of(key), upload.name):
                # Nothing of it is kept, its name neither.
                upload.delete()
                forget_spool(key)
                raise MarkedSecret
            _complete(upload, adopt_file(spool_of(key)))
    return upload


def upload_in_one_go(*, actor: Actor, subject: Subject, name: str, stream: BinaryIO) -> Upload:
    """Take a whole file from a plain form.

    Raises NotAllowed, UploadRefused, StorageFull, MarkedSecret.
    """
    _require_sender(actor, subject)
    size = stream.seek(0, SEEK_END)
    stream.seek(0)
    _require_takeable(name, size)
    with _room_wanted():
        _require_unmarked(stream, name, size)
        stored = store_file(stream)
    upload = Upload(**_first_values(actor, subject, name, stored.size), key=uuid4())
    upload.received = stored.size
    _complete(upload, stored)
    return upload


def taken_upload(*, actor: Actor, key: UUID, subject: Subject) -> Upload:
    """Return the complete upload that a form names, if it is this person's and for this subject.

    Raises NotFound, NotAllThere, UploadBusy; says nothing of uploads of others.
    """
    if actor.person_id is None:
        raise NotFound(_NO_SUCH, field=FIELD)
    upload = own_upload(person_id=actor.person_id, key=key)
    if (upload.subject_kind, upload.subject_id) != (subject.kind, subject.id):
        raise NotFound(_NO_SUCH, field=FIELD)
    # A crash may have come between the last byte and the storing.
    return complete_upload(person_id=actor.person_id, key=key)


def discard_upload(*, person_id: int, key: UUID) -> None:
    """Forget an upload at its sender's wish; raises NotFound, UploadBusy, UploadClosed."""
    upload = own_upload(person_id=person_id, key=key)
    if upload.state == Upload.State.COMPLETE:
        raise UploadClosed(_("All of this file is there already."), field=FIELD)
    with _alone(key):
        Upload.objects.filter(pk=upload.pk, state=Upload.State.OPEN).delete()
        forget_spool(key)


@contextmanager
def _alone(key: UUID) -> Iterator[None]:
    try:
        with locked_spool(key):
            yield
    except SpoolBusy as busy:
        text = _("Another piece of this file is just coming in. It goes on in a moment.")
        raise UploadBusy(text, field=FIELD) from busy
    except SpoolGone as gone:
        raise NotFound(_NO_SUCH, field=FIELD) from gone


@contextmanager
def _room_wanted() -> Iterator[None]:
    try:
        yield
    except OSError as failed:
        if failed.errno not in _FULL:
            raise
        text = _(
            "There is no room left for files. What came is kept; tell the administrator and "
            "go on later."
        )
        raise StorageFull(text, field=FIELD) from failed


@dataclass(slots=True)
class _Filling:
    """Writing one piece: bytes are claimed in the row only once they are flushed."""

    upload: Upload
    spool: FileIO
    written: int = 0
    """Bytes that are in the spool and not yet claimed."""

    def fill(self, stream: BinaryIO) -> None:
        """Write what the stream holds, and claim it also where reading or writing fails."""
        try:
            with _room_wanted():
                self._write(stream)
        finally:
            self._claim()
        if self.upload.received == self.upload.size and stream.read(1):
            raise TooMuchSent(_("More came than was announced. Choose the file again."))

    def _write(self, stream: BinaryIO) -> None:
        while piece := stream.read(min(_PIECE, self._missing())):
            rest = memoryview(piece)
            while rest:
                count = self.spool.write(rest) or 0
                self.written += count
                rest = rest[count:]
            if self.written >= _CLAIMED_EVERY:
                self._claim()

    def _missing(self) -> int:
        return self.upload.size - self.upload.received - self.written

    def _claim(self) -> None:
        if not self.written:
            return
        flush(self.spool)
        before, after = self.upload.received, self.upload.received + self.written
        rows = Upload.objects.filter(pk=self.upload.pk, state=Upload.State.OPEN, received=before)
        # Counted on from what was read: where locks of files do not hold, the row does.
        if not rows.update(received=after, touched_at=time.now()):
            raise UploadBusy(_("Another piece of this file came in. Send it again."), field=FIELD)
        self.upload.received, self.written = after, 0


def _complete(upload: Upload, stored: StoredFile) -> None:
    with transaction.atomic():
        upload.state, upload.stored, upload.touched_at = Upload.State.COMPLETE, stored, time.now()
        upload.save()
        ask_examination(digest=stored.digest, name=upload.name)
        ask_scan(digest=stored.digest)
        transaction.on_commit(partial(forget_spool, upload.key))


def _require_unmarked(stream: BinaryIO, name: str, size: int) -> None:
    """Look into a file of a plain form before it is stored."""
    if size > LARGEST:
        return
    with laid_out(stream) as path:
        if says_it_is_secret(path, name):
            raise MarkedSecret


def _require_sender(actor: Actor, subject: Subject) -> None:
    if actor.person_id is None or actor.role not in DECIDERS or actor.organ_id != subject.organ_id:
        raise NotAllowed(
            _("Files are sent by the clerks and the person in charge of the organ concerned.")
        )


def _require_takeable(name: str, size: int) -> None:
    if (problem := problem_of_upload(name, size)) is not None:
        raise UploadRefused(problem)


def _first_values(actor: Actor, subject: Subject, name: str, size: int) -> dict[str, object]:
    at = time.now()
    return {
        "person_id": actor.person_id,
        "subject_kind": subject.kind,
        "subject_id": subject.id,
        "name": clean_name(name),
        "size": size,
        "begun_at": at,
        "touched_at": at,
    }
