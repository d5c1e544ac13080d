"""Prove that the trail is whole: every link recomputed, every column compared."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from gongkai.audit.models import AuditEntry, ChainHead
from gongkai.audit.rules.canonical import GENESIS, canonical_text, chained_hash
from gongkai.audit.rules.fields import entry_fields

_PIECE = 2000
_MOST_DAMAGES = 100


class DamageKind(StrEnum):
    """What can be wrong with the trail."""

    GAP = "gap"
    ALTERED = "altered"
    BROKEN_LINK = "broken_link"
    UNSEALED = "unsealed"
    CUT_OFF = "cut_off"
    HEAD_MISSING = "head_missing"
    NOT_AS_NOTED = "not_as_noted"


@dataclass(frozen=True, slots=True)
class Damage:
    """One finding: what is wrong, at which place, in plain words for the operator."""

    kind: DamageKind
    place: int
    meaning: str


@dataclass(frozen=True, slots=True)
class NotedHead:
    """A place and hash that somebody wrote down elsewhere at an earlier verification."""

    place: int
    hash: str


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What a verification found. `head_hash` is worth noting outside the system."""

    entries: int
    head_place: int
    head_hash: str
    damages: tuple[Damage, ...]

    @property
    def is_whole(self) -> bool:
        """Say whether nothing is wrong."""
        return not self.damages


@dataclass(slots=True)
class _Walk:
    place: int = 0
    hash: str = GENESIS
    noted_hash: str | None = None


def verify_chain(*, noted: NotedHead | None = None) -> ChainReport:
    """Recompute the whole chain in pieces; memory does not grow with the trail.

    Finds missing places, rows whose columns differ from what was sealed, links that do not
    follow, entries that were never sealed and a tail that was cut off. Whoever owns the database
    could rewrite all of it; only a head that was noted elsewhere proves that this was not done.
    At most 100 damages are listed.
    """
    head = ChainHead.objects.filter(pk=1).first()
    walk = _Walk()
    damages = list(_damages(walk, noted))
    damages += _head_damages(walk, head)
    damages += _unsealed()
    if noted and walk.noted_hash != noted.hash:
        damages.append(
            Damage(DamageKind.NOT_AS_NOTED, noted.place, "the hash differs from the noted one")
        )
    return ChainReport(
        entries=AuditEntry.objects.count(),
        head_place=walk.place,
        head_hash=walk.hash,
        damages=tuple(damages[:_MOST_DAMAGES]),
    )


def _pieces() -> Iterator[AuditEntry]:
    place = 0
    while piece := list(AuditEntry.objects.filter(place__gt=place).order_by("place")[:_PIECE]):
        yield from piece
        place = piece[-1].place or 0


def _damages(walk: _Walk, noted: NotedHead | None) -> Iterator[Damage]:
    found = 0
    for entry in _pieces():
        place = entry.place or 0
        for damage in _damages_of(entry, place, walk):
            found += 1
            if found <= _MOST_DAMAGES:
                yield damage
        walk.place, walk.hash = place, entry.hash
        if noted and noted.place == place:
            walk.noted_hash = entry.hash


def _damages_of(entry: AuditEntry, place: int, walk: _Walk) -> Iterator[Damage]:
    if place != walk.place + 1:
        yield Damage(
            DamageKind.GAP, walk.place + 1, f"places {walk.place + 1} to {place - 1} are missing"
        )
    if canonical_text(entry_fields(entry)) != entry.canonical:
        yield Damage(DamageKind.ALTERED, place, "the columns differ from the sealed text")
    if chained_hash(entry.previous_hash, entry.canonical) != entry.hash:
        yield Damage(DamageKind.ALTERED, place, "the sealed text differs from its hash")
    if place == walk.place + 1 and entry.previous_hash != walk.hash:
        yield Damage(DamageKind.BROKEN_LINK, place, "it does not follow the entry before it")


def _head_damages(walk: _Walk, head: ChainHead | None) -> Iterator[Damage]:
    if head is None:
        if walk.place:
            yield Damage(DamageKind.HEAD_MISSING, walk.place, "the head of the chain is missing")
    # Entries may have been added since the head was read, so only a shorter chain is damage.
    elif walk.place < head.last_place:
        yield Damage(DamageKind.CUT_OFF, walk.place + 1, f"the head says {head.last_place} entries")
    elif walk.place == head.last_place and walk.hash != head.last_hash:
        yield Damage(DamageKind.BROKEN_LINK, walk.place, "the head has another hash")
    elif _runs_past_the_head(walk):
        yield Damage(DamageKind.BROKEN_LINK, walk.place, "entries lie beyond the head")


def _runs_past_the_head(walk: _Walk) -> bool:
    last_place = ChainHead.objects.values_list("last_place", flat=True).get(pk=1)
    return walk.place > last_place


def _unsealed() -> Iterator[Damage]:
    # Read after the walk: a committed entry always has its place, so any that we see has none.
    for entry in AuditEntry.objects.filter(place__isnull=True).order_by("pk")[:_MOST_DAMAGES]:
        yield Damage(DamageKind.UNSEALED, 0, f"entry {entry.pk} has no place in the chain")
