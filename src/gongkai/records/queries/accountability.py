"""Who answered for what: one record from proposal to withdrawal, one reviewer in a period."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gongkai.audit.queries import AuditLine, entries_about
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Viewer
from gongkai.organs.queries import overseen_as
from gongkai.records.access import (
    ACCOUNTANTS,
    PUBLIC_STANDINGS,
    is_readable,
    is_staff_of,
)
from gongkai.records.models import Record, RecordVersion, Withdrawal
from gongkai.records.operations.proposing import SUBJECT_KIND
from gongkai.records.queries.cards import name_of_organ
from gongkai.records.rules.vocabulary import was_given_up
from gongkai.review.access import accountable_organs
from gongkai.review.queries import (
    Period,
    ProposalView,
    SignedStep,
    StepTally,
    passed_steps_of,
    proposals_about_many,
    steps_signed_by,
    tallies,
)

_ACTIONS = frozenset(
    f"records.{action}"
    for action in (
        *("publish", "list", "hold", "hide", "withdraw", "restore", "take_back", "revoke_review"),
        *("hide_version", "withdraw_version", "restore_version"),
        # What the day's release does in the name of whoever set it is told apart from their hand.
        *("set_embargo", "cancel_embargo", "announce_embargo", "run_embargo", "fail_embargo"),
    )
)
MOST_STEPS = 20_000
"""Steps in one file; the page shows the newest of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredVersion:
    """One version with everything that was decided about it.

    `shows_words` says whether the viewer may read opinions, notes and questions about it.
    """

    number: int
    state: str
    digest: str
    created_by_name: str
    created_at: datetime
    released_at: datetime | None
    superseded_at: datetime | None
    is_imported: bool
    shows_words: bool
    proposals: tuple[ProposalView, ...]

    @property
    def words_are_hidden(self) -> bool:
        """Say whether the viewer may not read what was said of it."""
        return not self.shows_words


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredWithdrawal:
    """One withdrawal: who hid it and why, who decided and how."""

    reason_label: str
    hidden_by_name: str
    hidden_at: datetime
    outcome: str
    decided_by_name: str
    decided_at: datetime | None
    version_number: int | None
    """The earlier version that was taken back; None where it was the whole record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredRecord:
    """A record as those who look over the organ read it, for ever."""

    id: int
    organ_name: str
    index_number: str
    title: str
    standing: str
    registered_by_name: str
    registered_at: datetime
    is_staff: bool
    versions: tuple[AnsweredVersion, ...]
    withdrawals: tuple[AnsweredWithdrawal, ...]
    acts: tuple[AuditLine, ...]
    """Releases and withdrawals as the trail has them: by whom, in which role, for whom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterWithdrawn:
    """A version that was released and taken back later."""

    proposal_id: int
    record_id: int
    reason_label: str
    hidden_at: datetime
    is_confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredStep:
    """A step that a person signed, and what became of what it let out."""

    step: SignedStep
    record_id: int | None
    """None for what is no record: replies to applicants."""
    title: str
    index_number: str
    shows_words: bool
    withdrawn: LaterWithdrawn | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewerLine:
    """A person's figures in a period; `withdrawn` of what they passed, by reasons."""

    person_id: int
    person_name: str
    tallies: tuple[StepTally, ...]
    withdrawn: int
    reasons: tuple[tuple[str, int], ...]

    @property
    def passed(self) -> int:
        """Return how many steps they signed as passed."""
        return sum(tally.passed for tally in self.tallies)

    @property
    def returned(self) -> int:
        """Return how many they returned."""
        return sum(tally.returned for tally in self.tallies)

    @property
    def repeated(self) -> int:
        """Return how many of their reviews were taken over."""
        return sum(tally.repeated for tally in self.tallies)


def record_answered_for(viewer: Viewer, record_id: int) -> AnsweredRecord:
    """Return who proposed, reviewed, approved, released and withdrew a record, with what words.

    For the organ's own staff, and for the competent department and the supervision above it, who
    read titles and opinions only of what is public. Raises NotFound for everybody else. The number
    of queries does not grow with the versions.
    """
    record = _record(viewer, record_id)
    is_staff = is_staff_of(viewer, record.organ_id)
    versions_of = record.versions.select_related("created_by")
    rows = list(versions_of.defer("text", "history").order_by("number"))
    proposals = proposals_about_many(SUBJECT_KIND, [row.pk for row in rows])
    readable = _readable([row.pk for row in rows])
    versions = tuple(
        _version(row, proposals.get(row.pk, ()), shows_words=is_staff or row.pk in readable)
        for row in rows
    )
    return AnsweredRecord(
        id=record.pk,
        organ_name=name_of_organ(record.organ),
        index_number=record.index_number or "",
        title=_title(record, rows, is_staff=is_staff),
        standing=record.standing,
        registered_by_name=record.registered_by.name,
        registered_at=record.registered_at,
        is_staff=is_staff,
        versions=versions,
        withdrawals=_withdrawals_of(record),
        acts=_acts(viewer, record),
    )


def record_numbered(viewer: Viewer, index_number: str) -> int | None:
    """Return the record of an index number as printed, None where the viewer may not read of it."""
    rows = Record.objects.filter(index_number=index_number)
    found = rows.values_list("pk", "organ_id").first()
    if found is None:
        return None
    record_id, organ_id = found
    return record_id if may_read_answers(viewer, organ_id) else None


def may_read_answers(viewer: Viewer, organ_id: int) -> bool:
    """Say whether the viewer may read who answered for the records of an organ."""
    return is_staff_of(viewer, organ_id) or organ_id in overseen_as(viewer, *ACCOUNTANTS)


def reviewers_answered_for(
    viewer: Viewer, period: Period, *, organ_ids: Collection[int] | None = None
) -> tuple[ReviewerLine, ...]:
    """Return the figures of everybody who decided steps in the period, by name.

    Of the organs for which the viewer is in charge or which they supervise; five queries at most.
    """
    organs = accountable_organs(viewer)
    if organ_ids is not None:
        organs &= frozenset(organ_ids)
    grouped: dict[int, list[StepTally]] = defaultdict(list)
    for tally in tallies(organs, period):
        grouped[tally.person_id].append(tally)
    reasons = _reasons_by_person(organs, period)
    lines = [_reviewer(lines, reasons.get(person, Counter())) for person, lines in grouped.items()]
    return tuple(sorted(lines, key=lambda line: (line.person_name, line.person_id)))


def steps_answered_for(
    viewer: Viewer, person_id: int, period: Period, *, most: int = MOST_STEPS
) -> tuple[AnsweredStep, ...]:
    """Return what the person decided in the period with what became of it, the newest first.

    Titles and opinions are shown of what is public, and to the staff of the organ whose it is.
    Raises NotFound where the viewer may not see it; the number of queries is fixed.
    """
    steps = steps_signed_by(viewer, person_id, period, most=most)
    about = {step.subject_id for step in steps if step.subject_kind == SUBJECT_KIND}
    versions = {
        row.pk: row
        for row in RecordVersion.objects.filter(pk__in=about)
        .select_related("record")
        .defer("text", "history")
    }
    readable = _readable(versions)
    hits = Withdrawal.objects.filter(record__versions__proposal__in=[s.proposal_id for s in steps])
    withdrawn = {line.proposal_id: line for line in _later_withdrawn(hits.distinct())}
    return tuple(
        _answered_step(viewer, step, versions.get(_record_version(step)), readable, withdrawn)
        for step in steps
    )


def _record_version(step: SignedStep) -> int:
    return step.subject_id if step.subject_kind == SUBJECT_KIND else 0


def _answered_step(
    viewer: Viewer,
    step: SignedStep,
    version: RecordVersion | None,
    readable: frozenset[int],
    withdrawn: Mapping[int, LaterWithdrawn],
) -> AnsweredStep:
    record = version.record if version else None
    is_open = version is not None and version.pk in readable
    shows = is_staff_of(viewer, step.organ_id) or is_open
    return AnsweredStep(
        step=step,
        record_id=record.pk if record else None,
        title=step.label if shows or record is None else "",
        index_number=(record.index_number or "") if record else "",
        shows_words=shows,
        withdrawn=withdrawn.get(step.proposal_id) if step.counts else None,
    )


def _reviewer(lines: list[StepTally], reasons: Counter[str]) -> ReviewerLine:
    return ReviewerLine(
        person_id=lines[0].person_id,
        person_name=lines[0].person_name,
        tallies=tuple(lines),
        withdrawn=sum(reasons.values()),
        reasons=tuple(reasons.most_common()),
    )


def _reasons_by_person(organs: frozenset[int], period: Period) -> dict[int, Counter[str]]:
    lines = _later_withdrawn(Withdrawal.objects.filter(record__organ_id__in=organs))
    passed = passed_steps_of({line.proposal_id for line in lines}, period)
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for line in lines:
        for person_id in passed.get(line.proposal_id, ()):
            found[person_id][line.reason_label] += 1
    return found


def _later_withdrawn(withdrawals: QuerySet[Withdrawal]) -> list[LaterWithdrawn]:
    """Return what was released by a proposal and taken back since; what was restored is not."""
    rows = list(withdrawals.exclude(outcome="restored"))
    released: dict[int, list[RecordVersion]] = defaultdict(list)
    if rows:
        versions = RecordVersion.objects.filter(
            record__in={row.record_id for row in rows},
            released_at__isnull=False,
            proposal__isnull=False,
        )
        for version in versions.defer("text", "history"):
            released[version.record_id].append(version)
    return [
        LaterWithdrawn(
            proposal_id=version.proposal_id or 0,
            record_id=row.record_id,
            reason_label=str(row.get_reason_display()),
            hidden_at=row.hidden_at,
            is_confirmed=row.outcome == "confirmed",
        )
        for row in rows
        for version in released[row.record_id]
        if _was_taken_back(version, row)
    ]


def _was_taken_back(version: RecordVersion, withdrawal: Withdrawal) -> bool:
    """Say whether the version is the one that the public no longer saw."""
    if withdrawal.version_id is not None:
        return version.pk == withdrawal.version_id
    released, superseded = version.released_at, version.superseded_at
    came_before = released is not None and released <= withdrawal.hidden_at
    return came_before and (superseded is None or superseded > withdrawal.hidden_at)


def _record(viewer: Viewer, record_id: int) -> Record:
    rows = Record.objects.select_related("organ", "registered_by", "public_version")
    record = rows.filter(pk=record_id if 0 < record_id < 2**63 else 0).first()
    if record is None or not may_read_answers(viewer, record.organ_id):
        raise NotFound(_("There is no such record."))
    return record


def _title(record: Record, rows: Sequence[RecordVersion], *, is_staff: bool) -> str:
    if is_staff:
        return next(
            row.title
            for row in reversed(rows)
            if not was_given_up(state=row.state, number=row.number)
        )
    is_public = record.standing in PUBLIC_STANDINGS and record.public_version is not None
    return record.public_version.title if is_public and record.public_version else ""


def _readable(version_ids: Collection[int]) -> frozenset[int]:
    """Return which of the versions everybody can read whole (one query)."""
    rows = RecordVersion.objects.filter(is_readable(), pk__in=version_ids)
    return frozenset(rows.values_list("pk", flat=True))


def _version(
    row: RecordVersion, proposals: tuple[ProposalView, ...], *, shows_words: bool
) -> AnsweredVersion:
    return AnsweredVersion(
        number=row.number,
        state=row.state,
        digest=row.digest,
        created_by_name=row.created_by.name,
        created_at=row.created_at,
        released_at=row.released_at,
        superseded_at=row.superseded_at,
        is_imported=row.import_row_id is not None,
        shows_words=shows_words,
        proposals=proposals,
    )


def _withdrawals_of(record: Record) -> tuple[AnsweredWithdrawal, ...]:
    rows = record.withdrawals.select_related("hidden_by", "decided_by", "version").order_by("pk")
    return tuple(
        AnsweredWithdrawal(
            reason_label=str(row.get_reason_display()),
            hidden_by_name=row.hidden_by.name,
            hidden_at=row.hidden_at,
            outcome=row.outcome,
            decided_by_name=row.decided_by.name if row.decided_by else "",
            decided_at=row.decided_at,
            version_number=row.version.number if row.version else None,
        )
        for row in rows
    )


def _acts(viewer: Viewer, record: Record) -> tuple[AuditLine, ...]:
    entries = entries_about(
        viewer,
        object_kind="record",
        object_id=record.pk,
        overseen=overseen_as(viewer, *ACCOUNTANTS),
    )
    return tuple(entry for entry in entries if entry.action in _ACTIONS)
