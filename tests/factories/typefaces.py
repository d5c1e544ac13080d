"""A typeface of an organ's own: the shipped sans under another family's name."""

import struct
from pathlib import Path

from gongkai.letters.typesetting.fonts import SHIPPED_FOLDER

SANS = SHIPPED_FOLDER / "NotoSansSC_500Medium.ttf"
_FAMILY_NAMES = (1, 16)
"""The records of the table `name` that hold a family."""


def an_own_typeface(folder: Path, family: str) -> Path:
    """Write the shipped sans into the folder as this family (at most twelve letters)."""
    font = bytearray(SANS.read_bytes())
    table = _table(font, b"name")
    _format, count, strings = struct.unpack_from(">HHH", font, table)
    for at in range(table + 6, table + 6 + 12 * count, 12):
        *_platform, name_id, length, offset = struct.unpack_from(">HHHHHH", font, at)
        said = family.encode("utf-16-be")
        if name_id in _FAMILY_NAMES and len(said) <= length:
            struct.pack_into(">H", font, at + 8, len(said))
            start = table + strings + offset
            font[start : start + len(said)] = said
    folder.mkdir(exist_ok=True)
    (folder / f"{family}.ttf").write_bytes(font)
    return folder


def _table(font: bytearray, tag: bytes) -> int:
    count = struct.unpack_from(">H", font, 4)[0]
    for at in range(12, 12 + 16 * count, 16):
        if font[at : at + 4] == tag:
            return int(struct.unpack_from(">I", font, at + 8)[0])
    raise ValueError(f"no table {tag!r}")
