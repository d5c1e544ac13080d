"""Proposing, deciding, handing over and referring."""

from gongkai.review.operations.decide import (
    ContentChanged,
    FourEyesNeeded,
    NotYetDue,
    OpinionNeeded,
    ProposalNotOpen,
    ReferralWaits,
    ReviewOutdated,
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
from gongkai.review.operations.repeat import (
    NotTakenOver,
    WhyNeeded,
    revoke_repeated_review,
    take_over_reviews,
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
    "NotTakenOver",
    "NotYetDue",
    "OpinionNeeded",
    "ProposalNotOpen",
    "QuestionNeeded",
    "ReasonNeeded",
    "ReferralWaits",
    "ReviewOutdated",
    "SignatureNotForThis",
    "SignatureNotYours",
    "SignatureUsed",
    "WhyNeeded",
    "allow_shared_steps",
    "answer_referral",
    "decide_step",
    "end_handover",
    "end_shared_steps",
    "hand_over_step",
    "propose",
    "refer_step",
    "revoke_repeated_review",
    "take_over_reviews",
    "void_proposal",
]
