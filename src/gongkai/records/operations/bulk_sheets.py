"""The spreadsheet comes back: read apart, compared with the records, kept for the confirmation."""

import hashlib
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.kernel import time
from gongkai.kernel.refusals import NotAllowed, NotFound, Refusal
from gongkai.kernel.types import Actor, Role
from gongkai.records.contents import content_of
from gongkai.records.latest import not_given_up
from gongkai.records.models import (
    BulkFile,
    BulkItem,
    BulkKind,
    BulkRun,
    BulkState,
    ItemOutcome,
    RecordVersion,
)
from gongkai.records.operations.bulk_changes import DayCounted, require_day_not_counted
from gongkai.records.operations.bulk_runs import TooMany, new_run, own_planned_run
from gongkai.records.operations.checking import InvalidContent, References, checked_content
from gongkai.records.operations.moving import require_move, require_role
from gongkai.records.rules.bulk import MOST_RECORDS
from gongkai.records.rules.content import VersionContent
from gongkai.records.rules.lifecycle import Axis, Event, Facts
from gongkai.records.rules.sheet import (
    COLUMNS,
    DIGEST,
    RECORD,
    DaysAs,
    HeaderWrong,
    Lists,
    columns_of,
    read_row,
    to_plain,
    unsheltered,
    with_changes,
)
from gongkai.records.rules.vocabulary import ChangeKind, VersionState
from gongkai.records.sheet_words import (
    CELL_FAULTS,
    HEADER_FAULTS,
    HEADINGS,
    headings_in_every_language,
    sheet_lists,
)
from gongkai.release.rules.names import clean_name
from gongkai.release.tables import SentTable, TableUnreadable, read_table_apart
from gongkai.release.wording import problem_text

LARGEST_SHEET = 10_000_000
"""Bytes; two thousand records with all their elements have a few hundred thousand."""
_MOST_COLUMNS = 3 * len(COLUMNS)
_IN_WORK = frozenset({VersionState.PROPOSED, VersionState.REVIEWED, VersionState.APPROVED})
_MOST_NAMED = 20


class SheetUnreadable(Refusal):
    """The file is no spreadsheet of records that can be read."""


class SheetUnchanged(Refusal):
    """Nothing in the spreadsheet differs from the records."""


class RowsUnknown(Refusal):
    """Rows are about no record of the organ, or about one that another row is about."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the sheet: its line, its cells by the keys of the columns, its record."""

    line: int
    cells: Mapping[str, str]
    record_id: int


@dataclass(frozen=True, slots=True)
class _Sheet:
    rows: Sequence[_Row]
    days_as: DaysAs


def preview_sheet(*, actor: Actor, name: str, content: bytes) -> BulkRun:
    """Read a spreadsheet of the organ's records and keep what it would change, to be confirmed.

    Nothing is changed. The file is kept beside until that is decided or a day has passed. Raises
    NotAllowed, SheetUnreadable, RowsUnknown, TooMany, SheetUnchanged.
    """
    require_role(actor, Role.CLERK)
    run = new_run(actor, BulkKind.SHEET, state=BulkState.PLANNED)
    run.file_name = clean_name(name)
    run.file_digest = hashlib.sha256(content).hexdigest()
    items = _planned(actor, run, _read(name, content))
    with transaction.atomic():
        run.save(force_insert=True)
        _keep_items(run, items)
        BulkFile.objects.create(run=run, content=content, kept_at=time.now())
    return run


def look_at_sheet_again(*, actor: Actor, run_id: int) -> BulkRun:
    """Compare the kept spreadsheet with the records as they are now.

    Raises NotFound, NotAllowed, RunClosed and what `preview_sheet` raises.
    """
    with transaction.atomic():
        run = own_planned_run(actor, run_id)
        kept = BulkFile.objects.filter(run=run).first()
        if kept is None:
            raise NotFound(_("The file is not kept any more. Choose it again."))
        items = _planned(actor, run, _read(run.file_name, bytes(kept.content)))
        run.items.all().delete()
        run.trouble = ""
        run.save(update_fields=["trouble"])
        _keep_items(run, items)
    return run


def _keep_items(run: BulkRun, items: Iterable[BulkItem]) -> None:
    for item in (kept := list(items)):
        item.run = run
    BulkItem.objects.bulk_create(kept)


def _read(name: str, content: bytes) -> _Sheet:
    if len(content) > LARGEST_SHEET:
        raise SheetUnreadable(
            _("The file has more than %(most)d MB. Export fewer records at once.")
            % {"most": LARGEST_SHEET // 1_000_000},
            field="file",
        )
    with tempfile.NamedTemporaryFile(prefix="gongkai-sheet-") as spool:
        spool.write(content)
        spool.flush()
        try:
            table = read_table_apart(
                Path(spool.name), name, most_rows=MOST_RECORDS + 1, most_columns=_MOST_COLUMNS
            )
        except TableUnreadable as wrong:
            raise SheetUnreadable(problem_text(wrong.problem), field="file") from wrong
    return _sheet(table, is_csv=name.lower().endswith(".csv"))


def _sheet(table: SentTable, *, is_csv: bool) -> _Sheet:
    if table.is_cut:
        raise TooMany(
            _("One spreadsheet may hold %(most)d records. Export fewer at once.")
            % {"most": MOST_RECORDS},
            field="file",
        )
    if not table.rows:
        raise SheetUnreadable(_("The sheet is empty."), field="file")
    try:
        places = columns_of(table.rows[0][1], headings_in_every_language())
    except HeaderWrong as wrong:
        said = HEADER_FAULTS[wrong.fault] % {"column": HEADINGS[wrong.key]}
        raise SheetUnreadable(said, field="file") from wrong
    rows = []
    for line, cells in table.rows[1:]:
        said = {key: cells[at] if at < len(cells) else "" for key, at in places.items()}
        if is_csv:
            said = {key: unsheltered(text) for key, text in said.items()}
        rows.append(_Row(line, said, _number(said[RECORD])))
    since = DaysAs.SINCE_1904 if table.counts_from_1904 else DaysAs.SINCE_1900
    return _Sheet(rows, DaysAs.WRITTEN if is_csv else since)


def _number(said: str) -> int:
    return int(said) if said.isdecimal() and len(said) < 18 else 0


def _planned(actor: Actor, run: BulkRun, sheet: _Sheet) -> list[BulkItem]:
    versions = _versions(run.organ_id, [row.record_id for row in sheet.rows])
    _require_known(sheet.rows, versions)
    lists = sheet_lists(run.organ_id)
    references = References()
    items = [
        item
        for row in sheet.rows
        if (item := _item(actor, row, versions[row.record_id], lists, references, sheet))
    ]
    if not items:
        raise SheetUnchanged(
            _("Nothing in this spreadsheet differs from the records. Change it and save it first."),
            field="file",
        )
    return items


def _versions(organ_id: int, record_ids: Sequence[int]) -> dict[int, RecordVersion]:
    """Return of each of the organ's records the version in work, else the latest one."""
    rows = (
        RecordVersion.objects.filter(record_id__in=record_ids, record__organ_id=organ_id)
        .select_related("record", "theme", "ground")
        .prefetch_related("files")
        .order_by("record_id", "-number")
    )
    found: dict[int, RecordVersion] = {}
    for row in rows.filter(not_given_up()):
        found.setdefault(row.record_id, row)
    return found


def _require_known(rows: Sequence[_Row], versions: Mapping[int, RecordVersion]) -> None:
    seen: set[int] = set()
    wrong = []
    for row in rows:
        if row.record_id not in versions or row.record_id in seen:
            wrong.append(str(row.line))
        seen.add(row.record_id)
    if wrong:
        raise RowsUnknown(
            _(
                "These lines are about no record of your organ, or about one that an earlier line "
                "is about: %(lines)s. Take them out, or export the list again."
            )
            % {"lines": ", ".join(wrong[:_MOST_NAMED])},
            field="file",
        )


def _item(
    actor: Actor,
    row: _Row,
    version: RecordVersion,
    lists: Lists,
    references: References,
    sheet: _Sheet,
) -> BulkItem | None:
    """Return what becomes of a row, None where it changes nothing."""
    content = content_of(version)
    is_released = version.state == VersionState.RELEASED
    reading = read_row(
        content,
        row.cells,
        lists=lists,
        is_released=is_released,
        days_as=sheet.days_as,
    )
    if not reading.changes and not reading.faults:
        return None
    item = BulkItem(
        line=row.line,
        record_id=version.record_id,
        version=version,
        begins_version=is_released,
        changes={k: [to_plain(one) for one in both] for k, both in reading.changes.items()},
        faults={key: str(CELL_FAULTS[fault]) for key, fault in reading.faults.items()},
        digest_before=version.digest,
    )
    item.why = _why_not(actor, row, version)
    after = with_changes(content, {key: both[1] for key, both in reading.changes.items()})
    if not item.why and not item.faults:
        _find_faults(item, _as_new_version(after) if is_released else after, references)
    is_possible = not item.why and not item.faults
    item.outcome = ItemOutcome.WAITING if is_possible else ItemOutcome.REFUSED
    return item


def _as_new_version(content: VersionContent) -> VersionContent:
    return replace(content, change_kind=ChangeKind.METADATA.value)


def _find_faults(item: BulkItem, content: VersionContent, references: References) -> None:
    try:
        checked_content(content, today=time.today(), references=references)
        if not item.begins_version:
            require_day_not_counted(item.version, content.generated_on)
    except DayCounted as counted:
        item.faults = {counted.field: str(counted)}
    except InvalidContent as wrong:
        keys = {column.key for column in COLUMNS}
        item.faults = {key: str(text) for key, text in wrong.errors.items() if key in keys}
        item.why = " ".join(str(text) for key, text in wrong.errors.items() if key not in keys)
    except Refusal as refused:
        item.why = str(refused)


def _why_not(actor: Actor, row: _Row, version: RecordVersion) -> str:
    if row.cells[DIGEST] != version.digest:
        return str(_CHANGED_MEANWHILE)
    if version.state in _IN_WORK:
        return str(_IN_REVIEW)
    try:
        if version.state == VersionState.RELEASED:
            standing = version.record.standing
            require_move(Axis.RECORD, standing, Event.BEGIN_VERSION, actor=actor, facts=Facts())
        else:
            require_move(Axis.VERSION, version.state, Event.EDIT, actor=actor, facts=Facts())
    except NotAllowed:
        raise
    except Refusal as refused:
        return str(refused)
    return ""


_CHANGED_MEANWHILE = gettext_lazy(
    "Somebody changed this record after the list was exported. Export it again and change that."
)
_IN_REVIEW = gettext_lazy(
    "It is in review or approved, and a change would take that back. Have it released or "
    "returned first, or edit it on its own page."
)
