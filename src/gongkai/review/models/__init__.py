"""Tables of proposals and the steps that decide them."""

from gongkai.review.models.proposal import Proposal, SharedSteps, Step, StepHandover

__all__ = ["Proposal", "SharedSteps", "Step", "StepHandover"]
