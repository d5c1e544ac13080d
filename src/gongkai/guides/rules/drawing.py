"""A flow chart as SVG: boxes below one another, what may happen beside them set in. Pure.

Every mark has its look in attributes: the pages' content security policy forbids styles in the
page. The words are drawn as text, so that they can be read aloud, searched and copied.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

WIDTH = 400
_SIZE = 15
_LINE = 21
_PADDING = 10
_GAP = 26
_INDENT = 44
_INK, _LINE_COLOUR, _ASIDE = "#0b0c0c", "#1d4f7c", "#505a5f"
_FAMILY = "Noto Sans SC, sans-serif"
_NEVER_FIRST = frozenset("，。、；：！？）》”’」』】,.;:!?)%")


@dataclass(frozen=True, slots=True)
class Step:
    """A box with what may happen beside it."""

    text: str
    beside: tuple[str, ...] = ()


def flow_chart(steps: Sequence[Step], *, title: str, description: str) -> str:
    """Return the chart as one SVG element, `title` and `description` in it for who cannot see it.

    Its height follows from the words; it is 400 units wide, which a small screen shows whole.
    """
    marks: list[str] = []
    top = 2
    for number, step in enumerate(steps):
        if number:
            marks.append(_arrow(WIDTH // 2, top - _GAP, top))
        top = _box(marks, step.text, left=2, top=top, is_step=True)
        for words in step.beside:
            marks.append(_branch(top))
            top = _box(marks, words, left=_INDENT, top=top + _GAP // 2, is_step=False)
        top += _GAP
    height = top - _GAP + 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" role="img" '
        'aria-labelledby="flow-title flow-description" '
        f'font-family="{_FAMILY}" font-size="{_SIZE}">'
        f'<title id="flow-title">{escape(title)}</title>'
        f'<desc id="flow-description">{escape(description)}</desc>'
        f"{''.join(marks)}</svg>"
    )


def wrapped(text: str, *, width: float) -> tuple[str, ...]:
    """Return the text in lines of at most `width` ems; Han characters are one em wide.

    Latin words stay whole where they fit a line; no line begins with a closing mark.
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and _ems(line) + _ems(piece.rstrip()) > width and piece[0] not in _NEVER_FIRST:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return (*lines, line.rstrip()) if line.strip() else tuple(lines)


def _box(marks: list[str], text: str, *, left: int, top: int, is_step: bool) -> int:
    """Draw a box and return where it ends."""
    width = WIDTH - left - 2
    lines = wrapped(text, width=(width - 2 * _PADDING) / _SIZE)
    height = len(lines) * _LINE + 2 * _PADDING - 4
    look = (
        f'fill="#ffffff" stroke="{_LINE_COLOUR}" stroke-width="2"'
        if is_step
        else f'fill="#f3f2f1" stroke="{_ASIDE}" stroke-width="1" stroke-dasharray="5 3"'
    )
    marks.append(f'<rect x="{left}" y="{top}" width="{width}" height="{height}" rx="4" {look}/>')
    for number, line in enumerate(lines):
        y = top + _PADDING + 12 + number * _LINE
        weight = ' font-weight="bold"' if is_step else ""
        marks.append(
            f'<text x="{left + _PADDING}" y="{y}" fill="{_INK}"{weight}>{escape(line)}</text>'
        )
    return top + height


def _arrow(x: int, start: int, end: int) -> str:
    return (
        f'<path d="M{x} {start} V{end - 6}" stroke="{_LINE_COLOUR}" stroke-width="2" fill="none"/>'
        f'<path d="M{x - 6} {end - 8} L{x} {end} L{x + 6} {end - 8} Z" fill="{_LINE_COLOUR}"/>'
    )


def _branch(top: int) -> str:
    x, y = _INDENT // 2, top + _GAP // 2 + 16
    return (
        f'<path d="M{x} {top} V{y} H{_INDENT}" stroke="{_ASIDE}" stroke-width="1" fill="none" '
        'stroke-dasharray="5 3"/>'
    )


def _pieces(text: str) -> Iterator[str]:
    """Yield what may not be parted: one wide character, or a Latin word with its space."""
    word = ""
    for character in text:
        if _is_wide(character):
            if word:
                yield word
            word = ""
            yield character
        else:
            word += character
            if character == " ":
                yield word
                word = ""
    if word:
        yield word


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF" or character in "“”‘’…—"


def _ems(text: str) -> float:
    return sum(1.0 if _is_wide(character) else 0.56 for character in text)
