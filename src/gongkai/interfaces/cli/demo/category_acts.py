"""What is undetermined in the demo, with a question that waits and one that was answered; a day."""

from datetime import timedelta

from gongkai.interfaces.cli.demo.acts import Office
from gongkai.interfaces.cli.demo.founding import Province
from gongkai.kernel import time
from gongkai.kernel.types import Role
from gongkai.organs.queries import actor_for, person_named
from gongkai.records.models import OpenQuestion
from gongkai.records.operations.embargo import Plan, announce_embargo, set_embargo
from gongkai.records.operations.embargo_run import leave_beat
from gongkai.records.operations.research import (
    add_research_note,
    answer_question,
    ask_question,
)
from gongkai.records.rules.content import VersionContent

_ASKED = "east"
_ORGAN = "east-office"


def ask_and_put_off(province: Province) -> None:
    """Leave a question that waits, one that was answered, and a version that waits for its day."""
    office = Office(province.organs[_ORGAN], province.staff[_ORGAN])
    asked = province.organs[_ASKED]
    _ask(
        office,
        asked,
        "二次供水泵房巡检记录（2025年）",
        "巡检记录含小区门禁信息，应如何确定公开属性？",
    )
    answered = _ask(office, asked, "应急供水车辆调度安排", "是否属于内部事务信息？")
    guide = actor_for(
        person_id=person_named("competent") or 0,
        role=Role.COMPETENT_DEPARTMENT,
        organ_id=asked,
        on=time.today(),
    )
    answer_question(
        actor=guide,
        question_id=answered.pk,
        category="voluntary",
        ground_code="ogi-2019/public-interest",
        answer="停水期间群众需要知晓取水地点和时间，应当主动公开；司机姓名、电话去除后公开。",
    )
    _put_off(office)


def _ask(office: Office, asked: int, title: str, question: str) -> OpenQuestion:
    clerk = office.actor(Role.CLERK)
    version = office.register(
        VersionContent(title=title, summary=f"{title}，公开属性待定。", generated_on=time.today())
    )
    add_research_note(
        actor=clerk, record_id=version.record_id, text="已查阅条例第十九条、第二十条，未见明文。"
    )
    return ask_question(
        actor=clerk, record_id=version.record_id, to_organ_id=asked, question=question
    )


def _put_off(office: Office) -> None:
    version = office.register(
        VersionContent(
            title="关于公布第二季度供水水质检测结果的公告",
            summary="公布出厂水、管网水和二次供水的检测结果。",
            text="经检测，第二季度出厂水、管网水和二次供水水质均符合国家标准。",
            generated_on=time.today(),
            category="voluntary",
            ground_code="ogi-2019/public-interest",
        )
    )
    office.propose(version)
    version.refresh_from_db()
    office.review(version)
    version.refresh_from_db()
    office.approve(version)
    set_embargo(
        actor=office.actor(Role.PERSON_IN_CHARGE),
        version_id=version.pk,
        plan=Plan(
            publish_on=time.today() + timedelta(days=7),
            reason="与全市水质通报会同日发布。",
            announcement="第二季度供水水质检测结果将予公布。",
        ),
    )
    announce_embargo(actor=office.actor(Role.SECRECY_REVIEWER), version_id=version.pk)
    leave_beat()
