"""The first look into a file that comes in, before it is stored: does it say that it is secret?

A file with a mark of secrecy at its head has no place on this network and is not kept (Law on
Guarding State Secrets 2024 art. 35). What the first look does not see, in a large file or in a
picture, the examination finds: the gate then holds it back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from gongkai.release.apart import Limits
from gongkai.release.inspecting import inspect_apart
from gongkai.release.rules.heads import mark_at_head
from gongkai.release.rules.inspection import FileKind
from gongkai.release.rules.names import ending_of
from gongkai.release.rules.uploads import ENDINGS

LARGEST = 20_000_000
"""Bytes; who sends more need not wait for a look that takes minutes."""
_QUICK = Limits(seconds=20)
_BEGINNING = 2_400
"""Bytes by which it is told in what letters a plain text is written."""
_PDF, _PACKAGE = b"%PDF-", b"PK"
_PLAIN = frozenset({FileKind.TEXT, FileKind.CSV})
_PICTURES = frozenset({FileKind.PNG, FileKind.JPEG, FileKind.TIFF, FileKind.GIF, FileKind.WEBP})


@contextmanager
def laid_out(stream: BinaryIO) -> Iterator[Path]:
    """Lay what a plain form sent out for the first look; what is written for it goes at once."""
    with TemporaryDirectory(prefix="gongkai-look-") as folder:
        path = Path(folder) / "sent"
        path.write_bytes(stream.read())
        stream.seek(0)
        yield path


def says_it_is_secret(path: Path, name: str) -> bool:
    """Say whether a file that is not stored yet bears a mark of secrecy at a head in it."""
    kind = ENDINGS.get(ending_of(name.strip()))
    if kind in _PICTURES or path.stat().st_size > LARGEST:
        return False
    if kind in _PLAIN:
        return bool(mark_at_head([_plain_text(path)]))
    if not _may_hold_text(path):
        return False
    # Apart, for nobody knows yet what it is; a file that cannot be read says nothing here.
    found = inspect_apart(path, name, limits=_QUICK)
    return bool(mark_at_head(part.text for part in found.texts))


def _may_hold_text(path: Path) -> bool:
    """Say whether the bytes begin as those of a PDF or of a package do; nothing else has text."""
    with path.open("rb") as file:
        begun = file.read(1024)
    return begun.startswith(_PACKAGE) or _PDF in begun


def _plain_text(path: Path) -> str:
    data = path.read_bytes()
    # By its beginning: a bad byte far down makes nothing else of what stands at the head.
    begun = data[:_BEGINNING]
    try:
        begun.decode()
    except UnicodeDecodeError as cut:
        # The last letter may be cut off; anything else is no UTF-8.
        if cut.start <= len(begun) - 4:
            return data.decode("gb18030", "replace")
    return data.decode("utf-8-sig", "replace")
