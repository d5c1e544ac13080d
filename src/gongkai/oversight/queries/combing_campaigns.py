"""Combing campaigns as their organs, and those above them, see them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Role, Viewer
from gongkai.organs.queries import organ_cards
from gongkai.oversight.combing_access import counted_by, works_for
from gongkai.oversight.models import CombingCampaign, CombingItem, CombingOrgan
from gongkai.oversight.rules.combing import CampaignState, Deadline, deadline


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignLine:
    """A campaign in a list, and on its own page."""

    id: int
    title: str
    organ_id: int
    organ_name: str
    from_on: date
    until_on: date
    due_on: date
    state: CampaignState
    state_label: str
    instructions: str
    opened_at: datetime | None
    closed_at: datetime | None
    deadline: Deadline
    organs: int
    """How many organs take part, whoever may see them."""
    is_ours: bool
    """Whether the viewer is the competent department that ordered it."""

    @property
    def is_running(self) -> bool:
        """Say whether organs may send in and decide."""
        return self.state is CampaignState.RUNNING


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A running campaign in which an organ of the viewer has something left to do."""

    campaign_id: int
    organ_id: int
    title: str
    due_on: date
    deadline: Deadline
    items: int
    waiting: int
    """Items that are undecided, or decided and not registered."""

    @property
    def is_urgent(self) -> bool:
        """Say whether the deadline is near or past, and nothing came in yet or something waits."""
        return self.deadline is not Deadline.FAR and bool(self.waiting or not self.items)


def campaigns(viewer: Viewer, *, on: date) -> tuple[CampaignLine, ...]:
    """Return the campaigns that the viewer may know of, running ones first, the latest above.

    Those in preparation are known to the competent department that prepares them alone.
    """
    rows = list(visible_campaigns(viewer, counted_by(viewer)))
    names = organ_cards({row.organ_id for row in rows})
    order = (CampaignState.RUNNING, CampaignState.DRAFTED, CampaignState.CLOSED)
    lines = [line_of(row, names[row.organ_id].name, viewer, on) for row in rows]
    return tuple(sorted(lines, key=lambda line: (order.index(line.state), -line.id)))


def campaign(viewer: Viewer, campaign_id: int, *, on: date) -> CampaignLine:
    """Return one campaign; raises NotFound where there is none that the viewer may know of."""
    row = visible_campaigns(viewer, counted_by(viewer)).filter(pk=campaign_id).first()
    if row is None:
        raise NotFound(_("There is no such campaign."))
    return line_of(row, organ_cards([row.organ_id])[row.organ_id].name, viewer, on)


def campaign_organs(campaign_id: int) -> frozenset[int]:
    """Return the organs that take part."""
    rows = CombingOrgan.objects.filter(campaign_id=campaign_id)
    return frozenset(rows.values_list("organ_id", flat=True))


def reminders(viewer: Viewer, *, on: date) -> tuple[Reminder, ...]:
    """Return the running campaigns of the organs with whose items the viewer works.

    For the side list: one query, with the deadline and how many items wait.
    """
    organs = works_for(viewer)
    if not organs:
        return ()
    items = CombingItem.objects.filter(
        campaign_id=OuterRef("campaign_id"), organ_id=OuterRef("organ_id")
    )
    rows = (
        CombingOrgan.objects.filter(
            organ_id__in=organs, campaign__state=CampaignState.RUNNING.value
        )
        .select_related("campaign")
        .annotate(number=_count_of(items), waiting=_count_of(items.filter(record__isnull=True)))
        .order_by("campaign__due_on", "campaign_id", "organ_id")
    )
    return tuple(_reminder(row, on) for row in rows)


def _count_of(items: QuerySet[CombingItem]) -> Coalesce:
    """Count them one organ at a time, by the index, and never the campaign's for each organ."""
    counted = items.order_by().values("organ_id").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


def _reminder(row: CombingOrgan, on: date) -> Reminder:
    return Reminder(
        campaign_id=row.campaign_id,
        organ_id=row.organ_id,
        title=row.campaign.title,
        due_on=row.campaign.due_on,
        deadline=deadline(due_on=row.campaign.due_on, today=on),
        items=row.number,  # type: ignore[attr-defined] # annotated
        waiting=row.waiting,  # type: ignore[attr-defined] # annotated
    )


def visible_campaigns(viewer: Viewer, counted: frozenset[int]) -> QuerySet[CombingCampaign]:
    """Return the campaigns that the viewer, who may count these organs, may know of."""
    taking_part = CombingOrgan.objects.filter(campaign=OuterRef("pk"), organ_id__in=counted)
    begun = ~Q(state=CampaignState.DRAFTED.value) & Exists(taking_part)
    ours = Q(organ_id__in=viewer.organs_as(Role.COMPETENT_DEPARTMENT))
    return CombingCampaign.objects.filter(begun | ours).annotate(number=Count("organs"))


def line_of(row: CombingCampaign, organ_name: str, viewer: Viewer, on: date) -> CampaignLine:
    """Return the line of a row of `visible_campaigns`."""
    return CampaignLine(
        id=row.pk,
        title=row.title,
        organ_id=row.organ_id,
        organ_name=organ_name,
        from_on=row.from_on,
        until_on=row.until_on,
        due_on=row.due_on,
        state=CampaignState(row.state),
        state_label=row.get_state_display(),
        instructions=row.instructions,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        deadline=deadline(due_on=row.due_on, today=on),
        organs=row.number,  # type: ignore[attr-defined] # annotated
        is_ours=row.organ_id in viewer.organs_as(Role.COMPETENT_DEPARTMENT),
    )
