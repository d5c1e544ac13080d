"""Proofs: what opens the digest of an entry, while what it is about can be read."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Viewer
from gongkai.ledger.manifests import manifest_of, versions_to_enter
from gongkai.ledger.models import LedgerDay, LedgerEntry
from gongkai.ledger.rules.proofs import Proof
from gongkai.records.access import is_public, is_readable
from gongkai.records.models import Record, RecordVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainPlace:
    """Where a version stands in the chain; `root` is '' until its day is closed."""

    sequence: int
    on: date
    root: str


def chain_place(viewer: Viewer, *, record_id: int, version_number: int) -> ChainPlace | None:
    """Return where a readable version was entered last, None where it was not (two queries)."""
    row = _provable().filter(record_id=record_id, version_number=version_number).last()
    if row is None or row.sequence is None or row.chained_on is None:
        return None
    root = LedgerDay.objects.filter(on=row.chained_on).values_list("root", flat=True).first()
    return ChainPlace(sequence=row.sequence, on=row.chained_on, root=root or "")


def proof_of(viewer: Viewer, sequence: int) -> Proof:
    """Return what opens the digest of an entry.

    Raises NotFound where there is no such entry, where it has no digest, and where its version
    cannot be read any more: then the digest stays closed for ever.
    """
    row = _provable().filter(sequence=sequence).first() if 0 < sequence < 2**63 else None
    if row is None or row.chained_on is None or row.version_id is None:
        raise NotFound(_("There is no proof: nothing that can be read now has this number."))
    version = versions_to_enter(RecordVersion.objects.all()).get(pk=row.version_id)
    return Proof(
        sequence=sequence,
        on=row.chained_on,
        index_number=row.index_number,
        version=row.version_number,
        nonce=row.nonce,
        manifest=manifest_of(version.record, version),
    )


def _provable() -> QuerySet[LedgerEntry]:
    stands = Q(version=F("record__public_version"))
    public = Record.objects.filter(is_public()).values("pk")
    rows = LedgerEntry.objects.filter(stands | is_readable("version__"), record__in=public)
    return rows.filter(sequence__isnull=False).exclude(digest="").order_by("sequence")
