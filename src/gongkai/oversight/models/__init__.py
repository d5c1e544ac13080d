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
from gongkai.oversight.models.expectation import (
    InapplicableItem,
    InapplicableState,
    RhythmChange,
    RhythmName,
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
    "InapplicableItem",
    "InapplicableState",
    "RhythmChange",
    "RhythmName",
]
