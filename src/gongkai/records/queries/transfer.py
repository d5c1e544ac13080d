"""What a merger of two organs would move, before it is ordered."""

from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.kernel.types import Actor
from gongkai.organs.operations.merging import require_merger, require_working
from gongkai.organs.queries import OrganCard, organ_cards
from gongkai.records.models import InformationClass, Record, RecordVersion
from gongkai.records.operations.transfer import (
    IN_REVIEW,
    Merger,
    records_by_standing,
    require_whole,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MergerPreview:
    """How much goes over, and what whoever orders it should know; `digest` is what is signed."""

    merger: Merger
    organ: OrganCard
    successor: OrganCard
    counts: Mapping[str, int]
    """Records by their standing."""
    in_review: int
    """Versions that become drafts again."""
    unknown_classes: tuple[str, ...]
    """Classes of the records that the successor's table does not have; they stay as they are."""
    digest: str


def merger_preview(actor: Actor, merger: Merger) -> MergerPreview:
    """Return what the merger would move; raises NotAllowed, NotFound and what ordering it raises
    that can be told before it is signed.
    """
    require_merger(actor, from_id=merger.from_id, to_id=merger.to_id)
    require_whole(merger)
    require_working(from_id=merger.from_id, to_id=merger.to_id, merged_on=merger.merged_on)
    cards = organ_cards([merger.from_id, merger.to_id])
    return MergerPreview(
        merger=merger,
        organ=cards[merger.from_id],
        successor=cards[merger.to_id],
        counts=records_by_standing(merger.from_id),
        in_review=RecordVersion.objects.filter(
            record__organ_id=merger.from_id, state__in=IN_REVIEW
        ).count(),
        unknown_classes=_unknown_classes(merger),
        digest=merger.digest(),
    )


def _unknown_classes(merger: Merger) -> tuple[str, ...]:
    own = InformationClass.objects.filter(organ_id=merger.to_id)
    table = own if own.exists() else InformationClass.objects.filter(organ__isnull=True)
    known = set(table.values_list("code", flat=True))
    used = Record.objects.filter(organ_id=merger.from_id).order_by()
    return tuple(sorted(set(used.values_list("class_code", flat=True).distinct()) - known))
