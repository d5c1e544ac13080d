"""What waits for a day, what failed on its day, what the public reads of it, how the job stands."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from gongkai.kernel import time
from gongkai.kernel.types import Role, Viewer
from gongkai.records.access import STAFF
from gongkai.records.models import Embargo, EmbargoOutcome, SchedulerBeat
from gongkai.records.operations.embargo_run import RUN
from gongkai.records.queries.cards import name_of_organ
from gongkai.records.queries.values import Page, page_of
from gongkai.records.rules.embargo import Outcome, SchedulerHealth, health
from gongkai.records.rules.vocabulary import AWAY, VersionState

ALARMED = (Role.CLERK, Role.PERSON_IN_CHARGE)
"""Who is told that something did not go out on its day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbargoView:
    """An embargo as the staff of the organ sees it; `outcome` is a code, '' while it waits."""

    id: int
    record_id: int
    version_id: int
    version_number: int
    title: str
    organ_name: str
    publish_on: date
    reason: str
    late_basis: str
    set_by_name: str
    set_at: datetime
    announcement: str
    announced_by_name: str
    announced_at: datetime | None
    withdrawn_with_it: tuple[int, ...]
    """Numbers of the earlier versions that are withdrawn on that day."""
    withdrawal_reason: str
    outcome: str
    outcome_label: str
    ended_at: datetime | None
    trouble: str

    @property
    def waits(self) -> bool:
        """Say whether its day is still to come, or the job has not run."""
        return self.outcome == Outcome.WAITING


@dataclass(frozen=True, slots=True)
class Announced:
    """What the public reads of something that is to be published: the words and the day alone."""

    text: str
    publish_on: date
    is_delayed: bool
    """The day has passed, and it is not out."""


def announced() -> tuple[Announced, ...]:
    """Return what was announced and waits for its day, the nearest first; the public's only view.

    Neither organ nor record is named beyond the words that a second person let out. While a record
    is taken back, nothing is announced of it: the words could name what its tombstone hides.
    """
    rows = Embargo.objects.filter(
        outcome=Outcome.WAITING.value,
        announced_at__isnull=False,
        clearance__isnull=False,
        version__state=VersionState.APPROVED.value,
        version__record__organ__is_active=True,
    ).exclude(version__record__standing__in=AWAY)
    rows, today = rows.order_by("publish_on", "pk"), time.today()
    return tuple(
        Announced(text, day, is_delayed=day < today)
        for text, day in rows.values_list("announcement", "publish_on")
    )


def embargoes_of(record_id: int) -> tuple[EmbargoView, ...]:
    """Return the embargoes of a record, the latest first; the caller may see the record."""
    rows = _joined(Embargo.objects.filter(version__record_id=record_id))
    return tuple(_view(row) for row in rows.order_by("-pk"))


def planned(
    viewer: Viewer,
    *,
    organ_ids: Collection[int] | None = None,
    page: int = 1,
    size: int = 50,
) -> Page[EmbargoView]:
    """Return what waits for a day in the viewer's organs, the nearest first (two queries)."""
    organs = viewer.organs_as(*STAFF)
    if organ_ids is not None:
        organs &= frozenset(organ_ids)
    rows = Embargo.objects.filter(
        outcome=Outcome.WAITING.value, version__record__organ_id__in=organs
    )
    total, start = rows.count(), (page - 1) * size
    found = _joined(rows).order_by("publish_on", "pk")[start : start + size]
    return page_of([_view(row) for row in found], total=total, page=page, size=size)


def embargo_alarms(viewer: Viewer) -> tuple[EmbargoView, ...]:
    """Return what did not go out on its day and was not dealt with since, the oldest first."""
    later = Embargo.objects.filter(version=OuterRef("version"), pk__gt=OuterRef("pk"))
    rows = Embargo.objects.filter(
        ~Exists(later),
        outcome=Outcome.FAILED.value,
        version__state=VersionState.APPROVED.value,
        version__record__organ_id__in=viewer.organs_as(*ALARMED),
    )
    return tuple(_view(row) for row in _joined(rows).order_by("ended_at", "pk"))


def scheduler_health(viewer: Viewer | None = None) -> SchedulerHealth | None:
    """Return how the job that releases on the day stands; of all organs where no viewer is given.

    None for a person in charge of organs where nothing waits: an alarm about nothing is none.
    """
    rows = Embargo.objects.filter(outcome=Outcome.WAITING.value)
    if viewer is not None:
        in_charge = viewer.organs_as(Role.PERSON_IN_CHARGE)
        rows = rows.filter(version__record__organ_id__in=in_charge)
    days = tuple(rows.order_by("publish_on").values_list("publish_on", flat=True))
    if viewer is not None and not days:
        return None
    beat = SchedulerBeat.objects.filter(job=RUN).first()
    return health(
        now=time.now(),
        last_ran_at=beat.ran_at if beat else None,
        days_waiting=days,
        zone=time.local_zone(),
    )


def is_anything_waiting() -> bool:
    """Say whether any version of any organ waits for a day."""
    return Embargo.objects.filter(outcome=Outcome.WAITING.value).exists()


def _joined(rows: QuerySet[Embargo]) -> QuerySet[Embargo]:
    return rows.select_related("version__record__organ", "set_by", "announced_by").defer(
        "version__text", "version__history", "version__record__organ__introduction"
    )


def _view(row: Embargo) -> EmbargoView:
    return EmbargoView(
        id=row.pk,
        record_id=row.version.record_id,
        version_id=row.version_id,
        version_number=row.version.number,
        title=row.version.title,
        organ_name=name_of_organ(row.version.record.organ),
        publish_on=row.publish_on,
        reason=row.reason,
        late_basis=row.late_basis,
        set_by_name=row.set_by.name,
        set_at=row.set_at,
        announcement=row.announcement,
        announced_by_name=row.announced_by.name if row.announced_by else "",
        announced_at=row.announced_at,
        withdrawn_with_it=tuple(row.withdrawn_with_it or ()),
        withdrawal_reason=row.withdrawal_reason,
        outcome=row.outcome,
        outcome_label=str(EmbargoOutcome(row.outcome).label),
        ended_at=row.ended_at,
        trouble=row.trouble,
    )
