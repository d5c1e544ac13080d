"""What is done with applications: one function a step of the work.

What is handed out stands in `operations.downloads`, which reads by queries and is imported from
there.
"""

from gongkai.applications.operations.answering import (
    CorrectionFileRefused,
    SentFile,
    answer_correction,
    enter_correction,
)
from gongkai.applications.operations.beginning import confirm_receipt
from gongkai.applications.operations.codes import (
    CheckNotRecorded,
    TooManyWrongCodes,
    WrongCode,
    forget_old_attempts,
    open_case,
    reissue_code,
    still_open,
)
from gongkai.applications.operations.correcting import (
    AnswerNeeded,
    DayNeeded,
    PointsNeeded,
    TooLong,
    ask_correction,
    correct_application,
    lapse_case,
)
from gongkai.applications.operations.draft_uses import TooMuchFromHere, forget_old_uses
from gongkai.applications.operations.drafts import (
    AlreadySent,
    AnswersTooLong,
    DraftFileRefused,
    DraftGone,
    add_draft_file,
    discard_draft,
    forget_old_drafts,
    remove_draft_file,
    save_draft,
    submit_draft,
)
from gongkai.applications.operations.ending import withdraw_application
from gongkai.applications.operations.extending import (
    EXTENSION_PURPOSE,
    DaysNotPossible,
    ExtensionAlreadyAsked,
    ExtensionChanged,
    ExtensionDecided,
    NoExtensionPossible,
    ReasonNeeded,
    ask_extension,
    decide_extension,
    extension_digest,
)
from gongkai.applications.operations.handling import NotAClerkHere, accept_case, assign_case
from gongkai.applications.operations.issuing import (
    DeliveryDayNotPossible,
    ReferenceNeeded,
    WayNotPossible,
    close_case,
    issue_reply,
    record_delivery,
)
from gongkai.applications.operations.moving import (
    AlreadyAskedOnce,
    CorrectionStillPossible,
    ExtensionWaits,
    MoveNotPossible,
    ReplyChanged,
    ReplyNotComplete,
)
from gongkai.applications.operations.opening import show_identity
from gongkai.applications.operations.publicising import (
    AlreadyProposedToPublic,
    NothingWasGiven,
    propose_public,
)
from gongkai.applications.operations.receiving import (
    Acknowledgement,
    SubmissionNotComplete,
    SubmittedFile,
    acknowledgement_of,
    receive_application,
)
from gongkai.applications.operations.replying import (
    REPLY_SUBJECT,
    ChangedMeanwhile,
    FileRefused,
    OutcomeNotPossible,
    ReplyGaps,
    add_reply_file,
    draft_reply,
    propose_reply,
    remove_reply_file,
)
from gongkai.applications.operations.reviewing import approve_reply, review_reply

__all__ = [
    "EXTENSION_PURPOSE",
    "REPLY_SUBJECT",
    "Acknowledgement",
    "AlreadyAskedOnce",
    "AlreadyProposedToPublic",
    "AlreadySent",
    "AnswerNeeded",
    "AnswersTooLong",
    "ChangedMeanwhile",
    "CheckNotRecorded",
    "CorrectionFileRefused",
    "CorrectionStillPossible",
    "DayNeeded",
    "DaysNotPossible",
    "DeliveryDayNotPossible",
    "DraftFileRefused",
    "DraftGone",
    "ExtensionAlreadyAsked",
    "ExtensionChanged",
    "ExtensionDecided",
    "ExtensionWaits",
    "FileRefused",
    "MoveNotPossible",
    "NoExtensionPossible",
    "NotAClerkHere",
    "NothingWasGiven",
    "OutcomeNotPossible",
    "PointsNeeded",
    "ReasonNeeded",
    "ReferenceNeeded",
    "ReplyChanged",
    "ReplyGaps",
    "ReplyNotComplete",
    "SentFile",
    "SubmissionNotComplete",
    "SubmittedFile",
    "TooLong",
    "TooManyWrongCodes",
    "TooMuchFromHere",
    "WayNotPossible",
    "WrongCode",
    "accept_case",
    "acknowledgement_of",
    "add_draft_file",
    "add_reply_file",
    "answer_correction",
    "approve_reply",
    "ask_correction",
    "ask_extension",
    "assign_case",
    "close_case",
    "confirm_receipt",
    "correct_application",
    "decide_extension",
    "discard_draft",
    "draft_reply",
    "enter_correction",
    "extension_digest",
    "forget_old_attempts",
    "forget_old_drafts",
    "forget_old_uses",
    "issue_reply",
    "lapse_case",
    "open_case",
    "propose_public",
    "propose_reply",
    "receive_application",
    "record_delivery",
    "reissue_code",
    "remove_draft_file",
    "remove_reply_file",
    "review_reply",
    "save_draft",
    "show_identity",
    "still_open",
    "submit_draft",
    "withdraw_application",
]
