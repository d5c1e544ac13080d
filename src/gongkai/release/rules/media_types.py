"""Under which media type a file of staff is kept and handed out, told by its ending. Pure."""

from collections.abc import Mapping

from gongkai.release.rules.names import ending_of

OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "ofd": "application/ofd",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "gif": "image/gif",
    "webp": "image/webp",
    "zip": "application/zip",
    "txt": "text/plain",
    "csv": "text/csv",
}
"""The same endings as rules.uploads.ENDINGS."""
UNKNOWN = "application/octet-stream"


def media_type_of(name: str) -> str:
    """Return the media type of a file by the ending of its name.

    >>> media_type_of("附件1.PDF")
    'application/pdf'
    """
    return MEDIA_TYPES.get(ending_of(name), UNKNOWN)
