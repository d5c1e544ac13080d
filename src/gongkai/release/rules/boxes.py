"""The boxes of a redaction: where on a page something is withheld, and on which ground. Pure.

Coordinates are fractions of the page as it is shown (its rotation applied), from its left upper
corner, so a box is the same whether it was drawn on a picture of 100 or of 300 dots per inch.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum

_TOUCH = 1e-4
"""Gaps below a ten-thousandth of the page are rounding."""


class Origin(StrEnum):
    """How a box came to be."""

    DRAWN = "drawn"
    TERM = "term"
    KIND = "kind"


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One area of one page."""

    page: int
    """From 1."""
    left: float
    top: float
    right: float
    bottom: float
    ground_code: str = ""
    """The legal basis on which what is under it is withheld."""
    origin: Origin = Origin.DRAWN
    label: str = ""
    """The data kind or the ground in words; never what stood there."""

    def __post_init__(self) -> None:
        sides_fit = 0 <= self.left < self.right <= 1 and 0 <= self.top < self.bottom <= 1
        if self.page < 1 or not sides_fit:
            raise ValueError("a box lies inside its page and is not empty")

    def as_row(self) -> dict[str, object]:
        """Return the box as it is sent to a process and back."""
        return asdict(self)

    @classmethod
    def of_row(cls, row: Mapping[str, object]) -> "Box":
        """Return the box that `as_row` wrote; raises ValueError where it is none."""
        said = dict(row)
        origin = Origin(str(said.pop("origin", Origin.DRAWN.value)))
        return cls(origin=origin, **said)  # type: ignore[arg-type]


def uncovered(inner: Iterable[Box], outer: Iterable[Box]) -> tuple[Box, ...]:
    """Return the boxes of `inner` of which some part is not under the boxes of `outer`.

    What is public may never be wider than what an applicant was given: every box of the
    applicant's layer must lie under boxes of the public layer, one or several together.
    """
    covers = tuple(outer)
    return tuple(box for box in inner if _left_over(box, [c for c in covers if c.page == box.page]))


def _left_over(box: Box, covers: list[Box]) -> bool:
    pieces = [(box.left, box.top, box.right, box.bottom)]
    for cover in covers:
        pieces = [rest for piece in pieces for rest in _minus(piece, cover)]
    return any(
        right - left > _TOUCH and bottom - top > _TOUCH for left, top, right, bottom in pieces
    )


Sides = tuple[float, float, float, float]


def _minus(piece: Sides, cover: Box) -> list[Sides]:
    left, top, right, bottom = piece
    if cover.right <= left or cover.left >= right or cover.bottom <= top or cover.top >= bottom:
        return [piece]
    middle_top, middle_bottom = max(top, cover.top), min(bottom, cover.bottom)
    rests = [
        (left, top, right, middle_top),
        (left, middle_bottom, right, bottom),
        (left, middle_top, cover.left, middle_bottom),
        (cover.right, middle_top, right, middle_bottom),
    ]
    return [rest for rest in rests if rest[0] < rest[2] and rest[1] < rest[3]]
