"""What staff may send: how large, and under which endings. Pure."""

from gongkai.release.rules.inspection import FileKind, FileProblem
from gongkai.release.rules.names import ending_of, problem_of_name

LARGEST_UPLOAD = 500_000_000
"""Bytes of one file."""

ENDINGS = {
    "pdf": FileKind.PDF,
    "docx": FileKind.DOCX,
    "xlsx": FileKind.XLSX,
    "ofd": FileKind.OFD,
    "png": FileKind.PNG,
    "jpg": FileKind.JPEG,
    "jpeg": FileKind.JPEG,
    "tif": FileKind.TIFF,
    "tiff": FileKind.TIFF,
    "gif": FileKind.GIF,
    "webp": FileKind.WEBP,
    "zip": FileKind.ZIP,
    "txt": FileKind.TEXT,
    "csv": FileKind.CSV,
}
"""Endings that are taken, and what a file with one of them says it is.

Whether it is that is told by its content, once it is there.
"""


def problem_of_upload(name: str, size: int) -> FileProblem | None:
    """Return why a file of this name and size (bytes) is not even begun, or None.

    >>> problem_of_upload("通知.pdf", 500_000_001)
    <FileProblem.TOO_LARGE: 'too_large'>
    """
    if (problem := problem_of_name(name)) is not None:
        return problem
    if ending_of(name.strip()) not in ENDINGS:
        return FileProblem.KIND_NOT_TAKEN
    if size <= 0:
        return FileProblem.EMPTY
    return FileProblem.TOO_LARGE if size > LARGEST_UPLOAD else None


def is_named_as(name: str, kind: str) -> bool:
    """Say whether the ending of a name is one of files of this kind.

    >>> is_named_as("通知.JPG", "jpeg"), is_named_as("名单.csv", "text")
    (True, False)
    """
    return ENDINGS.get(ending_of(name)) == kind
