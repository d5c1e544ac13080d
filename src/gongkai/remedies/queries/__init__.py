"""Reads: frozen values out, the viewer in."""

from gongkai.remedies.queries.gaps import (
    BROKEN,
    gap_figures,
    gap_report,
    gap_reports,
    name_of_item,
    tracked_report,
    waiting_reports,
)
from gongkai.remedies.queries.values import (
    GapAnswerLine,
    GapFigures,
    GapLine,
    GapPage,
    GapView,
    TrackedReport,
)

__all__ = [
    "BROKEN",
    "GapAnswerLine",
    "GapFigures",
    "GapLine",
    "GapPage",
    "GapView",
    "TrackedReport",
    "gap_figures",
    "gap_report",
    "gap_reports",
    "name_of_item",
    "tracked_report",
    "waiting_reports",
]
