"""Combing campaigns: a government with organs below it, and tables as their clerks send them."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO

from openpyxl import Workbook
from tests.factories import organs, records
from tests.factories.records import Office

from gongkai.kernel.time import today
from gongkai.kernel.types import Actor, Role, Viewer
from gongkai.organs.models import Organ, Person
from gongkai.oversight.models import CombingCampaign, CombingIntake, CombingItem
from gongkai.oversight.operations.combing_campaigns import (
    CampaignPlan,
    draft_campaign,
    open_campaign,
)
from gongkai.oversight.operations.combing_intake import send_table, take_intake
from gongkai.oversight.operations.combing_items import Decision, decide_items

HEADINGS = (
    *("信息名称", "生成日期", "文号", "存放位置", "建议公开类别", "公开或者不予公开的依据", "理由"),
    *("重点公开内容", "内容概述", "以前公开日期", "以前公开位置", "当时的索引号", "备注"),
)
VOLUNTARY = "ogi-2008/vital-interests"
SECRET = "ogi-2008/state-secret"
Row = Sequence[object]


@dataclass
class County:
    """A government whose general office orders campaigns, and the organs below it."""

    government: Organ
    guide: Person
    offices: tuple[Office, ...]

    @property
    def office(self) -> Office:
        """The first of the organs."""
        return self.offices[0]

    def guiding(self) -> Actor:
        """Return the competent department's officer, acting."""
        return organs.acting(self.guide, Role.COMPETENT_DEPARTMENT, self.government)

    def looking(self, role: Role) -> Viewer:
        """Return somebody new who holds the role for the government, looking."""
        return organs.viewing(organs.someone(role, self.government))

    def plan(self, **changes: object) -> CampaignPlan:
        """Return a plan for all organs; `changes` replace single values."""
        said: dict[str, object] = {
            "title": "2003年以来政府信息清理",
            "from_on": date(2003, 1, 1),
            "until_on": date(2008, 4, 30),
            "due_on": date(today().year + 1, 6, 30),
            "organ_ids": frozenset(office.organ.pk for office in self.offices),
            "instructions": "逐件清理，先易后难。",
        }
        return CampaignPlan(**said | changes)  # type: ignore[arg-type]

    def drafted(self, **changes: object) -> CombingCampaign:
        """Return a campaign in preparation."""
        return draft_campaign(
            actor=self.guiding(), organ_id=self.government.pk, plan=self.plan(**changes)
        )

    def running(self, **changes: object) -> CombingCampaign:
        """Return a campaign that runs."""
        campaign = self.drafted(**changes)
        return open_campaign(actor=self.guiding(), campaign_id=campaign.pk)


def a_county(number: int = 2) -> County:
    """Return a government with so many organs below it, each with all its people."""
    government = organs.an_organ("云梦县人民政府", kind="government", level="county")
    offices = tuple(
        records.an_office(organs.an_organ(level="county", parent=government))
        for _each in range(number)
    )
    guide = organs.someone(Role.COMPETENT_DEPARTMENT, government)
    return County(government, guide, offices)


def row(number: int, **changes: object) -> list[object]:
    """Return a good row of a table; `changes` replace cells by their headings."""
    cells: dict[str, object] = dict.fromkeys(HEADINGS, "")
    cells |= {
        "信息名称": f"关于第{number}号旧文件的通知",
        "生成日期": "2004-05-06",
        "文号": f"云政发〔2004〕{number}号",
        "存放位置": f"档案室第{number}盒",
        "建议公开类别": "主动公开",
        "公开或者不予公开的依据": VOLUNTARY,
    }
    return list((cells | changes).values())


def csv_table(rows: Sequence[Row], *, encoding: str = "utf-8-sig") -> BytesIO:
    """Return a table as CSV."""
    out = StringIO()
    csv.writer(out).writerows([HEADINGS, *rows])
    return BytesIO(out.getvalue().encode(encoding))


def xlsx_table(rows: Sequence[Row]) -> BytesIO:
    """Return a table as a workbook."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("清理")
    for cells in (HEADINGS, *rows):
        sheet.append(list(cells))
    out = BytesIO()
    book.save(out)
    out.seek(0)
    return out


def sent(
    campaign: CombingCampaign, office: Office, table: BytesIO, name: str = "清理.csv"
) -> CombingIntake:
    """Send a table as the clerk of the organ."""
    return send_table(
        actor=office.acting(Role.CLERK),
        campaign_id=campaign.pk,
        organ_id=office.organ.pk,
        name=name,
        stream=table,
    )


def taken(campaign: CombingCampaign, office: Office, *rows: Row) -> list[CombingItem]:
    """Return the items that came of the rows, sent and taken over by the organ's clerk."""
    intake = sent(campaign, office, csv_table(rows))
    take_intake(actor=office.acting(Role.CLERK), intake_id=intake.pk)
    return list(CombingItem.objects.filter(intake=intake).order_by("line"))


def decided(
    campaign: CombingCampaign, office: Office, items: Sequence[CombingItem], category: str
) -> None:
    """Decide the items as the clerk of the organ."""
    decide_items(
        actor=office.acting(Role.CLERK),
        campaign_id=campaign.pk,
        organ_id=office.organ.pk,
        item_ids=[item.pk for item in items],
        decision=Decision(
            category=category,
            ground_code=records.GROUNDS[category],
            reason="经研究确定。" if category == "exempt" else "",
        ),
    )
