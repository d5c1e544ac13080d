"""Editions of registers that the public reads: those whose very text stands now."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, F, Func, IntegerField, Q, QuerySet

from gongkai.kernel import time
from gongkai.kernel.types import Viewer
from gongkai.records.models import Record, RecordVersion
from gongkai.records.queries.cards import name_of_organ
from gongkai.records.rules.vocabulary import Standing
from gongkai.registers.models import RegisterEdition, RegisterKind

_HEAVY = ("record__public_version__text", "record__organ__introduction")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicEdition:
    """An edition that is public, with its entries as the reviewed text gives them.

    `until` of an entry is a date or None.
    """

    record_id: int
    index_number: str
    title: str
    organ_id: int
    published_on: date
    round_title: str
    rows: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicEditionLine:
    """An edition that is public in a list: how many entries it has, not which.

    `organ_name` in the language of the request.
    """

    record_id: int
    organ_id: int
    organ_name: str
    published_on: date
    round_title: str
    entries: int


def licensing_register(viewer: Viewer, organ_id: int) -> PublicEdition | None:
    """Return the organ's public register of licensing matters, None where there is none."""
    found = _one_of_each_organ(_public().filter(record__organ=organ_id))
    return _edition(found[0]) if found else None


def licensing_registers(viewer: Viewer) -> tuple[PublicEditionLine, ...]:
    """Return every organ's public register of licensing matters, the newest first (one query)."""
    lines = map(_line, _one_of_each_organ(_counted(_public())))
    return tuple(sorted(lines, key=lambda line: line.published_on, reverse=True))


def cleanup_registers(viewer: Viewer) -> tuple[PublicEditionLine, ...]:
    """Return every organ's public lists of clean-up, the newest first (one query)."""
    rows = _counted(_public()).filter(kind=RegisterKind.CLEANUP)
    return tuple(map(_line, _each_once(rows)))


def cleanup_lists(viewer: Viewer, organ_id: int) -> tuple[PublicEdition, ...]:
    """Return the organ's public lists of rounds of clean-up, the newest first (one query)."""
    rows = _public().filter(kind=RegisterKind.CLEANUP, record__organ=organ_id)
    return tuple(map(_edition, _each_once(rows)))


def public_documents(viewer: Viewer, editions: tuple[PublicEdition, ...]) -> frozenset[int]:
    """Return which records that the lists name are published now, so that they can be linked."""
    named = {row["record"] for edition in editions for row in edition.rows if row.get("record")}
    found = Record.objects.filter(pk__in=named, standing=Standing.PUBLISHED)
    return frozenset(found.values_list("pk", flat=True))


def published_edition(*, round_id: int) -> RegisterEdition | None:
    """Return the edition of a round that is public now."""
    return _public().filter(round=round_id).first()


def _public() -> QuerySet[RegisterEdition]:
    """Return the editions that stand before the public, word for word as compiled."""
    return (
        RegisterEdition.objects.filter(record__standing=Standing.PUBLISHED)
        .annotate(is_standing=says_now())
        .filter(is_standing=True)
        .select_related("record__organ", "record__public_version", "round")
        .defer(*_HEAVY)
        .order_by("-record__public_version__released_at", "-pk")
    )


def says_now() -> Q:
    """Return the condition that an edition's record says the compiled text to the public now."""
    return Q(digest=_Sha256(F("record__public_version__text")))


class _Sha256(Func):
    template = "encode(sha256(convert_to(%(expressions)s, 'UTF8')), 'hex')"
    output_field = CharField()


def _one_of_each_organ(rows: QuerySet[RegisterEdition]) -> tuple[RegisterEdition, ...]:
    """Return one register for each organ: its own before that of an organ merged into it."""
    rows = rows.filter(kind=RegisterKind.LICENSING).annotate(is_own=Q(organ=F("record__organ")))
    seen: dict[int, RegisterEdition] = {}
    for row in rows.order_by("-is_own", "-record__public_version__released_at", "-pk"):
        seen.setdefault(row.record.organ_id, row)
    return tuple(seen.values())


def _each_once(rows: QuerySet[RegisterEdition]) -> tuple[RegisterEdition, ...]:
    # Compiled twice without a change, two editions share one text.
    seen: dict[int, RegisterEdition] = {}
    for row in rows:
        seen.setdefault(row.record_id, row)
    return tuple(seen.values())


def _counted(rows: QuerySet[RegisterEdition]) -> QuerySet[RegisterEdition]:
    # Counted in the database: what the editions say can be long, and is not shown in a list.
    entries = Func(F("rows"), function="jsonb_array_length", output_field=IntegerField())
    return rows.annotate(entries=entries).defer(*_HEAVY, "rows")


def _line(row: RegisterEdition) -> PublicEditionLine:
    return PublicEditionLine(
        record_id=row.record_id,
        organ_id=row.record.organ_id,
        organ_name=name_of_organ(row.record.organ),
        published_on=_published_on(row),
        round_title=row.round.title if row.round else "",
        entries=getattr(row, "entries", 0),
    )


def _version(row: RegisterEdition) -> RecordVersion:
    if row.record.public_version is None:
        raise RuntimeError("a public record has a public version")
    return row.record.public_version


def _published_on(row: RegisterEdition) -> date:
    return time.local_date(_version(row).released_at or row.compiled_at)


def _edition(row: RegisterEdition) -> PublicEdition:
    return PublicEdition(
        record_id=row.record_id,
        index_number=row.record.index_number or "",
        title=_version(row).title,
        organ_id=row.record.organ_id,
        published_on=_published_on(row),
        round_title=row.round.title if row.round else "",
        rows=tuple(map(_entry, row.rows)),
    )


def _entry(kept: dict[str, Any]) -> dict[str, Any]:
    until = kept.get("until")
    return kept | {"until": date.fromisoformat(until) if until else None}
