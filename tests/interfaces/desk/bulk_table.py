"""Who reads the pages of the work on many records, of saved views, and of mergers of organs."""

from collections.abc import Callable

from tests.interfaces.desk.conftest import Town

from gongkai.kernel.types import Role
from gongkai.records.models import BulkKind
from gongkai.records.operations.bulk_steps import plan_steps
from gongkai.records.operations.saved_views import save_view

STAFF = {"clerk", "reviewer", "legal", "in_charge"}


def _nothing(town: Town) -> list[object]:
    return []


def _run(town: Town) -> list[object]:
    clerk = town.office.acting(Role.CLERK)
    run = plan_steps(actor=clerk, kind=BulkKind.PROPOSE, record_ids=[town.draft().pk])
    return [run.pk]


def _view(town: Town) -> list[object]:
    view = save_view(viewer=town.office.viewing(Role.CLERK), name="草稿", query="state=draft")
    return [view.pk]


def _organ(town: Town) -> list[object]:
    return [town.office.organ.pk]


# As in test_who_may_come_in.
BULK_TABLE: list[tuple[str, Callable[[Town], list[object]], set[str], set[str]]] = [
    ("bulk_runs", _nothing, STAFF | {"other_clerk"}, set()),
    ("send_sheet", _nothing, {"clerk", "other_clerk"}, set()),
    ("bulk_run", _run, STAFF, set()),
    ("new_view", _nothing, STAFF | {"other_clerk"}, set()),
    ("change_view", _view, {"clerk"}, set()),
    ("merge_organ", _organ, {"administrator", "competent"}, set()),
]
BULK_ONLY_SENT_TO = {
    *("plan_bulk", "confirm_bulk", "sign_bulk", "drop_bulk", "undo_bulk", "compare_sheet"),
    "delete_view",
}
# Asked of each in test_bulk, with the lists that they need.
BULK_FILES = {"records_xlsx", "records_csv", "bulk_file"}
