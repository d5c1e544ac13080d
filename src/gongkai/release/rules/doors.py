"""The doors through which something leaves the house, and what stands before them. Pure."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

GATE_RULES = 2
"""Raised whenever the gate finds what it did not find before: what is out is then checked anew."""


class Door(StrEnum):
    """To whom something is released; each decides its findings by itself."""

    PUBLIC = "public"
    APPLICANT = "applicant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is being released, as the module above calls it: `record`, `case`."""

    kind: str
    id: int
    organ_id: int
    label: str = ""


OF_APPLICANTS = frozenset({"case"})
"""Kinds of subjects with content of applicants and third parties, which fewer people see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOut:
    """A file on its way out: stored bytes under the name they would leave with."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextOut:
    """A text on its way out, element by element."""

    parts: tuple[tuple[str, str], ...]
    """(element, text), in their order; the element is a field's name such as `title`."""

    def digest(self) -> str:
        """Return the SHA-256 of the parts as one JSON text."""
        plain = json.dumps(self.parts, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(plain.encode()).hexdigest()

    def digest_of(self, element: str) -> str:
        """Return the SHA-256 of one element's text: the same whatever leaves together with it."""
        return hashlib.sha256(dict(self.parts).get(element, "").encode()).hexdigest()


class ExaminationState(StrEnum):
    """How far the inspection of a file has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STUCK = "stuck"


class ScanState(StrEnum):
    """What the virus scanner said; an error is never clean."""

    UNSCANNED = "unscanned"
    CLEAN = "clean"
    INFECTED = "infected"
    FAILED = "failed"


class Verdict(StrEnum):
    """What a person decided about a finding."""

    MAY_LEAVE = "may_leave"
    MUST_GO = "must_go"
    """It has to be removed or redacted first; the file stays inside until it is another one."""


class Obstacle(StrEnum):
    """Why something cannot leave now."""

    NOT_EXAMINED = "not_examined"
    STUCK = "stuck"
    PROBLEM = "problem"
    UNSCANNED = "unscanned"
    INFECTED = "infected"
    UNDECIDED = "undecided"
    MUST_GO = "must_go"
    SECRECY_MARK = "secrecy_mark"
    NOT_APPROVED = "not_approved"
    """It is a redaction, and nobody approved it for this door."""


def obstacles_of_scan(state: ScanState, *, is_configured: bool) -> Sequence[Obstacle]:
    """Return what the scanner holds against a file.

    Where no scanner is configured the staff are told "unscanned" and nothing is held back; where
    one is, only `clean` lets a file out.
    """
    if state is ScanState.INFECTED:
        return (Obstacle.INFECTED,)
    return (Obstacle.UNSCANNED,) if is_configured and state is not ScanState.CLEAN else ()
