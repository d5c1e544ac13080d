"""A campaign that runs goes on at the organ that another one was merged into."""

from django.db.models import Q, QuerySet

from gongkai.audit.operations import record_entry
from gongkai.kernel import events
from gongkai.kernel.types import SYSTEM
from gongkai.oversight.combing_waiting import read_anew
from gongkai.oversight.models import (
    CombingCampaign,
    CombingIntake,
    CombingIntakeRow,
    CombingItem,
    CombingOrgan,
)
from gongkai.oversight.rules.combing import CampaignState, IntakeState, identity_of_twin
from gongkai.records.events import RecordsTransferred
from gongkai.records.rules.vocabulary import Category

_BATCH = 500


def hand_campaigns_on(event: RecordsTransferred) -> None:
    """Give the part that an organ had in campaigns that are not closed to its successor.

    Its tables, its items and its seat go over, and the campaigns that it ordered. An item that the
    successor sent in too goes over beside that one, with its decision and its record: two organs
    may well have written the same, and whether it is one document only a person can say. Where
    both bear the same former index number it is one, of which only one item goes on. Closed
    campaigns stay as they were counted.
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
    tables = _held_tables(campaign, event)
    aside = _set_aside(campaign, event)
    twins = _tell_twins_apart(campaign, event)
    items = CombingItem.objects.filter(campaign=campaign, organ_id=event.from_organ_id)
    moved = items.exclude(pk__in=aside).update(organ_id=event.to_organ_id)
    tables_moved = tables.update(organ_id=event.to_organ_id)
    _hand_on_seat(campaign, event)
    # What was known of each table's rows was known for one of the two organs alone.
    read_anew(campaign, organ_id=event.to_organ_id)
    counts = {
        "items": moved,
        "twins": twins,
        "set_aside": len(aside),
        "tables": tables_moved,
    }
    record_entry(
        actor=SYSTEM,
        action="oversight.hand_campaign_on",
        object_kind="combing_campaign",
        object_id=campaign.pk,
        object_label=campaign.title,
        organ_id=event.to_organ_id,
        details={"from": str(event.from_organ_id), **{key: str(n) for key, n in counts.items()}},
    )


def _held_tables(campaign: CombingCampaign, event: RecordsTransferred) -> QuerySet[CombingIntake]:
    of_both = CombingIntake.objects.filter(
        campaign=campaign, organ_id__in=(event.from_organ_id, event.to_organ_id)
    )
    # Locked, those of the successor too: no batch of rows is taken over meanwhile.
    ids = list(of_both.select_for_update().order_by("pk").values_list("pk", flat=True))
    return CombingIntake.objects.filter(pk__in=ids, organ_id=event.from_organ_id)


def _set_aside(campaign: CombingCampaign, event: RecordsTransferred) -> list[int]:
    """Leave one item of each document of which both organs gave the former index number.

    It could never be registered: a number is one record's alone. It stays with the organ that
    ends, where nobody counts it; return the ids. Of the two goes on what is registered, or else
    decided, or else the successor's own.
    """
    items = CombingItem.objects.filter(campaign=campaign).exclude(index_number="")
    theirs = {one.digest: one for one in items.filter(organ_id=event.to_organ_id)}
    aside: list[CombingItem] = []
    for one in items.filter(organ_id=event.from_organ_id, digest__in=theirs):
        other = theirs[one.digest]
        aside.append(other if _how_far(one) > _how_far(other) else one)
    for item in aside:
        if item.organ_id == event.to_organ_id:
            item.digest = identity_of_twin(item.digest, organ_id=event.to_organ_id)
            item.organ_id = event.from_organ_id
    CombingItem.objects.bulk_update(aside, ["organ", "digest"], batch_size=_BATCH)
    return [item.pk for item in aside]


def _how_far(item: CombingItem) -> tuple[bool, bool]:
    return item.record_id is not None, item.category != Category.UNDETERMINED


def _tell_twins_apart(campaign: CombingCampaign, event: RecordsTransferred) -> int:
    """Give what both organs sent in an identity of its own; return how many items there are.

    Not what bears a former index number: a row of the same is passed over when it is taken over.
    """
    items = CombingItem.objects.filter(campaign=campaign, index_number="")
    rows = CombingIntakeRow.objects.filter(
        # Those of other tables are read anew.
        intake__campaign=campaign,
        intake__state=IntakeState.TAKING.value,
        state=CombingIntakeRow.State.GOOD,
        cells__index_number="",
    )
    is_there_too = Q(digest__in=items.filter(organ_id=event.to_organ_id).values("digest")) | Q(
        digest__in=rows.filter(intake__organ_id=event.to_organ_id).values("digest")
    )
    twins = list(items.filter(is_there_too, organ_id=event.from_organ_id))
    twin_rows = list(rows.filter(is_there_too, intake__organ_id=event.from_organ_id))
    both: tuple[CombingItem | CombingIntakeRow, ...] = (*twins, *twin_rows)
    for one in both:
        one.digest = identity_of_twin(one.digest, organ_id=event.from_organ_id)
    CombingItem.objects.bulk_update(twins, ["digest"], batch_size=_BATCH)
    CombingIntakeRow.objects.bulk_update(twin_rows, ["digest"], batch_size=_BATCH)
    return len(twins)


def _hand_on_seat(campaign: CombingCampaign, event: RecordsTransferred) -> None:
    seats = CombingOrgan.objects.filter(campaign=campaign)
    own = seats.filter(organ_id=event.from_organ_id)
    if seats.filter(organ_id=event.to_organ_id).exists():
        own.delete()
    else:
        own.update(organ_id=event.to_organ_id)
