"""The feed begins with what is public already, so that a copy of it can be proved too."""

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from gongkai.ledger.manifests import versions_to_enter
from gongkai.ledger.models import LedgerEntry
from gongkai.ledger.operations.entering import Happening, enter
from gongkai.ledger.rules.chain import EntryKind
from gongkai.records.access import is_public, is_readable
from gongkai.records.models import Record, RecordVersion

_AT_ONCE = 500


def enter_what_is_public() -> None:
    """Enter each public record of which the feed knows nothing, with its readable versions.

    A step of the installation: on a site that has always had the feed it finds nothing to do.
    """
    while record_ids := _unknown():
        with transaction.atomic():
            locked = Record.objects.select_for_update().filter(pk__in=record_ids)
            # Asked again under the lock: meanwhile one may have been entered, or withdrawn.
            enter(_happenings(_unknown(among=[row.pk for row in locked.order_by("pk")])))


def _unknown(*, among: Sequence[int] | None = None) -> list[int]:
    known = LedgerEntry.objects.filter(record=OuterRef("pk"))
    rows = Record.objects.filter(is_public(), ~Exists(known)).order_by("pk")
    rows = rows if among is None else rows.filter(pk__in=among)
    return list(rows.values_list("pk", flat=True)[:_AT_ONCE])


def _happenings(record_ids: list[int]) -> Iterator[Happening]:
    stands = Q(pk=F("record__public_version"))
    rows = RecordVersion.objects.filter(stands | is_readable(), record__in=record_ids)
    for version in versions_to_enter(rows).order_by("record_id", "number"):
        yield Happening(kind=EntryKind.BROUGHT_FORWARD, record=version.record, version=version)
