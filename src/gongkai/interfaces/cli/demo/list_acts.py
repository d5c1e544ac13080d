"""The lists in the demo: another rhythm, an item that does not apply, reported gaps."""

from datetime import timedelta

from django.db import transaction

from gongkai.interfaces.cli.demo.founding import Province
from gongkai.kernel import time
from gongkai.kernel.types import Actor, Role
from gongkai.organs.queries import actor_for, holders_of
from gongkai.oversight.operations.inapplicable import (
    SomethingIsPublished,
    decide_inapplicable,
    state_inapplicable,
)
from gongkai.oversight.operations.rhythms import change_rhythm
from gongkai.oversight.rules.matrix import Rhythm
from gongkai.remedies.operations import Reported, answer_gap, report_gap
from gongkai.remedies.rules.gaps import AnswerKind

_MISSED = (
    ("A04", "在贵办网页上没有找到上一年度的部门决算，只有预算。"),
    ("A08", "东河片区排水管网改造项目批准后，没有看到进展情况。"),
    ("", "想查2019年以前的办事指南，目录里没有。"),
    ("A05", "停车收费的依据和标准在哪里公开？"),
)
_STATEMENTS = (
    ("A06", "本办无独立采购项目，集中采购由市财政局统一公开。"),
    ("A05", "本办不收取行政事业性收费。"),
    ("B03", "本办不承担土地、房屋征收职能。"),
)


@transaction.atomic
def keep_the_lists(province: Province) -> None:
    """Order a rhythm, state items of the city's office not to apply, report and answer gaps."""
    office = province.organs["east-office"]
    guide = _acting(Role.COMPETENT_DEPARTMENT, province.organs["east"])
    clerk = _acting(Role.CLERK, office)
    change_rhythm(
        actor=guide,
        organ_id=office,
        item="A03",
        rhythm=Rhythm.QUARTERLY,
        for_kind=True,
        reason="统计信息按季发布。",
    )
    _state(clerk, guide, office)
    _answer(clerk, [_report(office, number, *said) for number, said in enumerate(_MISSED)])


def _state(clerk: Actor, guide: Actor, organ_id: int) -> None:
    confirmed = False
    for item, reason in _STATEMENTS:
        try:
            row = state_inapplicable(actor=clerk, organ_id=organ_id, item=item, reason=reason)
        except SomethingIsPublished:
            # The dice gave the office something under this item.
            continue
        if not confirmed:
            decide_inapplicable(actor=guide, statement_id=row.pk, is_confirmed=True)
            confirmed = True


def _report(organ_id: int, number: int, item: str, text: str) -> Reported:
    return report_gap(
        organ_id=organ_id,
        item=item,
        text=text,
        email="",
        language="zh-hans",
        once_key=f"demo-gap-{number}",
        address="",
    )


def _answer(clerk: Actor, reported: list[Reported]) -> None:
    """Promise the first, say of the second what is not there; the others wait."""
    first, second, *_others = reported
    answer_gap(
        actor=clerk,
        report_id=first.key.report_id,
        kind=AnswerKind.PROMISED,
        promised_on=time.today() + timedelta(days=20),
    )
    answer_gap(
        actor=clerk,
        report_id=second.key.report_id,
        kind=AnswerKind.DOES_NOT_EXIST,
        text="该项目尚未开工，没有实施情况信息。",
    )


def _acting(role: Role, organ_id: int) -> Actor:
    today = time.today()
    person_id = holders_of(role, organ_id=organ_id, on=today)[0][0]
    return actor_for(person_id=person_id, role=role, organ_id=organ_id, on=today)
