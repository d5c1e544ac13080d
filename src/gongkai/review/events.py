"""What becomes of a proposal, told to the modules whose content it was."""

from dataclasses import dataclass
from typing import ClassVar

from gongkai.kernel.events import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposalPassed(Event):
    """All steps agreed; the content with this digest may be released."""

    kind: ClassVar[str] = "review.proposal_passed"
    proposal_id: int
    subject_kind: str
    subject_id: int
    organ_id: int
    digest: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposalReturned(Event):
    """A step sent it back; it must be changed and proposed again."""

    kind: ClassVar[str] = "review.proposal_returned"
    proposal_id: int
    subject_kind: str
    subject_id: int
    organ_id: int
    step: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposalVoided(Event):
    """The content changed after it was proposed; what was decided on it counts no more."""

    kind: ClassVar[str] = "review.proposal_voided"
    proposal_id: int
    subject_kind: str
    subject_id: int
    organ_id: int
