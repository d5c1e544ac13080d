"""Deciding the items of a backlog, singly and many at once, and registering what was decided."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from gongkai.audit.operations import Matter, record_entries
from gongkai.kernel import time
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.text import clean_text
from gongkai.kernel.types import Actor, Role
from gongkai.organs.access import acting_person, require_own_organ
from gongkai.organs.operations.merging import require_not_merged
from gongkai.organs.operations.organs import WasMerged
from gongkai.organs.queries import actor_for
from gongkai.oversight.combing_wording import DECISION_FAULTS
from gongkai.oversight.models import CombingDecision, CombingItem
from gongkai.oversight.operations.combing_campaigns import CampaignNotSo, running_campaign
from gongkai.oversight.rules.combing import DecisionFault, decision_fault, time_limit_for
from gongkai.records.models import Ground, Record
from gongkai.records.operations import NewRecord, register_records
from gongkai.records.operations.marks import require_unmarked
from gongkai.records.rules.content import VersionContent
from gongkai.records.rules.summary import summary_from
from gongkai.records.rules.vocabulary import Category

REGISTER = "gongkai.oversight.register_items"
ITEM_KIND = "combing_item"
MOST_AT_ONCE = 500
"""Items of one decision or registration; a page holds fewer."""
_BATCH = 200
_FIELDS: dict[DecisionFault, str] = {
    DecisionFault.NO_CATEGORY: "category",
    DecisionFault.NO_GROUND: "ground_code",
    DecisionFault.GROUND_OF_ANOTHER: "ground_code",
    DecisionFault.NO_REASON: "reason",
    DecisionFault.GROUND_WITHOUT_CATEGORY: "ground_code",
}


class DecisionIncomplete(Refusal):
    """No ground, no exemption: the decision lacks its ground or reason (requirement P1)."""


class NothingChosen(Refusal):
    """No item is named, or too many are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A category with its ground and reason."""

    category: str
    ground_code: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many items were done, how many were left as they are, and why some were refused."""

    done: int
    left: int = 0
    refused: tuple[tuple[str, str], ...] = ()
    """Title of the item and what to do about it."""


@dataclass(frozen=True, slots=True)
class _Settled:
    category: str
    ground: Ground | None
    reason: str


def decide_items(
    *,
    actor: Actor,
    campaign_id: int,
    organ_id: int,
    item_ids: Collection[int],
    decision: Decision,
) -> Outcome:
    """Give the items their category; those that are registered already are left as they are.

    Each decision is kept and is in the trail. Raises NotAllowed, NotFound, CampaignNotSo,
    NothingChosen, DecisionIncomplete, MarkedSecret.
    """
    settled = _settled(decision)
    return _decide(actor, campaign_id, organ_id, item_ids, lambda _item: settled)


def adopt_proposals(
    *, actor: Actor, campaign_id: int, organ_id: int, item_ids: Collection[int]
) -> Outcome:
    """Decide the items as their tables proposed; those without a proposal are left.

    Raises NotAllowed, NotFound, CampaignNotSo, NothingChosen.
    """

    def proposed(item: CombingItem) -> _Settled | None:
        if item.proposed_category == Category.UNDETERMINED:
            return None
        return _Settled(item.proposed_category, item.proposed_ground, item.proposed_reason)

    return _decide(actor, campaign_id, organ_id, item_ids, proposed)


def register_items(
    *, actor: Actor, campaign_id: int, organ_id: int, item_ids: Collection[int]
) -> Outcome:
    """Register the decided ones of the items as drafts, from where the review chain goes on.

    What was disclosed before brings its evidence and its index number along; what was generated
    before 1 May 2008 has no limit. Undecided and registered ones are left as they are. Raises
    NotAllowed, NotFound, CampaignNotSo, NothingChosen, WasMerged.
    """
    require_own_organ(actor, Role.CLERK, organ_id=organ_id)
    with transaction.atomic():
        # The organ first, the campaign and its items after it, as a merger has them.
        require_not_merged([organ_id])
        _require(actor, campaign_id, organ_id, item_ids)
        items = _locked(campaign_id, organ_id, item_ids)
        ready = [item for item in items if _can_register(item)]
        outcome = register_records(
            actor=actor, organ_id=organ_id, wanted=[_new_record(item) for item in ready]
        )
        done: list[CombingItem] = []
        refused: list[tuple[str, str]] = []
        for item, result in zip(ready, outcome, strict=True):
            if isinstance(result, Record):
                item.record = result
                done.append(item)
            else:
                refused.append((item.title, _why(result)))
        CombingItem.objects.bulk_update(done, ["record"], batch_size=_BATCH)
        _trail(actor, "register_item", [(item, {"record": str(item.record_id)}) for item in done])
    return Outcome(len(done), len(items) - len(ready), tuple(refused))


def ask_registration(*, actor: Actor, campaign_id: int, organ_id: int) -> int:
    """Have all decided items of the organ registered by a job; return how many there are.

    Raises NotAllowed, NotFound, CampaignNotSo, NothingChosen.
    """
    require_own_organ(actor, Role.CLERK, organ_id=organ_id)
    running_campaign(campaign_id, organ_id=organ_id)
    waiting = _waiting(campaign_id, organ_id).count()
    if not waiting:
        raise NothingChosen(_("No decided item waits to be registered. Decide some first."))
    with transaction.atomic():
        app.configure_task(REGISTER).defer(
            campaign_id=campaign_id, organ_id=organ_id, person_id=acting_person(actor)
        )
    return waiting


def register_all(*, campaign_id: int, organ_id: int, person_id: int) -> int:
    """Register every decided item, batch by batch, as the person who asked; return how many.

    An item that is refused is passed over; registered singly it says why. Ends where the campaign
    was closed meanwhile or the organ merged into another, whose clerk asks anew. Raises NotAllowed
    where the person is no clerk of the organ any more.
    """
    actor = actor_for(person_id=person_id, role=Role.CLERK, organ_id=organ_id, on=time.today())
    done, last = 0, 0
    while True:
        waiting = _waiting(campaign_id, organ_id).filter(pk__gt=last).order_by("pk")
        ids = list(waiting.values_list("pk", flat=True)[:_BATCH])
        if not ids:
            return done
        try:
            done += register_items(
                actor=actor, campaign_id=campaign_id, organ_id=organ_id, item_ids=ids
            ).done
        except (CampaignNotSo, NotFound, WasMerged):
            return done
        last = ids[-1]


def _decide(
    actor: Actor,
    campaign_id: int,
    organ_id: int,
    item_ids: Collection[int],
    settle: Callable[[CombingItem], _Settled | None],
) -> Outcome:
    with transaction.atomic():
        _require(actor, campaign_id, organ_id, item_ids)
        items = _locked(campaign_id, organ_id, item_ids)
        pairs = [
            (item, settled)
            for item in items
            if item.record_id is None and (settled := settle(item)) is not None
        ]
        decisions = [_decided(actor, item, settled) for item, settled in pairs]
        CombingItem.objects.bulk_update(
            [item for item, _settled in pairs],
            ["category", "ground", "ground_reason", "decided_at"],
            batch_size=_BATCH,
        )
        CombingDecision.objects.bulk_create(decisions)
        # Never the reason: it may say what is secret, and the trail is kept for ever.
        about = [(item, {"category": item.category, "ground": _code(item)}) for item, _ in pairs]
        _trail(actor, "decide_item", about)
    return Outcome(len(pairs), len(items) - len(pairs))


def _decided(actor: Actor, item: CombingItem, settled: _Settled) -> CombingDecision:
    was_open, is_open = (
        category == Category.UNDETERMINED for category in (item.category, settled.category)
    )
    at = time.now()
    item.category, item.ground = settled.category, settled.ground
    item.ground_reason = settled.reason
    item.decided_at = None if is_open else at
    return CombingDecision(
        item=item,
        category=settled.category,
        ground=settled.ground,
        reason=settled.reason,
        change=is_open - was_open,
        decided_by_id=acting_person(actor),
        decided_at=at,
    )


def _settled(decision: Decision) -> _Settled:
    ground = Ground.objects.filter(code=decision.ground_code).first()
    reason = clean_text(decision.reason)
    require_unmarked(reason, field="reason")
    fault = decision_fault(
        category=decision.category,
        ground_category=ground.category if ground else None,
        reason=reason,
    )
    if fault is not None:
        raise DecisionIncomplete(DECISION_FAULTS[fault], field=_FIELDS[fault])
    return _Settled(decision.category, ground, reason)


def _can_register(item: CombingItem) -> bool:
    return item.record_id is None and item.category != Category.UNDETERMINED


def _new_record(item: CombingItem) -> NewRecord:
    content = VersionContent(
        title=item.title,
        summary=item.summary or summary_from(item.title),
        generated_on=item.generated_on,
        document_number=item.document_number,
        time_limit=time_limit_for(item.category),
        category=item.category,
        ground_code=_code(item),
        ground_reason=item.ground_reason,
        statutory_item=item.statutory_item,
    )
    return NewRecord(
        content=content,
        first_disclosed_on=item.disclosed_on,
        first_disclosure_source=item.disclosed_at_place,
        index_number=item.index_number,
    )


def _why(refusal: Refusal) -> str:
    several = getattr(refusal, "errors", {})
    return " ".join(str(text) for text in several.values()) or str(refusal)


def _code(item: CombingItem) -> str:
    return item.ground.code if item.ground else ""


def _require(actor: Actor, campaign_id: int, organ_id: int, item_ids: Collection[int]) -> None:
    require_own_organ(actor, Role.CLERK, organ_id=organ_id)
    running_campaign(campaign_id, organ_id=organ_id, is_held=True)
    if not 0 < len(item_ids) <= MOST_AT_ONCE:
        raise NothingChosen(
            _("Choose at least one item, and no more than %(most)d at once.")
            % {"most": MOST_AT_ONCE},
            field="items",
        )


def _locked(campaign_id: int, organ_id: int, item_ids: Collection[int]) -> list[CombingItem]:
    rows = CombingItem.objects.select_for_update(of=("self",)).filter(
        campaign_id=campaign_id, organ_id=organ_id, pk__in=item_ids
    )
    return list(rows.select_related("ground", "proposed_ground").order_by("pk"))


def _waiting(campaign_id: int, organ_id: int) -> QuerySet[CombingItem]:
    return CombingItem.objects.filter(
        campaign_id=campaign_id, organ_id=organ_id, record__isnull=True
    ).exclude(category=Category.UNDETERMINED.value)


def _trail(actor: Actor, action: str, about: Sequence[tuple[CombingItem, dict[str, str]]]) -> None:
    record_entries(
        actor=actor,
        action=f"oversight.{action}",
        matters=[
            # The number and never the title: it may be the very secret that is exempt.
            Matter(ITEM_KIND, item.pk, f"#{item.pk}", item.organ_id, details)
            for item, details in about
        ],
    )
