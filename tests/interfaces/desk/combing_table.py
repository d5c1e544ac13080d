"""The addresses of combing with who may open them, for the table of all addresses of the desk."""

from collections.abc import Callable
from datetime import date

from tests.factories import combing, organs
from tests.interfaces.desk.conftest import PERSONAS, Town

from gongkai.kernel.types import Actor, Role
from gongkai.oversight.models import CombingCampaign
from gongkai.oversight.operations.combing_campaigns import (
    CampaignPlan,
    draft_campaign,
    open_campaign,
)

STAFF = {"clerk", "reviewer", "legal", "in_charge"}
WORKS = STAFF | {"other_clerk"}
OVERSEES = {"competent", "supervision"}


def guiding(town: Town) -> Actor:
    """Return the town's competent department, acting."""
    return organs.acting(town.people["competent"], Role.COMPETENT_DEPARTMENT, town.government)


def a_campaign(town: Town, *, is_begun: bool = True) -> CombingCampaign:
    """Return a campaign of both offices of the town."""
    plan = CampaignPlan(
        title="2003年以来政府信息清理",
        from_on=date(2003, 1, 1),
        until_on=date(2026, 3, 10),
        due_on=date(2026, 6, 30),
        organ_ids=frozenset({town.office.organ.pk, town.other.organ.pk}),
    )
    actor = guiding(town)
    campaign = draft_campaign(actor=actor, organ_id=town.government.pk, plan=plan)
    return open_campaign(actor=actor, campaign_id=campaign.pk) if is_begun else campaign


def _nothing(town: Town) -> list[object]:
    return []


def _begun(town: Town) -> list[object]:
    return [a_campaign(town).pk]


def _in_preparation(town: Town) -> list[object]:
    return [a_campaign(town, is_begun=False).pk]


def _as_csv(town: Town) -> list[object]:
    return [a_campaign(town).pk, "csv"]


def _of_the_office(town: Town) -> list[object]:
    return [a_campaign(town).pk, town.office.organ.pk]


def _of_a_table(town: Town) -> list[object]:
    wrong = combing.row(2, 生成日期="2099-01-01")
    table = combing.csv_table([combing.row(1), wrong])
    return [combing.sent(a_campaign(town), town.office, table).pk]


COMBING_TABLE: list[tuple[str, Callable[[Town], list[object]], set[str], set[str]]] = [
    ("combing", _nothing, set(PERSONAS) - {"citizen", "administrator"}, set()),
    ("combing_new", _nothing, {"competent"}, set()),
    ("combing_campaign", _begun, WORKS | OVERSEES | {"deputy"}, set()),
    ("combing_campaign", _in_preparation, {"competent"}, set()),
    ("combing_alter", _begun, {"competent"}, WORKS | {"supervision", "deputy"}),
    ("combing_open", _in_preparation, {"competent"}, set()),
    ("combing_close", _begun, {"competent"}, WORKS | {"supervision", "deputy"}),
    ("combing_export", _as_csv, WORKS | OVERSEES | {"deputy"}, set()),
    ("combing_organ", _of_the_office, STAFF | OVERSEES | {"deputy"}, set()),
    ("combing_template", _of_the_office, STAFF, set()),
    ("combing_items", _of_the_office, STAFF | OVERSEES, set()),
    ("combing_register", _of_the_office, {"clerk"}, STAFF - {"clerk"}),
    ("combing_public", _of_the_office, STAFF | OVERSEES, set()),
    ("combing_table", _of_a_table, STAFF, set()),
    ("combing_wrong", _of_a_table, STAFF, set()),
]
