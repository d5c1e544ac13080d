"""Tables of the module `remedies`."""

from gongkai.remedies.models.gap import (
    AnswerKind,
    GapAnswer,
    GapCounter,
    GapReport,
    ReportState,
)

__all__ = ["AnswerKind", "GapAnswer", "GapCounter", "GapReport", "ReportState"]
