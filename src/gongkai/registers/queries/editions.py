"""Editions of registers that the public reads: those whose very version stands now."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Func, IntegerField, QuerySet

from gongkai.kernel import time
from gongkai.kernel.types import Viewer
from gongkai.records.models import Record
from gongkai.records.queries.cards import name_of_organ
from gongkai.records.rules.vocabulary import Standing
from gongkai.registers.models import RegisterEdition, RegisterKind


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
    row = _public().filter(organ=organ_id, kind=RegisterKind.LICENSING).first()
    return _edition(row) if row else None


def licensing_registers(viewer: Viewer) -> tuple[PublicEditionLine, ...]:
    """Return every organ's public register of licensing matters, the newest first (one query)."""
    return _lines(RegisterKind.LICENSING)


def cleanup_registers(viewer: Viewer) -> tuple[PublicEditionLine, ...]:
    """Return every organ's public lists of clean-up, the newest first (one query)."""
    return _lines(RegisterKind.CLEANUP)


def cleanup_lists(viewer: Viewer, organ_id: int) -> tuple[PublicEdition, ...]:
    """Return the organ's public lists of rounds of clean-up, the newest first (one query)."""
    rows = _public().filter(kind=RegisterKind.CLEANUP, organ=organ_id)
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
    """Return the editions whose version stands before the public, word for word as compiled."""
    return (
        RegisterEdition.objects.filter(
            record__standing=Standing.PUBLISHED,
            record__public_version=F("version"),
            digest=F("version__digest"),
        )
        .select_related("record", "version", "organ", "round")
        .defer("version__text")
        .order_by("-version__released_at", "-pk")
    )


def _each_once(rows: QuerySet[RegisterEdition]) -> tuple[RegisterEdition, ...]:
    # Compiled twice without a change, two editions share one version.
    seen: dict[int, RegisterEdition] = {}
    for row in rows:
        seen.setdefault(row.version_id, row)
    return tuple(seen.values())


def _lines(kind: RegisterKind) -> tuple[PublicEditionLine, ...]:
    # Counted in the database: what the editions say can be long, and is not shown here.
    entries = Func(F("rows"), function="jsonb_array_length", output_field=IntegerField())
    rows = _public().filter(kind=kind).annotate(entries=entries).defer("version__text", "rows")
    return tuple(
        PublicEditionLine(
            record_id=row.record_id,
            organ_id=row.organ_id,
            organ_name=name_of_organ(row.organ),
            published_on=_published_on(row),
            round_title=row.round.title if row.round else "",
            entries=getattr(row, "entries", 0),
        )
        for row in _each_once(rows)
    )


def _published_on(row: RegisterEdition) -> date:
    return time.local_date(row.version.released_at or row.compiled_at)


def _edition(row: RegisterEdition) -> PublicEdition:
    return PublicEdition(
        record_id=row.record_id,
        index_number=row.record.index_number or "",
        title=row.version.title,
        organ_id=row.organ_id,
        published_on=_published_on(row),
        round_title=row.round.title if row.round else "",
        rows=tuple(map(_entry, row.rows)),
    )


def _entry(kept: dict[str, Any]) -> dict[str, Any]:
    until = kept.get("until")
    return kept | {"until": date.fromisoformat(until) if until else None}
