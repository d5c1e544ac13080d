"""What is out and would not pass the gate today, for those who answer for it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from gongkai.kernel.types import Viewer
from gongkai.organs.queries import organ_cards
from gongkai.release.access import DECIDERS, REVIEWERS, rechecks_seen_by
from gongkai.release.models import Recheck, RecheckedItem
from gongkai.release.outlets import out_among
from gongkai.release.rules.doors import Door, Obstacle
from gongkai.release.rules.findings import FindingKind

MOST_SHOWN = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class FailingItem:
    """Something that is out and would not pass today."""

    door: Door
    subject_kind: str
    subject_id: int
    label: str
    name: str
    """Of the file; empty for the text, and for who does not work for the organ."""
    obstacles: tuple[Obstacle, ...]
    kinds: tuple[FindingKind, ...]
    is_own: bool
    """Whether the viewer works for the organ and can open it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganFailing:
    """What would not pass of one organ."""

    organ_id: int
    organ_name: str
    items: tuple[FailingItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckReport:
    """The last look at everything that is out."""

    why: str
    rules: int
    checked: int
    waiting: int
    begun_at: datetime
    ended_at: datetime | None
    organs: tuple[OrganFailing, ...]
    is_cut: bool = False

    @property
    def failing(self) -> int:
        """Return how many would not pass."""
        return sum(len(organ.items) for organ in self.organs)


def last_recheck(viewer: Viewer) -> RecheckReport | None:
    """Return the last recheck with what the viewer may read of it; None where there was none.

    Replies to applicants are shown to those who work for the organ alone, like every case. What
    was withdrawn since is left out.
    """
    row = Recheck.objects.order_by("-pk").first()
    if row is None:
        return None
    own = viewer.organs_as(*DECIDERS, *REVIEWERS)
    items = RecheckedItem.objects.filter(recheck=row, organ_id__in=rechecks_seen_by(viewer))
    rows = items.order_by("organ_id", "subject_kind", "subject_id", "pk")[: MOST_SHOWN + 1]
    shown = [item for item in rows if item.organ_id in own or item.door == Door.PUBLIC.value]
    return RecheckReport(
        why=row.why,
        rules=row.rules,
        checked=row.checked,
        waiting=row.waiting,
        begun_at=row.begun_at,
        ended_at=row.ended_at,
        organs=_by_organ(_still_out(shown[:MOST_SHOWN]), own),
        is_cut=len(rows) > MOST_SHOWN,
    )


def failing_subjects(
    subject_kind: str, subject_ids: Collection[int]
) -> dict[int, tuple[Obstacle, ...]]:
    """Return why each of the subjects would not pass to the public today, by the last recheck.

    Those that would pass, or that it did not look at, are left out. The caller shows them only to
    who may read the subjects; two queries.
    """
    last = Recheck.objects.order_by("-pk").first()
    if last is None:
        return {}
    rows = RecheckedItem.objects.filter(
        recheck=last,
        door=Door.PUBLIC.value,
        subject_kind=subject_kind,
        subject_id__in=list(subject_ids),
    )
    found: dict[int, dict[Obstacle, None]] = defaultdict(dict)
    for subject_id, obstacles in rows.values_list("subject_id", "obstacles"):
        found[subject_id] |= dict.fromkeys(map(Obstacle, obstacles))
    return {subject_id: tuple(obstacles) for subject_id, obstacles in found.items()}


def last_figures() -> tuple[Recheck | None, int]:
    """Return the last recheck and how many items it said would not pass, for the operator."""
    row = Recheck.objects.order_by("-pk").first()
    return row, RecheckedItem.objects.filter(recheck=row).count() if row else 0


def _still_out(items: Collection[RecheckedItem]) -> list[RecheckedItem]:
    groups: dict[tuple[str, str], set[int]] = defaultdict(set)
    for item in items:
        groups[item.subject_kind, item.door].add(item.subject_id)
    out = {
        (kind, door): out_among(subject_kind=kind, door=Door(door), subject_ids=ids)
        for (kind, door), ids in groups.items()
    }
    return [one for one in items if one.subject_id in out[one.subject_kind, one.door]]


def _by_organ(items: Iterable[RecheckedItem], own: frozenset[int]) -> tuple[OrganFailing, ...]:
    groups: dict[int, list[FailingItem]] = defaultdict(list)
    for item in items:
        groups[item.organ_id].append(_item(item, is_own=item.organ_id in own))
    cards = organ_cards(groups)
    return tuple(
        OrganFailing(organ_id=organ_id, organ_name=cards[organ_id].name, items=tuple(found))
        for organ_id, found in groups.items()
    )


def _item(row: RecheckedItem, *, is_own: bool) -> FailingItem:
    kinds = dict.fromkeys(FindingKind(str(found["kind"])) for found in row.findings)
    return FailingItem(
        door=Door(row.door),
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        label=row.label,
        name=row.name if is_own else "",
        obstacles=tuple(map(Obstacle, row.obstacles)),
        kinds=tuple(kinds),
        is_own=is_own,
    )
