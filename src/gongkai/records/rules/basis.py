"""What a reviewer signs beside the content: the decisions on what the gate found. Pure."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class DecidedFinding:
    """A finding in what is to leave, and the decision that stands on it."""

    kind: str
    tag: str
    verdict: str
    reason: str
    decision_id: int


def basis_of(decided: Iterable[DecidedFinding], *, why_not_normative: str) -> str:
    """Return the SHA-256 of what was decided beside the content; empty where nothing was.

    Each decision counts once, in whatever order and in how many places the finding stands.

    >>> basis_of([], why_not_normative="")
    ''
    """
    rows = [astuple(one) for one in sorted(set(decided))]
    if not rows and not why_not_normative:
        return ""
    said = json.dumps([rows, why_not_normative], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()
