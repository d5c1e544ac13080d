"""A report of a gap, and an item stated not to apply, in the world of the leak test."""

from tests.factories.records import Office

from gongkai.kernel.types import Role
from gongkai.oversight.operations.inapplicable import state_inapplicable
from gongkai.remedies.operations import report_gap


def write_lists(office: Office) -> dict[str, list[int]]:
    """Write one of each for the office; return their ids by the names of parameters."""
    reported = report_gap(
        organ_id=office.organ.pk,
        item="A04",
        text="找不到决算。",
        email="",
        language="zh-hans",
        once_key="a reader's form",
        address="",
    )
    stated = state_inapplicable(
        actor=office.acting(Role.CLERK),
        organ_id=office.organ.pk,
        item="A06",
        reason="本局不组织集中采购。",
    )
    return {"report_id": [reported.key.report_id], "statement_id": [stated.pk]}
