"""Tables of proposals and the steps that decide them."""

from gongkai.review.models.proposal import (
    Decision,
    Proposal,
    ProposalState,
    ProposedContent,
    Referral,
    SharedSteps,
    Step,
    StepHandover,
    StepKind,
    StepRevocation,
)

__all__ = [
    "Decision",
    "Proposal",
    "ProposalState",
    "ProposedContent",
    "Referral",
    "SharedSteps",
    "Step",
    "StepHandover",
    "StepKind",
    "StepRevocation",
]
