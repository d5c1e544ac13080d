"""The figures of a combing campaign, its filters, and the chart of what is left, for the pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.oversight.queries.combing_progress import Figures
from gongkai.oversight.rules.combing import BurnPoint, RecheckOutcome

FIGURES: tuple[tuple[str, str | Promise], ...] = (
    ("total", pgettext_lazy("combing figure", "Items")),
    ("undecided", pgettext_lazy("combing figure", "Undecided")),
    ("voluntary", pgettext_lazy("combing figure", "Voluntary")),
    ("on_application", pgettext_lazy("combing figure", "On application")),
    ("exempt", pgettext_lazy("combing figure", "Not disclosed")),
    ("registered", pgettext_lazy("combing figure", "Registered")),
    ("released", pgettext_lazy("combing figure", "Released")),
    ("to_recheck", pgettext_lazy("combing figure", "Public before")),
    ("rechecked", pgettext_lazy("combing figure", "Looked at again")),
    ("withdrawn", pgettext_lazy("combing figure", "Withdrawn")),
    ("overdue", pgettext_lazy("combing figure", "Overdue")),
)
"""What is counted, in the order of tables and files."""

STAGES: tuple[tuple[str, str | Promise], ...] = (
    ("", _("All")),
    ("undecided", pgettext_lazy("stage of an item", "Undecided")),
    ("decided", pgettext_lazy("stage of an item", "Decided, not registered")),
    ("registered", pgettext_lazy("stage of an item", "Registered, not released")),
    ("released", pgettext_lazy("stage of an item", "Released")),
)
OUTCOMES: tuple[tuple[str, str | Promise], ...] = (
    ("", _("All")),
    ("open", pgettext_lazy("recheck", "Not looked at yet")),
    ("stays", pgettext_lazy("recheck", "Stays as it is")),
    ("correct", pgettext_lazy("recheck", "Must be corrected")),
    ("withdraw", pgettext_lazy("recheck", "Wrongly published")),
)
RECHECKS: Mapping[RecheckOutcome, str | Promise] = {
    RecheckOutcome.STAYS: _("They stay public"),
    RecheckOutcome.WITHDRAW: _("Wrongly published: withdraw at once"),
    RecheckOutcome.CORRECT: _("Must be corrected: begin a new version"),
}

WIDTH, HEIGHT = 360, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 12, 12, 28


def figures_of(figures: Figures) -> list[int]:
    """Return the figures in the order of FIGURES."""
    return [int(getattr(figures, name)) for name, _label in FIGURES]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What is left day by day, as the lines of a drawing of WIDTH by HEIGHT units."""

    points: tuple[BurnPoint, ...]
    undecided: str
    """Points of a polyline: `x,y x,y`."""
    unfinished: str
    most: int
    floor: int
    left: int
    right: int
    top: int
    view: str
    first_on: date
    last_on: date

    @property
    def last(self) -> BurnPoint:
        """Return what is left now."""
        return self.points[-1]


def chart_of(points: Sequence[BurnPoint]) -> Chart | None:
    """Return the chart of the points, None where there is nothing to draw yet."""
    if not points:
        return None
    most = max(1, *(point.unfinished for point in points))
    return Chart(
        points=tuple(points),
        undecided=_line(points, [point.undecided for point in points], most),
        unfinished=_line(points, [point.unfinished for point in points], most),
        most=most,
        floor=HEIGHT - _BOTTOM,
        left=_LEFT,
        right=WIDTH - _RIGHT,
        top=_TOP,
        view=f"0 0 {WIDTH} {HEIGHT}",
        first_on=points[0].on,
        last_on=points[-1].on,
    )


def _line(points: Sequence[BurnPoint], values: Sequence[int], most: int) -> str:
    if len(points) == 1:
        # The line of one day is as long as the day: one sees what is left.
        height = _TOP + (HEIGHT - _TOP - _BOTTOM) * (1 - values[0] / most)
        return f"{_LEFT},{height:.1f} {WIDTH - _RIGHT},{height:.1f}"
    days = (points[-1].on - points[0].on).days
    width, height = WIDTH - _LEFT - _RIGHT, HEIGHT - _TOP - _BOTTOM
    pairs = (
        (
            _LEFT + width * (point.on - points[0].on).days / days,
            _TOP + height * (1 - value / most),
        )
        for point, value in zip(points, values, strict=True)
    )
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in pairs)
