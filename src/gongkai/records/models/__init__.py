"""Tables of information records."""

from gongkai.records.models.imports import ImportRow, ImportRun
from gongkai.records.models.numbering import IndexCounter, InformationClass
from gongkai.records.models.record import Ground, Record, RecordVersion, ThemeClass
from gongkai.records.models.release import PublicationEvent, Withdrawal

__all__ = [
    "Ground",
    "ImportRow",
    "ImportRun",
    "IndexCounter",
    "InformationClass",
    "PublicationEvent",
    "Record",
    "RecordVersion",
    "ThemeClass",
    "Withdrawal",
]
