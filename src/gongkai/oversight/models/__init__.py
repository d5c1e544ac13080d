"""Tables of the module `oversight`."""

from gongkai.oversight.models.combing import (
    CombingCampaign,
    CombingDecision,
    CombingIntake,
    CombingIntakeRow,
    CombingItem,
    CombingOrgan,
    CombingRecheck,
    CombingState,
)

__all__ = [
    "CombingCampaign",
    "CombingDecision",
    "CombingIntake",
    "CombingIntakeRow",
    "CombingItem",
    "CombingOrgan",
    "CombingRecheck",
    "CombingState",
]
