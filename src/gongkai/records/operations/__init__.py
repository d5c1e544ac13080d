"""Writing records: one function per use case."""

from gongkai.records.operations.attachments import (
    AttachedAlready,
    TitleTooLong,
    TooManyFiles,
    attach_file,
    attach_upload,
    detach_file,
    move_file,
    retitle_file,
)
from gongkai.records.operations.basis import (
    DecisionsChanged,
    ReviewCountsNoMore,
    basis_of_report,
    review_basis,
)
from gongkai.records.operations.checking import InvalidContent
from gongkai.records.operations.disclosures import record_disclosure, retract_disclosure
from gongkai.records.operations.import_records import ImportReport, RowError, import_records
from gongkai.records.operations.links import LinkEnd, link_records, unlink_records
from gongkai.records.operations.minting import CreditCodeMissing, SerialExhausted
from gongkai.records.operations.moving import (
    BeingWithdrawn,
    CategoryUndetermined,
    ContentChanged,
    MoveNotPossible,
    SecondPersonNeeded,
    VersionInWork,
    WrongCategory,
)
from gongkai.records.operations.proposing import (
    SUBJECT_KIND,
    AnswerNeeded,
    LooksNormative,
    propose_record,
    take_back_proposal,
)
from gongkai.records.operations.publications import change_validity
from gongkai.records.operations.register import (
    DisclosureHalfTold,
    DisclosureNotYet,
    NoSuchClass,
    register_record,
)
from gongkai.records.operations.register_together import (
    IndexNumberTaken,
    NewRecord,
    register_records,
)
from gongkai.records.operations.release import (
    hold_record,
    list_record,
    publish_record,
    release_record,
)
from gongkai.records.operations.review import approve_record, review_record, revoke_review
from gongkai.records.operations.version_withdrawal import (
    CONFIRM_VERSION_PURPOSE,
    NeverReadable,
    confirm_version_withdrawal,
    restore_version,
    version_withdrawal_digest,
    withdraw_version,
)
from gongkai.records.operations.versions import (
    ChangedMeanwhile,
    abandon_version,
    begin_new_version,
    edit_version,
)
from gongkai.records.operations.withdrawal import (
    CONFIRM_PURPOSE,
    confirm_withdrawal,
    restore_record,
    withdraw_record,
    withdrawal_digest,
)

__all__ = [
    "CONFIRM_PURPOSE",
    "CONFIRM_VERSION_PURPOSE",
    "SUBJECT_KIND",
    "AnswerNeeded",
    "AttachedAlready",
    "BeingWithdrawn",
    "CategoryUndetermined",
    "ChangedMeanwhile",
    "ContentChanged",
    "CreditCodeMissing",
    "DecisionsChanged",
    "DisclosureHalfTold",
    "DisclosureNotYet",
    "ImportReport",
    "IndexNumberTaken",
    "InvalidContent",
    "LinkEnd",
    "LooksNormative",
    "MoveNotPossible",
    "NeverReadable",
    "NewRecord",
    "NoSuchClass",
    "ReviewCountsNoMore",
    "RowError",
    "SecondPersonNeeded",
    "SerialExhausted",
    "TitleTooLong",
    "TooManyFiles",
    "VersionInWork",
    "WrongCategory",
    "abandon_version",
    "approve_record",
    "attach_file",
    "attach_upload",
    "basis_of_report",
    "begin_new_version",
    "change_validity",
    "confirm_version_withdrawal",
    "confirm_withdrawal",
    "detach_file",
    "edit_version",
    "hold_record",
    "import_records",
    "link_records",
    "list_record",
    "move_file",
    "propose_record",
    "publish_record",
    "record_disclosure",
    "register_record",
    "register_records",
    "release_record",
    "restore_record",
    "restore_version",
    "retitle_file",
    "retract_disclosure",
    "review_basis",
    "review_record",
    "revoke_review",
    "take_back_proposal",
    "unlink_records",
    "version_withdrawal_digest",
    "withdraw_record",
    "withdraw_version",
    "withdrawal_digest",
]
