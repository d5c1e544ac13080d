"""What was public already when a campaign began, to be looked at again."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Viewer
from gongkai.oversight.combing_access import overseen, works_for
from gongkai.oversight.combing_records import to_look_at
from gongkai.oversight.models import CombingCampaign, CombingRecheck
from gongkai.oversight.rules.combing import RecheckOutcome
from gongkai.records.access import PUBLIC_STANDINGS
from gongkai.records.models import Record
from gongkai.records.queries import Page
from gongkai.records.queries.values import page_of
from gongkai.release.queries.rechecks import failing_subjects
from gongkai.release.rules.doors import Obstacle

OPEN = "open"
"""What nobody looked at yet, for the filter of the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicLine:
    """A record that was public already, with what was said of it last."""

    record_id: int
    index_number: str
    title: str
    generated_on: date | None
    released_on: date | None
    standing: str
    version_id: int
    """The version that is public now; 0 where none is."""
    outcome: str
    """A code of rules.combing.RecheckOutcome; empty where nobody looked at this version yet."""
    checked_at: datetime | None
    obstacles: tuple[Obstacle, ...]
    """Why it would not pass the release gate today, as the last recheck of the gate said."""

    @property
    def key(self) -> str:
        """Return what the list sends of a chosen record: which, and the version that was seen."""
        return f"{self.record_id}.{self.version_id}"

    @property
    def is_public(self) -> bool:
        """Say whether the public sees it now."""
        return self.standing in PUBLIC_STANDINGS


def public_records(
    viewer: Viewer,
    *,
    campaign_id: int,
    organ_id: int,
    outcome: str = "",
    page: int = 1,
    size: int = 50,
) -> Page[PublicLine]:
    """Return the records to look at again, those that nobody looked at first.

    `outcome` narrows them to what was said last, or to OPEN. To who oversees the organ those
    that were taken back are not named. The number of queries does not grow with the rows; raises
    NotFound where the viewer reads none of the organ.
    """
    rows = _readable(viewer, campaign_id, organ_id, outcome)
    page, size = max(page, 1), min(max(size, 1), 100)
    total, start = rows.count(), (page - 1) * size
    found = list(rows.select_related("public_version")[start : start + size])
    failing = failing_subjects("record", [row.pk for row in found])
    return page_of(
        [_line(row, failing.get(row.pk, ())) for row in found], total=total, page=page, size=size
    )


def _readable(viewer: Viewer, campaign_id: int, organ_id: int, outcome: str) -> QuerySet[Record]:
    if organ_id not in works_for(viewer) | overseen(viewer):
        raise NotFound(_("There is no such campaign."))
    campaign = CombingCampaign.objects.filter(
        pk=campaign_id, organs__organ_id=organ_id, opened_at__isnull=False
    ).first()
    if campaign is None:
        raise NotFound(_("There is no such campaign."))
    last = CombingRecheck.objects.filter(campaign=campaign, record=OuterRef("pk")).order_by("-pk")
    rows = (
        to_look_at(campaign)
        .filter(Q(counted_for=organ_id))
        .annotate(said_at=Subquery(last.values("checked_at")[:1]))
    )
    named = Q(standing__in=PUBLIC_STANDINGS)
    if organ_id in works_for(viewer):
        named |= Q(organ_id=organ_id)
    rows = rows.filter(named)
    if outcome == OPEN:
        rows = rows.filter(Q(is_looked_at=False))
    elif outcome in set(RecheckOutcome):
        rows = rows.filter(Q(is_looked_at=True, said=outcome))
    return rows.order_by(
        F("is_looked_at").asc(), F("said_at").asc(nulls_first=True), "-released_on", "pk"
    )


def _line(row: Record, obstacles: tuple[Obstacle, ...]) -> PublicLine:
    version, is_looked_at = row.public_version, bool(getattr(row, "is_looked_at", False))
    return PublicLine(
        record_id=row.pk,
        index_number=row.index_number or "",
        title=version.title if version else "",
        generated_on=version.generated_on if version else None,
        released_on=row.released_on,
        standing=row.standing,
        version_id=row.public_version_id or 0,
        outcome=row.said if is_looked_at else "",  # type: ignore[attr-defined] # annotated
        checked_at=row.said_at if is_looked_at else None,  # type: ignore[attr-defined] # annotated
        obstacles=obstacles,
    )
