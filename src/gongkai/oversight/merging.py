"""A campaign that runs goes on at the organ that another one was merged into."""

from gongkai.audit.operations import record_entry
from gongkai.kernel import events
from gongkai.kernel.types import SYSTEM
from gongkai.oversight.combing_waiting import read_anew
from gongkai.oversight.models import CombingCampaign, CombingIntake, CombingItem, CombingOrgan
from gongkai.oversight.rules.combing import CampaignState
from gongkai.records.events import RecordsTransferred


def hand_campaigns_on(event: RecordsTransferred) -> None:
    """Give the part that an organ had in campaigns that are not closed to its successor.

    Its tables, its items and its seat go over, and the campaigns that it ordered. An item that the
    successor sent in too stays where it was and is counted no more: an item is once in a campaign.
    Closed campaigns stay as they were counted.
    """
    rows = CombingCampaign.objects.exclude(state=CampaignState.CLOSED.value)
    rows.filter(organ_id=event.from_organ_id).update(organ_id=event.to_organ_id)
    # The campaign first and the tables second, as where the campaign is altered.
    locked = rows.select_for_update(of=("self",), no_key=True)
    for campaign in locked.filter(organs__organ_id=event.from_organ_id).order_by("pk"):
        _hand_on(campaign, event)


def register() -> None:
    """Hang the handler into the event; called once when the application starts."""
    events.in_transaction(RecordsTransferred, hand_campaigns_on)


def _hand_on(campaign: CombingCampaign, event: RecordsTransferred) -> None:
    tables = _hand_on_tables(campaign, event)
    items = CombingItem.objects.filter(campaign=campaign, organ_id=event.from_organ_id)
    there = CombingItem.objects.filter(campaign=campaign, organ_id=event.to_organ_id)
    moved = items.exclude(digest__in=there.values("digest")).update(organ_id=event.to_organ_id)
    _hand_on_seat(campaign, event)
    # What was known of each table's rows was known for one of the two organs alone.
    read_anew(campaign, organ_id=event.to_organ_id)
    counts = {"items": moved, "items_left": items.count(), "tables": tables}
    record_entry(
        actor=SYSTEM,
        action="oversight.hand_campaign_on",
        object_kind="combing_campaign",
        object_id=campaign.pk,
        object_label=campaign.title,
        organ_id=event.to_organ_id,
        details={"from": str(event.from_organ_id), **{key: str(n) for key, n in counts.items()}},
    )


def _hand_on_tables(campaign: CombingCampaign, event: RecordsTransferred) -> int:
    of_both = CombingIntake.objects.filter(
        campaign=campaign, organ_id__in=(event.from_organ_id, event.to_organ_id)
    )
    # Locked, those of the successor too: no batch of rows is taken over meanwhile.
    ids = list(of_both.select_for_update().order_by("pk").values_list("pk", flat=True))
    tables = CombingIntake.objects.filter(pk__in=ids, organ_id=event.from_organ_id)
    return tables.update(organ_id=event.to_organ_id)


def _hand_on_seat(campaign: CombingCampaign, event: RecordsTransferred) -> None:
    seats = CombingOrgan.objects.filter(campaign=campaign)
    own = seats.filter(organ_id=event.from_organ_id)
    if seats.filter(organ_id=event.to_organ_id).exists():
        own.delete()
    else:
        own.update(organ_id=event.to_organ_id)
