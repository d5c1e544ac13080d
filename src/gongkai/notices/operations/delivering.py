"""Hand a notice to the mail server: one attempt, written down before, while and after.

No transaction is open while the server is spoken with. Each step is committed before the next
begins, so that whoever finds an attempt without an end knows how far it came.
"""

from collections.abc import Callable
from functools import partial

from django.db import transaction

from gongkai.kernel import time
from gongkai.kernel.embedded.logs import logger
from gongkai.notices.composing import Mail, envelope_for
from gongkai.notices.conversation import Ending, hand_over
from gongkai.notices.mailserver import MailServer, mail_server
from gongkai.notices.models import Notice, NoticeAttempt, NoticeState, RefusedWhy
from gongkai.notices.operations.queueing import wait_until
from gongkai.notices.rules.retries import EARLY, next_try
from gongkai.notices.rules.vocabulary import Outcome, Stage, Trouble

_log = logger("gongkai.notices")


class AttemptIsOver(RuntimeError):
    """The sweeper ended the attempt: its worker had been silent for too long to be believed."""


def deliver_notice(*, notice_id: int) -> None:
    """Try once to send a notice that is due; do nothing with any other.

    May run twice for one notice, at the same time too: a notice has one open attempt at most.
    """
    server = mail_server()
    attempt = _begin(notice_id, is_off=server is None)
    if attempt is None or server is None:
        return
    try:
        ending = _speak(server, attempt)
    except AttemptIsOver:
        _log.warning("notice_attempt_overtaken", notice=notice_id, attempt=attempt.number)
        return
    end_attempt(attempt_id=attempt.pk, ending=lambda _stage: ending)


def _begin(notice_id: int, *, is_off: bool) -> NoticeAttempt | None:
    with transaction.atomic(durable=True):
        notice = locked_notice(notice_id)
        now = time.now()
        if notice is None or notice.next_try_at is None or notice.next_try_at > now + EARLY:
            return None
        notice.next_try_at = None
        if is_off:
            notice.state = NoticeState.OFF
            notice.save()
            return None
        notice.state = NoticeState.SENDING
        notice.tries += 1
        notice.save()
        number = notice.attempts.count() + 1
        return notice.attempts.create(number=number, started_at=now)


def locked_notice(notice_id: int) -> Notice | None:
    """Return the notice with its row locked, None where there is none."""
    return Notice.objects.select_for_update(no_key=True).filter(pk=notice_id).first()


def _speak(server: MailServer, attempt: NoticeAttempt) -> Ending:
    notice = attempt.notice
    mail = Mail(
        message_id=notice.message_id,
        to_address=notice.to_address,
        language=notice.language,
        subject=notice.subject,
        body=notice.body,
        written_at=notice.created_at,
    )
    return hand_over(server, envelope_for(mail, server), reached=partial(_reached, attempt.pk))


def _reached(attempt_id: int, stage: Stage) -> None:
    # One statement, committed at once. It finds no row where the sweeper was quicker, and then a
    # worker that was thought dead must not send what somebody else is about to send again.
    rows = NoticeAttempt.objects.filter(pk=attempt_id, ended_at__isnull=True)
    if not rows.update(stage=stage.value):
        raise AttemptIsOver


def end_attempt(*, attempt_id: int, ending: Callable[[Stage], Ending]) -> None:
    """Write down how an attempt ended and what becomes of its notice.

    `ending` is asked under the lock, with the stage that the attempt reached. An attempt that has
    ended already keeps its end.
    """
    with transaction.atomic(durable=True):
        rows = NoticeAttempt.objects.select_for_update(no_key=True).select_related("notice")
        attempt = rows.get(pk=attempt_id)
        if attempt.ended_at is not None:
            _log.warning("notice_answer_came_late", notice=attempt.notice_id)
            return
        found = ending(Stage(attempt.stage))
        _write_end(attempt, found)
        _move_on(attempt.notice, found)
    _log.info(
        "notice_attempt_ended",
        notice=attempt.notice_id,
        attempt=attempt.number,
        outcome=found.outcome.value,
        trouble=found.said.trouble.value,
        answer=found.said.code,
    )


def _write_end(attempt: NoticeAttempt, ending: Ending) -> None:
    attempt.ended_at = time.now()
    attempt.outcome = ending.outcome.value
    attempt.trouble = ending.said.trouble.value
    attempt.answer_code = ending.said.code
    attempt.answer_text = ending.said.text
    attempt.save()


def _move_on(notice: Notice, ending: Ending) -> None:
    match ending.outcome:
        case Outcome.SENT:
            notice.state, notice.sent_at = NoticeState.SENT, time.now()
        case Outcome.REFUSED:
            notice.state, notice.refused_why = NoticeState.REFUSED, _why(ending)
        case Outcome.UNCERTAIN:
            notice.state = NoticeState.UNCERTAIN
        case Outcome.FAILED | Outcome.INTERRUPTED:
            _try_later(notice)
            return
    notice.save()


def _why(ending: Ending) -> RefusedWhy:
    not_taken = ending.said.trouble is Trouble.LETTERS_NOT_TAKEN
    return RefusedWhy.LETTERS_NOT_TAKEN if not_taken else RefusedWhy.BY_SERVER


def _try_later(notice: Notice) -> None:
    at = next_try(queued_at=notice.queued_at, tries=notice.tries, now=time.now())
    if at is not None:
        wait_until(notice, at, later=True)
        return
    notice.state = NoticeState.GIVEN_UP
    notice.save()
