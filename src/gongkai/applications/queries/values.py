"""What queries of cases return: values, ready to be shown to exactly who asked."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise

from gongkai.applications.rules.reply import Answer, Gap
from gongkai.clock.rules.reading import ClockReading
from gongkai.letters.queries import LetterLine
from gongkai.notices.queries import NoticeView
from gongkai.release.queries.reports import GateReport, ItemReport
from gongkai.release.rules.doors import ScanState
from gongkai.review.queries import ProposalView

Label = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """A file of a case."""

    id: int
    name: str
    media_type: str
    size: int
    role: str = ""
    role_label: Label = ""
    scan: ScanState | None = None
    """What the virus scanner said of a file that the applicant sent; for staff only."""
    gate: ItemReport | None = None
    """What the release gate says of a file of the reply; for staff only."""
    has_remaining: bool = False
    """A redaction: the text that is left has a page of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionLine:
    """A correction that was asked for, and what was answered."""

    id: int
    points: tuple[str, ...]
    asked_on: date
    answer_by: date
    answer: str
    answered_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLine:
    """What was asked for, word for word as it came."""

    asked: str
    title: str
    document_number: str
    index_number: str
    issued_when: str
    hints: str
    purpose_label: Label
    asks_waiver: bool
    waiver_reason: str
    supply_way: str
    supply_label: Label
    carrier_label: Label
    accepts_other_way: bool
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedStep:
    """One thing that happened, as the applicant reads it."""

    on: date
    label: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedCase:
    """A case as its applicant sees it: what was sent, where it stands, what was sent back.

    Work inside the organ shows as "being handled"; who works on it, opinions and drafts do not.
    """

    case_id: int
    number: str
    organ_id: int
    organ_name: str
    regime_id: str
    state: str
    """The state without the inner steps: `handling` stands for all of them."""
    state_label: Label
    next_label: Label
    """What happens next, in a sentence; empty at the end."""
    submitted_at: datetime
    received_on: date | None
    clock: ClockReading | None
    request: RequestLine
    correction: CorrectionLine | None
    """The one that waits for the applicant."""
    steps: tuple[TrackedStep, ...]
    letters: tuple[LetterLine, ...]
    files: tuple[FileLine, ...]
    """What was given with the reply; empty until it is delivered."""
    own_files: tuple[FileLine, ...]
    outcome_label: Label
    delivered_on: date | None
    may_correct: bool
    may_withdraw: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """One case in a list of the desk."""

    case_id: int
    number: str
    organ_id: int
    organ_name: str
    applicant: str
    """Name of the applicant; empty for who must not know."""
    is_organisation: bool
    asked: str
    """The first words of what was asked."""
    state: str
    state_label: Label
    submitted_at: datetime
    received_on: date | None
    assigned_to_id: int | None
    assigned_to_name: str
    clock: ClockReading | None
    next_label: Label
    """The step that it waits for; empty at the end."""
    next_party_label: Label
    is_mine: bool
    """The step is one that the viewer may make now."""
    task: str = ""
    """In my queue: the event that waits for the viewer, `decide_extension` or `returned`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCounts:
    """Figures of the side list."""

    waiting: int
    """What waits for the viewer."""
    mine: int
    """Open cases that the viewer was given to handle."""
    open: int
    """Cases of the viewer's organs that are not answered."""
    overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantCard:
    """Who applies, for who handles the case; the identity number is masked."""

    kind: str
    kind_label: Label
    report_kind_label: Label
    name: str
    workplace: str
    legal_representative: str
    contact_person: str
    identity_kind_label: Label
    identity_masked: str
    address: str
    postcode: str
    telephone: str
    fax: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMove:
    """Something that can be done to a case: open where `why_not` is empty."""

    event: str
    label: Label
    is_main: bool
    why_not: Label
    is_others: bool
    """The state allows it, but to somebody with another role."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyView:
    """The reply as it stands."""

    id: int
    answers: tuple[Answer, ...]
    outcome_code: str
    outcome_label: Label
    outcome_reason: str
    table_outcome_code: str
    """What the precedence table gives."""
    table_outcome_label: Label
    digest_now: str
    """SHA-256 of what stands there now; forms and signatures refer to it."""
    files: tuple[FileLine, ...]
    gaps: tuple[Gap, ...]
    gate: GateReport
    """What the release gate says of its texts and files now."""
    proposal: ProposalView | None
    letter_id: int | None
    record_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionLine:
    """A request for more time and its decision."""

    id: int
    working_days: int
    reason: str
    asked_at: datetime
    asked_by_name: str
    granted: bool | None
    opinion: str
    decided_at: datetime | None
    decided_by_name: str
    digest: str
    """What the person in charge signs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryLine:
    """How and when the answer reached the applicant."""

    way_label: Label
    delivered_on: date
    reference: str
    recorded_by_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One step of the case as the staff reads it."""

    event: str
    label: Label
    at: datetime
    by_name: str
    note: str
    to_label: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierCase:
    """An earlier case of the same applicant, or about the same document, in the same organ."""

    case_id: int
    number: str
    submitted_at: datetime
    state_label: Label
    outcome_label: Label
    is_same_applicant: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """A whole case as its page at the desk shows it to this viewer."""

    case_id: int
    number: str
    organ_id: int
    organ_name: str
    regime_id: str
    state: str
    state_label: Label
    submitted_at: datetime
    received_on: date | None
    ended_at: datetime | None
    assigned_to_id: int | None
    assigned_to_name: str
    applicant: ApplicantCard | None
    """None for who must not know who applies."""
    request: RequestLine
    files: tuple[FileLine, ...]
    clock: ClockReading | None
    next_label: Label
    next_party_label: Label
    moves: tuple[CaseMove, ...]
    beside: tuple[CaseMove, ...]
    """What is done beside the state: `ask_extension` or `decide_extension`."""
    corrections: tuple[CorrectionLine, ...]
    extensions: tuple[ExtensionLine, ...]
    most_extension_days: int
    """By how much the reply can still be extended; 0 where it cannot."""
    reply: ReplyView | None
    deliveries: tuple[DeliveryLine, ...]
    steps: tuple[StepLine, ...]
    letters: tuple[LetterLine, ...]
    notices: tuple[NoticeView, ...]
    earlier: tuple[EarlierCase, ...]
    outcome_label: Label
    may_show_identity: bool
    may_reissue_code: bool
    may_propose_public: bool
