"""People who send files, and bodies that break off."""

import hashlib
import random
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from django.conf import settings
from tests.factories import organs

from gongkai.kernel.types import Actor, Role
from gongkai.organs.models import Organ, Person
from gongkai.release.models import Upload
from gongkai.release.operations.uploads import begin_upload, receive_piece
from gongkai.release.rules.doors import Subject

NAME = "供水改造明细.pdf"


@dataclass(frozen=True, slots=True)
class Sender:
    """A clerk who sends files for a record of the organ."""

    organ: Organ
    person: Person
    subject: Subject

    @property
    def actor(self) -> Actor:
        """The clerk, acting."""
        return organs.acting(self.person, Role.CLERK, self.organ)

    def begun(self, content: bytes, name: str = NAME) -> Upload:
        """Return an announced upload of this content."""
        return begin_upload(actor=self.actor, subject=self.subject, name=name, size=len(content))

    def sent(self, upload: Upload, content: bytes, offset: int = 0) -> Upload:
        """Send a piece of an upload."""
        stream = BytesIO(content)
        return receive_piece(person_id=self.person.pk, key=upload.key, offset=offset, stream=stream)


def a_sender(subject_id: int = 7) -> Sender:
    """Return a clerk of a new organ."""
    organ = organs.an_organ()
    person = organs.someone(Role.CLERK, organ)
    return Sender(organ, person, Subject(kind="record", id=subject_id, organ_id=organ.pk))


def content_of(size: int, seed: int = 1) -> bytes:
    """Return bytes that look like nothing, the same for the same seed."""
    return random.Random(seed).randbytes(size)


def digest_of(content: bytes) -> str:
    """Return the SHA-256."""
    return hashlib.sha256(content).hexdigest()


def spools() -> list[Path]:
    """Return the spools that lie about."""
    folder = Path(settings.FILES_ROOT) / ".uploads"
    return sorted(folder.iterdir()) if folder.exists() else []


class CutOff(BytesIO):
    """A body whose sender hangs up after some bytes; the server then raises."""

    def __init__(self, content: bytes, after: int) -> None:
        super().__init__(content[:after])

    def read(self, size: int | None = -1) -> bytes:
        """Read, or raise where nothing is left."""
        if not (piece := super().read(size)):
            raise ConnectionResetError("hung up")
        return piece
