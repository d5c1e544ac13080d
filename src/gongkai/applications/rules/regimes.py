"""Regimes of applications: outcomes, grounds and what the form asks, one text of the law each.

The texts lie in files of the package and are checked when read. A case keeps the regime it was
received under. The time limits of the same regimes belong to the module `clock`. Pure.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.applications.rules.vocabulary import CaseState
from gongkai.kernel.entries import Entry
from gongkai.letters.rules.facts import REPLY_KINDS, LetterKind

PARTLY_GRANTED = "partly_granted"
NOT_CORRECTED = "not_corrected"
"""How a case ends that was not corrected in time; chosen by the move, never by a clerk."""
EVERY_REGIME_HAS = (
    "granted",
    "already_public",
    PARTLY_GRANTED,
    "not_held",
    "not_this_organ",
    NOT_CORRECTED,
)
MATTER = "{matter}"
"""Where a ground's sentence says what it is about: all that was asked for, or a part of it."""
_WHOLE, _PART = "申请公开的政府信息", "其中不予公开的内容"


class ApplicationDataRefused(ValueError):
    """A data file of applications cannot be read; the message names the file and the entry."""


class ReportRow(StrEnum):
    """The results in table 3 of the annual report (国办公开办函〔2021〕30号), in their order.

    One application counts in exactly one of them.
    """

    GRANTED = "granted"
    PARTIAL = "partial"
    STATE_SECRET = "denied.state_secret"  # noqa: S105 - a row, not a password
    LAW_FORBIDS = "denied.law_forbids"
    THREE_SAFETIES = "denied.three_safeties"
    THIRD_PARTY = "denied.third_party"
    INTERNAL = "denied.internal"
    PROCESS = "denied.process"
    CASE_FILE = "denied.case_file"
    ADMIN_QUERY = "denied.admin_query"
    NOT_HELD = "unable.not_held"
    NEEDS_CREATION = "unable.needs_creation"
    STILL_UNCLEAR = "unable.still_unclear"
    PETITION = "not_handled.petition"
    REPEAT = "not_handled.repeat"
    PUBLICATION = "not_handled.publication"
    EXCESSIVE = "not_handled.excessive"
    CONFIRM = "not_handled.confirm"
    NO_CORRECTION = "other.no_correction"
    NO_FEE = "other.no_fee"
    OTHER = "other.other"

    @property
    def group(self) -> "Group":
        """The group that the row belongs to."""
        return Group(self.value.partition(".")[0])


class Group(StrEnum):
    """The six groups of rows: 予以公开、部分公开、不予公开、无法提供、不予处理、其他处理."""

    GRANTED = "granted"
    PARTIAL = "partial"
    DENIED = "denied"
    UNABLE = "unable"
    NOT_HANDLED = "not_handled"
    OTHER = "other"


class Need(StrEnum):
    """What an answer must say besides its outcome."""

    GROUND = "ground"
    REASONS = "reasons"
    WHERE = "where"
    COMPETENT_ORGAN = "competent_organ"
    SEARCH_NOTE = "search_note"
    FILE_OR_WHERE = "file_or_where"


class RemedyKind(StrEnum):
    """What is open against an answer; the periods depend on the day of the answer."""

    AS_ASKED = "as_asked"
    """All was given: only against its not being what, or how, it was asked for."""
    DIRECT = "direct"
    """Reconsideration or a suit, as the applicant chooses."""
    REVIEW_FIRST = "review_first"
    """Refused by an exemption: since 2024 reconsideration comes before a suit."""
    SPLIT = "split"
    """Partly refused: the refused part follows its ground, the rest is as given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One kind of answer under a regime, finer than a row of the annual report."""

    code: str
    label: str
    label_zh: str
    report_row: ReportRow
    letter_kind: LetterKind
    article: str
    legal_text: str
    """The sentence of the letter that decides; 《条例》 is the regime's text."""
    needs: frozenset[Need]
    asks: frozenset[Need]
    """What the form offers to say and the law wants only where it can be said."""
    gives: bool
    """Counts as given: supplied, or said where it lies open for all."""
    refuses: bool
    """The information is held and kept back, whole or in part."""
    remedy: RemedyKind
    offered_at: frozenset[CaseState]
    """Where a clerk may choose it; at formal review it is an answer on the spot."""
    offered_through: date | None = None
    """Last day on which it may be chosen; None: no such day."""

    @property
    def group(self) -> Group:
        """The group of the annual report."""
        return self.report_row.group

    @property
    def needs_ground(self) -> bool:
        """A ground of the regime must be named."""
        return Need.GROUND in self.needs

    @property
    def needs_reasons(self) -> bool:
        """Reasons must be given (2007 art. 21(2); 2019 art. 36(3), (5), 37)."""
        return Need.REASONS in self.needs

    @property
    def needs_where(self) -> bool:
        """How and where it is to be had must be said (2007 art. 21(1); 2019 art. 36(1), (2))."""
        return Need.WHERE in self.needs

    @property
    def needs_competent_organ(self) -> bool:
        """The organ that holds it must be named."""
        return Need.COMPETENT_ORGAN in self.needs

    @property
    def needs_search_note(self) -> bool:
        """What was searched must be kept: the organ proves a reasonable search."""
        return Need.SEARCH_NOTE in self.needs

    @property
    def refuses_whole(self) -> bool:
        """It is held, and no part of it is given: whether it can be split must be answered."""
        return self.refuses and not self.gives

    @property
    def needs_file_or_where(self) -> bool:
        """The information goes along, or it is said how to get it."""
        return Need.FILE_OR_WHERE in self.needs


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Why information that is held is not disclosed; decides the outcome and the remedy."""

    code: str
    """The regime and the ground, as in the grounds of records: `ogi-2008/state-secret`."""
    label: str
    label_zh: str
    article: str
    outcome: str
    """Outcome of a matter that is refused whole on this ground."""
    remedy: RemedyKind
    legal_text: str
    """The sentence of the letter where all that was asked for is refused."""
    legal_text_of_part: str
    """The same where a part of it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationRegime:
    """What one text of the Regulations says of applications, besides its time limits."""

    id: str
    not_bound: frozenset[str]
    """Kinds of organs to which nobody applies under this text."""
    confirms_receipt: bool
    """The day of receipt on line is the day both sides confirm (2019 art. 31(3))."""
    correction_once: bool
    """A correction is asked for once, with all points (2019 art. 30)."""
    correction_period_set_by_officer: bool
    """The period to correct is a reasonable one that the notice fixes (2019 art. 30)."""
    proof_required: bool
    """A copy of what proves who applies goes along (2019 art. 29; the guides of 2008)."""
    purpose_asked: bool
    """The form asks what the information is for."""
    purpose_required_through: date | None
    """Last day on which it had to be said (2007 art. 13, until the revision); None: never."""
    waiver_asked: bool
    """The form asks for fees to be waived (2007 art. 28)."""
    form_basis: str
    form_basis_zh: str
    receipt_note: str
    receipt_note_zh: str
    correction_clock_effect: str
    correction_silence_effect: str
    complaint: str
    complaint_zh: str
    outcomes: Mapping[str, Outcome]
    grounds: Mapping[str, Ground]
    precedence: tuple[str, ...]
    """Every outcome once, most restrictive first: under which one a mixed case counts."""

    def binds(self, organ_kind: str) -> bool:
        """Say whether one can apply to an organ of this kind."""
        return organ_kind not in self.not_bound

    def purpose_required(self, today: date) -> bool:
        """Say whether an application of this day must state its purpose."""
        through = self.purpose_required_through
        return self.purpose_asked and through is not None and today <= through

    def outcomes_offered(self, state: CaseState, *, on: date) -> tuple[Outcome, ...]:
        """Return what a clerk may answer in this state on this day, in the order of the file."""
        return tuple(
            outcome
            for outcome in self.outcomes.values()
            if state in outcome.offered_at
            and (outcome.offered_through is None or on <= outcome.offered_through)
        )

    def grounds_for(self, outcome_code: str) -> tuple[Ground, ...]:
        """Return the grounds that go with an outcome; with a partial answer, all of them."""
        is_partial = outcome_code == PARTLY_GRANTED
        return tuple(
            ground
            for ground in self.grounds.values()
            if is_partial or ground.outcome == outcome_code
        )


def legal_sentences(outcome: Outcome, ground: Ground | None = None) -> str:
    """Return the legal part of an answer as it stands in the letter: ground and decision.

    A whole refusal names its ground first and then decides; a partial answer decides first and
    then says on what ground the rest is kept back.
    """
    if ground is None:
        return outcome.legal_text
    if outcome.code == PARTLY_GRANTED:
        return outcome.legal_text + ground.legal_text_of_part
    return ground.legal_text + outcome.legal_text


def regime_from(data: Mapping[str, object], *, where: str) -> ApplicationRegime:
    """Return the regime that a data file describes, checked as a whole.

    Raises:
        ApplicationDataRefused: an entry is missing, unknown or impossible, or two disagree.
    """
    entry = Entry(data, where, ApplicationDataRefused)
    entry.only("id", "not_bound", "precedence", "receipt", "correction", "form", "complaint",
               "outcomes", "grounds")  # fmt: skip
    regime = _regime(entry)
    _check(regime, entry)
    return regime


def _regime(entry: Entry) -> ApplicationRegime:
    receipt, correction = entry.part("receipt"), entry.part("correction")
    form, complaint = entry.part("form"), entry.part("complaint")
    receipt.only("confirmed", "note", "note_zh")
    correction.only("once", "period_set_by_officer", "clock_effect", "silence_effect")
    form.only("basis", "basis_zh", "proof_required", "purpose_asked", "purpose_required_through",
              "waiver_asked")  # fmt: skip
    complaint.only("text", "text_zh")
    regime_id = entry.text("id")
    through = "purpose_required_through"
    return ApplicationRegime(
        id=regime_id,
        not_bound=frozenset(entry.words("not_bound")),
        confirms_receipt=receipt.flag("confirmed"),
        correction_once=correction.flag("once"),
        correction_period_set_by_officer=correction.flag("period_set_by_officer"),
        proof_required=form.flag("proof_required"),
        purpose_asked=form.flag("purpose_asked"),
        purpose_required_through=form.day(through) if form.has(through) else None,
        waiver_asked=form.flag("waiver_asked"),
        form_basis=form.text("basis"),
        form_basis_zh=form.text("basis_zh"),
        receipt_note=receipt.text("note"),
        receipt_note_zh=receipt.text("note_zh"),
        correction_clock_effect=correction.text("clock_effect"),
        correction_silence_effect=correction.text("silence_effect"),
        complaint=complaint.text("text"),
        complaint_zh=complaint.text("text_zh"),
        outcomes={code: _outcome(code, part) for code, part in entry.parts("outcomes")},
        grounds={
            ground.code: ground
            for ground in (_ground(regime_id, key, part) for key, part in entry.parts("grounds"))
        },
        precedence=entry.words("precedence"),
    )


def _outcome(code: str, entry: Entry) -> Outcome:
    entry.only("label", "label_zh", "report_row", "letter_kind", "article", "legal_text",
               "needs", "asks", "gives", "refuses", "remedy", "offered_at",
               "offered_through")  # fmt: skip
    through = "offered_through"
    return Outcome(
        code=code,
        label=entry.text("label"),
        label_zh=entry.text("label_zh"),
        report_row=ReportRow(entry.one_of("report_row", ReportRow)),
        letter_kind=LetterKind(entry.one_of("letter_kind", sorted(REPLY_KINDS))),
        article=entry.text("article"),
        legal_text=entry.text("legal_text"),
        needs=frozenset(Need(word) for word in entry.words("needs", Need)),
        asks=_asks(entry),
        gives=entry.flag("gives"),
        refuses=entry.flag("refuses"),
        remedy=RemedyKind(entry.one_of("remedy", RemedyKind)),
        offered_at=frozenset(CaseState(word) for word in entry.words("offered_at", CaseState)),
        offered_through=entry.day(through) if entry.has(through) else None,
    )


def _asks(entry: Entry) -> frozenset[Need]:
    asked = entry.words("asks", Need) if entry.has("asks") else ()
    return frozenset(Need(word) for word in asked)


def _ground(regime_id: str, key: str, entry: Entry) -> Ground:
    entry.only("label", "label_zh", "article", "outcome", "remedy", "legal_text")
    text = entry.text("legal_text")
    if text.count(MATTER) != 1:
        raise entry.refused("legal_text", f"must hold {MATTER} once")
    return Ground(
        code=f"{regime_id}/{key}",
        label=entry.text("label"),
        label_zh=entry.text("label_zh"),
        article=entry.text("article"),
        outcome=entry.text("outcome"),
        remedy=RemedyKind(entry.one_of("remedy", (RemedyKind.DIRECT, RemedyKind.REVIEW_FIRST))),
        legal_text=text.replace(MATTER, _WHOLE),
        legal_text_of_part=text.replace(MATTER, _PART),
    )


def _check(regime: ApplicationRegime, entry: Entry) -> None:
    outcomes = entry.part("outcomes")
    if missing := [code for code in EVERY_REGIME_HAS if code not in regime.outcomes]:
        raise outcomes.refused(missing[0], "is missing")
    if set(regime.precedence) != set(regime.outcomes):
        raise entry.refused("precedence", "must name every outcome once")
    for ground in regime.grounds.values():
        grounded = regime.outcomes.get(ground.outcome)
        if grounded is None or not grounded.needs_ground or grounded.remedy is not ground.remedy:
            raise entry.refused(
                f"grounds: {ground.code}",
                "must belong to an outcome that needs a ground and has its remedy",
            )
    for code, outcome in regime.outcomes.items():
        _check_outcome(outcome, regime.grounds_for(code), outcomes.part(code))


def _check_outcome(outcome: Outcome, grounds: Collection[Ground], entry: Entry) -> None:
    if outcome.needs_ground and not grounds:
        raise entry.refused("needs", "names a ground, and there is none")
    if outcome.needs & outcome.asks:
        raise entry.refused("asks", "names what is needed anyway")
    if outcome.gives != (outcome.group in {Group.GRANTED, Group.PARTIAL}):
        raise entry.refused("gives", "must be true for what counts as given, and for nothing else")
    if (outcome.remedy is RemedyKind.SPLIT) != (outcome.gives and outcome.refuses):
        raise entry.refused("remedy", "is split where something is given and something refused")
