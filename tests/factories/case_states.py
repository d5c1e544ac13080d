"""Cases in every state, for the pages of the desk to be opened on."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import time_machine
from tests.factories.applications import (
    GRANTED,
    NOT_HELD,
    Desk,
    a_submission,
    an_organisations_submission,
)

from gongkai.applications.operations import (
    ask_correction,
    ask_extension,
    lapse_case,
    propose_reply,
    withdraw_application,
)
from gongkai.applications.rules.reply import Answer
from gongkai.applications.rules.vocabulary import SupplyWay
from gongkai.kernel.time import now
from gongkai.kernel.types import Role
from gongkai.review.models import Decision

TEXT = "受理人：某某，联系电话13800138000，身份证号11010519491231002X。\n资金共计1200万元。\n"
PARTLY = Answer(
    asked="东湖片区危旧房改造的评审意见",
    outcome_code="partly_granted",
    ground_code="ogi-2008/personal-privacy",
    reasons="其中第3页载有他人住址和联系方式，公开会侵害其隐私；其余内容已作区分处理。",
    where="随本答复书提供作区分处理后的复印件。",
)


def _received(desk: Desk) -> int:
    return desk.received().case_id


def _from_an_organisation(desk: Desk) -> int:
    return desk.received(an_organisations_submission()).case_id


def _confirming(desk: Desk) -> int:
    return desk.received(regime_id="ogi-2019").case_id


def _confirmed(desk: Desk) -> int:
    case_id = _confirming(desk)
    desk.confirmed(case_id)
    return case_id


def _asked(desk: Desk) -> int:
    case_id = _received(desk)
    desk.asked_to_correct(case_id, "请写明所需信息的年度。", "请补充提供身份证件复印件的背面。")
    return case_id


def _not_corrected(desk: Desk) -> int:
    with time_machine.travel(now() - timedelta(days=40), tick=True):
        case_id = _received(desk)
        ask_correction(
            actor=desk.acting(Role.CLERK), case_id=case_id, points=["请写明所需信息的年度。"]
        )
    return case_id


def _lapsed(desk: Desk) -> int:
    case_id = _not_corrected(desk)
    lapse_case(actor=desk.acting(Role.PERSON_IN_CHARGE), case_id=case_id)
    return case_id


def _corrected(desk: Desk) -> int:
    case_id = _asked(desk)
    desk.corrected(case_id)
    return case_id


def _accepted(desk: Desk) -> int:
    case_id = _received(desk)
    desk.accepted(case_id)
    return case_id


def _drafted(desk: Desk) -> int:
    case_id = _accepted(desk)
    desk.drafted(case_id, GRANTED, PARTLY)
    _with_file(desk, case_id)
    return case_id


def _decided(desk: Desk) -> int:
    case_id = _drafted(desk)
    desk.decided_findings(case_id)
    return case_id


def _gaps(desk: Desk) -> int:
    case_id = _accepted(desk)
    desk.drafted(case_id, Answer(asked="评审意见", outcome_code="partly_granted"))
    return case_id


def _proposed(desk: Desk) -> int:
    case_id = _decided(desk)
    propose_reply(actor=desk.acting(Role.CLERK), case_id=case_id, note="请审查附件第1页。")
    return case_id


def _returned(desk: Desk) -> int:
    case_id = _proposed(desk)
    desk.reviewed(case_id, Decision.RETURN)
    return case_id


def _reviewed(desk: Desk) -> int:
    case_id = _proposed(desk)
    desk.reviewed(case_id)
    return case_id


def _approved(desk: Desk) -> int:
    case_id = _reviewed(desk)
    desk.approved(case_id)
    return case_id


def _replied(desk: Desk) -> int:
    case_id = desk.received(a_submission(supply_way=SupplyWay.POST)).case_id
    desk.accepted(case_id)
    desk.replied(case_id, NOT_HELD)
    return case_id


def _posted(desk: Desk) -> int:
    case_id = _replied(desk)
    desk.posted(case_id)
    return case_id


def _delivered(desk: Desk) -> int:
    case_id = _accepted(desk)
    desk.replied(case_id, GRANTED)
    return case_id


def _closed(desk: Desk) -> int:
    case_id = _delivered(desk)
    desk.closed(case_id)
    return case_id


def _withdrawn(desk: Desk) -> int:
    case_id = _accepted(desk)
    withdraw_application(case_id=case_id)
    return case_id


def _late(desk: Desk) -> int:
    with time_machine.travel(now() - timedelta(days=45), tick=True):
        return _accepted(desk)


def _more_time(desk: Desk) -> int:
    case_id = _reviewed(desk)
    ask_extension(
        actor=desk.acting(Role.CLERK),
        case_id=case_id,
        working_days=10,
        reason="需要向档案馆调阅2019年以前的纸质档案。",
    )
    return case_id


def _extended(desk: Desk) -> int:
    case_id = _accepted(desk)
    desk.extended(case_id)
    return case_id


def _with_file(desk: Desk, case_id: int) -> None:
    """Put a file with the reply; of its two findings one is the applicant's own number."""
    desk.enclosed(case_id, "2025年度东湖片区资金使用情况.txt", TEXT.encode())


STATES: Mapping[str, Callable[[Desk], int]] = {
    "received": _received,
    "from_an_organisation": _from_an_organisation,
    "confirming": _confirming,
    "confirmed": _confirmed,
    "asked": _asked,
    "not_corrected": _not_corrected,
    "lapsed": _lapsed,
    "corrected": _corrected,
    "accepted": _accepted,
    "drafted": _drafted,
    "decided": _decided,
    "gaps": _gaps,
    "proposed": _proposed,
    "returned": _returned,
    "reviewed": _reviewed,
    "approved": _approved,
    "replied": _replied,
    "posted": _posted,
    "delivered": _delivered,
    "closed": _closed,
    "withdrawn": _withdrawn,
    "late": _late,
    "more_time": _more_time,
    "extended": _extended,
}


def a_case(desk: Desk, state: str) -> int:
    """Return the id of a new case of the desk in this state."""
    return STATES[state](desk)
