"""Files that people send: what may come in, told by what is in them and not by their names. Pure.

The basic check of what applicants send, done in memory before it is sealed. It opens packages only
as far as it must, and never more of them than it allows. What staff send, and what leaves the
house, the module `release` looks into.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

import puremagic

from gongkai.release.rules.inspection import FileProblem
from gongkai.release.rules.names import PROGRAMS, clean_name, ending_of, problem_of_name

LARGEST_FILE = 20_000_000
"""Bytes of one file."""
LARGEST_TOGETHER = 60_000_000
"""Bytes of all files of one application; the server takes bodies of 64 MiB."""
MOST_FILES = 10

MOST_PARTS = 5_000
LARGEST_UNPACKED = 200_000_000
WORST_RATIO = 500
"""How much larger a large part may be than its packed form."""
_LARGE_PART = 1_000_000
_HEAD = 8_192

MEDIA_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ofd": "application/ofd",
    "txt": "text/plain",
}
"""What may come in: the ending of the name, and the media type it is kept under."""

_SNIFFED = frozenset({"pdf", "jpg", "jpeg", "png"})
_SNIFFED_TYPES = frozenset(MEDIA_TYPES[ending] for ending in _SNIFFED)
# What a package must hold to be what it says. A library that goes by the first bytes takes OFD
# (GB/T 33190) for a text document, so the parts are looked at.
_MAIN_PARTS: Mapping[str, str] = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "ofd": "ofd.xml",
}
_MACROS = "vbaproject.bin"
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_UNREADABLE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    OverflowError,
)
"""How a damaged package shows itself to the library that reads it."""


@dataclass(frozen=True, slots=True)
class FileCheck:
    """The file as it would be kept, and why it is not."""

    name: str
    """Without folders, controls and more than 200 characters."""
    media_type: str = ""
    problem: FileProblem | None = None


def check_file(name: str, content: bytes) -> FileCheck:
    """Return the name and the media type under which a file is kept, or why it is not taken."""
    kept = clean_name(name)
    problem = _problem_of_name(name, kept) or _problem_of_size(content)
    problem = problem or _problem_of_content(ending_of(kept), content)
    if problem is not None:
        return FileCheck(kept, problem=problem)
    return FileCheck(kept, MEDIA_TYPES[ending_of(kept)])


def _problem_of_name(name: str, kept: str) -> FileProblem | None:
    if (problem := problem_of_name(name)) is not None:
        return problem
    return None if ending_of(kept) in MEDIA_TYPES else FileProblem.KIND_NOT_TAKEN


def _problem_of_size(content: bytes) -> FileProblem | None:
    if not content:
        return FileProblem.EMPTY
    return FileProblem.TOO_LARGE if len(content) > LARGEST_FILE else None


def _problem_of_content(ending: str, content: bytes) -> FileProblem | None:
    if ending in _MAIN_PARTS:
        return _problem_of_package(_MAIN_PARTS[ending], content)
    kinds = _sniffed(content)
    if ending in _SNIFFED:
        fits = MEDIA_TYPES[ending] in kinds
    else:
        # A PDF may well decode as a text.
        fits = _is_text(content) and kinds.isdisjoint(_SNIFFED_TYPES)
    return None if fits else FileProblem.NOT_WHAT_IT_SAYS


def _sniffed(content: bytes) -> set[str]:
    try:
        return {match.mime_type for match in puremagic.magic_string(content[:_HEAD])}
    except (puremagic.PureError, ValueError):
        return set()


def _is_text(content: bytes) -> bool:
    """Say whether it is UTF-8, UTF-16 with its mark, or GB 18030, with nothing but text in it."""
    has_mark = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if has_mark else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not _NO_TEXT.search(text)
    return False


def _problem_of_package(main_part: str, content: bytes) -> FileProblem | None:
    if not content.startswith(b"PK\x03\x04"):
        return FileProblem.NOT_WHAT_IT_SAYS
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            return _problem_of_parts(main_part, package.infolist())
    except _UNREADABLE:
        return FileProblem.BROKEN


def _problem_of_parts(main_part: str, parts: list[zipfile.ZipInfo]) -> FileProblem | None:
    names = {part.filename.lower() for part in parts}
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        return FileProblem.UNPACKS_TOO_LARGE
    if any(_swells(part) for part in parts):
        return FileProblem.UNPACKS_TOO_LARGE
    if any(part.flag_bits & 1 for part in parts):
        return FileProblem.LOCKED
    if any(name.endswith(_MACROS) or ending_of(name) in PROGRAMS for name in names):
        return FileProblem.HOLDS_MACROS
    return None if main_part in names else FileProblem.NOT_WHAT_IT_SAYS


def _swells(part: zipfile.ZipInfo) -> bool:
    return part.file_size > max(_LARGE_PART, part.compress_size * WORST_RATIO)
