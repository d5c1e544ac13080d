"""Lists of the desk: my queue, what is undetermined, what is counted."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import TypeVar

from django.db.models import Case, Count, F, OrderBy, Q, QuerySet, When
from django.db.models.functions import Coalesce

from gongkai.clock.queries import clocks_of
from gongkai.clock.rules.history import ClockState
from gongkai.clock.rules.reading import ClockReading
from gongkai.kernel import time
from gongkai.kernel.types import Role, Viewer
from gongkai.records.access import STAFF, countable_by
from gongkai.records.latest import latest_number
from gongkai.records.models import RecordVersion, Withdrawal
from gongkai.records.operations.disclosure_clock import CONFIRM, PUBLISH, WITHDRAWAL
from gongkai.records.queries.cards import name_of_organ
from gongkai.records.queries.desk_values import (
    CategoryCount,
    DeskCard,
    OrganFigures,
    Queue,
    QueueCounts,
    QueueLine,
)
from gongkai.records.rules.disclosure import IN_FORCE_FROM
from gongkai.records.rules.vocabulary import Category, Standing, VersionState
from gongkai.review.models import ProposalState, StepKind
from gongkai.review.queries import steps_waiting_for

SUBJECT_KIND = "record_version"
MOST_DUE = 200
"""As many steps and releases as the page holds; who decides them sees those that come after."""
MOST_DRAFTS = 50
_SINCE = (Coalesce("proposal__ended_at", "proposal__proposed_at", "created_at"),)
# A limit runs from the day of generation: of a first version from the beginning, unless none does
# (rules.disclosure.why_no_limit), of a later one once it was proposed.
_RUNS = Q(number=1, record__first_disclosed_on__isnull=True) | Q(
    number__gt=1, proposal__isnull=False
)
_COUNTED_FROM = Case(
    When(_RUNS & Q(generated_on__gte=IN_FORCE_FROM), then=F("generated_on")), default=None
)
_URGENCY = (_COUNTED_FROM.asc(nulls_last=True), F("created_at"))
_M = TypeVar("_M", RecordVersion, Withdrawal)
_TASKS = {StepKind.SECRECY: "review", StepKind.LEGAL: "legal", StepKind.APPROVAL: "approval"}


def my_queue(viewer: Viewer, *, on: date) -> Queue:
    """Return what waits for the viewer: steps to decide, releases, drafts, withdrawals.

    The longest waiting come first, and of what is more than a page holds those are kept; of drafts
    the most urgent. The number of queries does not grow with the rows.
    """
    steps = {
        step.subject_id: step
        for step in steps_waiting_for(viewer, on=on)
        if step.subject_kind == SUBJECT_KIND
    }
    due, more = _first_of(_joined().filter(Q(pk__in=steps) | _releases(viewer)), _SINCE, MOST_DUE)
    drafts, more_drafts = _first_of(_joined().filter(_drafts(viewer)), _URGENCY, MOST_DRAFTS)
    hidden, more_hidden = _first_of(_hidden_for(viewer), (F("hidden_at"),), MOST_DUE)
    rows = [*due, *drafts]
    clocks = _disclosure_clocks(rows)
    lines = [
        _queue_line(
            row,
            _TASKS[steps[row.pk].kind] if row.pk in steps else _task_of(row),
            clocks.get(row.pk),
        )
        for row in rows
    ]
    lines += _withdrawals_waiting(hidden)
    lines.sort(key=lambda line: (line.since, line.record_id))
    return Queue(lines=tuple(lines), more=more + more_hidden, more_drafts=more_drafts)


def _first_of(
    rows: QuerySet[_M], order: Sequence[Coalesce | OrderBy | F], most: int
) -> tuple[list[_M], int]:
    """Return the first rows and how many more there are; counted only where there are more."""
    found = list(rows.order_by(*order, "pk")[: most + 1])
    return found[:most], rows.count() - most if len(found) > most else 0


def queue_counts(viewer: Viewer, *, on: date) -> QueueCounts:
    """Return how much waits for the viewer and how much is undetermined."""
    waiting = sum(s.subject_kind == SUBJECT_KIND for s in steps_waiting_for(viewer, on=on))
    own_work = _drafts(viewer) | _releases(viewer)
    waiting += RecordVersion.objects.filter(own_work).count()
    waiting += _hidden_for(viewer).count()
    open_ones = latest_versions(viewer, None).filter(
        category=Category.UNDETERMINED.value, state=VersionState.DRAFT.value
    )
    return QueueCounts(waiting=waiting, undetermined=open_ones.count())


def category_counts(viewer: Viewer) -> tuple[CategoryCount, ...]:
    """Return counts by organ, category and standing of the organs that the viewer may count."""
    rows = (
        RecordVersion.objects.filter(record__organ_id__in=countable_by(viewer))
        .filter(number=latest_number())
        .values("record__organ_id", "category", "record__standing")
        .annotate(count=Count("pk"))
        .order_by("record__organ_id", "category", "record__standing")
    )
    return tuple(
        CategoryCount(
            organ_id=row["record__organ_id"],
            category=row["category"],
            standing=row["record__standing"],
            count=row["count"],
        )
        for row in rows
    )


def counts_below(viewer: Viewer) -> dict[int, OrganFigures]:
    """Return the figures of every organ that the viewer may count, also of those with none."""
    figures = {organ_id: OrganFigures() for organ_id in countable_by(viewer)}
    for line in category_counts(viewer):
        known = figures[line.organ_id]
        figures[line.organ_id] = known.plus(line.category, line.standing, line.count)
    return figures


def _joined() -> QuerySet[RecordVersion]:
    return RecordVersion.objects.select_related("record__organ", "proposal").defer(
        "text", "history", "record__organ__introduction"
    )


def latest_versions(viewer: Viewer, organ_ids: Collection[int] | None) -> QuerySet[RecordVersion]:
    """Return the latest version of every record of the viewer's organs; for lists of the desk."""
    organs = viewer.organs_as(*STAFF)
    if organ_ids is not None:
        organs &= frozenset(organ_ids)
    return _joined().filter(record__organ_id__in=organs, number=latest_number())


def _disclosure_clocks(rows: Iterable[RecordVersion]) -> dict[int, ClockReading]:
    on = time.today()
    first = {row.record_id: row.pk for row in rows if row.number == 1}
    later = [row.pk for row in rows if row.number > 1]
    found = {
        first[record_id]: reading
        for record_id, reading in clocks_of("record", first, on=on, limit_key=PUBLISH).items()
    }
    if later:
        found |= clocks_of(SUBJECT_KIND, later, on=on, limit_key=PUBLISH)
    return found


def cards_of_versions(rows: Iterable[RecordVersion]) -> list[DeskCard]:
    """Return the cards of versions with their clocks, in few queries; for lists of the desk."""
    rows = list(rows)
    clocks = _disclosure_clocks(rows)
    return [_card(row, clocks.get(row.pk)) for row in rows]


def _card(version: RecordVersion, clock: ClockReading | None) -> DeskCard:
    record = version.record
    runs = clock is not None and clock.state in {ClockState.RUNNING, ClockState.PAUSED}
    return DeskCard(
        id=record.pk,
        version_id=version.pk,
        version_number=version.number,
        index_number=record.index_number or "",
        title=version.title,
        organ_id=record.organ_id,
        organ_name=name_of_organ(record.organ),
        class_code=record.class_code,
        category=version.category,
        state=version.state,
        standing=record.standing,
        generated_on=version.generated_on,
        registered_at=record.registered_at,
        document_number=version.document_number,
        due_on=clock.due_on if clock and runs else None,
        provisional=clock.provisional if clock else False,
        is_overdue=clock.overdue if clock else False,
        late_by_working_days=clock.late_by_working_days if clock else 0,
        clock=clock,
    )


def _drafts(viewer: Viewer) -> Q:
    """Return the drafts that the viewer goes on with."""
    clerk = viewer.organs_as(Role.CLERK)
    drafts = Q(record__organ_id__in=clerk, state=VersionState.DRAFT.value)
    return drafts & ~Q(category=Category.UNDETERMINED.value)


def _releases(viewer: Viewer) -> Q:
    """Return the approved versions that the viewer releases."""
    releasers = viewer.organs_as(Role.CLERK, Role.PERSON_IN_CHARGE)
    return Q(record__organ_id__in=releasers, state=VersionState.APPROVED.value)


def _task_of(version: RecordVersion) -> str:
    if version.state == VersionState.APPROVED:
        return "release"
    was_returned = version.proposal is not None and version.proposal.state == ProposalState.RETURNED
    return "returned" if was_returned else "draft"


def _queue_line(version: RecordVersion, task: str, clock: ClockReading | None) -> QueueLine:
    proposal = version.proposal
    since = (proposal.ended_at or proposal.proposed_at) if proposal else version.created_at
    return QueueLine(
        task=task,
        record_id=version.record_id,
        version_id=version.pk,
        title=version.title,
        organ_id=version.record.organ_id,
        organ_name=name_of_organ(version.record.organ),
        category=version.category,
        since=since,
        due_on=clock.due_on if clock else None,
        provisional=clock.provisional if clock else False,
        is_overdue=clock.overdue if clock else False,
        clock=clock,
    )


def _hidden_for(viewer: Viewer) -> QuerySet[Withdrawal]:
    organs = viewer.organs_as(Role.PERSON_IN_CHARGE, Role.SECRECY_REVIEWER)
    return (
        Withdrawal.objects.filter(outcome="", record__organ_id__in=organs)
        .filter(Q(record__standing=Standing.HIDDEN.value) | Q(version__isnull=False))
        .exclude(hidden_by_id=viewer.person_id)
        .select_related("record__organ", "record__public_version")
    )


def _withdrawals_waiting(rows: Sequence[Withdrawal]) -> list[QueueLine]:
    clocks = clocks_of(WITHDRAWAL, [row.pk for row in rows], on=time.today(), limit_key=CONFIRM)
    return [_withdrawal_line(row, clocks.get(row.pk)) for row in rows]


def _withdrawal_line(row: Withdrawal, clock: ClockReading | None) -> QueueLine:
    version = row.record.public_version
    return QueueLine(
        task="confirm_version_withdrawal" if row.version_id else "confirm_withdrawal",
        record_id=row.record_id,
        version_id=version.pk if version else 0,
        title=version.title if version else "",
        organ_id=row.record.organ_id,
        organ_name=name_of_organ(row.record.organ),
        category=version.category if version else "",
        since=row.hidden_at,
        due_on=clock.due_on if clock else None,
        provisional=clock.provisional if clock else False,
        is_overdue=clock.overdue if clock else False,
        clock=clock,
    )
