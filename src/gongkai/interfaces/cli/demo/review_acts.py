"""A chain of review as the demo's people walk it: returned, answered, referred, taken over."""

from dataclasses import replace
from datetime import timedelta

from gongkai.interfaces.cli.demo.acts import Office
from gongkai.interfaces.cli.demo.founding import Province
from gongkai.kernel import time
from gongkai.kernel.types import Actor, Role
from gongkai.organs.queries import actor_for, holders_of
from gongkai.records.models import RecordVersion
from gongkai.records.operations import SUBJECT_KIND, edit_version
from gongkai.records.rules.content import VersionContent
from gongkai.review.models import Referral
from gongkai.review.operations import answer_referral, refer_step
from gongkai.review.queries import open_proposal_of

_FIRST_DRAFT = (
    "第一条 为加强农村供水工程管理，制定本办法。\n"
    "第二条 值守安排按内部工作方案执行。\n"
    "第三条 供水单位应当定期检测水质，结果向用水户公布。\n"
    "第四条 本办法自2026年10月1日起施行。"
)
_REWRITTEN = _FIRST_DRAFT.replace(
    "第二条 值守安排按内部工作方案执行。", "第二条 供水单位应当落实专人值守。"
)


def walk_the_review(province: Province) -> None:
    """Bring one record to a review that counts again, and leave one doubt with the bureau."""
    office = Office(province.organs["east-office"], province.staff["east-office"])
    rules = VersionContent(
        title="东河市农村供水工程运行管理办法",
        summary="规定农村供水工程的管理职责、水质检测和公布。",
        text=_FIRST_DRAFT,
        generated_on=time.today() - timedelta(days=3),
        document_number="东政规〔2026〕6号",
        genre="办法",
        is_normative=True,
        category="voluntary",
        ground_code="ogi-2008/vital-interests",
        statutory_item="A01",
    )
    version = office.register(rules)
    office.propose(version, note="请审查。")
    office.review(version, returned=True, opinion="第二条引用未公开的内部方案，请改写。")
    clerk = office.actor(Role.CLERK)
    said = replace(rules, text=_REWRITTEN)
    version = edit_version(actor=clerk, version_id=version.pk, content=said)
    office.propose(version, note="已改写第二条，不再引用内部方案。")
    doubt = _refer(office, province, version, "第三条公布的水质结果是否涉密？")
    answer_referral(
        actor=_bureau(province),
        referral_id=doubt.pk,
        may_be_public=True,
        answer="不涉及国家秘密，可以公开。",
    )
    office.review(version)
    office.approve(version, returned=True, opinion="施行日期请再与法制机构核对。")
    office.propose(version, note="已核对，施行日期无误，内容未改。")
    _leave_a_doubt(office, province)


def _leave_a_doubt(office: Office, province: Province) -> None:
    version = office.register(
        VersionContent(
            title="东河市应急备用水源地分布说明",
            summary="说明应急备用水源地的分布和启用条件。",
            text="全市设应急备用水源地四处，按预案启用。",
            generated_on=time.today() - timedelta(days=2),
            category="voluntary",
            ground_code="ogi-2008/vital-interests",
        )
    )
    office.propose(version)
    _refer(office, province, version, "水源地的位置说明到什么程度可以公开？")


def _refer(office: Office, province: Province, version: RecordVersion, question: str) -> Referral:
    proposal_id = open_proposal_of(SUBJECT_KIND, version.pk) or 0
    return refer_step(
        actor=office.actor(Role.SECRECY_REVIEWER),
        proposal_id=proposal_id,
        to_organ_id=province.organs["east"],
        question=question,
    )


def _bureau(province: Province) -> Actor:
    role, city, today = Role.SECRECY_BUREAU, province.organs["east"], time.today()
    person_id = holders_of(role, organ_id=city, on=today)[0][0]
    return actor_for(person_id=person_id, role=role, organ_id=city, on=today)
