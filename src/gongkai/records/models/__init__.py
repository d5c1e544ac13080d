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
from gongkai.records.models.embargo import Embargo, EmbargoOutcome, SchedulerBeat
from gongkai.records.models.exemption import ExemptionReview, ReviewDecision
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
from gongkai.records.models.research import OpenQuestion, ResearchNote
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
    "Embargo",
    "EmbargoOutcome",
    "ExemptionReview",
    "Form",
    "Ground",
    "HowObtained",
    "ImportRow",
    "ImportRun",
    "IndexCounter",
    "InformationClass",
    "ItemOutcome",
    "LinkKind",
    "OpenQuestion",
    "PublicationEvent",
    "Record",
    "RecordLink",
    "RecordTransfer",
    "RecordVersion",
    "ResearchNote",
    "ReviewDecision",
    "SavedView",
    "SchedulerBeat",
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
