"""The way of an application as a guide draws it: from the states of a case and its limits. Pure.

The stages are states of a case in the order of their table (applications.rules.lifecycle); what
stands beside a stage is there only where the regime has the limit for it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from gongkai.applications.rules.vocabulary import CaseState


class Beside(StrEnum):
    """What can happen at a stage besides going on."""

    CORRECTION = "correction"
    """Something is missing: the applicant is asked to correct it, and the stage begins anew."""
    NOT_THIS_ORGAN = "not_this_organ"
    """Another organ holds it, or it is public already: the applicant is told where."""
    THIRD_PARTY = "third_party"
    """Somebody else's rights are touched: they are asked, and the clock of the reply pauses."""
    CO_MAKER = "co_maker"
    """Other organs that made it together are asked, and the clock of the reply pauses."""
    FEE = "fee"
    """The processing fee is paid first, and the clock of the reply begins anew."""
    EXTENSION = "extension"
    """The reply takes longer; the applicant is told."""
    REMEDY = "remedy"
    """The applicant does not agree."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage, and what can happen beside it."""

    state: CaseState
    beside: tuple[Beside, ...] = ()


def stages(limit_keys: Collection[str], *, confirms_receipt: bool) -> tuple[Stage, ...]:
    """Return the stages of an application under a regime with these limits, first to last."""
    begun = (Stage(CaseState.CONFIRMING),) if confirms_receipt else ()
    paused = tuple(beside for beside, key in _PAUSING if key in limit_keys)
    fee = (Beside.FEE,) if "fee_payment" in limit_keys else ()
    return (
        *begun,
        Stage(CaseState.FORMAL_REVIEW, (Beside.CORRECTION, Beside.NOT_THIS_ORGAN)),
        Stage(CaseState.HANDLING, (*paused, *fee, Beside.EXTENSION)),
        Stage(CaseState.REVIEWED),
        Stage(CaseState.REPLIED),
        Stage(CaseState.DELIVERED, (Beside.REMEDY,)),
    )


_PAUSING = ((Beside.THIRD_PARTY, "third_party"), (Beside.CO_MAKER, "co_maker"))
