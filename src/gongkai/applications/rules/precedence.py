"""The one outcome under which a case counts whose matters are answered differently. Pure.

One application counts in exactly one row of the annual report. Where something is given and
something is not, that is the row of partial disclosure (form of 2021: 区分处理的，只计这一情形，
不计其他情形); otherwise the first outcome in the regime's list, most restrictive first.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from gongkai.applications.rules.regimes import PARTLY_GRANTED, ApplicationRegime


class Why(StrEnum):
    """Why the case counts under this outcome; shown to the clerk, who may choose another."""

    ALL_ALIKE = "all_alike"
    GIVEN_AND_REFUSED_IS_PARTIAL = "given_and_refused_is_partial"
    ALL_GIVEN = "all_given"
    MOST_RESTRICTIVE = "most_restrictive"


@dataclass(frozen=True, slots=True)
class OneOutcome:
    """The outcome of the case, and why it is this one."""

    code: str
    why: Why


def one_outcome(codes: Collection[str], *, regime: ApplicationRegime) -> OneOutcome:
    """Return the outcome of a case from those of its matters, however they are ordered.

    Raises ValueError where there is no matter, KeyError where a code is not the regime's.
    """
    if not codes:
        raise ValueError("a case without a matter has no outcome")
    different = {regime.outcomes[code] for code in codes}
    if len(different) == 1:
        return OneOutcome(different.pop().code, Why.ALL_ALIKE)
    given = [outcome.gives for outcome in different]
    if PARTLY_GRANTED in codes or (any(given) and not all(given)):
        return OneOutcome(PARTLY_GRANTED, Why.GIVEN_AND_REFUSED_IS_PARTIAL)
    first = next(code for code in regime.precedence if regime.outcomes[code] in different)
    return OneOutcome(first, Why.ALL_GIVEN if all(given) else Why.MOST_RESTRICTIVE)
