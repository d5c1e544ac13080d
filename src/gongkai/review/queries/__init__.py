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
    open_proposal_of,
    proposal_view,
    proposals_about,
)
from gongkai.review.queries.referrals import WaitingReferral, referrals_waiting_for
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
    "ProposalView",
    "ReferralView",
    "SharedUse",
    "StepView",
    "WaitingReferral",
    "WaitingStep",
    "handovers_of",
    "leaves_of",
    "open_proposal_of",
    "proposal_view",
    "proposals_about",
    "proposals_handed_up_to",
    "referrals_waiting_for",
    "shared_steps_report",
    "steps_waiting_for",
    "who_may_decide",
]
