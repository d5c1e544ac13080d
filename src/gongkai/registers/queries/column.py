"""The rules column: an organ's own measures and working rules, for the public and for choosing."""

from dataclasses import dataclass

from django.db.models import Q

from gongkai.kernel.types import Viewer
from gongkai.records.queries.cards import public_card, public_records
from gongkai.records.queries.values import RecordCard
from gongkai.records.rules.vocabulary import Standing
from gongkai.registers.models import ColumnEntry

RULE_WORDS = ("办法", "制度", "规则", "规定", "细则", "规程", "规范", "守则", "章程", "准则")
"""What the names of measures and working rules end in or hold."""
_MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesOfOrgan:
    """What stands in one organ's column; `organ_name` in the language of the request."""

    organ_id: int
    organ_name: str
    cards: tuple[RecordCard, ...]


@dataclass(frozen=True, slots=True)
class RulesPage:
    """One page of the columns of many organs; `total` counts their rules."""

    columns: tuple[RulesOfOrgan, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChoice:
    """A published record that could stand in the column, or stands there."""

    card: RecordCard
    is_shown: bool


def rules_column(
    viewer: Viewer, organ_id: int | None = None, *, page: int = 1, size: int = 50
) -> RulesPage:
    """Return a page of the rules that stand in columns and are published, by organ (two queries).

    A page beyond the last is the last.
    """
    rows = public_records().filter(
        standing=Standing.PUBLISHED,
        pk__in=ColumnEntry.objects.filter(removed_at__isnull=True).values("record"),
    )
    if organ_id is not None:
        rows = rows.filter(organ=organ_id)
    total = rows.count()
    start = (min(max(page, 1), max(1, -(-total // size))) - 1) * size
    ordered = rows.order_by(
        "organ__region__code", "organ__position", "organ__sort_key", "-released_on", "-pk"
    )
    by_organ: dict[int, list[RecordCard]] = {}
    for row in ordered[start : start + size]:
        by_organ.setdefault(row.organ_id, []).append(public_card(row))
    columns = tuple(
        RulesOfOrgan(organ_id=organ_id, organ_name=cards[0].organ_name, cards=tuple(cards))
        for organ_id, cards in by_organ.items()
    )
    return RulesPage(columns, total)


def rule_choices(viewer: Viewer, organ_id: int) -> tuple[RuleChoice, ...]:
    """Return the organ's published records that read like rules, and those shown already.

    Those shown first, then the newest; at most 500 that are not shown. What is asked for is the
    organ's own staff's (two queries).
    """
    entries = ColumnEntry.objects.filter(removed_at__isnull=True).values("record")
    rows = public_records().filter(organ=organ_id, standing=Standing.PUBLISHED)
    rows = rows.order_by("-released_on", "-pk")
    shown = [
        RuleChoice(card=public_card(row), is_shown=True) for row in rows.filter(pk__in=entries)
    ]
    others = rows.exclude(pk__in=entries).filter(_reads_like_a_rule())[:_MOST]
    return (*shown, *(RuleChoice(card=public_card(row), is_shown=False) for row in others))


def _reads_like_a_rule() -> Q:
    found = Q(public_version__is_normative=True)
    for word in RULE_WORDS:
        found |= Q(public_version__title__contains=word)
    return found
