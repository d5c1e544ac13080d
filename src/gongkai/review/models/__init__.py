"""Tables of proposals and the steps that decide them."""

from gongkai.review.models.proposal import (
    Decision,
    Proposal,
    ProposalState,
    Referral,
    SharedSteps,
    Step,
    StepHandover,
    StepKind,
)

__all__ = [
    "Decision",
    "Proposal",
    "ProposalState",
    "Referral",
    "SharedSteps",
    "Step",
    "StepHandover",
    "StepKind",
]
