"""What the queries hand out: frozen values, safe to pass to any door."""

from dataclasses import dataclass
from datetime import date, datetime

from gongkai.guides.rules.facts import GuideFacts, Section
from gongkai.guides.rules.lifecycle import Event
from gongkai.guides.rules.vocabulary import EditionKind, EditionState, OpinionState
from gongkai.records.queries import RecordCard


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionCard:
    """An edition in a list."""

    id: int
    organ_id: int
    organ_name: str
    organ_name_en: str
    kind: EditionKind
    number: int
    state: EditionState
    change_note: str
    compiled_on: date
    published_on: date | None
    superseded_on: date | None
    consulted_from_on: date | None
    consulted_until_on: date | None

    @property
    def is_guide(self) -> bool:
        """Say whether it is an edition of the guide."""
        return self.kind is EditionKind.GUIDE


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideEdition:
    """An edition of a guide with all that it says."""

    card: EditionCard
    facts: GuideFacts
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenEdition:
    """An edition that was published and is taken back; `reason` in words."""

    kind: EditionKind
    number: int
    hidden_on: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionHidingView:
    """How an edition was taken from the public, for the staff; `reason` as records have it."""

    reason: str
    note: str
    hidden_by_name: str
    hidden_at: datetime
    is_confirmed: bool
    digest: str
    """What the second person signs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """One entry of a catalogue edition; `card` is None where nothing but the number may be said.

    Either it is not public any more, or the gate holds it back until it has been checked.
    """

    position: int
    record_id: int
    index_number: str
    class_code: str
    card: RecordCard | None
    is_held_back: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassCount:
    """How many entries of a catalogue edition stood in a class."""

    code: str
    name_zh: str
    name_en: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueEdition:
    """An edition of a catalogue without its entries."""

    card: EditionCard
    classes: tuple[ClassCount, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownOpinion:
    """An opinion that everybody reads; who gave it is not in it."""

    number: int
    text: str
    given_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """A consultation as the public sees it."""

    card: EditionCard
    is_open: bool
    is_given_up: bool
    is_out: bool
    """The edition was published, and everybody reads it."""
    opinions: tuple[ShownOpinion, ...]
    """Those of the page that was asked for."""
    shown: int
    """How many are shown, on all pages."""
    kept_back: int
    """How many were looked at and are not shown."""
    answer: str
    answered_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskOpinion:
    """An opinion with who gave it, for those who look after it; '' where it was not said."""

    id: int
    number: int
    text: str
    name: str
    contact: str
    given_at: datetime
    state: OpinionState
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionMoveLine:
    """What was done to an edition; `event` as guides.wording.EVENT_NAMES has it."""

    event: str
    moved_by_name: str
    role: str
    organ_name: str
    moved_at: datetime
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionMoveOption:
    """A step that leads on; `reason` says why it is not open."""

    event: Event
    is_allowed: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskEdition:
    """Everything that the desk's page of an edition shows."""

    card: EditionCard
    digest: str
    sections: tuple[Section, ...]
    answer: str
    skipped_because: str
    moved: tuple[str, ...]
    """Names of facts that differ from the live data now, where it is being worked on."""
    moves: tuple[EditionMoveOption, ...]
    history: tuple[EditionMoveLine, ...]
    opinions_waiting: int
    opinions_total: int
    is_update: bool
    reads_contacts: bool
    hiding: EditionHidingView | None
    """How it was taken from the public; None where it was not or is back."""
    follows_hidden: bool
    """It is in work, and the edition published before is taken from the public."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionStanding:
    """How an organ stands with its guide or catalogue; what `reminds` is said of it.

    `moved` names the facts in which the live data differs from the published edition.
    """

    organ_id: int
    organ_name: str
    organ_name_en: str
    kind: EditionKind
    current: EditionCard | None
    in_work: EditionCard | None
    moved: tuple[str, ...]
    is_old: bool
    """A year has passed since it was published."""

    @property
    def reminds(self) -> bool:
        """Say whether a new edition is due and nobody works on one."""
        is_due = self.current is None or self.is_old or bool(self.moved)
        return is_due and self.in_work is None
