"""The spreadsheet round trip: previewed, carried out as one operation, undone as one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.factories.records import Office, an_office, content, fresh
from tests.modules.records.sheets import as_csv, as_xlsx, exported

from gongkai.audit.models import AuditEntry
from gongkai.kernel import time
from gongkai.kernel.refusals import NotAllowed, NotFound
from gongkai.kernel.types import Role
from gongkai.records.models import BulkFile, BulkItem, BulkRun, BulkState, Record, RecordVersion
from gongkai.records.operations import edit_version
from gongkai.records.operations.bulk_carrying import (
    ChangeNoteNeeded,
    NotToBeUndone,
    RowRefused,
    confirm_run,
    forget_old_plans,
    go_on_with_run,
    undo_run,
)
from gongkai.records.operations.bulk_changes import RowNotUndone, WorkedOnMeanwhile
from gongkai.records.operations.bulk_runs import RunClosed
from gongkai.records.operations.bulk_sheets import (
    RowsUnknown,
    SheetUnchanged,
    SheetUnreadable,
    look_at_sheet_again,
    preview_sheet,
)
from gongkai.records.operations.embargo import Plan, set_embargo
from gongkai.records.queries import bulk_file, bulk_run
from gongkai.records.rules import bulk as bulk_rules

pytestmark = pytest.mark.django_db

Cells = dict[str, str]


@pytest.fixture
def other_office(office: Office) -> Office:
    """Another organ with its people."""
    return an_office()


def previewed(office: Office, records: list[Record], *changes: Cells) -> BulkRun:
    """Export the records, change the rows in a workbook, and send it in."""
    rows = exported(office, records)
    for row, change in zip(rows, changes, strict=False):
        row.update(change)
    return preview_sheet(actor=office.acting(Role.CLERK), name="改.xlsx", content=as_xlsx(rows))


def latest(record: Record) -> RecordVersion:
    return record.versions.order_by("-number")[0]


def confirmed(office: Office, run: BulkRun, note: str = "统一主题词。") -> BulkRun:
    return confirm_run(actor=office.acting(Role.CLERK), run_id=run.pk, change_note=note)


def test_drafts_and_released_records_change_and_get_back_what_they_said(office: Office) -> None:
    draft = office.draft(content(keywords="水")).record
    released = office.released(content(keywords="水"))
    text, number = latest(released).text, fresh(released).index_number
    run = previewed(office, [draft, released], {"keywords": "水 节约"}, {"keywords": "水 节约"})

    before = {one.pk: latest(one).digest for one in (draft, released)}
    assert confirmed(office, run).state == BulkState.DONE

    changed, new = latest(draft), latest(released)
    assert (changed.keywords, changed.state, changed.number) == ("水 节约", "draft", 1)
    assert (new.keywords, new.state, new.number) == ("水 节约", "draft", 2)
    assert (new.text, new.change_kind, new.change_note) == (text, "metadata", "统一主题词。")
    assert fresh(released).public_version == released.versions.get(number=1)
    assert not BulkFile.objects.exists()

    undone = undo_run(actor=office.acting(Role.CLERK), run_id=run.pk)

    assert undone.state == BulkState.UNDONE
    assert latest(draft).digest == before[draft.pk]
    assert latest(released).state == "abandoned"
    assert fresh(released).index_number == number
    actions = AuditEntry.objects.filter(object_kind="bulk_run").values_list("action", flat=True)
    assert list(actions) == ["records.do_bulk", "records.undo_bulk"]
    with pytest.raises(NotToBeUndone):
        undo_run(actor=office.acting(Role.CLERK), run_id=run.pk)


def test_the_preview_says_cell_by_cell_what_would_change_and_what_is_wrong(office: Office) -> None:
    good, wrong, same, secret = (office.draft().record for _number in range(4))
    run = previewed(
        office,
        [good, wrong, same, secret],
        {"title": "新名称", "is_normative": "是"},
        {"title": "", "effective_on": "明年", "category": "不公开"},
        {},
        {"summary": "很" * 151},
    )

    page = bulk_run(office.viewing(Role.CLERK), run.pk)

    assert [item.outcome for item in page.items.items] == ["waiting", "refused", "refused"]
    first, second, third = page.items.items
    assert {(cell.before, cell.after) for cell in first.cells} >= {("否", "是")}
    assert first.cells[0].after == "新名称"
    assert len(second.cells) == 3
    assert all(cell.fault for cell in second.cells)
    assert [bool(cell.fault) for cell in third.cells] == [True]
    confirmed(office, run)
    assert latest(good).title == "新名称"
    assert latest(wrong).title != ""


def test_what_was_changed_after_the_export_is_not_overwritten(office: Office) -> None:
    record = office.draft().record
    rows = exported(office, [record])
    version = latest(record)
    edit_version(
        actor=office.acting(Role.CLERK),
        version_id=version.pk,
        content=replace(content(), keywords="同事改的"),
    )
    clerk = office.acting(Role.CLERK)

    run = preview_sheet(actor=clerk, name="a.xlsx", content=as_xlsx([rows[0] | {"remark": "x"}]))

    item = run.items.get()
    assert (item.outcome, bool(item.why)) == ("refused", True)


def test_a_change_between_preview_and_confirmation_stops_all_of_it(office: Office) -> None:
    first, second = office.draft().record, office.draft().record
    run = previewed(office, [first, second], {"remark": "甲"}, {"remark": "乙"})
    version = latest(second)
    clerk = office.acting(Role.CLERK)
    edit_version(actor=clerk, version_id=version.pk, content=content())

    with pytest.raises(RowRefused):
        confirmed(office, run)

    assert latest(first).remark == ""
    assert BulkRun.objects.get(pk=run.pk).state == BulkState.PLANNED
    look_at_sheet_again(actor=clerk, run_id=run.pk)
    assert [item.outcome for item in run.items.all()] == ["waiting", "refused"]
    confirmed(office, run)
    assert latest(first).remark == "甲"


def _proposed(office: Office, version: RecordVersion) -> None:
    office.proposed(version)


def _kept_for_a_day(office: Office, version: RecordVersion) -> None:
    approved = office.approved(version)
    plan = Plan(publish_on=time.today() + timedelta(days=3), reason="与发布会同步。")
    set_embargo(actor=office.acting(Role.PERSON_IN_CHARGE), version_id=approved.pk, plan=plan)


@pytest.mark.parametrize("go_on", [_proposed, _kept_for_a_day])
def test_a_draft_that_went_into_review_is_not_taken_back(
    office: Office, go_on: Callable[[Office, RecordVersion], None]
) -> None:
    record = office.draft().record
    run = previewed(office, [record], {"remark": "甲"})
    go_on(office, latest(record))
    before = latest(record)

    with pytest.raises(RowRefused):
        confirmed(office, run)

    after = latest(record)
    assert (after.remark, after.state, after.digest) == ("", before.state, before.digest)


def test_a_colleagues_newer_version_is_not_overwritten(office: Office) -> None:
    record = office.released()
    run = previewed(office, [record], {"remark": "甲"})
    office.release(office.approved(office.in_correction(record)))

    with pytest.raises(RowRefused):
        confirmed(office, run)

    assert latest(record).number == 2


@pytest.mark.parametrize("day", ["2026-02-27", "2026-03-05"])
def test_the_day_that_a_limit_is_counted_from_stays(office: Office, day: str) -> None:
    ours, before = office.draft().record, office.draft(content(generated_on=date(2008, 4, 1)))
    run = previewed(
        office, [ours, before.record], {"generated_on": day}, {"generated_on": "2008-04-02"}
    )

    refused, possible = run.items.all()
    assert (refused.outcome, set(refused.faults)) == ("refused", {"generated_on"})
    assert possible.outcome == "waiting"
    confirmed(office, run)
    undo_run(actor=office.acting(Role.CLERK), run_id=run.pk)
    assert latest(before.record).generated_on == date(2008, 4, 1)


def test_what_cannot_be_taken_back_is_named_by_its_line(office: Office) -> None:
    records = [office.draft().record, office.draft().record]
    run = confirmed(office, previewed(office, records, {"remark": "甲"}, {"remark": "乙"}))
    BulkItem.objects.filter(record=records[1]).update(changes={"title": ["", "乙"]})

    with pytest.raises(RowNotUndone, match="3"):
        undo_run(actor=office.acting(Role.CLERK), run_id=run.pk)

    assert [latest(record).remark for record in records] == ["甲", "乙"]


def test_reasons_of_any_length_come_back_whole(office: Office) -> None:
    record = office.draft(content("exempt", ground_reason="因" * 5_000)).record

    run = previewed(office, [record], {"keywords": "水"})

    assert set(run.items.get().changes) == {"keywords"}
    again = previewed(office, [record], {"ground_reason": "因" * 40_000})
    assert set(again.items.get().faults) == {"ground_reason"}


def test_nothing_is_undone_where_somebody_went_on(office: Office) -> None:
    first, second = office.draft().record, office.draft().record
    run = confirmed(office, previewed(office, [first, second], {"remark": "甲"}, {"remark": "乙"}))
    office.proposed(latest(second))

    with pytest.raises(WorkedOnMeanwhile) as refused:
        undo_run(actor=office.acting(Role.CLERK), run_id=run.pk)

    assert refused.value.record_ids == (second.pk,)
    assert latest(first).remark == "甲"
    page = bulk_run(office.viewing(Role.CLERK), run.pk)
    assert [item.is_worked_on for item in page.items.items] == [False, True]


def test_a_record_in_review_is_left_alone(office: Office) -> None:
    record = office.proposed(office.draft()).record

    run = previewed(office, [record], {"remark": "甲"})

    assert run.items.get().outcome == "refused"
    assert latest(record).state == "proposed"


def test_text_and_category_of_a_released_record_cannot_be_changed(office: Office) -> None:
    record = office.released()
    run = previewed(office, [record], {"category": "不予公开", "has_text": "否", "text": "改写"})

    assert set(run.items.get().faults) == {"category"}


def test_a_new_version_says_why(office: Office) -> None:
    run = previewed(office, [office.released()], {"remark": "甲"})

    with pytest.raises(ChangeNoteNeeded):
        confirmed(office, run, note=" ")
    assert BulkRun.objects.get(pk=run.pk).state == BulkState.PLANNED


def test_csv_comes_back_as_it_went(office: Office) -> None:
    record = office.draft(content(title="=1+1", remark="'-3")).record
    rows = exported(office, [record])
    clerk = office.acting(Role.CLERK)

    with pytest.raises(SheetUnchanged):
        preview_sheet(actor=clerk, name="a.csv", content=as_csv(rows))
    run = preview_sheet(actor=clerk, name="a.csv", content=as_csv([rows[0] | {"genre": "通知"}]))
    assert set(run.items.get().changes) == {"genre"}


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("a.xlsx", b"PK\x03\x04 not a workbook"),
        ("a.xlsx", b""),
        ("a.csv", "序号,名称\n1,通知\n".encode()),
        ("a.csv", b"x" * 10_000_001),
    ],
    ids=["broken", "empty", "other columns", "too large"],
)
def test_a_file_that_is_no_sheet_of_records_is_refused(
    office: Office, name: str, sent: bytes
) -> None:
    with pytest.raises(SheetUnreadable):
        preview_sheet(actor=office.acting(Role.CLERK), name=name, content=sent)
    assert not BulkRun.objects.exists()


def test_rows_of_others_and_doubled_rows_are_named_by_their_lines(
    office: Office, other_office: Office
) -> None:
    mine, theirs = office.draft().record, other_office.draft().record
    row, foreign = exported(office, [mine])[0], exported(other_office, [theirs])[0]
    clerk = office.acting(Role.CLERK)

    with pytest.raises(RowsUnknown, match="3, 4"):
        preview_sheet(actor=clerk, name="a.csv", content=as_csv([row, foreign, row]))
    with pytest.raises(NotAllowed):
        preview_sheet(
            actor=office.acting(Role.PERSON_IN_CHARGE), name="a.csv", content=as_csv([row])
        )


def test_the_export_holds_no_other_organs_rows(office: Office, other_office: Office) -> None:
    theirs = other_office.draft().record

    assert exported(office, [theirs, mine := office.draft().record]) == exported(office, [mine])


def test_many_rows_are_carried_out_by_the_queue_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_rules, "AT_ONCE", 1)
    records = [office.draft().record, office.draft().record]
    run = previewed(office, records, {"remark": "甲"}, {"remark": "乙"})

    assert confirmed(office, run).state == BulkState.QUEUED
    with pytest.raises(RunClosed):
        confirmed(office, run)
    go_on_with_run(run_id=run.pk)
    go_on_with_run(run_id=run.pk)

    assert [latest(record).remark for record in records] == ["甲", "乙"]
    assert BulkRun.objects.get(pk=run.pk).state == BulkState.DONE


def test_what_the_queue_is_refused_waits_for_another_confirmation(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_rules, "AT_ONCE", 0)
    record = office.draft().record
    run = confirmed(office, previewed(office, [record], {"remark": "甲"}))
    edit_version(actor=office.acting(Role.CLERK), version_id=latest(record).pk, content=content())

    go_on_with_run(run_id=run.pk)

    run = BulkRun.objects.get(pk=run.pk)
    assert run.state == BulkState.PLANNED
    assert run.trouble
    assert latest(record).remark == ""


def test_the_file_is_kept_for_its_sender_for_a_day(office: Office) -> None:
    run = previewed(office, [office.draft().record], {"remark": "甲"})
    assert bulk_file(office.viewing(Role.CLERK), run.pk)[0] == "改.xlsx"
    with pytest.raises(NotFound):
        bulk_file(office.viewing(Role.SECRECY_REVIEWER), run.pk)

    forget_old_plans()
    assert BulkFile.objects.exists()
    BulkFile.objects.update(kept_at=time.now() - timedelta(days=2))
    forget_old_plans()

    assert not BulkFile.objects.exists()
    assert BulkRun.objects.get(pk=run.pk).state == BulkState.DROPPED
    assert BulkItem.objects.exists()
