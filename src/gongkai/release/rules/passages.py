"""The lines of a text around a finding, with everything personal masked and the finding marked.

Pure. Who decides a finding must see what stands around it; the whole value is shown only where
somebody asks for it who may.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.release.rules.findings import FindingKind
from gongkai.release.rules.masking import mask
from gongkai.release.rules.matches import Match
from gongkai.release.rules.personal import find_personal

AROUND = 2
"""Lines shown before and after."""
_LONGEST = 300
"""Characters of a line before and after what is marked."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class PassageLine:
    """One line of the passage."""

    number: int
    """From 1, as in the text."""
    pieces: tuple[Piece, ...]


def passage(
    text: str, *, kind: FindingKind, excerpt: str, line: int = 0, in_full: bool = False
) -> tuple[PassageLine, ...]:
    """Return the lines around a finding; empty where the text does not hold it.

    `line` (from 1) is where it stands, 0 where only its excerpt is known. A finding that is no
    value, such as a comment, marks its whole line.
    """
    lines = text.split("\n")
    at = line if 0 < line <= len(lines) else _line_of(text, kind, excerpt)
    if not at:
        return ()
    first = max(1, at - AROUND)
    window = "\n".join(lines[first - 1 : at + AROUND])
    cut = _lines_of(_pieces(window, kind, excerpt, in_full=in_full))
    shown = [PassageLine(number, pieces) for number, pieces in enumerate(cut, start=first)]
    if not any(piece.is_marked for one in shown for piece in one.pieces):
        shown = [_marked_whole(one) if one.number == at else one for one in shown]
    return tuple(shown)


def masked_values(text: str) -> str:
    """Return a text with every personal value in it masked.

    >>> masked_values("电话13800138000，转王主任")
    '电话1********00，转王主任'
    """
    shown, done = "", 0
    for match in find_personal(text):
        if match.start >= done:
            shown += text[done : match.start] + mask(match.kind, match.value)
            done = match.end
    return shown + text[done:]


def _line_of(text: str, kind: FindingKind, excerpt: str) -> int:
    """Return the line in which the value with this excerpt stands first, 0 where it does not."""
    for match in find_personal(text):
        if _is_it(match, kind, excerpt):
            return text.count("\n", 0, match.start) + 1
    return 0


def _is_it(match: Match, kind: FindingKind, excerpt: str) -> bool:
    return match.kind is kind and mask(match.kind, match.value) == excerpt


def _pieces(window: str, kind: FindingKind, excerpt: str, *, in_full: bool) -> list[Piece]:
    pieces: list[Piece] = []
    done = 0
    for match in find_personal(window):
        if match.start < done:
            continue
        value = window[match.start : match.end]
        # A number may run over the end of a line: the lines keep their numbers all the same.
        shown = value if in_full else mask(match.kind, match.value) + "\n" * value.count("\n")
        pieces.append(Piece(window[done : match.start]))
        pieces.append(Piece(shown, _is_it(match, kind, excerpt)))
        done = match.end
    return [*pieces, Piece(window[done:])]


def _lines_of(pieces: Sequence[Piece]) -> list[tuple[Piece, ...]]:
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        for number, text in enumerate(piece.text.split("\n")):
            if number:
                lines.append([])
            if text:
                lines[-1].append(_shortened(Piece(text, piece.is_marked)))
    return [tuple(line) for line in lines]


def _marked_whole(line: PassageLine) -> PassageLine:
    return PassageLine(
        line.number, tuple(Piece(piece.text, is_marked=True) for piece in line.pieces)
    )


def _shortened(piece: Piece) -> Piece:
    if piece.is_marked or len(piece.text) <= 2 * _LONGEST:
        return piece
    return Piece(f"{piece.text[:_LONGEST]} … {piece.text[-_LONGEST:]}")
