"""A combing campaign of the demo: ordered weeks ago, some organs further than others."""

import csv
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO

from gongkai.interfaces.cli.demo.acts import Office
from gongkai.interfaces.cli.demo.founding import Province
from gongkai.kernel import time
from gongkai.kernel.types import Duty, Role, Viewer
from gongkai.organs.queries import actor_for, person_named
from gongkai.oversight.models import CombingCampaign
from gongkai.oversight.operations.combing_campaigns import (
    CampaignPlan,
    draft_campaign,
    open_campaign,
)
from gongkai.oversight.operations.combing_intake import send_table, take_intake
from gongkai.oversight.operations.combing_items import adopt_proposals, register_items
from gongkai.oversight.operations.combing_rechecks import confirm_public
from gongkai.oversight.queries.combing_items import combing_items
from gongkai.oversight.queries.combing_rechecks import public_records

_ORDERED_BY = "east"
_TAKING_PART = ("east-office", "east-education", "east-construction", "east-finance", "east-health")
_BEGUN_DAYS_AGO, _LEFT_DAYS = 40, 10
_HEADINGS = (
    *("信息名称", "生成日期", "文号", "存放位置", "建议公开类别", "公开或者不予公开的依据"),
    *("理由", "以前公开日期", "以前公开位置", "备注"),
)
_SUBJECTS = (
    *("城区供水管网检修", "农村饮水安全工程", "汛期堤防巡查", "政府采购目录", "行政事业性收费"),
    *("校舍安全排查", "公共卫生应急物资", "小区物业管理", "道路挖掘审批", "部门预算编制"),
    *("节约用水考核", "传染病防治", "建筑工程招标", "信访工作", "档案移交"),
)
_OPEN = ("主动公开", "ogi-2008/vital-interests", "")
_ASKED = ("依申请公开", "ogi-2008/on-application", "")
_CLOSED = ("不予公开", "ogi-2008/personal-privacy", "含个人家庭住址。")
_UNKNOWN = ("", "", "")
_PROPOSED = (_OPEN, _OPEN, _ASKED, _OPEN, _UNKNOWN, _CLOSED, _OPEN)


def comb_the_backlog(province: Province) -> None:
    """Order a campaign, send in what five organs hold, decide and register a part of it."""
    organs = [key for key in _TAKING_PART if key in province.organs]
    now = time.now()
    with time.told(now - timedelta(days=_BEGUN_DAYS_AGO)):
        campaign = _ordered(province, organs)
    for place, key in enumerate(organs):
        office = Office(province.organs[key], province.staff[key])
        with time.told(now - timedelta(days=_BEGUN_DAYS_AGO - 3 - place)):
            items = _sent_in(campaign, office, place)
        _work_through(campaign, office, items, now, share=1 - place / len(organs))


def _ordered(province: Province, organs: Sequence[str]) -> CombingCampaign:
    person_id = person_named("competent") or 0
    guide = actor_for(
        person_id=person_id,
        role=Role.COMPETENT_DEPARTMENT,
        organ_id=province.organs[_ORDERED_BY],
        on=time.today(),
    )
    plan = CampaignPlan(
        title="2003年以来政府信息全面清理",
        from_on=date(2003, 1, 1),
        until_on=time.today() - timedelta(days=1),
        due_on=time.today() + timedelta(days=_BEGUN_DAYS_AGO + _LEFT_DAYS),
        organ_ids=frozenset(province.organs[key] for key in organs),
        instructions="逐件清理，先易后难；拿不准的先列为待定，研究后再定。涉密信息一律不得录入。",
    )
    drafted = draft_campaign(actor=guide, organ_id=guide.organ_id or 0, plan=plan)
    return open_campaign(actor=guide, campaign_id=drafted.pk)


def _sent_in(campaign: CombingCampaign, office: Office, place: int) -> list[int]:
    rows = [_row(place, number) for number in range(12 + 5 * place)]
    # One row came back: the clerk mistyped its date and has not corrected it yet.
    rows.append(["关于开展旧文件清查的通知", "2005-13-01", *[""] * (len(_HEADINGS) - 2)])
    clerk = office.actor(Role.CLERK)
    sent = send_table(
        actor=clerk,
        campaign_id=campaign.pk,
        organ_id=office.organ_id,
        name="存量信息清理表.csv",
        stream=_table(rows),
    )
    take_intake(actor=clerk, intake_id=sent.pk)
    found = combing_items(
        _viewer(office), campaign_id=campaign.pk, organ_id=office.organ_id, size=100
    )
    return [item.id for item in found.items]


def _viewer(office: Office) -> Viewer:
    return Viewer(office.staff.clerk, (Duty(Role.CLERK, office.organ_id),))


def _row(place: int, number: int) -> list[str]:
    subject = _SUBJECTS[(number + 3 * place) % len(_SUBJECTS)]
    year = 2003 + (number + place) % 5
    day = date(year, number % 12 + 1, number * 7 % 28 + 1)
    title = f"关于做好{year}年{subject}工作的通知"
    proposal = _PROPOSED[number % len(_PROPOSED)]
    was_public = number % 6 == 0 and proposal is _OPEN
    printed = f"市政府公报{year + 1}年第{number % 12 + 1}期"
    disclosed = [f"{year + 1}-01-15", printed] if was_public else ["", ""]
    box = f"档案室{place + 1}柜{number // 5 + 1}盒"
    return [title, day.isoformat(), f"〔{year}〕{number + 11}号", box, *proposal, *disclosed, ""]


def _table(rows: Sequence[Sequence[str]]) -> BytesIO:
    out = StringIO()
    csv.writer(out).writerows([_HEADINGS, *rows])
    return BytesIO(out.getvalue().encode("gb18030"))


def _work_through(
    campaign: CombingCampaign,
    office: Office,
    items: Sequence[int],
    now: datetime,
    *,
    share: float,
) -> None:
    """Decide a share of the items in three sittings, register half of what was decided."""
    of = {"campaign_id": campaign.pk, "organ_id": office.organ_id}
    ids = items[: int(len(items) * share)]
    third = max(1, len(ids) // 3)
    for sitting in range(3):
        chosen = ids[sitting * third : (sitting + 1) * third]
        if not chosen:
            continue
        with time.told(now - timedelta(days=25 - 10 * sitting)):
            adopt_proposals(actor=office.actor(Role.CLERK), **of, item_ids=chosen)
    if ids:
        with time.told(now - timedelta(days=3)):
            register_items(
                actor=office.actor(Role.CLERK), **of, item_ids=ids[: max(1, len(ids) // 2)]
            )
            _look_again(campaign, office, share=share)


def _look_again(campaign: CombingCampaign, office: Office, *, share: float) -> None:
    """Say of a share of what was public that it stays."""
    of = {"campaign_id": campaign.pk, "organ_id": office.organ_id}
    clerk = office.actor(Role.CLERK)
    seen = public_records(_viewer(office), campaign_id=campaign.pk, organ_id=office.organ_id).items
    public = [line for line in seen if line.is_public]
    if chosen := public[: int(len(public) * share)]:
        confirm_public(actor=clerk, **of, seen={line.record_id: line.version_id for line in chosen})
