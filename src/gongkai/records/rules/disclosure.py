"""When the limit of disclosure runs, and from which day (requirement C5)."""

from datetime import date
from enum import StrEnum

IN_FORCE_FROM = date(2008, 5, 1)
"""The Regulations came into force; what was generated before has no limit (2007 art. 38)."""


class NoLimit(StrEnum):
    """Why no limit applies."""

    DISCLOSED_BEFORE = "disclosed_before"
    GENERATED_BEFORE = "generated_before"


def why_no_limit(*, generated_on: date, first_disclosed_on: date | None) -> NoLimit | None:
    """Return why the limit of 2007 art. 18 does not apply, None where it does."""
    if first_disclosed_on is not None:
        return NoLimit.DISCLOSED_BEFORE
    return NoLimit.GENERATED_BEFORE if generated_on < IN_FORCE_FROM else None
