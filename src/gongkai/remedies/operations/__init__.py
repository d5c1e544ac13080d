"""Writes: one function per use case."""

from gongkai.remedies.operations.answering import (
    AlreadyAnswered,
    AnsweredMeanwhile,
    AnswerNotCleared,
    AnswerNotWhole,
    NotPublishedThere,
    answer_gap,
)
from gongkai.remedies.operations.forgetting import forget_old_reports
from gongkai.remedies.operations.opening import TooManyWrongCodes, WrongReportCode, open_report
from gongkai.remedies.operations.reporting import (
    SUBJECT_KIND,
    AddressNotUsable,
    NothingReported,
    Reported,
    TooManyReports,
    report_gap,
    reported_before,
)

__all__ = [
    "SUBJECT_KIND",
    "AddressNotUsable",
    "AlreadyAnswered",
    "AnswerNotCleared",
    "AnswerNotWhole",
    "AnsweredMeanwhile",
    "NotPublishedThere",
    "NothingReported",
    "Reported",
    "TooManyReports",
    "TooManyWrongCodes",
    "WrongReportCode",
    "answer_gap",
    "forget_old_reports",
    "open_report",
    "report_gap",
    "reported_before",
]
