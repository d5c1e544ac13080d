"""Four eyes: who may not decide a step because of what they did before.

Proposer, secrecy reviewer and person in charge are three different people; a stand-in counts as
the person who really acts. Where the competent department gave a small organ leave, two people
may share the three, but nobody ever reviews what they proposed, and nobody does all.
"""

from collections.abc import Mapping
from enum import StrEnum

from gongkai.review.rules.steps import APPROVAL, LEGAL, SECRECY


class Conflict(StrEnum):
    """Why a person may not decide a step."""

    PROPOSED_IT = "proposed_it"
    REVIEWED_IT = "reviewed_it"


def conflict(
    *, kind: str, person_id: int, proposed_by: int, passed_by: Mapping[str, int]
) -> Conflict | None:
    """Return why a third person is needed for the step, or None.

    `passed_by` tells who passed which step. The legal reviewer must be another than the proposer
    only: the two reviews look at different things.
    """
    if person_id == proposed_by:
        return Conflict.PROPOSED_IT
    if kind == APPROVAL and passed_by.get(SECRECY) == person_id:
        return Conflict.REVIEWED_IT
    return None


def leave_heals(kind: str) -> bool:
    """Say whether the leave to share steps can heal a conflict: for the approval only."""
    return kind not in {SECRECY, LEGAL}


def may_decide(
    *,
    kind: str,
    person_id: int,
    proposed_by: int,
    passed_by: Mapping[str, int],
    has_leave: bool,
) -> bool:
    """Say whether the person may pass the step, with the organ's leave taken into account."""
    found = conflict(kind=kind, person_id=person_id, proposed_by=proposed_by, passed_by=passed_by)
    return found is None or (has_leave and leave_heals(kind))
