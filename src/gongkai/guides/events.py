"""What happens to editions, told to the modules above; handlers run in the same transaction."""

from dataclasses import dataclass
from typing import ClassVar

from gongkai.kernel.events import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class ConsultationOpened(Event):
    """The public may read a draft and give its opinion until a day (ISO)."""

    kind: ClassVar[str] = "guides.consultation_opened"
    edition_id: int
    organ_id: int
    until_on: str


@dataclass(frozen=True, kw_only=True, slots=True)
class EditionSentUp(Event):
    """An edition lies before the competent department."""

    kind: ClassVar[str] = "guides.edition_sent_up"
    edition_id: int
    organ_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class EditionDecided(Event):
    """The competent department approved an edition, or returned it."""

    kind: ClassVar[str] = "guides.edition_decided"
    edition_id: int
    organ_id: int
    is_approved: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class EditionPublished(Event):
    """An edition is what the public reads from now on."""

    kind: ClassVar[str] = "guides.edition_published"
    edition_id: int
    organ_id: int
    edition_kind: str


ALL_EVENTS = (ConsultationOpened, EditionSentUp, EditionDecided, EditionPublished)
