"""The public change feed, paged by number: nothing is skipped and nothing comes later."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gongkai.kernel.refusals import Refusal
from gongkai.kernel.types import Viewer
from gongkai.ledger.models import LedgerEntry, LedgerHead
from gongkai.ledger.queries.entries import entry_of
from gongkai.ledger.rules.chain import Entry
from gongkai.organs.models import Organ
from gongkai.records.queries.cards import name_of_organ

DEFAULT_LIMIT = 100
MOST = 1000
"""Entries of one answer."""


class RangeRefused(Refusal):
    """What was asked for is no page of the feed; it is refused rather than cut down silently."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedPage:
    """Entries in their order. `last` is the last number given; `after` is what to ask for next."""

    entries: tuple[Entry, ...]
    last: int
    after: int

    @property
    def has_more(self) -> bool:
        """Say whether there are entries behind these."""
        return self.after < self.last


def feed_after(
    viewer: Viewer, *, after: int = 0, limit: int | None = None, through: int | None = None
) -> FeedPage:
    """Return the entries after a number, up to `limit` of them or through another number.

    Two queries whatever is asked. Raises RangeRefused where more than MOST are asked for, where
    the numbers are in no order, or where `after` lies beyond the last entry.
    """
    last = last_sequence()
    until = _until(after=after, limit=limit, through=through, last=last)
    rows = _numbered().filter(sequence__gt=after, sequence__lte=until).order_by("sequence")
    entries = tuple(entry_of(row) for row in rows)
    return FeedPage(entries=entries, last=last, after=entries[-1].sequence if entries else after)


def newest_entries(
    viewer: Viewer, *, before: int | None = None, size: int = 50
) -> tuple[Entry, ...]:
    """Return the entries before a number, the newest first (one query)."""
    rows = _numbered()
    if before is not None:
        rows = rows.filter(sequence__lt=before)
    return tuple(entry_of(row) for row in rows.order_by("-sequence")[:size])


def organ_names(viewer: Viewer, entries: Iterable[Entry]) -> dict[str, str]:
    """Return the names of the organs of these entries by their codes (one query)."""
    codes = {entry.organ_code for entry in entries}
    rows = Organ.objects.filter(organisation_code__in=codes).only(
        "organisation_code", "name", "name_en"
    )
    return {row.organisation_code: name_of_organ(row) for row in rows}


def last_sequence() -> int:
    """Return the number of the last committed entry, 0 where there is none."""
    return LedgerHead.objects.filter(pk=1).values_list("last_sequence", flat=True).first() or 0


def _until(*, after: int, limit: int | None, through: int | None, last: int) -> int:
    if limit is not None and through is not None:
        raise RangeRefused(_("Ask with “limit” or with “through”, not with both."))
    if after < 0 or after > last:
        raise RangeRefused(
            _("“after” is the number of an entry, from 0 through %(last)d.") % {"last": last}
        )
    wanted = DEFAULT_LIMIT if limit is None else limit
    if through is not None:
        wanted = through - after
    if wanted < 1:
        raise RangeRefused(_("Ask for one entry at least."))
    if wanted > MOST:
        raise RangeRefused(
            _(
                "One answer holds at most %(most)d entries, and you asked for %(wanted)d. Ask for "
                "them in several pages, each “after” the last entry of the one before."
            )
            % {"most": MOST, "wanted": wanted}
        )
    return after + wanted


def _numbered() -> QuerySet[LedgerEntry]:
    return LedgerEntry.objects.filter(sequence__isnull=False)
