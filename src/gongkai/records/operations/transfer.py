"""All records of an organ become another's, because the organ was merged into it.

Numbers never change: what was minted keeps its organ code (Record.index_organ), and the other
organ goes on with its own counter. What is being reviewed becomes a draft again, for the people
who reviewed it answered for an organ that is no more; the successor's reviewers look anew.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from gongkai.clock.operations.handing import hand_over_clocks
from gongkai.kernel import events, time
from gongkai.kernel.public import mark_public_changes
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.text import clean_line
from gongkai.kernel.types import Actor
from gongkai.organs.access import acting_person
from gongkai.organs.models import Organ, Signature
from gongkai.organs.operations import require_signature
from gongkai.organs.operations.merging import both_working, close_merged_organ, require_merger
from gongkai.records.access import is_public
from gongkai.records.clearing import SUBJECT_KIND as RECORD
from gongkai.records.events import RecordsTransferred
from gongkai.records.models import Record, RecordTransfer, RecordVersion, VersionState
from gongkai.records.operations.disclosure_clock import WITHDRAWAL
from gongkai.records.operations.proposing import SUBJECT_KIND
from gongkai.records.operations.trail import leave_trails
from gongkai.records.operations.versions import take_back
from gongkai.release.operations.handing import hand_over_materials

MERGE_PURPOSE = "records.merge_organs"
"""Purpose for which whoever orders a merger signs."""
IN_REVIEW = (VersionState.PROPOSED, VersionState.REVIEWED, VersionState.APPROVED)
_CLOCKS = (RECORD, SUBJECT_KIND, WITHDRAWAL)


class BasisNeeded(Refusal):
    """A merger is ordered on a decision, which is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merger:
    """What is ordered: which organ becomes part of which, from which day, on what decision."""

    from_id: int
    to_id: int
    merged_on: date
    basis: str

    @property
    def decision(self) -> str:
        """Return the basis as it is signed and kept, however it was typed."""
        return clean_line(self.basis)

    def digest(self) -> str:
        """Return the SHA-256 of what is signed: the order, and how much it moves now."""
        counts = records_by_standing(self.from_id)
        said = (
            str(self.from_id),
            str(self.to_id),
            self.merged_on.isoformat(),
            self.decision,
            *(f"{standing}={count}" for standing, count in sorted(counts.items())),
        )
        return hashlib.sha256("\n".join(said).encode()).hexdigest()


def merge_organs(*, actor: Actor, merger: Merger, signature: Signature) -> RecordTransfer:
    """Move every record of the organ to its successor and close the organ; cannot be undone.

    Nothing of it happens while a module above refuses: applications that are not answered yet keep
    the organ alive. The signature is for MERGE_PURPOSE over `merger.digest()`. Raises NotAllowed,
    NotFound, CannotBeMerged, MergerNotYet, BasisNeeded, SignatureDoesNotFit, SignatureTooOld.
    """
    require_merger(actor, from_id=merger.from_id, to_id=merger.to_id)
    require_whole(merger)
    with transaction.atomic():
        organ, successor = both_working(
            from_id=merger.from_id, to_id=merger.to_id, merged_on=merger.merged_on
        )
        records = list(Record.objects.select_for_update().filter(organ=organ).order_by("pk"))
        require_signature(
            actor=actor, signature=signature, purpose=MERGE_PURPOSE, digest=merger.digest()
        )
        _take_back_reviews(actor, organ)
        transfer = RecordTransfer.objects.create(
            from_organ=organ,
            to_organ=successor,
            merged_on=merger.merged_on,
            basis=merger.decision,
            records=len(records),
            ordered_by_id=acting_person(actor),
            ordered_at=time.now(),
            signature=signature,
        )
        _move(transfer)
        close_merged_organ(
            actor=actor, organ=organ, successor=successor, merged_on=merger.merged_on
        )
        _tell(actor, transfer, records)
    return transfer


def records_by_standing(organ_id: int) -> dict[str, int]:
    """Return how many records the organ has, by how they stand before the public."""
    counts: dict[str, int] = {}
    rows = Record.objects.filter(organ_id=organ_id).order_by().values_list("standing", flat=True)
    for standing in rows.iterator():
        counts[standing] = counts.get(standing, 0) + 1
    return counts


def require_whole(merger: Merger) -> None:
    """Raise BasisNeeded where the decision is not named."""
    if not 0 < len(merger.decision) <= 300:
        raise BasisNeeded(
            _("Name the decision by which the organs are merged, in up to 300 characters."),
            field="basis",
        )


def _take_back_reviews(actor: Actor, organ: Organ) -> None:
    versions = RecordVersion.objects.select_for_update(of=("self",)).filter(
        record__organ=organ, state__in=IN_REVIEW
    )
    for version in versions.select_related("record", "proposal"):
        take_back(actor, version, why=str(_("The organ was merged into another.")))
        version.state = VersionState.DRAFT.value
        version.save(update_fields=["state", "proposal"])


def _move(transfer: RecordTransfer) -> None:
    _say_what_goes_on(str(transfer.pk))
    Record.objects.filter(organ_id=transfer.from_organ_id).update(organ_id=transfer.to_organ_id)
    hand_over_clocks(
        from_organ_id=transfer.from_organ_id,
        to_organ_id=transfer.to_organ_id,
        subject_kinds=_CLOCKS,
    )
    hand_over_materials(
        from_organ_id=transfer.from_organ_id,
        to_organ_id=transfer.to_organ_id,
        subject_kind=RECORD,
    )
    _say_what_goes_on("")


def _say_what_goes_on(transfer_id: str) -> None:
    # The guards of the database ask for it; it ends with the transaction at the latest.
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('gongkai.transfer', %s, true)", [transfer_id])


def _tell(actor: Actor, transfer: RecordTransfer, records: Sequence[Record]) -> None:
    ids = [record.pk for record in records]
    public = Record.objects.filter(is_public(), pk__in=ids).order_by("pk")
    mark_public_changes(kind="record", object_ids=public.values_list("pk", flat=True))
    moved = Record.objects.filter(pk__in=ids).order_by("pk")
    details = {
        "from": str(transfer.from_organ_id),
        "to": str(transfer.to_organ_id),
        "on": transfer.merged_on.isoformat(),
        "signature": str(transfer.signature_id),
    }
    leave_trails(actor, "transfer", [(record, details) for record in moved])
    events.emit(
        RecordsTransferred(
            transfer_id=transfer.pk,
            from_organ_id=transfer.from_organ_id,
            to_organ_id=transfer.to_organ_id,
            record_ids=",".join(map(str, ids)),
        )
    )
