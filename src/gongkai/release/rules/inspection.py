"""What an inspection says of a file: what it is, what is in it, why it cannot be taken."""

from dataclasses import dataclass
from enum import StrEnum

from gongkai.release.rules.findings import Finding


class FileKind(StrEnum):
    """What a file is, told by its content and never by its name."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    OFD = "ofd"
    PNG = "png"
    JPEG = "jpeg"
    TIFF = "tiff"
    GIF = "gif"
    WEBP = "webp"
    ZIP = "zip"
    TEXT = "text"
    CSV = "csv"


MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.OFD: "application/ofd",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.TIFF: "image/tiff",
    FileKind.GIF: "image/gif",
    FileKind.WEBP: "image/webp",
    FileKind.ZIP: "application/zip",
    FileKind.TEXT: "text/plain",
    FileKind.CSV: "text/csv",
}


class FileProblem(StrEnum):
    """Why a file is not taken, or cannot be looked into."""

    NO_NAME = "no_name"
    UNREADABLE_NAME = "unreadable_name"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    PROGRAM = "program"
    KIND_NOT_TAKEN = "kind_not_taken"
    NOT_WHAT_IT_SAYS = "not_what_it_says"
    BROKEN = "broken"
    LOCKED = "locked"
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    NESTED_TOO_DEEP = "nested_too_deep"
    HOLDS_MACROS = "holds_macros"
    HOLDS_ENTITIES = "holds_entities"
    """XML with a document type or entities of its own."""
    TOO_MANY_PAGES = "too_many_pages"
    TOOK_TOO_LONG = "took_too_long"
    TOOK_TOO_MUCH_MEMORY = "took_too_much_memory"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file of an archive."""

    name: str
    size: int
    """Bytes, unpacked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPart:
    """Text of one page, sheet, part or archive member, in the order of reading."""

    label: str
    """`1` for a page, the name of a sheet, `header`; empty where the file is one text."""
    text: str
    is_machine_read: bool = False
    """Read by OCR: may be wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What was found in the bytes of one file."""

    kind: FileKind | None = None
    problem: FileProblem | None = None
    findings: tuple[Finding, ...] = ()
    texts: tuple[TextPart, ...] = ()
    pages: int = 0
    """Pages, sheets or frames; 0 where there are none."""
    members: tuple[Member, ...] = ()
