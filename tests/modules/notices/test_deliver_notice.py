"""`deliver_notice`: one attempt against a real server, and what is made of how it ends."""

from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
import time_machine
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings
from tests.factories.mail import ADDRESS, NUMBER, Act, Scripted, a_notice, certified, use
from tests.factories.organs import an_organ

from gongkai.kernel import time
from gongkai.notices import conversation
from gongkai.notices.models import Notice, NoticeAttempt, NoticeState, Outcome, Stage, Trouble
from gongkai.notices.operations import deliver_notice, delivering
from gongkai.notices.operations.queueing import DELIVER
from gongkai.notices.rules.retries import GIVE_UP_AFTER

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice(mail: Scripted) -> Notice:
    return a_notice(an_organ())


def delivered(notice: Notice) -> tuple[Notice, NoticeAttempt]:
    """Try once; return the notice and its last attempt."""
    deliver_notice(notice_id=notice.pk)
    notice.refresh_from_db()
    attempt = notice.attempts.order_by("-number").first()
    assert attempt is not None
    return notice, attempt


def test_a_server_that_says_yes_has_it(mail: Scripted, notice: Notice) -> None:
    sent, attempt = delivered(notice)
    assert sent.state == NoticeState.SENT
    assert sent.sent_at is not None
    assert (attempt.number, attempt.stage) == (1, Stage.DATA_SENT)
    assert (attempt.outcome, attempt.trouble) == (Outcome.SENT, Trouble.NONE)
    assert (attempt.answer_code, attempt.answer_text) == (250, "2.0.0 taken")
    assert mail.verbs() == ["EHLO", "MAIL", "RCPT", "DATA", "QUIT"]
    assert mail.lines[0] == "ehlo [127.0.0.1]"
    assert mail.lines[1] == "mail FROM:<noreply@yunmeng.example>"
    assert mail.lines[2] == f"rcpt TO:<{ADDRESS}>"


def test_the_mail_is_what_was_written_down(mail: Scripted, notice: Notice) -> None:
    delivered(notice)
    [received] = mail.mails()
    assert isinstance(received, EmailMessage)
    assert received["From"] == "政务公开 <noreply@yunmeng.example>"
    assert received["To"] == ADDRESS
    assert received["Subject"] == notice.subject
    assert received["Message-ID"] == notice.message_id
    assert received["Date"].datetime == notice.created_at.replace(microsecond=0)
    assert received["Auto-Submitted"] == "auto-generated"
    assert received["Content-Language"] == "zh-hans"
    assert received.get_content_type() == "text/plain"
    assert received.get_content().replace("\r\n", "\n") == notice.body
    assert mail.texts[0].isascii()


def test_it_is_sent_once_however_often_its_job_runs(mail: Scripted, notice: Notice) -> None:
    for _ in range(3):
        deliver_notice(notice_id=notice.pk)
    assert len(mail.texts) == 1
    assert notice.attempts.count() == 1


def test_a_notice_with_an_open_attempt_is_left_alone(mail: Scripted, notice: Notice) -> None:
    Notice.objects.update(state=NoticeState.SENDING, next_try_at=None)
    notice.attempts.create(number=1, started_at=time.now())
    deliver_notice(notice_id=notice.pk)
    assert mail.lines == []
    assert notice.attempts.get().ended_at is None


def test_a_notice_that_is_not_due_and_one_that_is_not_there_are_left_alone(
    mail: Scripted, notice: Notice
) -> None:
    Notice.objects.update(next_try_at=time.now() + timedelta(minutes=1))
    deliver_notice(notice_id=notice.pk)
    deliver_notice(notice_id=notice.pk + 1)
    assert mail.lines == []
    assert not NoticeAttempt.objects.exists()


@pytest.mark.parametrize(
    ("step", "answer", "trouble"),
    [
        ("GREETING", "554 no service", Trouble.ANSWER),
        ("GREETING", "421 too busy", Trouble.ANSWER),
        ("MAIL", "450 later", Trouble.SENDER),
        ("MAIL", "553 not you", Trouble.SENDER),
        ("RCPT", "450 mailbox busy", Trouble.ANSWER),
        ("RCPT", "451 greylisted, come again", Trouble.ANSWER),
        ("DATA", "421 closing", Trouble.ANSWER),
        ("TEXT", "451 local error", Trouble.ANSWER),
        ("GREETING", Act.DROP, Trouble.DROPPED),
        ("EHLO", Act.DROP, Trouble.DROPPED),
        ("RCPT", Act.DROP, Trouble.DROPPED),
        ("DATA", Act.DROP, Trouble.DROPPED),
    ],
)
def test_what_was_surely_not_taken_is_tried_again(
    mail: Scripted, notice: Notice, step: str, answer: str | Act, trouble: Trouble
) -> None:
    mail.answers[step] = answer
    waiting, attempt = delivered(notice)
    assert (attempt.outcome, attempt.trouble) == (Outcome.FAILED, trouble)
    assert waiting.state == NoticeState.WAITING
    assert waiting.next_try_at is not None
    assert timedelta(seconds=55) < waiting.next_try_at - time.now() <= timedelta(minutes=1)
    job = ProcrastinateJob.objects.filter(task_name=DELIVER).order_by("-pk").first()
    assert job is not None
    assert (job.args, job.scheduled_at) == ({"notice_id": notice.pk}, waiting.next_try_at)


@pytest.mark.parametrize(
    ("step", "answer", "code"),
    [
        ("RCPT", "550 5.1.1 no such user", 550),
        ("DATA", "554 no valid recipients", 554),
        ("TEXT", "550 5.7.1 looks like spam", 550),
    ],
)
def test_a_no_for_good_is_not_tried_again(
    mail: Scripted, notice: Notice, step: str, answer: str, code: int
) -> None:
    mail.answers[step] = answer
    refused, attempt = delivered(notice)
    assert (refused.state, refused.refused_why) == (NoticeState.REFUSED, "by_server")
    assert (attempt.outcome, attempt.answer_code) == (Outcome.REFUSED, code)
    assert ProcrastinateJob.objects.count() == 1


@pytest.mark.parametrize("answer", [Act.DROP, "999 what?", "hello"])
def test_a_break_after_the_text_is_uncertain_and_is_not_repeated(
    mail: Scripted, notice: Notice, answer: str | Act
) -> None:
    mail.answers["TEXT"] = answer
    uncertain, attempt = delivered(notice)
    assert uncertain.state == NoticeState.UNCERTAIN
    assert (attempt.outcome, attempt.stage) == (Outcome.UNCERTAIN, Stage.DATA_SENT)
    assert ProcrastinateJob.objects.count() == 1
    deliver_notice(notice_id=notice.pk)
    assert len(mail.texts) == 1


@pytest.mark.parametrize(
    ("step", "outcome"),
    [
        ("GREETING", Outcome.FAILED),
        ("RCPT", Outcome.FAILED),
        ("DATA", Outcome.FAILED),
        ("TEXT", Outcome.UNCERTAIN),
    ],
)
def test_a_server_that_hangs_is_given_up_after_a_while(
    mail: Scripted,
    notice: Notice,
    step: str,
    outcome: Outcome,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(conversation, "ANSWER_SECONDS", 0.3)
    monkeypatch.setattr(conversation, "TAKING_SECONDS", 0.3)
    mail.answers[step] = Act.HANG
    _, attempt = delivered(notice)
    assert (attempt.outcome, attempt.trouble) == (outcome, Trouble.TIMED_OUT)


def test_a_hanging_farewell_does_not_matter(
    mail: Scripted, notice: Notice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "QUIT_SECONDS", 0.3)
    mail.answers["QUIT"] = Act.HANG
    assert delivered(notice)[0].state == NoticeState.SENT


def test_all_that_a_conversation_waits_for_is_less_than_what_makes_it_dead() -> None:
    # Greeting, EHLO twice, STARTTLS, AUTH thrice, MAIL, RCPT, DATA; connecting over IPv6 and IPv4.
    waits = 12 * conversation.ANSWER_SECONDS + conversation.TAKING_SECONDS
    assert timedelta(seconds=waits + conversation.QUIT_SECONDS) < timedelta(minutes=10)


def test_a_server_that_is_not_there_is_tried_again(
    mail: Scripted, notice: Notice, settings: Settings
) -> None:
    settings.SMTP_PORT = 1
    waiting, attempt = delivered(notice)
    assert (attempt.stage, attempt.trouble) == (Stage.CONNECTING, Trouble.UNREACHABLE)
    assert waiting.state == NoticeState.WAITING


def test_a_host_that_is_no_name_is_tried_again(
    mail: Scripted, notice: Notice, settings: Settings
) -> None:
    settings.SMTP_HOST = "mail..example"
    assert delivered(notice)[1].trouble == Trouble.UNREACHABLE


def test_it_is_given_up_after_two_days(
    mail: Scripted, notice: Notice, fixed_moment: time_machine.Traveller
) -> None:
    mail.answers["RCPT"] = "451 later"
    begun, waits = time.now(), []
    while (tried := delivered(notice)[0]).next_try_at is not None:
        waits.append(round((tried.next_try_at - time.now()).total_seconds() / 60))
        fixed_moment.move_to(tried.next_try_at)
    assert waits == [1, 5, 15, 60, *[240] * (len(waits) - 4)]
    assert tried.state == NoticeState.GIVEN_UP
    assert GIVE_UP_AFTER - timedelta(hours=4) < time.now() - begun < GIVE_UP_AFTER
    assert tried.tries == tried.attempts.count() == len(waits) + 1


def test_every_try_carries_the_same_message_id_and_text(
    mail: Scripted, notice: Notice, fixed_moment: time_machine.Traveller
) -> None:
    mail.answers["TEXT"] = "451 later"
    delivered(notice)
    mail.answers["TEXT"] = "250 taken"
    fixed_moment.shift(timedelta(minutes=1))
    assert delivered(notice)[0].state == NoticeState.SENT
    first, second = mail.texts
    assert first == second


def test_a_server_that_is_taken_away_leaves_it_not_sent(
    mail: Scripted, notice: Notice, settings: Settings
) -> None:
    settings.SMTP_HOST = ""
    deliver_notice(notice_id=notice.pk)
    notice.refresh_from_db()
    assert (notice.state, notice.next_try_at) == (NoticeState.OFF, None)
    assert not notice.attempts.exists()


def test_letters_before_the_at_need_a_server_that_takes_them(mail: Scripted) -> None:
    organ = an_organ()
    refused, attempt = delivered(a_notice(organ, to_address="王芳@例子.example"))
    assert (refused.state, refused.refused_why) == (NoticeState.REFUSED, "letters_not_taken")
    assert attempt.trouble == Trouble.LETTERS_NOT_TAKEN
    mail.offer("SMTPUTF8", "8BITMIME")
    sent, _ = delivered(a_notice(organ, to_address="王芳@例子.example", once_key="again"))
    assert sent.state == NoticeState.SENT
    assert "mail FROM:<noreply@yunmeng.example> SMTPUTF8 BODY=8BITMIME" in mail.lines
    assert "rcpt TO:<王芳@xn--fsqu00a.example>" in mail.lines
    assert "To: 王芳@xn--fsqu00a.example".encode() in mail.texts[0]


class TestEncryption:
    """The connection is encrypted as the settings say, or nothing is sent."""

    @pytest.fixture
    def trust(self, mail: Scripted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """Give the server a certificate and let this process trust it."""
        mail.context, trusted = certified(tmp_path)
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        return trusted

    def test_starttls(
        self, mail: Scripted, notice: Notice, trust: Path, settings: Settings
    ) -> None:
        use(settings, mail, security="starttls")
        mail.offer("STARTTLS")
        assert delivered(notice)[0].state == NoticeState.SENT
        assert mail.encrypted == [True]

    def test_tls_from_the_start(
        self, mail: Scripted, notice: Notice, trust: Path, settings: Settings
    ) -> None:
        use(settings, mail, security="tls")
        mail.tls_at_once = True
        assert delivered(notice)[0].state == NoticeState.SENT
        assert mail.encrypted == [True]

    @pytest.mark.parametrize("security", ["starttls", "tls"])
    def test_a_stranger_is_not_trusted(
        self,
        mail: Scripted,
        notice: Notice,
        trust: Path,
        settings: Settings,
        monkeypatch: pytest.MonkeyPatch,
        security: str,
    ) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(trust.with_name("nobody.pem")))
        use(settings, mail, security=security)
        mail.tls_at_once = security == "tls"
        mail.offer("STARTTLS")
        waiting, attempt = delivered(notice)
        assert (attempt.outcome, attempt.trouble) == (Outcome.FAILED, Trouble.NOT_ENCRYPTED)
        assert waiting.state == NoticeState.WAITING

    def test_no_offer_is_no_reason_to_go_on_without(
        self, mail: Scripted, notice: Notice, settings: Settings
    ) -> None:
        use(settings, mail, security="starttls")
        assert delivered(notice)[1].trouble == Trouble.NOT_ENCRYPTED
        assert mail.verbs() == ["EHLO"]

    def test_log_in_comes_after_encryption(
        self, mail: Scripted, notice: Notice, trust: Path, settings: Settings
    ) -> None:
        use(settings, mail, security="starttls")
        settings.SMTP_USER, settings.SMTP_PASSWORD = "notices", "s3cret-of-the-post"
        mail.offer("STARTTLS", "AUTH PLAIN")
        assert delivered(notice)[0].state == NoticeState.SENT
        assert mail.logged_in == [("notices", "s3cret-of-the-post")]
        assert mail.verbs().index("STARTTLS") < mail.verbs().index("AUTH")

    @pytest.mark.parametrize("offered", [["STARTTLS", "AUTH PLAIN"], ["STARTTLS"]])
    def test_a_log_in_that_fails_is_tried_again(
        self,
        mail: Scripted,
        notice: Notice,
        trust: Path,
        settings: Settings,
        offered: list[str],
    ) -> None:
        use(settings, mail, security="starttls")
        settings.SMTP_USER, settings.SMTP_PASSWORD = "notices", "wrong"
        mail.offer(*offered)
        mail.answers["AUTH"] = "535 5.7.8 wrong password"
        waiting, attempt = delivered(notice)
        assert (attempt.outcome, attempt.trouble) == (Outcome.FAILED, Trouble.LOG_IN)
        assert waiting.state == NoticeState.WAITING


@pytest.mark.parametrize("step", ["RCPT", "TEXT", "AUTH"])
def test_neither_logs_nor_attempts_hold_address_or_password(
    mail: Scripted,
    notice: Notice,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    step: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mail.context, trusted = certified(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    use(settings, mail, security="starttls")
    settings.SMTP_USER, settings.SMTP_PASSWORD = "notices@yunmeng.example", "s3cret"
    mail.offer("STARTTLS", "AUTH PLAIN")
    mail.answers[step] = f"550 <{ADDRESS}> wang.fang, notices@yunmeng.example s3cret?"
    caplog.set_level("DEBUG")
    _, attempt = delivered(notice)
    assert str(notice.pk) in caplog.text
    for told in (ADDRESS, "wang.fang", "notices@yunmeng.example", NUMBER, "s3cret?"):
        assert told not in caplog.text
    for told in (ADDRESS, "wang.fang", "notices@yunmeng.example"):
        assert told not in attempt.answer_text


@pytest.mark.parametrize("stage", [Stage.BEFORE_DATA, Stage.DATA_SENT])
def test_a_worker_that_was_declared_dead_sends_nothing_more(
    mail: Scripted, notice: Notice, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached = delivering._reached

    def overtaken(attempt_id: int, following: Stage) -> None:
        if following == stage:
            NoticeAttempt.objects.update(ended_at=time.now(), outcome=Outcome.INTERRUPTED)
        reached(attempt_id, following)

    monkeypatch.setattr(delivering, "_reached", overtaken)
    _, attempt = delivered(notice)
    assert attempt.outcome == Outcome.INTERRUPTED
    assert mail.texts == []
