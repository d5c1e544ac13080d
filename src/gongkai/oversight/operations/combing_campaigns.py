"""Ordering a combing campaign: prepared, altered, begun and closed by the competent department."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from gongkai.audit.operations import record_entry
from gongkai.kernel import time
from gongkai.kernel.refusals import NotAllowed, NotFound, Refusal
from gongkai.kernel.text import clean_line, clean_text
from gongkai.kernel.types import Actor, Role
from gongkai.organs.access import acting_person
from gongkai.organs.operations.hanging import one_hanging_at_a_time
from gongkai.organs.operations.merging import require_not_merged
from gongkai.oversight.combing_access import area_of
from gongkai.oversight.combing_waiting import read_anew
from gongkai.oversight.models import (
    CombingCampaign,
    CombingIntake,
    CombingItem,
    CombingOrgan,
)
from gongkai.oversight.rules.combing import CampaignState, IntakeState

LONGEST_TITLE = 200
SUBJECT_KIND = "combing_campaign"
_NO_SUCH = _("There is no such campaign.")


class CampaignIncomplete(Refusal):
    """Something that every campaign says is missing or wrong."""


class NotBelow(Refusal):
    """An organ that does not stand below the competent department was chosen."""


class OrganHasItems(Refusal):
    """An organ cannot be let go any more: it has sent in items."""


class TableUnderWay(Refusal):
    """Rows of a table are being taken over just now."""


class CampaignNotSo(Refusal):
    """The state of the campaign does not allow this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignPlan:
    """What a campaign says: what is gone through, by whom, by when, and how."""

    title: str
    from_on: date
    until_on: date
    due_on: date
    organ_ids: frozenset[int]
    instructions: str = ""


def draft_campaign(*, actor: Actor, organ_id: int, plan: CampaignPlan) -> CombingCampaign:
    """Prepare a campaign of the competent department `organ_id`; the organs see nothing yet.

    Raises NotAllowed, CampaignIncomplete, NotBelow, WasMerged.
    """
    _require_guide(actor, organ_id)
    plan = _checked(plan, organ_id)
    with transaction.atomic():
        _hold_organs(plan)
        campaign = CombingCampaign(
            organ_id=organ_id, drafted_by_id=acting_person(actor), drafted_at=time.now()
        )
        _put(campaign, plan)
        campaign.save(force_insert=True)
        _set_organs(campaign, plan.organ_ids)
        _trail(actor, "draft_campaign", campaign, _said(plan))
    return campaign


def alter_campaign(*, actor: Actor, campaign_id: int, plan: CampaignPlan) -> CombingCampaign:
    """Alter a campaign that is not closed; what changed is in the trail.

    Tables that are still to be looked at are read anew where the period changed. Raises
    NotAllowed, NotFound, CampaignNotSo, CampaignIncomplete, NotBelow, OrganHasItems,
    TableUnderWay, WasMerged.
    """
    with transaction.atomic():
        # The organs first and the campaign after them, as a merger has them.
        _hold_organs(plan)
        campaign = _locked(actor, campaign_id)
        _require_state(campaign, CampaignState.DRAFTED, CampaignState.RUNNING)
        _require_none_under_way(campaign)
        present = _plan_of(campaign)
        plan = _checked(plan, campaign.organ_id, taking_part=present.organ_ids)
        before = _said(present)
        _put(campaign, plan)
        campaign.save()
        _set_organs(campaign, plan.organ_ids)
        after = _said(plan)
        changed = {name: value for name, value in after.items() if value != before[name]}
        if changed.keys() & {"from_on", "until_on"}:
            read_anew(campaign)
        olds = {f"{name}_before": before[name] for name in changed}
        _trail(actor, "alter_campaign", campaign, changed | olds)
    return campaign


def open_campaign(*, actor: Actor, campaign_id: int) -> CombingCampaign:
    """Begin the campaign: from now on its organs see it and send in their backlog.

    Raises NotAllowed, NotFound, CampaignNotSo, CampaignIncomplete.
    """
    with transaction.atomic():
        campaign = _locked(actor, campaign_id)
        _require_state(campaign, CampaignState.DRAFTED)
        if campaign.due_on < time.today():
            raise CampaignIncomplete(
                _("The deadline has passed already. Set a later one first."), field="due_on"
            )
        campaign.state = CampaignState.RUNNING.value
        campaign.opened_by_id, campaign.opened_at = acting_person(actor), time.now()
        campaign.save(update_fields=["state", "opened_by", "opened_at"])
        _trail(actor, "open_campaign", campaign, {"due_on": campaign.due_on.isoformat()})
    return campaign


def close_campaign(*, actor: Actor, campaign_id: int) -> CombingCampaign:
    """Close the campaign; items that are left open stay readable, and are counted as left open.

    Raises NotAllowed, NotFound, CampaignNotSo, TableUnderWay.
    """
    with transaction.atomic():
        campaign = _locked(actor, campaign_id)
        _require_state(campaign, CampaignState.RUNNING)
        _require_none_under_way(campaign)
        campaign.state = CampaignState.CLOSED.value
        campaign.closed_by_id, campaign.closed_at = acting_person(actor), time.now()
        campaign.save(update_fields=["state", "closed_by", "closed_at"])
        # What a merger set aside counts for nobody: its organ has no seat any more.
        items = CombingItem.objects.filter(
            campaign=campaign, organ_id__in=campaign.organs.values("organ_id")
        )
        undecided = items.filter(category="undetermined").count()
        _trail(actor, "close_campaign", campaign, {"undecided": str(undecided)})
    return campaign


def running_campaign(campaign_id: int, *, organ_id: int, is_held: bool = False) -> CombingCampaign:
    """Return the campaign if it runs and the organ takes part in it.

    `is_held` keeps it so until the transaction ends: nobody alters or closes it meanwhile, while
    the organs that take part in it do not wait for each other.
    Raises NotFound where the organ takes no part in it, CampaignNotSo where it does not run.
    """
    if is_held:
        _hold(campaign_id)
    rows = CombingCampaign.objects.exclude(state=CampaignState.DRAFTED.value)
    found = rows.filter(pk=campaign_id, organs__organ_id=organ_id).first()
    if found is None:
        raise NotFound(_NO_SUCH)
    _require_state(found, CampaignState.RUNNING)
    return found


def _hold(campaign_id: int) -> None:
    with connection.cursor() as cursor:
        # Shared, which the ORM cannot say; who alters or closes it waits for all who hold it.
        cursor.execute(
            "SELECT id FROM oversight_combing_campaign WHERE id = %s FOR SHARE", [campaign_id]
        )


def _hold_organs(plan: CampaignPlan) -> None:
    # A merger locks what stands below the organ that ends, in an order of its own: one of the two
    # comes after the other.
    one_hanging_at_a_time()
    require_not_merged(plan.organ_ids)


def _require_guide(actor: Actor, organ_id: int) -> None:
    if actor.role is not Role.COMPETENT_DEPARTMENT or actor.organ_id != organ_id:
        raise NotAllowed(_("Campaigns are ordered by the competent department."))


def _locked(actor: Actor, campaign_id: int) -> CombingCampaign:
    found = CombingCampaign.objects.select_for_update().filter(pk=campaign_id).first()
    if found is None:
        raise NotFound(_NO_SUCH)
    _require_guide(actor, found.organ_id)
    return found


def _require_state(campaign: CombingCampaign, *states: CampaignState) -> None:
    if campaign.state not in {state.value for state in states}:
        raise CampaignNotSo(
            _("The campaign is “%(state)s” now; this cannot be done any more, or not yet.")
            % {"state": campaign.get_state_display()}
        )


def _require_none_under_way(campaign: CombingCampaign) -> None:
    taking = CombingIntake.objects.filter(campaign=campaign, state=IntakeState.TAKING.value)
    if names := list(taking.values_list("organ__name", flat=True).distinct()):
        raise TableUnderWay(
            _("%(names)s: a table is being taken over just now. Wait a few minutes.")
            % {"names": ", ".join(sorted(names))}
        )


def _checked(
    plan: CampaignPlan, organ_id: int, *, taking_part: frozenset[int] = frozenset()
) -> CampaignPlan:
    plan = replace(plan, title=clean_line(plan.title), instructions=clean_text(plan.instructions))
    if not plan.title or len(plan.title) > LONGEST_TITLE:
        raise CampaignIncomplete(_("Give the campaign a name, of one line."), field="title")
    if plan.from_on > plan.until_on:
        raise CampaignIncomplete(
            _("The period ends before it begins. Check both days."), field="until_on"
        )
    if plan.until_on > time.today():
        raise CampaignIncomplete(
            _("The period ends in the future. Only what is there can be gone through."),
            field="until_on",
        )
    if plan.due_on <= plan.until_on:
        raise CampaignIncomplete(
            _("The deadline lies within the period. Set a later day."), field="due_on"
        )
    if not plan.organ_ids:
        raise CampaignIncomplete(_("Choose at least one organ."), field="organs")
    # One that took part already may stand elsewhere since.
    if plan.organ_ids - taking_part - area_of(organ_id):
        raise NotBelow(_("Only organs below yours can be chosen."), field="organs")
    return plan


def _put(campaign: CombingCampaign, plan: CampaignPlan) -> None:
    campaign.title, campaign.instructions = plan.title, plan.instructions
    campaign.from_on, campaign.until_on = plan.from_on, plan.until_on
    campaign.due_on = plan.due_on


def _set_organs(campaign: CombingCampaign, wanted: Collection[int]) -> None:
    rows = CombingOrgan.objects.filter(campaign=campaign)
    known = set(rows.values_list("organ_id", flat=True))
    leaving = known - set(wanted)
    busy = CombingItem.objects.filter(campaign=campaign, organ_id__in=leaving)
    if names := list(busy.values_list("organ__name", flat=True).distinct()):
        raise OrganHasItems(
            _("%(names)s: has sent in its backlog already and cannot be let go.")
            % {"names": ", ".join(sorted(names))},
            field="organs",
        )
    rows.filter(organ_id__in=leaving).delete()
    CombingOrgan.objects.bulk_create(
        CombingOrgan(campaign=campaign, organ_id=pk) for pk in sorted(set(wanted) - known)
    )


def _plan_of(campaign: CombingCampaign) -> CampaignPlan:
    return CampaignPlan(
        title=campaign.title,
        from_on=campaign.from_on,
        until_on=campaign.until_on,
        due_on=campaign.due_on,
        organ_ids=frozenset(campaign.organs.values_list("organ_id", flat=True)),
        instructions=campaign.instructions,
    )


def _said(plan: CampaignPlan) -> dict[str, str]:
    return {
        "title": plan.title,
        "from_on": plan.from_on.isoformat(),
        "until_on": plan.until_on.isoformat(),
        "due_on": plan.due_on.isoformat(),
        "organs": " ".join(str(pk) for pk in sorted(plan.organ_ids)),
        "instructions": plan.instructions,
    }


def _trail(
    actor: Actor, action: str, campaign: CombingCampaign, details: Mapping[str, str]
) -> None:
    record_entry(
        actor=actor,
        action=f"oversight.{action}",
        object_kind=SUBJECT_KIND,
        object_id=campaign.pk,
        object_label=campaign.title,
        organ_id=campaign.organ_id,
        details=details,
    )
