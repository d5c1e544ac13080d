"""What a spreadsheet does to one record, and how it is taken back."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from gongkai.kernel.refusals import Refusal
from gongkai.kernel.types import Actor
from gongkai.records.contents import content_of
from gongkai.records.models import BulkItem, BulkRun, ItemOutcome, RecordVersion
from gongkai.records.operations.moving import locked_version
from gongkai.records.operations.versions import (
    ChangedMeanwhile,
    abandon_version,
    begin_new_version,
    edit_version,
)
from gongkai.records.rules.sheet import Value, from_plain, with_changes
from gongkai.records.rules.vocabulary import ChangeKind, VersionState

_BEFORE, _AFTER = 0, 1


class WorkedOnMeanwhile(Refusal):
    """Somebody went on with records of the run, so that nothing of it is undone.

    `record_ids` are those records.
    """

    def __init__(self, record_ids: tuple[int, ...]) -> None:
        super().__init__(
            _(
                "Somebody went on working with %(count)d of these records; they are marked below. "
                "Nothing was undone. Change those that are wrong one by one, or by another "
                "spreadsheet."
            )
            % {"count": len(record_ids)}
        )
        self.record_ids = record_ids


def apply_item(actor: Actor, run: BulkRun, item: BulkItem) -> None:
    """Change what the row says, in the draft or in a new version that waits for its review.

    Text and attachments stay. Raises ChangedMeanwhile and what editing raises.
    """
    _record, version = locked_version(item.version_id)
    if version.digest != item.digest_before:
        raise ChangedMeanwhile(_("Somebody changed this record meanwhile."))
    if item.begins_version:
        version = begin_new_version(
            actor=actor,
            record_id=item.record_id,
            change_note=run.change_note,
            change_kind=ChangeKind.METADATA.value,
        )
    changed = edit_version(
        actor=actor,
        version_id=version.pk,
        content=with_changes(content_of(version), _values(item, _AFTER)),
    )
    item.version, item.digest_after = changed, changed.digest
    item.outcome = ItemOutcome.DONE
    item.save(update_fields=["version", "digest_after", "outcome"])


def undo_items(actor: Actor, run: BulkRun) -> None:
    """Take back every row that was carried out; raises WorkedOnMeanwhile with nothing undone."""
    items = list(run.items.filter(outcome=ItemOutcome.DONE))
    versions = {item.pk: locked_version(item.version_id)[1] for item in items}
    worked_on = [item.record_id for item in items if not _is_as_left(item, versions[item.pk])]
    if worked_on:
        raise WorkedOnMeanwhile(tuple(worked_on))
    for item in items:
        _undo(actor, item, versions[item.pk])


def _undo(actor: Actor, item: BulkItem, version: RecordVersion) -> None:
    if item.begins_version:
        abandon_version(actor=actor, version_id=version.pk, why=_("The spreadsheet was undone."))
    else:
        said = with_changes(content_of(version), _values(item, _BEFORE))
        edit_version(actor=actor, version_id=version.pk, content=said)
    item.outcome = ItemOutcome.UNDONE
    item.save(update_fields=["outcome"])


def _is_as_left(item: BulkItem, version: RecordVersion) -> bool:
    return version.state == VersionState.DRAFT and version.digest == item.digest_after


def _values(item: BulkItem, which: int) -> Mapping[str, Value]:
    return {key: from_plain(key, both[which]) for key, both in item.changes.items()}
