"""What is expected of organs on a day: rhythms other than the defaults, what does not apply."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from typing import cast

from django.db.models import BigIntegerField, BooleanField, Case, CharField, Q, Value, When

from gongkai.kernel import time
from gongkai.organs.models import Organ
from gongkai.oversight.models import InapplicableItem, InapplicableState, RhythmChange
from gongkai.oversight.rules.matrix import Rhythm
from gongkai.oversight.shipped import rhythms
from gongkai.records.queries.catalogue import default_regime

ALL = Q(pk__isnull=False)
_RHYTHM = "rhythm"


@dataclass(frozen=True, slots=True)
class OrganLine:
    """One organ as the matrix needs it."""

    id: int
    name: str
    name_en: str
    level: str
    kind: str
    region_code: str
    region_name: str
    parent_id: int | None
    line_superior_id: int | None
    is_seen: bool
    """Whether it was asked for; the others are there for what stands above it."""


@dataclass
class Expectations:
    """What is expected of every organ on a day, read in one query."""

    defaults: Mapping[str, Rhythm]
    of_organs: dict[tuple[int, str], Rhythm] = field(default_factory=dict)
    of_kinds: dict[tuple[str, str], list[tuple[int, Rhythm]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    """By (kind, item): areas with their rhythm, the later ordered last."""
    inapplicable: dict[tuple[int, str], str] = field(default_factory=dict)
    """By (organ, item): the reason, where it was confirmed on that day."""
    stated: set[tuple[int, str]] = field(default_factory=set)

    def rhythm(self, organ: OrganLine, item: str, above: frozenset[int]) -> tuple[Rhythm, bool]:
        """Return the rhythm of an item for an organ, and whether it is the default.

        `above` are the organ and all that stand above it. What was ordered for the organ itself
        goes before what was ordered for its kind.
        """
        own = self.of_organs.get((organ.id, item))
        if own is not None:
            return own, False
        for area, rhythm in reversed(self.of_kinds.get((organ.kind, item), [])):
            if area in above:
                return rhythm, False
        return self.defaults[item], True


def expectations(*, on: date, organ_id: int | None = None) -> Expectations:
    """Return what is expected on a day, of all organs or of one: one query."""
    found = Expectations(rhythms()[default_regime()])
    for source, organ, kind, area, item, word, _order in _rows(on, organ_id):
        if source == _RHYTHM and organ is not None:
            found.of_organs[organ, item] = Rhythm(word)
        elif source == _RHYTHM and area is not None:
            found.of_kinds[kind, item].append((area, Rhythm(word)))
        elif source == InapplicableState.CONFIRMED and organ is not None:
            found.inapplicable[organ, item] = word
        elif organ is not None:
            found.stated.add((organ, item))
    return found


def organ_lines(seen: Q = ALL) -> dict[int, OrganLine]:
    """Return every working organ by its id, in the order in which lists show them: one query.

    `seen` is the condition of those that are asked for.
    """
    rows = Organ.objects.filter(is_active=True).annotate(
        is_seen=Case(When(seen, then=True), default=False, output_field=BooleanField())
    )
    names = ("pk", "name", "name_en", "level", "kind", "region__code", "region__name")
    found = rows.order_by("region__code", "position", "sort_key", "pk").values_list(
        *names, "parent_id", "line_superior_id", "is_seen"
    )
    return {values[0]: OrganLine(*values) for values in found}


def with_all_above(lines: Mapping[int, OrganLine], organ_id: int) -> frozenset[int]:
    """Return the organ and all that stand above it, by belonging and by line."""
    found: set[int] = set()
    waiting: list[int | None] = [organ_id]
    while waiting:
        one = waiting.pop()
        if one is None or one in found:
            continue
        found.add(one)
        if line := lines.get(one):
            waiting += [line.parent_id, line.line_superior_id]
    return frozenset(found)


_Row = tuple[str, int | None, str, int | None, str, str, int]
"""What it is, organ, kind, area, item, rhythm or reason, and when it was written."""


def _rows(on: date, organ_id: int | None) -> list[_Row]:
    changes = RhythmChange.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gte=on), from_on__lte=on
    )
    statements = InapplicableItem.objects.annotate(was=_state_on(on)).exclude(was="")
    if organ_id is not None:
        changes = changes.filter(Q(organ_id=organ_id) | Q(organ__isnull=True))
        statements = statements.filter(organ_id=organ_id)
    nobody, nothing = Value(None, output_field=BigIntegerField()), Value("")
    of_changes = changes.values_list(
        Value(_RHYTHM), "organ_id", "organ_kind", "area_id", "item", "rhythm", "pk"
    )
    of_statements = statements.values_list(
        "was", "organ_id", nothing, nobody, "item", "reason", "pk"
    )
    both = cast(Iterable[_Row], of_changes.union(of_statements, all=True))
    return sorted(both, key=lambda row: row[-1])


def _state_on(on: date) -> Case:
    """Return what a statement counted for on a day: confirmed, stated, or nothing.

    What still waits is told of today alone: on a past day nobody had looked at it.
    """
    over = datetime.combine(on + timedelta(days=1), clock_time.min, time.local_zone())
    held = Q(decided_at__lt=over) & (Q(ended_at__isnull=True) | Q(ended_at__gte=over))
    confirmed, stated, ended = (
        InapplicableState.CONFIRMED.value,
        InapplicableState.STATED.value,
        InapplicableState.ENDED.value,
    )
    # What was refused cannot be ended: what is ended and was decided had been confirmed.
    said = [When(held & Q(state__in=[confirmed, ended]), then=Value(confirmed))]
    if on >= time.today():
        said.append(When(state=stated, then=Value(stated)))
    return Case(*said, default=Value(""), output_field=CharField())
