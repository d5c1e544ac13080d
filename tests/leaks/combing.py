"""A combing campaign over everything in the area, with a table and items that stay in the organ."""

from datetime import date

from tests.factories import combing, organs
from tests.factories.records import Office

from gongkai.kernel.time import today
from gongkai.kernel.types import Role
from gongkai.organs.models import Organ, Person
from gongkai.oversight.operations.combing_campaigns import (
    CampaignPlan,
    draft_campaign,
    open_campaign,
)


def comb(office: Office, other: Office, government: Organ, guide: Person) -> dict[str, list[int]]:
    """Begin a campaign and send a table in; return the ids that its addresses ask for."""
    actor = organs.acting(guide, Role.COMPETENT_DEPARTMENT, government)
    plan = CampaignPlan(
        title="存量信息清理",
        from_on=date(2000, 1, 1),
        until_on=today(),
        due_on=date(today().year + 1, 1, 1),
        organ_ids=frozenset({office.organ.pk, other.organ.pk}),
    )
    drafted = draft_campaign(actor=actor, organ_id=government.pk, plan=plan)
    campaign = open_campaign(actor=actor, campaign_id=drafted.pk)
    wrong = combing.row(2, 生成日期="")
    intake = combing.sent(campaign, office, combing.csv_table([combing.row(1), wrong]))
    return {"campaign_id": [campaign.pk], "intake_id": [intake.pk]}
