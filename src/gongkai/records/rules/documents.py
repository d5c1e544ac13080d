"""Document numbers (发文字号), however they were typed: 晋政发〔2008〕12号 and its relatives.

The canonical form follows GB/T 9704-2012, 7.2.5: the mark of the organ, the full year in
hexagonal brackets, the serial without leading zeros and without 第, then 号. Orders, decrees and
announcements (国务院令第711号) keep 第 and may have no year.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

_HAN = r"[㐀-䶿一-鿿豈-﫿𠀀-𲎯〇]"
_OPEN, _CLOSE = "〔", "〕"
# NFKC has turned full-width brackets and digits into plain ones before this table is applied.
_BRACKETS = str.maketrans(
    dict.fromkeys("[({【〖〘〚﹝", _OPEN) | dict.fromkeys("])}】〗〙〛﹞", _CLOSE)
)
_LETTER = re.compile(
    rf"(?P<mark>{_HAN}[{_HAN[1:-1]}A-Za-z]{{0,29}})〔(?P<year>\d{{2}}|(?:19|20)\d{{2}})年?〕"
    rf"(?P<ordinal>第?)(?P<serial>\d{{1,6}}|[〇零一二三四五六七八九十百千]{{1,9}})(?P<end>号?)"
)
_ORDER = re.compile(
    rf"(?P<mark>{_HAN}{{0,40}}?(?:令|公告|通告|公报|命令))"
    rf"(?:〔?(?P<year>(?:19|20)\d{{2}})(?:年|〕)?)?"
    rf"第?(?P<serial>\d{{1,6}}|[〇零一二三四五六七八九十百千]{{1,9}})(?P<end>号?)"
)
_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000}


class DocumentKind(StrEnum):
    """What sort of number it is."""

    LETTER = "letter"
    ORDER = "order"


class DocumentWarning(StrEnum):
    """What was mended on the way to the canonical form."""

    NO_HAO = "number-word-missing"
    SHORT_YEAR = "year-of-two-digits"
    LEADING_ZERO = "leading-zero-dropped"
    ORDINAL_DROPPED = "ordinal-word-dropped"
    CHINESE_DIGITS = "chinese-digits-read"


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A read number. `year` is None for orders that carry none; `serial` is at least 1."""

    document_mark: str
    year: int | None
    serial: int
    kind: DocumentKind
    warnings: tuple[DocumentWarning, ...] = ()

    @property
    def normalised(self) -> str:
        """Return the canonical form, which `parse_document_number` reads back unchanged.

        >>> parse_document_number("晋政发 [2008] 12号").normalised
        '晋政发〔2008〕12号'
        """
        if self.kind is DocumentKind.LETTER:
            return f"{self.document_mark}〔{self.year}〕{self.serial}号"
        year = f"{self.year}年" if self.year is not None else ""
        return f"{self.document_mark}{year}第{self.serial}号"


def parse_document_number(text: str) -> DocumentNumber | None:
    """Return the number that the text is, or None where it is none."""
    tidy = _tidied(text)
    if (found := _LETTER.fullmatch(tidy)) is not None:
        kind = DocumentKind.LETTER
    elif (found := _ORDER.fullmatch(tidy)) is not None:
        kind = DocumentKind.ORDER
    else:
        return None
    serial = _number(found["serial"])
    if serial < 1:
        return None
    return DocumentNumber(
        document_mark=found["mark"],
        year=_full_year(found["year"]),
        serial=serial,
        kind=kind,
        warnings=_warnings(found, kind),
    )


def normalise_document_number(text: str) -> str:
    """Return the canonical form, or the text without spaces where it is no known form."""
    parsed = parse_document_number(text)
    return _tidied(text) if parsed is None else parsed.normalised


def _tidied(text: str) -> str:
    compact = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    # Taking a space away can bring a letter and an accent together that belong to one character.
    compact = unicodedata.normalize("NFKC", compact)
    # NFKC spells 〔〕 and the CJK brackets as they are, ﹝﹞ as 〔〕 and full-width ones as ASCII.
    return compact.translate(_BRACKETS)


def _full_year(year: str | None) -> int | None:
    if year is None:
        return None
    # The first documents of the People's Republic are of 1949; no year of two digits is later
    # than the habit of writing four, which the rules of 2000 made binding.
    return int(year) + (1900 if int(year) >= 49 else 2000) if len(year) == 2 else int(year)


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    if not set(text) & set(_UNITS):
        return int("".join(str(_DIGITS[char]) for char in text))
    total, digit = 0, 0
    for char in text:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit


def _warnings(found: re.Match[str], kind: DocumentKind) -> tuple[DocumentWarning, ...]:
    serial = found["serial"]
    said = {
        DocumentWarning.NO_HAO: not found["end"],
        DocumentWarning.SHORT_YEAR: len(found["year"] or "") == 2,
        DocumentWarning.LEADING_ZERO: serial.isdecimal() and serial.startswith("0"),
        DocumentWarning.ORDINAL_DROPPED: kind is DocumentKind.LETTER and bool(found["ordinal"]),
        DocumentWarning.CHINESE_DIGITS: not serial.isdecimal(),
    }
    return tuple(warning for warning, applies in said.items() if applies)
