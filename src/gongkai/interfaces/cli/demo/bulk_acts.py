"""Work on many records in the demo: a shared view, a spreadsheet carried out, a run that waits."""

import csv
from io import StringIO

from gongkai.interfaces.cli.demo.acts import Office
from gongkai.interfaces.cli.demo.founding import Province
from gongkai.kernel import time
from gongkai.kernel.types import Role, Viewer
from gongkai.organs.queries import duties_of
from gongkai.records.models import BulkKind
from gongkai.records.operations.bulk_carrying import confirm_run
from gongkai.records.operations.bulk_sheets import preview_sheet
from gongkai.records.operations.bulk_steps import plan_steps
from gongkai.records.operations.saved_views import save_view
from gongkai.records.queries import RecordFilters, matching_records, sheet_rows
from gongkai.records.rules.sheet import COLUMNS, sheltered
from gongkai.records.sheet_words import HEADINGS, sheet_lists

_MOST = 5
_FILE = "主题词统一表.csv"
_NOTE = "按主题词表统一著录。"
_REMARK = next(at for at, column in enumerate(COLUMNS) if column.key == "remark")


def work_on_many(province: Province) -> None:
    """Let the water bureau's clerk keep a view, change drafts by a spreadsheet and plan a step."""
    office = Office(province.organs["east-water"], province.staff["east-water"])
    person_id = office.staff.clerk
    viewer = Viewer(person_id=person_id, duties=duties_of(person_id, on=time.today()))
    save_view(viewer=viewer, name="待提请的草稿", query="state=draft", shared_with=office.organ_id)
    drafts = matching_records(
        viewer, RecordFilters(organ_id=office.organ_id, state="draft"), most=_MOST
    )
    if not drafts:
        return
    clerk = office.actor(Role.CLERK)
    run = preview_sheet(actor=clerk, name=_FILE, content=_changed(viewer, drafts))
    confirm_run(actor=clerk, run_id=run.pk, change_note=_NOTE)
    plan_steps(actor=clerk, kind=BulkKind.PROPOSE, record_ids=drafts, note="请一并审查。")


def _changed(viewer: Viewer, record_ids: tuple[int, ...]) -> bytes:
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([str(HEADINGS[column.key]) for column in COLUMNS])
    for row in sheet_rows(viewer, record_ids, lists=sheet_lists(None)):
        cells = [*row]
        cells[_REMARK] = "已按主题词表核对"
        writer.writerow([sheltered(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")
