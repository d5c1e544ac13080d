"""A copy of a file that shows the same and hides nothing; what was removed is said by its kind.

A copy is suggested, never put in the place of the file: a person compares the two and decides.
"""

import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from gongkai.release.inspection.bounds import CannotRead
from gongkai.release.inspection.sniffing import kind_of
from gongkai.release.redaction.clean_pdf import clean_pdf
from gongkai.release.redaction.clean_picture import clean_picture
from gongkai.release.redaction.clean_sheet import clean_sheet
from gongkai.release.redaction.clean_word import clean_word
from gongkai.release.redaction.plain_reading import read_text
from gongkai.release.redaction.problems import answering
from gongkai.release.rules.findings import FindingKind
from gongkai.release.rules.inspection import MEDIA_TYPES, FileKind, FileProblem

_PICTURES = frozenset({FileKind.PNG, FileKind.JPEG, FileKind.TIFF, FileKind.GIF, FileKind.WEBP})
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
_MOST_CHARACTERS = 50_000_000
Cleaner = Callable[[Path, Path], frozenset[FindingKind]]


def clean(source: Path, name: str, out: Path) -> tuple[FileKind, frozenset[FindingKind]]:
    """Write the copy and return what the file is and what was removed from it.

    Raises CannotRead; archives and OFD files are not cleaned (KIND_NOT_TAKEN).
    """
    kind = kind_of(source, name)
    if isinstance(kind, FileProblem):
        raise CannotRead(kind)
    if kind in _PICTURES:
        return kind, clean_picture(source, out)
    if kind not in _CLEANERS:
        raise CannotRead(FileProblem.KIND_NOT_TAKEN)
    return kind, _CLEANERS[kind](source, out)


def clean_text(source: Path, out: Path) -> frozenset[FindingKind]:
    """Write a plain text as UTF-8 in composed form (NFC), without characters nobody sees."""
    text = read_text(source, most=_MOST_CHARACTERS, too_long=FileProblem.UNPACKS_TOO_LARGE)
    seen = "".join(letter for letter in text if _is_seen(letter))
    out.write_text(unicodedata.normalize("NFC", seen), encoding="utf-8", newline="\n")
    return frozenset({FindingKind.HIDDEN_TEXT}) if len(seen) < len(text) else frozenset()


def _is_seen(letter: str) -> bool:
    return letter in "\n\t" or unicodedata.category(letter) not in _INVISIBLE


_CLEANERS: Mapping[FileKind, Cleaner] = {
    FileKind.PDF: clean_pdf,
    FileKind.DOCX: clean_word,
    FileKind.XLSX: clean_sheet,
    FileKind.TEXT: clean_text,
    FileKind.CSV: clean_text,
}


@answering
def do_task(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Clean `source`, which was sent as `name`, into `out`; say what was removed."""
    kind, removed = clean(Path(arguments["source"]), arguments["name"], Path(arguments["out"]))
    return {"removed": sorted(removed), "media_type": MEDIA_TYPES[kind]}
