"""What the staff's queries hand out."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from gongkai.clock.rules.reading import ClockReading
from gongkai.kernel.types import Role
from gongkai.records.queries.links import DeskLink
from gongkai.records.queries.values import PublicationLine
from gongkai.records.rules.content import VersionContent
from gongkai.records.rules.index_forms import ParsedIndexNumber
from gongkai.review.models import StepKind
from gongkai.review.queries import ProposalView


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskCard:
    """A record in a list of the desk, as its latest version says it.

    `id` is the record's, `version_id` that version's. `due_on` is the last day of disclosure
    where a limit runs. Category, state and standing are codes of records.models.
    """

    id: int
    version_id: int
    version_number: int
    index_number: str
    title: str
    organ_id: int
    organ_name: str
    class_code: str
    category: str
    state: str
    standing: str
    generated_on: date
    registered_at: datetime
    document_number: str
    due_on: date | None
    provisional: bool
    is_overdue: bool
    late_by_working_days: int
    clock: ClockReading | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskFile:
    """An attachment as the staff sees it; `size` in bytes."""

    id: int
    title: str
    name: str
    media_type: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskVersion:
    """A version with everything the staff knows; `proposals` is the trail, oldest first."""

    id: int
    number: int
    state: str
    content: VersionContent
    files: tuple[DeskFile, ...]
    digest: str
    text_file: str
    theme_name: str
    ground_name: str
    ground_article: str
    created_by_name: str
    created_at: datetime
    released_at: datetime | None
    superseded_at: datetime | None
    repealed_on: date | None
    is_imported: bool
    import_evidence: str
    proposal: ProposalView | None
    proposals: tuple[ProposalView, ...]
    clock: ClockReading | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalView:
    """A withdrawal as the staff sees it; `outcome` is '', `confirmed` or `restored`."""

    id: int
    reason: str
    reason_label: str
    note: str
    title_may_show: bool
    hidden_by_id: int
    hidden_by_name: str
    hidden_at: datetime
    outcome: str
    decided_by_name: str
    decided_at: datetime | None
    digest: str
    """What the second person signs (operations.withdrawal_digest)."""
    clock: ClockReading | None
    version_number: int = 0
    """The earlier version that was taken back by itself; 0 where the whole record was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveOption:
    """A step that could be next: allowed, or the reason why not, in the request's language.

    `event` is a code of records.rules.lifecycle.Event. `roles` are the roles whose step it is.
    """

    event: str
    label: str
    is_allowed: bool
    reason: str
    version_id: int | None
    roles: tuple[Role, ...]
    step: StepKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskRecord:
    """A record with all that the viewer may know of it.

    `versions` begins with the latest; `current` is the version in work, or the latest one.
    """

    id: int
    organ_id: int
    organ_name: str
    index_number: str
    index_is_foreign: bool
    class_code: str
    class_name: str
    standing: str
    title: str
    registered_by_name: str
    registered_at: datetime
    released_at: datetime | None
    released_on: date | None
    first_disclosed_on: date | None
    first_disclosure_source: str
    disclosure_limit_working_days: int | None
    disclosure_limit_basis: str
    current: DeskVersion
    versions: tuple[DeskVersion, ...]
    public_version_id: int | None
    publications: tuple[PublicationLine, ...]
    withdrawal: WithdrawalView | None
    withdrawals: tuple[WithdrawalView, ...]
    clock: ClockReading | None
    moves: tuple[MoveOption, ...]
    index_parts: ParsedIndexNumber | None = None
    """What the index number says by its form; None before there is one."""
    links: tuple[DeskLink, ...] = ()

    def waiting_for(self, number: int) -> WithdrawalView | None:
        """Return the withdrawal of this earlier version that waits for its second person."""
        found = (w for w in self.withdrawals if w.version_number == number and not w.outcome)
        return next(found, None)

    def may(self, event: str) -> bool:
        """Say whether the viewer may make the move now."""
        return any(move.event == event and move.is_allowed for move in self.moves)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLine:
    """Something that waits for the viewer.

    `task` is one of review, legal, approval, release, returned, draft, confirm_withdrawal,
    confirm_version_withdrawal; `since` is when it began to wait.
    """

    task: str
    record_id: int
    version_id: int
    title: str
    organ_id: int
    organ_name: str
    category: str
    since: datetime
    due_on: date | None
    provisional: bool
    is_overdue: bool
    clock: ClockReading | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What waits for the viewer, as much of it as one page holds, and how much is left out.

    `more` are steps, releases and withdrawals that began to wait later, `more_drafts` drafts that
    are less urgent.
    """

    lines: tuple[QueueLine, ...]
    more: int
    more_drafts: int

    @property
    def total(self) -> int:
        """Return how much waits altogether."""
        return len(self.lines) + self.more + self.more_drafts


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueCounts:
    """Figures for the side list of the desk."""

    waiting: int
    undetermined: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganFigures:
    """An organ's records by category, and how many of them the public sees."""

    total: int = 0
    undetermined: int = 0
    voluntary: int = 0
    on_application: int = 0
    exempt: int = 0
    published: int = 0
    listed: int = 0

    def plus(self, category: str, standing: str, count: int) -> "OrganFigures":
        """Return the figures with so many more records of a category and standing."""
        grown = {"total": self.total + count, category: getattr(self, category) + count}
        if standing in {"published", "listed"}:
            grown[standing] = getattr(self, standing) + count
        return replace(self, **grown)


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryCount:
    """How many records of an organ stand in a category; never what they say."""

    organ_id: int
    category: str
    standing: str
    count: int
