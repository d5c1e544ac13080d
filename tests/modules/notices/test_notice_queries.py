"""What the office sees of notices, and what the operator sees of all."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from tests.factories.mail import Act, Scripted, a_notice
from tests.factories.organs import Staff, a_staffed_organ, an_organ, someone, viewing

from gongkai.kernel.types import PUBLIC, Role, Viewer
from gongkai.notices.models import Notice
from gongkai.notices.operations import (
    deliver_notice,
    forget_addresses,
    send_again,
    settle_notice,
)
from gongkai.notices.queries import NoticeView, notice_health, notices_of, stuck_notices
from gongkai.notices.rules.kinds import NoticeKind
from gongkai.notices.rules.vocabulary import NoticeState, Outcome
from gongkai.organs.models import Organ

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> Staff:
    return a_staffed_organ()


def stuck(mail: Scripted, organ: Organ, subject_id: int = 1, *, step: str = "TEXT") -> Notice:
    """Send a notice that becomes uncertain, or refused where the step is another."""
    before = mail.answers[step]
    mail.answers[step] = Act.DROP if step == "TEXT" else "550 5.1.1 no such user"
    notice = a_notice(organ, subject_id=subject_id)
    deliver_notice(notice_id=notice.pk)
    mail.answers[step] = before
    return notice


def seen(viewer: Viewer, subject_id: int = 1) -> tuple[NoticeView, ...]:
    return notices_of("application_case", subject_id, viewer=viewer)


def test_the_office_sees_what_became_of_a_notice(mail: Scripted, staff: Staff) -> None:
    notice = stuck(mail, staff.organ, step="RCPT")
    with override("en"):
        [view] = seen(viewing(staff.clerk))
    assert (view.id, view.kind) == (notice.pk, NoticeKind.LETTER_WAITING)
    assert view.kind_label == "To the applicant: a letter is ready"
    assert view.masked_address == "w***@example.cn"
    assert (view.state, view.state_label) == (NoticeState.REFUSED, "Refused for good")
    assert view.refused_label == "The mail server refused it."
    assert view.last_attempt is not None
    assert view.last_attempt.outcome is Outcome.REFUSED
    assert view.last_attempt.answer == "550 5.1.1 no such user"
    assert view.last_attempt.stage_label == "Connected, text not sent"
    assert view.last_attempt.trouble_label == "The mail server did not take the mail."
    assert view.may_send_again
    assert view.may_settle


def test_what_was_forgotten_waits_for_nobody(mail: Scripted, staff: Staff) -> None:
    notice = stuck(mail, staff.organ)
    forget_addresses(
        kinds=[NoticeKind.LETTER_WAITING],
        subject_kind=notice.subject_kind,
        subject_ids=[notice.subject_id],
    )
    viewer = viewing(staff.clerk)
    assert [view.may_send_again for view in seen(viewer)] == [False]
    assert stuck_notices(viewer) == ()
    assert notice_health().uncertain == 0


def test_labels_speak_the_readers_language(mail: Scripted, staff: Staff) -> None:
    stuck(mail, staff.organ)
    with override("zh-hans"):
        [view] = seen(viewing(staff.in_charge))
    assert view.kind_label == "致申请人：告知书、答复书可以查看"
    assert view.state_label == "不能确定是否送出"
    assert view.last_attempt is not None
    assert view.last_attempt.trouble_label == "邮件服务器断开了连接。"


def test_the_last_attempt_is_the_newest(
    mail: Scripted, staff: Staff, fixed_moment: time_machine.Traveller
) -> None:
    mail.answers["RCPT"] = "451 later"
    notice = a_notice(staff.organ)
    deliver_notice(notice_id=notice.pk)
    fixed_moment.shift(timedelta(minutes=1))
    mail.answers["RCPT"] = "250 ok"
    deliver_notice(notice_id=notice.pk)
    [view] = seen(viewing(staff.clerk))
    assert view.last_attempt is not None
    assert (view.last_attempt.number, view.last_attempt.outcome) == (2, Outcome.SENT)
    assert (view.may_send_again, view.may_settle) == (False, False)


def test_a_notice_never_tried_has_no_attempt(staff: Staff) -> None:
    a_notice(staff.organ)
    [view] = seen(viewing(staff.clerk))
    assert view.last_attempt is None
    assert view.state is NoticeState.OFF
    assert not view.may_send_again, "there is no mail server"
    assert view.may_settle


def test_only_those_about_the_subject(mail: Scripted, staff: Staff) -> None:
    first, _second = (a_notice(staff.organ, subject_id=number) for number in (1, 2))
    received = a_notice(staff.organ, NoticeKind.APPLICATION_RECEIVED)
    viewer = viewing(staff.clerk)
    assert [view.id for view in seen(viewer)] == [first.pk, received.pk]
    assert notices_of("record", 1, viewer=viewer) == ()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CLERK, Role.PERSON_IN_CHARGE}))
def test_no_other_role_sees_anything(mail: Scripted, staff: Staff, role: Role) -> None:
    stuck(mail, staff.organ)
    viewer = viewing(someone(role, staff.organ))
    assert seen(viewer) == ()
    assert stuck_notices(viewer) == ()


def test_neither_another_organ_nor_the_public_sees_anything(mail: Scripted, staff: Staff) -> None:
    stuck(mail, staff.organ)
    for viewer in (viewing(someone(Role.CLERK, an_organ())), PUBLIC):
        assert seen(viewer) == ()
        assert stuck_notices(viewer) == ()


def test_stuck_is_what_waits_for_a_person(mail: Scripted, staff: Staff) -> None:
    viewer, clerk = viewing(staff.clerk), staff.acts(Role.CLERK)
    a_notice(staff.organ, subject_id=9)
    uncertain = stuck(mail, staff.organ, 1)
    refused = stuck(mail, staff.organ, 2, step="RCPT")
    assert [view.id for view in stuck_notices(viewer)] == [uncertain.pk, refused.pk]
    send_again(actor=clerk, notice_id=uncertain.pk)
    settle_notice(actor=clerk, notice_id=refused.pk, how="电话告知")
    assert stuck_notices(viewer) == ()
    [view] = seen(viewer, 2)
    assert (view.settled_how, view.may_settle, view.may_send_again) == ("电话告知", False, True)


@pytest.mark.parametrize("ask", [seen, stuck_notices])
def test_two_queries_for_two_notices_and_for_twenty(
    mail: Scripted, staff: Staff, ask: Callable[[Viewer], tuple[NoticeView, ...]]
) -> None:
    viewer = viewing(staff.clerk)
    counts = []
    mail.answers["TEXT"] = Act.DROP
    for wanted in (2, 20):
        for number in range(Notice.objects.count(), wanted):
            deliver_notice(notice_id=a_notice(staff.organ, once_key=str(number)).pk)
        with CaptureQueriesContext(connection) as queries:
            assert len(ask(viewer)) == wanted
        counts.append(len(queries))
    assert counts == [2, 2]


def test_the_operator_sees_counts_over_all_organs(
    mail: Scripted, staff: Staff, fixed_moment: time_machine.Traveller
) -> None:
    stuck(mail, staff.organ, 1)
    settled = stuck(mail, staff.organ, 2)
    settle_notice(actor=staff.acts(Role.CLERK), notice_id=settled.pk, how="电话告知")
    stuck(mail, an_organ(), 3, step="RCPT")
    a_notice(staff.organ, subject_id=4)
    fixed_moment.shift(timedelta(minutes=11))
    a_notice(staff.organ, subject_id=5)
    with CaptureQueriesContext(connection) as queries:
        health = notice_health()
    assert len(queries) == 1
    assert (health.waiting, health.overdue) == (2, 1)
    assert (health.uncertain, health.refused, health.given_up, health.off) == (1, 1, 0, 0)
