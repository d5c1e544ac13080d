"""Proposing, deciding, handing over and referring."""

from gongkai.review.operations.decide import (
    ContentChanged,
    FourEyesNeeded,
    NotYetDue,
    OpinionNeeded,
    ProposalNotOpen,
    ReferralWaits,
    SignatureNotForThis,
    SignatureNotYours,
    SignatureUsed,
    decide_step,
)
from gongkai.review.operations.delegate import (
    AlreadyHandedOver,
    EndsBeforeItBegins,
    ReasonNeeded,
    allow_shared_steps,
    end_handover,
    end_shared_steps,
    hand_over_step,
)
from gongkai.review.operations.propose import (
    AlreadyProposed,
    NotADigest,
    propose,
    void_proposal,
)
from gongkai.review.operations.refer import (
    AlreadyAnswered,
    AlreadyReferred,
    NobodyThereToDecide,
    QuestionNeeded,
    answer_referral,
    refer_step,
)

__all__ = [
    "AlreadyAnswered",
    "AlreadyHandedOver",
    "AlreadyProposed",
    "AlreadyReferred",
    "ContentChanged",
    "EndsBeforeItBegins",
    "FourEyesNeeded",
    "NobodyThereToDecide",
    "NotADigest",
    "NotYetDue",
    "OpinionNeeded",
    "ProposalNotOpen",
    "QuestionNeeded",
    "ReasonNeeded",
    "ReferralWaits",
    "SignatureNotForThis",
    "SignatureNotYours",
    "SignatureUsed",
    "allow_shared_steps",
    "answer_referral",
    "decide_step",
    "end_handover",
    "end_shared_steps",
    "hand_over_step",
    "propose",
    "refer_step",
    "void_proposal",
]
