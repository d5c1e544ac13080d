"""Tables of information records."""

from gongkai.records.models.bulk import (
    BulkFile,
    BulkItem,
    BulkKind,
    BulkRun,
    BulkState,
    ItemOutcome,
    SavedView,
    SeenVersion,
)
from gongkai.records.models.choices import (
    Assembly,
    ChangeKind,
    HowObtained,
    LinkKind,
    SecrecyLevel,
    ServiceObject,
    Split,
)
from gongkai.records.models.files import VersionFile
from gongkai.records.models.imports import ImportRow, ImportRun
from gongkai.records.models.links import RecordLink
from gongkai.records.models.numbering import IndexCounter, InformationClass
from gongkai.records.models.record import (
    Category,
    Form,
    Ground,
    Record,
    RecordVersion,
    Standing,
    ThemeClass,
    TimeLimit,
    Validity,
    VersionState,
)
from gongkai.records.models.release import PublicationEvent, Withdrawal, WithdrawalReason
from gongkai.records.models.transfer import RecordTransfer

__all__ = [
    "Assembly",
    "BulkFile",
    "BulkItem",
    "BulkKind",
    "BulkRun",
    "BulkState",
    "Category",
    "ChangeKind",
    "Form",
    "Ground",
    "HowObtained",
    "ImportRow",
    "ImportRun",
    "IndexCounter",
    "InformationClass",
    "ItemOutcome",
    "LinkKind",
    "PublicationEvent",
    "Record",
    "RecordLink",
    "RecordTransfer",
    "RecordVersion",
    "SavedView",
    "SecrecyLevel",
    "SeenVersion",
    "ServiceObject",
    "Split",
    "Standing",
    "ThemeClass",
    "TimeLimit",
    "Validity",
    "VersionFile",
    "VersionState",
    "Withdrawal",
    "WithdrawalReason",
]
