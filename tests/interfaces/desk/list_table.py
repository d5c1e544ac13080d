"""Addresses of the matrix and of reported gaps with who may open them."""

from collections.abc import Callable

from tests.interfaces.desk.conftest import Town

from gongkai.kernel.types import Role
from gongkai.oversight.operations.inapplicable import state_inapplicable
from gongkai.remedies.operations import report_gap

OWN = {"clerk", "reviewer", "legal", "in_charge"}
GUIDES = {"competent", "supervision", "deputy"}
OFFICE = {"clerk", "in_charge"}


def _nothing(town: Town) -> list[object]:
    return []


def _organ(town: Town) -> list[object]:
    return [town.office.organ.pk]


def _item(town: Town) -> list[object]:
    return [town.office.organ.pk, "A05"]


def _statement(town: Town) -> list[object]:
    row = state_inapplicable(
        actor=town.office.acting(Role.CLERK),
        organ_id=town.office.organ.pk,
        item="A05",
        reason="本局不收费。",
    )
    return [row.pk]


def _report(town: Town) -> list[object]:
    reported = report_gap(
        organ_id=town.office.organ.pk,
        item="A04",
        text="找不到决算。",
        email="",
        language="zh-hans",
        once_key="key",
        address="",
    )
    return [reported.key.report_id]


LIST_TABLE: list[tuple[str, Callable[[Town], list[object]], set[str], set[str]]] = [
    ("matrix", _nothing, OWN | GUIDES | {"other_clerk"}, set()),
    ("matrix_xlsx", _nothing, OWN | GUIDES | {"other_clerk"}, set()),
    ("matrix_csv", _nothing, OWN | GUIDES | {"other_clerk"}, set()),
    ("matrix_organ", _organ, OWN | GUIDES, set()),
    ("change_rhythm", _item, {"competent"}, set()),
    ("inapplicable", _item, OFFICE, set()),
    ("inapplicable_items", _nothing, OFFICE | {"other_clerk", "competent"}, set()),
    ("decide_inapplicable", _statement, {"competent"}, set()),
    ("end_inapplicable", _statement, OFFICE | {"competent"}, set()),
    ("gap_reports", _nothing, OFFICE | {"other_clerk", "competent", "supervision"}, set()),
    ("gap_report", _report, OFFICE | {"competent", "supervision"}, set()),
    ("answer_gap", _report, OFFICE, set()),
]
