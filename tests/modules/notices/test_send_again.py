"""`send_again` and `settle_notice`: what the office does about what did not get through."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings
from tests.factories.mail import ADDRESS, Act, Scripted, a_notice
from tests.factories.organs import Staff, a_staffed_organ, acting, an_organ, someone

from gongkai.audit.models import AuditEntry
from gongkai.kernel import time
from gongkai.kernel.refusals import NotAllowed, NotFound
from gongkai.kernel.types import SYSTEM, Actor, Role
from gongkai.notices.models import Notice, NoticeState
from gongkai.notices.operations import (
    AddressCannotReceive,
    AlreadySent,
    AlreadySettled,
    HowNeeded,
    HowTooLong,
    NoMailServer,
    StillUnderWay,
    deliver_notice,
    send_again,
    settle_notice,
)

pytestmark = pytest.mark.django_db

Deed = Callable[[Actor, int], Notice]


def again(actor: Actor, notice_id: int) -> Notice:
    return send_again(actor=actor, notice_id=notice_id)


def settle(actor: Actor, notice_id: int) -> Notice:
    return settle_notice(actor=actor, notice_id=notice_id, how="3月16日电话告知")


DEEDS = pytest.mark.parametrize("deed", [again, settle])


@pytest.fixture
def staff() -> Staff:
    return a_staffed_organ()


@pytest.fixture
def uncertain(mail: Scripted, staff: Staff) -> Notice:
    """A notice whose connection broke after the text."""
    mail.answers["TEXT"] = Act.DROP
    notice = a_notice(staff.organ)
    deliver_notice(notice_id=notice.pk)
    mail.answers["TEXT"] = "250 taken"
    notice.refresh_from_db()
    assert notice.state == NoticeState.UNCERTAIN
    return notice


@pytest.mark.parametrize("role", [Role.CLERK, Role.PERSON_IN_CHARGE])
def test_the_office_sends_again_with_the_same_message_id(
    mail: Scripted, staff: Staff, uncertain: Notice, role: Role
) -> None:
    notice = send_again(actor=staff.acts(role), notice_id=uncertain.pk)
    assert (notice.state, notice.tries) == (NoticeState.WAITING, 0)
    deliver_notice(notice_id=notice.pk)
    notice.refresh_from_db()
    assert notice.state == NoticeState.SENT
    assert list(notice.attempts.values_list("number", "outcome")) == [(1, "uncertain"), (2, "sent")]
    first, second = mail.texts
    assert first == second


def test_it_is_audited_without_the_address(staff: Staff, uncertain: Notice) -> None:
    send_again(actor=staff.acts(Role.CLERK), notice_id=uncertain.pk)
    entry = AuditEntry.objects.get(action="notices.send_again")
    assert (entry.object_kind, entry.object_id) == ("notice", str(uncertain.pk))
    assert (entry.organ_id, entry.actor_id) == (staff.organ.pk, staff.clerk.pk)
    assert entry.details["state"] == "uncertain"
    assert entry.details["message_id"] == uncertain.message_id
    assert "@example.cn" not in entry.canonical


def test_a_new_round_has_two_days_of_its_own(
    mail: Scripted, staff: Staff, fixed_moment: time_machine.Traveller
) -> None:
    mail.answers["RCPT"] = "451 later"
    notice = a_notice(staff.organ)
    while notice.state != NoticeState.GIVEN_UP:
        deliver_notice(notice_id=notice.pk)
        notice.refresh_from_db()
        fixed_moment.move_to(notice.next_try_at or time.now() + timedelta(days=1))
    given_up_after = notice.tries
    send_again(actor=staff.acts(Role.CLERK), notice_id=notice.pk)
    deliver_notice(notice_id=notice.pk)
    notice.refresh_from_db()
    assert (notice.state, notice.tries) == (NoticeState.WAITING, 1)
    assert notice.attempts.count() == given_up_after + 1
    assert notice.next_try_at is not None
    assert notice.next_try_at - time.now() <= timedelta(minutes=1)


def test_what_the_server_refused_may_be_sent_again(mail: Scripted, staff: Staff) -> None:
    mail.answers["RCPT"] = "550 mailbox full for ever"
    notice = a_notice(staff.organ)
    deliver_notice(notice_id=notice.pk)
    mail.answers["RCPT"] = "250 ok"
    send_again(actor=staff.acts(Role.CLERK), notice_id=notice.pk)
    deliver_notice(notice_id=notice.pk)
    notice.refresh_from_db()
    assert (notice.state, notice.refused_why) == (NoticeState.SENT, "")


def test_what_was_not_sent_for_want_of_a_server_may_be_sent_once_there_is_one(
    staff: Staff, mail: Scripted, settings: Settings
) -> None:
    settings.SMTP_HOST = ""
    notice = a_notice(staff.organ)
    with pytest.raises(NoMailServer):
        send_again(actor=staff.acts(Role.CLERK), notice_id=notice.pk)
    settings.SMTP_HOST = "127.0.0.1"
    send_again(actor=staff.acts(Role.CLERK), notice_id=notice.pk)
    deliver_notice(notice_id=notice.pk)
    assert len(mail.texts) == 1


@pytest.mark.parametrize("address", ["", "wang"])
def test_no_address_gets_nothing_again_but_may_be_settled(
    mail: Scripted, staff: Staff, address: str
) -> None:
    notice = a_notice(staff.organ, to_address=address)
    clerk = staff.acts(Role.CLERK)
    with pytest.raises(AddressCannotReceive):
        send_again(actor=clerk, notice_id=notice.pk)
    settle(clerk, notice.pk)
    notice.refresh_from_db()
    assert notice.settled_by == staff.clerk


@DEEDS
def test_nobody_acts_on_what_goes_on_by_itself_or_was_sent(
    mail: Scripted, staff: Staff, deed: Deed
) -> None:
    clerk = staff.acts(Role.CLERK)
    notice = a_notice(staff.organ)
    with pytest.raises(StillUnderWay):
        deed(clerk, notice.pk)
    deliver_notice(notice_id=notice.pk)
    with pytest.raises(AlreadySent):
        deed(clerk, notice.pk)
    assert len(mail.texts) == 1


@DEEDS
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CLERK, Role.PERSON_IN_CHARGE}))
def test_no_other_role_may(staff: Staff, uncertain: Notice, deed: Deed, role: Role) -> None:
    person = someone(role, staff.organ)
    with pytest.raises(NotAllowed):
        deed(acting(person, role, staff.organ), uncertain.pk)


@DEEDS
def test_neither_another_organ_nor_the_system_may(uncertain: Notice, deed: Deed) -> None:
    elsewhere = an_organ()
    outsider = acting(someone(Role.CLERK, elsewhere), Role.CLERK, elsewhere)
    for actor in (outsider, SYSTEM):
        with pytest.raises(NotAllowed):
            deed(actor, uncertain.pk)
    uncertain.refresh_from_db()
    assert uncertain.state == NoticeState.UNCERTAIN
    assert ProcrastinateJob.objects.count() == 1


@DEEDS
def test_a_notice_that_is_not_there(staff: Staff, uncertain: Notice, deed: Deed) -> None:
    with pytest.raises(NotFound):
        deed(staff.acts(Role.CLERK), uncertain.pk + 1)


def test_settling_keeps_who_when_and_how_and_the_trail_not_the_how(
    staff: Staff, uncertain: Notice
) -> None:
    settle_notice(actor=staff.acts(Role.CLERK), notice_id=uncertain.pk, how=f"  写信给\n{ADDRESS} ")
    uncertain.refresh_from_db()
    assert uncertain.settled_how == f"写信给 {ADDRESS}"
    assert uncertain.settled_by == staff.clerk
    assert uncertain.settled_at is not None
    assert abs(time.now() - uncertain.settled_at) < timedelta(minutes=1)
    entry = AuditEntry.objects.get(action="notices.settle")
    assert ADDRESS not in entry.canonical
    with pytest.raises(AlreadySettled):
        settle(staff.acts(Role.CLERK), uncertain.pk)


def test_sending_again_takes_the_settlement_back(staff: Staff, uncertain: Notice) -> None:
    settle(staff.acts(Role.CLERK), uncertain.pk)
    send_again(actor=staff.acts(Role.CLERK), notice_id=uncertain.pk)
    uncertain.refresh_from_db()
    assert (uncertain.settled_at, uncertain.settled_by, uncertain.settled_how) == (None, None, "")


def test_a_settlement_says_how_in_a_line_that_fits(staff: Staff, uncertain: Notice) -> None:
    clerk = staff.acts(Role.CLERK)
    with pytest.raises(HowNeeded):
        settle_notice(actor=clerk, notice_id=uncertain.pk, how=" \n")
    with pytest.raises(HowTooLong):
        settle_notice(actor=clerk, notice_id=uncertain.pk, how="电" * 201)
