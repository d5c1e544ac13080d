"""What a file is: told by its bytes, and held against the ending of its name."""

import mmap
import re
import zlib
from pathlib import Path

import puremagic

from gongkai.release.inspection.bounds import CannotRead
from gongkai.release.inspection.directory import Directory, ends_like_archive, read_directory
from gongkai.release.rules.inspection import MEDIA_TYPES, FileKind, FileProblem
from gongkai.release.rules.names import clean_name, ending_of, problem_of_name
from gongkai.release.rules.uploads import ENDINGS

_PLAIN = frozenset({FileKind.TEXT, FileKind.CSV})
_HEAD = 65_536
_CHUNK = 1_000_000
_MAGIC: tuple[tuple[bytes, FileKind], ...] = (
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"II*\x00", FileKind.TIFF),
    (b"MM\x00*", FileKind.TIFF),
    (b"GIF87a", FileKind.GIF),
    (b"GIF89a", FileKind.GIF),
    (b"PK\x03\x04", FileKind.ZIP),
    (b"PK\x05\x06", FileKind.ZIP),
)
_PROGRAM_STARTS = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"L\x00\x00\x00\x01\x14\x02\x00",
)
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Binary formats of old office programs, and new ones behind a password."""
_LOCKED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_OTHER_STARTS = (
    b"{\\rtf",
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ",
)
"""Rich text, and archives of other kinds."""
_PDF_START = re.compile(rb"\A[\s\x00\xef\xbb\xbf]{0,1024}%PDF-\d")
_MARKUP = re.compile(r"\A\s*<(?:!doctype\s+html|html|script|svg|\?xml)", re.IGNORECASE)
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAIN_PARTS: tuple[tuple[re.Pattern[str], FileKind], ...] = (
    (re.compile(r"ofd\.xml"), FileKind.OFD),
    (re.compile(r"word/document\d*\.xml"), FileKind.DOCX),
    (re.compile(r"xl/workbook\d*\.xml"), FileKind.XLSX),
)
_OTHER_PACKAGES = re.compile(
    r"ppt/presentation\.xml|xl/workbook\.bin|mimetype|meta-inf/manifest\.mf|androidmanifest\.xml"
)


def kind_of(path: Path, name: str) -> FileKind | FileProblem:
    """Return what a file is, or why it is not taken.

    The bytes decide; the name must fit them. `NOT_WHAT_IT_SAYS` is a file with the wrong ending
    or with two natures (a PDF with an archive behind it), `KIND_NOT_TAKEN` a kind that is read by
    no inspection, such as the binary formats of old office programs.
    """
    if (problem := problem_of_name(name)) is not None:
        return problem
    if path.stat().st_size == 0:
        return FileProblem.EMPTY
    ending = ending_of(clean_name(name))
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    found = _kind_of_bytes(path, head)
    if isinstance(found, FileProblem):
        return _said_of(found, is_known=ending in ENDINGS)
    if found in _PLAIN and ending in ENDINGS and ENDINGS[ending] in _PLAIN:
        return ENDINGS[ending]
    if ending not in ENDINGS:
        return FileProblem.KIND_NOT_TAKEN
    return found if ENDINGS[ending] is found else FileProblem.NOT_WHAT_IT_SAYS


def _said_of(problem: FileProblem, *, is_known: bool) -> FileProblem:
    """Return the problem as it reads beside the name: a PDF that is a program is no PDF."""
    if is_known and problem in (FileProblem.KIND_NOT_TAKEN, FileProblem.PROGRAM):
        return FileProblem.NOT_WHAT_IT_SAYS
    is_nameless = problem is FileProblem.NOT_WHAT_IT_SAYS and not is_known
    return FileProblem.KIND_NOT_TAKEN if is_nameless else problem


def _kind_of_bytes(path: Path, head: bytes) -> FileKind | FileProblem:
    if head.startswith(_PROGRAM_STARTS) and b"\0" in head:
        return FileProblem.PROGRAM
    if head.startswith(_COMPOUND) and _holds(path, _LOCKED_PACKAGE):
        return FileProblem.LOCKED
    if head.startswith((_COMPOUND, *_OTHER_STARTS)):
        return FileProblem.KIND_NOT_TAKEN
    if _PDF_START.match(head):
        return FileProblem.NOT_WHAT_IT_SAYS if _holds_archive(path) else FileKind.PDF
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return _alone(path, FileKind.WEBP)
    for start, kind in _MAGIC:
        if head.startswith(start):
            return _kind_of_package(path, head) if kind is FileKind.ZIP else _alone(path, kind)
    return _kind_of_text(path, head)


def _holds(path: Path, wanted: bytes) -> bool:
    with (
        path.open("rb") as stream,
        mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as mapped,
    ):
        return mapped.find(wanted) >= 0


def _alone(path: Path, kind: FileKind) -> FileKind | FileProblem:
    return FileProblem.NOT_WHAT_IT_SAYS if _holds_archive(path) else kind


def _holds_archive(path: Path) -> bool:
    """Return whether a file that is something else can be opened as an archive too."""
    with path.open("rb") as stream:
        if ends_like_archive(stream):
            return True
        try:
            return bool(read_directory(stream).entries)
        except CannotRead as refused:
            return refused.problem is not FileProblem.BROKEN


def _kind_of_package(path: Path, head: bytes) -> FileKind | FileProblem:
    with path.open("rb") as stream:
        try:
            directory = read_directory(stream)
        except CannotRead as refused:
            return refused.problem
    if b"%PDF-" in head[:1024]:
        return FileProblem.NOT_WHAT_IT_SAYS
    return _kind_of_names(directory)


def _kind_of_names(directory: Directory) -> FileKind | FileProblem:
    names = [entry.name.lower() for entry in directory.entries]
    for pattern, kind in _MAIN_PARTS:
        if any(pattern.fullmatch(name) for name in names):
            return kind
    if any(_OTHER_PACKAGES.fullmatch(name) for name in names):
        return FileProblem.KIND_NOT_TAKEN
    return FileKind.ZIP


def _kind_of_text(path: Path, head: bytes) -> FileKind | FileProblem:
    encoding = encoding_of(path)
    if encoding is None:
        return _known_to_others(head)
    start = head.decode(encoding, "ignore")
    if _MARKUP.match(start.lstrip("\ufeff")):
        return FileProblem.KIND_NOT_TAKEN
    return FileKind.TEXT


def _known_to_others(head: bytes) -> FileProblem:
    """Return KIND_NOT_TAKEN for what has a name elsewhere, for what nobody knows it is broken."""
    try:
        types = {match.mime_type for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        types = set()
    known = types.difference(MEDIA_TYPES.values(), {""})
    return FileProblem.KIND_NOT_TAKEN if known else FileProblem.NOT_WHAT_IT_SAYS


def encoding_of(path: Path) -> str | None:
    """Return the encoding of a plain text: UTF-8, UTF-16 with its mark, or GB 18030; else None."""
    with path.open("rb") as stream:
        mark = stream.read(3)
    if mark.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates: tuple[str, ...] = ("utf-16",)
    else:
        candidates = ("utf-8-sig", "gb18030")
    return next((encoding for encoding in candidates if _decodes(path, encoding)), None)


def _decodes(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding, newline="") as stream:
            while piece := stream.read(_CHUNK):
                if _NO_TEXT.search(piece):
                    return False
    except (UnicodeError, zlib.error):
        return False
    return True
