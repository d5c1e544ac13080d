"""The package of a delivery by BagIt 1.0 (RFC 8493): names, manifests, bag-info. Pure.

A bag is a folder with the payload below `data/`, and beside it what describes it. Every payload
file stands in the manifest with its SHA-256, so that the place can check what it received.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_UNSAFE = re.compile(r'[\\/:*?"<>|%\x00-\x1f\x7f]+')
_LONGEST_NAME_BYTES = 150


@dataclass(frozen=True, slots=True)
class BagFile:
    """A file of the bag: its path, its SHA-256 (64 hexadecimal digits), its bytes."""

    path: str
    digest: str
    size: int


def safe_part(name: str, *, ending: str = "") -> str:
    """Return the name as one part of a path that every file system takes, with this ending.

    What manifests would have to encode (%, line ends) and what Windows refuses becomes `_`.
    """
    stem = _UNSAFE.sub("_", name).strip(". ") or "_"
    while len((stem + ending).encode()) > _LONGEST_NAME_BYTES:
        stem = stem[:-1]
    return f"{stem.strip()}{ending}"


def folder_of(position: int, index_number: str) -> str:
    """Return the folder of a record: its place in the list, then its number."""
    return f"data/{position:04d}_{safe_part(index_number)}"


def manifest(files: Iterable[BagFile]) -> str:
    """Return the lines of a manifest or tag manifest, by path."""
    ordered = sorted(files, key=lambda file: file.path)
    return "".join(f"{file.digest}  {file.path}\n" for file in ordered)


def bag_info(
    *,
    organ: str,
    place: str,
    number: str,
    on: date,
    files: Sequence[BagFile],
    contact: str,
    telephone: str,
) -> str:
    """Return bag-info.txt; Payload-Oxum is the payload's count of bytes and of files."""
    size = sum(file.size for file in files)
    said = (
        ("Source-Organization", organ),
        ("Contact-Name", contact),
        ("Contact-Phone", telephone),
        ("External-Description", f"政府信息公开交接：{organ} → {place}"),
        ("External-Identifier", number),
        ("Bagging-Date", on.isoformat()),
        ("Payload-Oxum", f"{size}.{len(files)}"),
    )
    return "".join(f"{label}: {' '.join(text.split())}\n" for label, text in said if text.strip())


def bag_file(path: str, content: bytes) -> BagFile:
    """Return a file that was made here."""
    return BagFile(path, hashlib.sha256(content).hexdigest(), len(content))
