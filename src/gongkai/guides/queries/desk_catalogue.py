"""A catalogue edition at the desk: what is approved is read first, with what is new in it."""

from dataclasses import dataclass

from django.db.models import QuerySet

from gongkai.guides.access import is_out
from gongkai.guides.models import CatalogueEntry, Edition
from gongkai.guides.queries.cards import card_of, editions
from gongkai.guides.queries.desk import visible_edition
from gongkai.guides.queries.public import catalogue_of, lines_of
from gongkai.guides.queries.values import CatalogueEdition, EditionCard, EntryLine
from gongkai.kernel.types import PUBLIC, Viewer

MOST_NAMED = 60
"""Entries that a difference names; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Differing:
    """Entries in which two editions differ: how many, and the first of them."""

    count: int
    lines: tuple[EntryLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueDifference:
    """In what an edition differs from the published one before it."""

    before: EditionCard
    added: Differing
    renewed: Differing
    """In both, but in another version."""
    removed: Differing


def desk_catalogue(viewer: Viewer, edition_id: int) -> CatalogueEdition:
    """Return a catalogue edition with its counts, at the desk; raises NotFound."""
    return catalogue_of(visible_edition(viewer, edition_id))


def desk_entries(
    viewer: Viewer, edition_id: int, *, start: int, size: int
) -> tuple[EntryLine, ...]:
    """Return entries of a catalogue edition as the public would read them; raises NotFound."""
    edition = visible_edition(viewer, edition_id)
    return lines_of(PUBLIC, list(edition.entries.all()[start : start + size]))


def desk_difference(viewer: Viewer, edition_id: int) -> CatalogueDifference | None:
    """Return what is new against the published edition before, None before the first.

    Raises NotFound.
    """
    edition = visible_edition(viewer, edition_id)
    before = _published_before(edition)
    if before is None:
        return None
    now, then = edition.entries.all(), CatalogueEntry.objects.filter(edition=before)
    return CatalogueDifference(
        before=card_of(before),
        added=_differing(now.exclude(record__in=then.values("record"))),
        renewed=_differing(
            now.filter(record__in=then.values("record")).exclude(version__in=then.values("version"))
        ),
        removed=_differing(then.exclude(record__in=now.order_by().values("record"))),
    )


def _published_before(edition: Edition) -> Edition | None:
    rows = editions().filter(is_out(), organ=edition.organ_id, kind=edition.kind)
    return rows.filter(number__lt=edition.number).order_by("-number").first()


def _differing(rows: QuerySet[CatalogueEntry]) -> Differing:
    return Differing(rows.count(), lines_of(PUBLIC, list(rows[:MOST_NAMED])))
