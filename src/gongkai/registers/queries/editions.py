"""Editions of registers that the public reads: those whose very version stands now."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from gongkai.kernel import time
from gongkai.kernel.types import Viewer
from gongkai.records.models import Record
from gongkai.records.rules.vocabulary import Standing
from gongkai.registers.models import RegisterEdition, RegisterKind


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicEdition:
    """An edition that is public, with its entries as the reviewed text gives them."""

    record_id: int
    index_number: str
    title: str
    organ_id: int
    organ_name: str
    published_on: date
    round_title: str
    rows: tuple[dict[str, Any], ...]


def licensing_register(viewer: Viewer, organ_id: int) -> PublicEdition | None:
    """Return the organ's public register of licensing matters, None where there is none."""
    row = _public().filter(organ=organ_id, kind=RegisterKind.LICENSING).first()
    return _edition(row) if row else None


def licensing_registers(viewer: Viewer) -> tuple[PublicEdition, ...]:
    """Return every organ's public register of licensing matters (one query)."""
    return _each_once(_public().filter(kind=RegisterKind.LICENSING))


def cleanup_lists(viewer: Viewer, organ_id: int | None = None) -> tuple[PublicEdition, ...]:
    """Return the public lists of rounds of clean-up, the newest first (one query)."""
    rows = _public().filter(kind=RegisterKind.CLEANUP)
    return _each_once(rows if organ_id is None else rows.filter(organ=organ_id))


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


def _each_once(rows: QuerySet[RegisterEdition]) -> tuple[PublicEdition, ...]:
    # Compiled twice without a change, two editions share one version.
    seen: dict[int, PublicEdition] = {}
    for row in rows:
        seen.setdefault(row.version_id, _edition(row))
    return tuple(seen.values())


def _edition(row: RegisterEdition) -> PublicEdition:
    released = row.version.released_at or row.compiled_at
    return PublicEdition(
        record_id=row.record_id,
        index_number=row.record.index_number or "",
        title=row.version.title,
        organ_id=row.organ_id,
        organ_name=row.organ.name,
        published_on=time.local_date(released),
        round_title=row.round.title if row.round else "",
        rows=tuple(row.rows),
    )
