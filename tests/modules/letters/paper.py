"""Reading letters as a reader does: the text that can be copied, and the ink on the paper."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pypdfium2
from tests.factories.letter_facts import facts_for

from gongkai.letters.rules.facts import Facts, LetterKind
from gongkai.letters.rules.facts_json import facts_as_json
from gongkai.letters.shipped import series_table
from gongkai.letters.typesetting import Sheet, typeset

MM = 72 / 25.4
"""Points of a millimetre."""
DPI = 254
"""Ten pixels a millimetre."""
PAGE_NUMBER = re.compile(r"—\d+—")
_UNSEEN = re.compile("[\\s\u200b\ufeff\ufffe]+")
_IS_HIGH = bytes(int(value > 150) for value in range(256))
_IS_LOW = bytes(int(value < 110) for value in range(256))


@dataclass(frozen=True, slots=True)
class RedRow:
    """One row of pixels with red ink: where it lies and from where to where, in millimetres."""

    y: float
    left: float
    right: float

    @property
    def width(self) -> float:
        return self.right - self.left


def a_sheet(
    kind: LetterKind,
    facts: Facts | None = None,
    *,
    regime: str = "ogi-2008",
    organ_name: str = "云梦省卫生厅",
    is_preview: bool = False,
) -> Sheet:
    """Return the sheet of a letter with number 12 of 2026."""
    table = series_table()
    number = table.number(kind, mark="云卫", year=2026, serial=12)
    return Sheet(
        kind=kind,
        organ_name=organ_name,
        title=table.titles[kind],
        issued_on=date(2026, 4, 7),
        number=None if is_preview else number,
        facts=facts_as_json(facts or facts_for(kind, regime)),
    )


def set_letter(kind: LetterKind, facts: Facts | None = None, **more: str) -> bytes:
    """Return the PDF of a letter."""
    return typeset(a_sheet(kind, facts, **more))


def pages_of(pdf: bytes) -> list[str]:
    """Return the text of each page as it can be copied."""
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def text_of(pdf: bytes) -> str:
    """Return all text without white space, ends of lines and page numbers."""
    return "".join(PAGE_NUMBER.sub("", squeezed(page)) for page in pages_of(pdf))


def squeezed(text: str) -> str:
    """Return the text without white space and what cannot be seen."""
    return _UNSEEN.sub("", text)


def in_chinese(on: date) -> str:
    """Return a day as letters write it."""
    return f"{on.year}年{on.month}月{on.day}日"


def red_rows(pdf: bytes, page: int = 0) -> list[RedRow]:
    """Return the rows of a page that carry red ink, from top to bottom."""
    bitmap = pypdfium2.PdfDocument(pdf)[page].render(scale=DPI / 72, rev_byteorder=True)
    pixels, stride, channels = bytes(bitmap.buffer), bitmap.stride, bitmap.n_channels
    found = []
    for row in range(bitmap.height):
        line = pixels[row * stride : row * stride + bitmap.width * channels]
        red = _red_in(line[0::channels], line[1::channels])
        if b"\x01" in red:
            left, right = red.find(b"\x01"), red.rfind(b"\x01") + 1
            found.append(RedRow(row / 10, left / 10, right / 10))
    return found


def _red_in(reds: bytes, greens: bytes) -> bytes:
    both = int.from_bytes(reds.translate(_IS_HIGH)) & int.from_bytes(greens.translate(_IS_LOW))
    return both.to_bytes(len(reds))


def characters_on(pdf: bytes) -> Iterator[tuple[str, float, float, float, float]]:
    """Yield each character that leaves ink with its box in millimetres: left, top, right, bottom.

    The top of the page is 0.
    """
    for page in pypdfium2.PdfDocument(pdf):
        text = page.get_textpage()
        height = page.get_height()
        for index in range(text.count_chars()):
            character = text.get_text_range(index, 1)
            if not squeezed(character):
                continue
            left, bottom, right, top = text.get_charbox(index)
            box = (left, height - top, right, height - bottom)
            yield (character, *(edge / MM for edge in box))
