"""Reading proposals, what waits for whom, and where steps are shared or handed over."""

from gongkai.review.queries.delegations import (
    HandoverLine,
    LeaveLine,
    SharedUse,
    handovers_of,
    leaves_of,
    shared_steps_report,
)
from gongkai.review.queries.proposals import (
    ProposalView,
    ReferralView,
    StepView,
    content_as_proposed,
    open_proposal_of,
    proposal_view,
    proposals_about,
    proposals_about_many,
)
from gongkai.review.queries.referrals import (
    ReferredDoubt,
    count_referrals_waiting_for,
    organs_to_ask,
    proposals_referred_to,
    referral_for,
    referrals_determined_by,
    referrals_waiting_for,
)
from gongkai.review.queries.repeats import ReviewTakenOver, reviews_taken_over_from
from gongkai.review.queries.signed import (
    Period,
    SignedStep,
    StepTally,
    passed_steps_of,
    steps_signed_by,
    tallies,
)
from gongkai.review.queries.waiting import (
    Decider,
    WaitingStep,
    proposals_handed_up_to,
    steps_waiting_for,
    who_may_decide,
)

__all__ = [
    "Decider",
    "HandoverLine",
    "LeaveLine",
    "Period",
    "ProposalView",
    "ReferralView",
    "ReferredDoubt",
    "ReviewTakenOver",
    "SharedUse",
    "SignedStep",
    "StepTally",
    "StepView",
    "WaitingStep",
    "content_as_proposed",
    "count_referrals_waiting_for",
    "handovers_of",
    "leaves_of",
    "open_proposal_of",
    "organs_to_ask",
    "passed_steps_of",
    "proposal_view",
    "proposals_about",
    "proposals_about_many",
    "proposals_handed_up_to",
    "proposals_referred_to",
    "referral_for",
    "referrals_determined_by",
    "referrals_waiting_for",
    "reviews_taken_over_from",
    "shared_steps_report",
    "steps_signed_by",
    "steps_waiting_for",
    "tallies",
    "who_may_decide",
]
