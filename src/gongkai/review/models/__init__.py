"""Tables of proposals and the steps that decide them."""

from gongkai.review.models.proposal import (
    Decision,
    Proposal,
    ProposalState,
    SharedSteps,
    Step,
    StepHandover,
    StepKind,
)

__all__ = [
    "Decision",
    "Proposal",
    "ProposalState",
    "SharedSteps",
    "Step",
    "StepHandover",
    "StepKind",
]
