"""Which characters a typeface holds: the table `cmap` of an OpenType file (ISO/IEC 14496-22)."""

import struct
from collections.abc import Iterator
from pathlib import Path

_UNICODE = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3), (0, 2), (0, 1), (0, 0))
"""Platform and encoding of the tables that hold Unicode, the fullest first."""


def code_points_of(path: Path, *, index: int = 0) -> frozenset[int]:
    """Return the code points of one typeface of a TTF, OTF or TTC file.

    Raises ValueError where the file is none of them or has no table of Unicode characters.
    """
    try:
        return frozenset(_code_points(path.read_bytes(), index))
    except (struct.error, IndexError) as error:
        raise ValueError(f"{path.name} is not a whole OpenType file") from error


def _code_points(font: bytes, index: int) -> Iterator[int]:
    start = struct.unpack_from(">I", font, 12 + 4 * index)[0] if font[:4] == b"ttcf" else 0
    tables = _tables(font, start)
    if b"cmap" not in tables:
        raise ValueError("the file holds no table cmap")
    cmap = tables[b"cmap"]
    for at in _subtables(font, cmap):
        match struct.unpack_from(">H", font, at)[0]:
            case 12:
                yield from _format_12(font, at)
                return
            case 4:
                yield from _format_4(font, at)
                return
    raise ValueError("the table cmap holds no Unicode in format 4 or 12")


def _tables(font: bytes, start: int) -> dict[bytes, int]:
    count = struct.unpack_from(">H", font, start + 4)[0]
    rows = struct.iter_unpack(">4sIII", font[start + 12 : start + 12 + 16 * count])
    return {tag: offset for tag, _checksum, offset, _length in rows}


def _subtables(font: bytes, cmap: int) -> list[int]:
    count = struct.unpack_from(">H", font, cmap + 2)[0]
    rows = struct.iter_unpack(">HHI", font[cmap + 4 : cmap + 4 + 8 * count])
    found = {(platform, encoding): cmap + offset for platform, encoding, offset in rows}
    return [found[key] for key in _UNICODE if key in found]


def _format_12(font: bytes, at: int) -> Iterator[int]:
    count = struct.unpack_from(">I", font, at + 12)[0]
    for first, last, glyph in struct.iter_unpack(">III", font[at + 16 : at + 16 + 12 * count]):
        # Glyph 0 is .notdef, the empty box.
        yield from range(first if glyph else first + 1, last + 1)


def _format_4(font: bytes, at: int) -> Iterator[int]:
    segments = struct.unpack_from(">H", font, at + 6)[0] // 2

    def column(number: int, gap: int = 2) -> tuple[int, ...]:
        start = at + 14 + number * 2 * segments + (gap if number else 0)
        return struct.unpack_from(f">{segments}H", font, start)

    ends, starts, deltas, offsets = (column(number) for number in range(4))
    glyphs = at + 16 + 6 * segments
    for row, (first, last) in enumerate(zip(starts, ends, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offsets[row]:
                where = glyphs + 2 * row + offsets[row] + 2 * (code - first)
                glyph = struct.unpack_from(">H", font, where)[0]
                if not glyph:
                    continue
            if (glyph + deltas[row]) & 0xFFFF:
                yield code
