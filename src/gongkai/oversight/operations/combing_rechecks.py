"""Looking again at what was public already: it stays, is corrected, or is withdrawn at once."""

from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.audit.operations import Matter, record_entries
from gongkai.kernel import time
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.text import clean_text
from gongkai.kernel.types import Actor, Role
from gongkai.organs.access import acting_person, require_own_organ
from gongkai.organs.operations.merging import require_not_merged
from gongkai.oversight.combing_records import to_look_at
from gongkai.oversight.models import CombingRecheck
from gongkai.oversight.operations.combing_campaigns import running_campaign
from gongkai.oversight.operations.combing_items import MOST_AT_ONCE, NothingChosen
from gongkai.oversight.rules.combing import RecheckOutcome
from gongkai.records.access import is_public
from gongkai.records.models import Record, RecordVersion, Withdrawal
from gongkai.records.operations import begin_new_version, withdraw_record

_LOOKERS = (Role.CLERK, Role.PERSON_IN_CHARGE)


class ChangedSinceSeen(Refusal):
    """Another version is public than the one that was looked at."""


def confirm_public(
    *, actor: Actor, campaign_id: int, organ_id: int, seen: Mapping[int, int]
) -> int:
    """Say of the records that they stay public as they are; return how many.

    `seen` are the records with the versions that were looked at. Raises NotAllowed, NotFound,
    CampaignNotSo, NothingChosen, ChangedSinceSeen, WasMerged.
    """
    require_own_organ(actor, *_LOOKERS, organ_id=organ_id)
    if not 0 < len(seen) <= MOST_AT_ONCE:
        raise NothingChosen(_("Choose at least one record."), field="records")
    with transaction.atomic():
        records = _public_ones(campaign_id, organ_id, seen)
        _require_as_seen(records, seen)
        _keep(actor, campaign_id, records, RecheckOutcome.STAYS, note="")
    return len(records)


def correct_public(
    *, actor: Actor, campaign_id: int, organ_id: int, record_id: int, change_note: str
) -> RecordVersion:
    """Say that the record must be corrected, and begin the version that does it.

    Raises NotAllowed, NotFound, CampaignNotSo, WasMerged, and what `begin_new_version` raises.
    """
    with transaction.atomic():
        records = _public_ones(campaign_id, organ_id, [record_id])
        version = begin_new_version(actor=actor, record_id=record_id, change_note=change_note)
        _keep(actor, campaign_id, records, RecheckOutcome.CORRECT, note=change_note)
    return version


def withdraw_public(
    *,
    actor: Actor,
    campaign_id: int,
    organ_id: int,
    record_id: int,
    reason: str,
    note: str,
    title_may_show: bool,
) -> Withdrawal:
    """Say that the record was wrongly published, and hide it at once; a second person confirms.

    Raises NotAllowed, NotFound, CampaignNotSo, WasMerged, and what `withdraw_record` raises.
    """
    with transaction.atomic():
        records = _public_ones(campaign_id, organ_id, [record_id])
        withdrawal = withdraw_record(
            actor=actor,
            record_id=record_id,
            reason=reason,
            note=note,
            title_may_show=title_may_show,
        )
        _keep(actor, campaign_id, records, RecheckOutcome.WITHDRAW, note=note)
    return withdrawal


def _public_ones(campaign_id: int, organ_id: int, record_ids: Collection[int]) -> list[Record]:
    # The organ first, the campaign and the records after it, as a merger has them.
    require_not_merged([organ_id])
    campaign = running_campaign(campaign_id, organ_id=organ_id, is_held=True)
    # Locked by themselves: joined to its version, a row that moved on meanwhile would be half old.
    list(Record.objects.select_for_update().filter(pk__in=record_ids).order_by("pk"))
    rows = to_look_at(campaign).filter(is_public(), organ_id=organ_id, pk__in=record_ids)
    found = list(rows.select_related("public_version").order_by("pk"))
    if len(found) < len(set(record_ids)):
        raise NotFound(
            _("A record is not public any more, or not one of this campaign. Load the page again."),
            field="records",
        )
    return found


def _require_as_seen(records: Collection[Record], seen: Mapping[int, int]) -> None:
    changed = [one for one in records if one.public_version_id != seen[one.pk]]
    if changed:
        raise ChangedSinceSeen(
            _("Another version was published since you looked: %(numbers)s. Look at it first.")
            % {"numbers": ", ".join(one.index_number or f"#{one.pk}" for one in changed)},
            field="records",
        )


def _keep(
    actor: Actor,
    campaign_id: int,
    records: Collection[Record],
    outcome: RecheckOutcome,
    *,
    note: str,
) -> None:
    at, person_id = time.now(), acting_person(actor)
    CombingRecheck.objects.bulk_create(
        CombingRecheck(
            campaign_id=campaign_id,
            record=record,
            outcome=outcome.value,
            digest=record.public_version.digest if record.public_version else "",
            note=clean_text(note),
            checked_by_id=person_id,
            checked_at=at,
        )
        for record in records
    )
    record_entries(
        actor=actor,
        action="oversight.recheck",
        matters=[
            Matter(
                "record",
                record.pk,
                record.index_number or f"#{record.pk}",
                record.organ_id,
                {"outcome": outcome.value, "campaign": str(campaign_id)},
            )
            for record in records
        ],
    )
