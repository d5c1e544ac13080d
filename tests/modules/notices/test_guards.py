"""The database refuses what no operation would write."""

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from tests.factories.mail import Scripted, a_notice
from tests.factories.organs import a_person, an_organ

from gongkai.kernel import time
from gongkai.notices.models import Notice, NoticeAttempt, NoticeState, Outcome, Stage
from gongkai.notices.operations import deliver_notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(mail: Scripted) -> Notice:
    notice = a_notice(an_organ())
    deliver_notice(notice_id=notice.pk)
    return notice


@pytest.mark.parametrize(
    "changed",
    [
        {"to_address": "li@example.cn"},
        {"subject": "别的"},
        {"body": "别的"},
        {"message_id": "<other@yunmeng.example>"},
        {"once_key": "other"},
        {"subject_id": 2},
    ],
)
def test_the_text_and_its_message_id_never_change(sent: Notice, changed: dict[str, Any]) -> None:
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Notice.objects.filter(pk=sent.pk).update(**changed)


@pytest.mark.parametrize(
    "changed",
    [
        {"state": NoticeState.WAITING, "sent_at": None},
        {"state": NoticeState.SENT, "sent_at": None},
        {"state": NoticeState.REFUSED, "sent_at": None},
        {"state": NoticeState.UNCERTAIN},
        {"refused_why": "by_server"},
        {"settled_how": "电话告知"},
    ],
)
def test_states_and_their_moments_agree(sent: Notice, changed: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.filter(pk=sent.pk).update(**changed)


def test_nobody_settles_what_was_sent(sent: Notice) -> None:
    settled = {"settled_at": time.now(), "settled_by": a_person(), "settled_how": "电话告知"}
    with pytest.raises(IntegrityError, match="settled"), transaction.atomic():
        Notice.objects.filter(pk=sent.pk).update(**settled)


@pytest.mark.parametrize(
    "forged",
    [
        {"subject": "1\r\nBcc: li@example.cn"},
        {"to_address": "wang@example.cn\nBcc: li@example.cn"},
        {"message_id": "<a@b>\r\nBcc: li@example.cn"},
        {"message_id": "no brackets"},
        {"to_address": ""},
    ],
)
def test_no_header_holds_a_line_break_and_no_waiting_notice_lacks_an_address(
    sent: Notice, forged: dict[str, str]
) -> None:
    sent.refresh_from_db()
    sent.pk, sent.once_key, sent.message_id = None, "forged", "<forged@yunmeng.example>"
    for name, value in forged.items():
        setattr(sent, name, value)
    with pytest.raises(IntegrityError, match="notice_"), transaction.atomic():
        sent.save(force_insert=True)


@pytest.mark.parametrize("model", [NoticeAttempt, Notice])
def test_nothing_is_deleted(sent: Notice, model: type[Notice | NoticeAttempt]) -> None:
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        model._default_manager.all()._raw_delete(using="default")


@pytest.mark.parametrize("changed", [{"outcome": Outcome.FAILED}, {"answer_text": "别的"}])
def test_an_attempt_that_has_ended_never_changes(sent: Notice, changed: dict[str, str]) -> None:
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        sent.attempts.update(**changed)


@pytest.mark.parametrize(
    "changed",
    [
        {"stage": Stage.CONNECTING},
        {"stage": Stage.DATA_SENT, "started_at": None},
        {"number": 7},
        {"outcome": Outcome.FAILED},
        {"ended_at": "2026-03-16T10:00:00+08:00"},
        {"outcome": Outcome.SENT, "ended_at": "2026-03-16T10:00:00+08:00"},
    ],
)
def test_an_open_attempt_only_moves_on(sent: Notice, changed: dict[str, Any]) -> None:
    attempt = sent.attempts.create(number=2, started_at=time.now(), stage=Stage.BEFORE_DATA)
    with pytest.raises(DatabaseError), transaction.atomic():
        NoticeAttempt.objects.filter(pk=attempt.pk).update(**changed)


def test_a_stage_is_not_left_out(sent: Notice) -> None:
    attempt = sent.attempts.create(number=2, started_at=time.now())
    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        NoticeAttempt.objects.filter(pk=attempt.pk).update(stage=Stage.DATA_SENT)


def test_a_notice_has_one_open_attempt_at_most(sent: Notice) -> None:
    sent.attempts.create(number=2, started_at=time.now())
    with pytest.raises(IntegrityError, match="one_open_attempt"), transaction.atomic():
        sent.attempts.create(number=3, started_at=time.now())
