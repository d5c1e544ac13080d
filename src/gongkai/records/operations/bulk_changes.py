"""What a spreadsheet does to one record, and how it is taken back."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from gongkai.kernel.refusals import Refusal
from gongkai.kernel.types import Actor
from gongkai.records.contents import content_of
from gongkai.records.models import BulkItem, BulkRun, ItemOutcome, RecordVersion
from gongkai.records.operations.bulk_steps import refusal_text
from gongkai.records.operations.disclosure_clock import would_move_clock
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


class RowNotUndone(Refusal):
    """One row could not be taken back, so none was."""


class DayCounted(Refusal):
    """A limit is counted from the day of generation, so that a change could not be undone."""


def apply_item(actor: Actor, run: BulkRun, item: BulkItem) -> None:
    """Change what the row says, in the draft or in a new version that waits for its review.

    Text and attachments stay. Raises ChangedMeanwhile, DayCounted and what editing raises.
    """
    _record, version = locked_version(item.version_id)
    _require_as_previewed(item, version)
    if item.begins_version:
        version = begin_new_version(
            actor=actor,
            record_id=item.record_id,
            change_note=run.change_note,
            change_kind=ChangeKind.METADATA.value,
        )
    said = with_changes(content_of(version), _values(item, _AFTER))
    require_day_not_counted(version, said.generated_on)
    changed = edit_version(actor=actor, version_id=version.pk, content=said)
    item.version, item.digest_after = changed, changed.digest
    item.outcome = ItemOutcome.DONE
    item.save(update_fields=["version", "digest_after", "outcome"])


def _require_as_previewed(item: BulkItem, version: RecordVersion) -> None:
    # The digest alone says too little: it stays while a version is reviewed and superseded.
    state = VersionState.RELEASED if item.begins_version else VersionState.DRAFT
    if (version.digest, version.state) != (item.digest_before, state):
        raise ChangedMeanwhile(_("Somebody changed this record meanwhile."))


def require_day_not_counted(version: RecordVersion, day: date) -> None:
    """Raise DayCounted where a limit of the draft would have to follow another day."""
    if day != version.generated_on and would_move_clock(version=version, day=day):
        raise DayCounted(
            _(
                "The limit of disclosure is counted from this day and is never turned back, so a "
                "spreadsheet, which can be undone, leaves it. Change it on the record's own page."
            ),
            field="generated_on",
        )


def undo_items(actor: Actor, run: BulkRun) -> None:
    """Take back every row that was carried out, or none.

    Raises WorkedOnMeanwhile, and RowNotUndone, which names the line.
    """
    # Locked in one order, whatever the order of the lines: two sheets never wait for each other.
    items = list(run.items.filter(outcome=ItemOutcome.DONE).order_by("record_id"))
    versions = {item.pk: locked_version(item.version_id)[1] for item in items}
    worked_on = [item.record_id for item in items if not _is_as_left(item, versions[item.pk])]
    if worked_on:
        raise WorkedOnMeanwhile(tuple(worked_on))
    for item in items:
        try:
            _undo(actor, item, versions[item.pk])
        except Refusal as refused:
            raise RowNotUndone(
                _("Line %(line)d: %(why)s Nothing was undone.")
                % {"line": item.line, "why": refusal_text(refused)}
            ) from refused


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
