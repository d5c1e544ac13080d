"""A worker is killed while it speaks with the mail server: nothing is lost, nothing sent twice."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.factories.mail import PATIENCE, Act, Scripted, a_notice
from tests.factories.organs import a_staffed_organ, an_organ

from gongkai.kernel import time
from gongkai.kernel.types import Role
from gongkai.notices.models import Notice, NoticeState, Outcome, Stage, Trouble
from gongkai.notices.operations import Swept, deliver_notice, send_again, sweep_notices
from gongkai.notices.operations.queueing import DELIVER
from gongkai.notices.rules.retries import DEAD_AFTER

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def empty_queue() -> Iterator[None]:
    yield
    # Their tables belong to no model of ours, so Django does not empty them.
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


@contextmanager
def another_process(mail: Scripted, *what: str) -> Iterator["subprocess.Popen[str]"]:
    """Start a process that works on the database of this test; kill it at the end of the block."""
    database = str(connection.settings_dict["NAME"])
    environment = os.environ | {
        "GONGKAI_SMTP_HOST": "127.0.0.1",
        "GONGKAI_SMTP_PORT": str(mail.port),
        "GONGKAI_SMTP_SECURITY": "none",
        "GONGKAI_MAIL_FROM": "noreply@yunmeng.example",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.modules.notices.worker", database, *what],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGKILL)


def killed_at(mail: Scripted, step: str) -> Notice:
    """Send a notice in another process and kill it with -9 where the server hangs."""
    notice = a_notice(an_organ())
    mail.answers[step] = Act.HANG
    with another_process(mail, "attempt", str(notice.pk), time.now().isoformat()) as process:
        assert mail.hangs.wait(PATIENCE), process.communicate(timeout=PATIENCE)
    assert process.returncode == -signal.SIGKILL
    mail.let_go.set()
    mail.answers[step] = "250 taken" if step == "TEXT" else "250 ok"
    notice.refresh_from_db()
    assert notice.state == NoticeState.SENDING
    return notice


def test_killed_after_the_text_it_is_uncertain_and_only_a_person_sends_it_again(
    mail: Scripted, fixed_moment: time_machine.Traveller
) -> None:
    notice = killed_at(mail, "TEXT")
    assert notice.attempts.get().stage == Stage.DATA_SENT
    assert sweep_notices() == Swept(ended=0, queued=0), "it may still be alive"
    fixed_moment.shift(DEAD_AFTER)
    assert sweep_notices() == Swept(ended=1, queued=0)
    notice.refresh_from_db()
    attempt = notice.attempts.get()
    assert notice.state == NoticeState.UNCERTAIN
    assert (attempt.outcome, attempt.trouble) == (Outcome.UNCERTAIN, Trouble.WORKER_GONE)

    fixed_moment.shift(timedelta(days=3))
    assert sweep_notices() == Swept(ended=0, queued=0)
    deliver_notice(notice_id=notice.pk)
    assert len(mail.texts) == 1, "nobody asked for a second one"

    clerk = a_staffed_organ(notice.organ).acts(Role.CLERK)
    send_again(actor=clerk, notice_id=notice.pk)
    deliver_notice(notice_id=notice.pk)
    notice.refresh_from_db()
    assert notice.state == NoticeState.SENT
    first, second = mail.mails()
    assert first["Message-ID"] == second["Message-ID"] == notice.message_id


@pytest.mark.parametrize(
    ("step", "stage"), [("GREETING", Stage.CONNECTING), ("RCPT", Stage.BEFORE_DATA)]
)
def test_killed_before_the_text_it_is_tried_again(
    mail: Scripted, fixed_moment: time_machine.Traveller, step: str, stage: Stage
) -> None:
    greeting = mail.answers["GREETING"]
    notice = killed_at(mail, step)
    mail.answers["GREETING"] = greeting
    assert notice.attempts.get().stage == stage
    fixed_moment.shift(DEAD_AFTER)
    assert sweep_notices() == Swept(ended=1, queued=0)
    notice.refresh_from_db()
    assert notice.state == NoticeState.WAITING
    assert notice.attempts.get().outcome == Outcome.INTERRUPTED
    assert notice.next_try_at is not None
    fixed_moment.move_to(notice.next_try_at)
    deliver_notice(notice_id=notice.pk)
    notice.refresh_from_db()
    assert notice.state == NoticeState.SENT
    assert len(mail.texts) == 1


def test_a_job_that_is_given_back_to_the_queue_does_not_send_a_second_mail(
    mail: Scripted,
) -> None:
    """The kernel gives a dead worker's job back after half a minute, long before the sweeper."""
    notice = killed_at(mail, "TEXT")
    deliver_notice(notice_id=notice.pk)
    notice.refresh_from_db()
    assert notice.state == NoticeState.SENDING
    assert len(mail.texts) == 1


def test_a_waiting_notice_without_a_job_is_queued_anew(
    mail: Scripted, fixed_moment: time_machine.Traveller
) -> None:
    notice = a_notice(an_organ())
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    fixed_moment.shift(timedelta(minutes=9))
    assert sweep_notices() == Swept(ended=0, queued=0)
    fixed_moment.shift(timedelta(minutes=2))
    assert sweep_notices() == Swept(ended=0, queued=1)
    assert sweep_notices() == Swept(ended=0, queued=0), "it is given time"
    job = ProcrastinateJob.objects.get(task_name=DELIVER)
    assert (job.args, job.scheduled_at) == ({"notice_id": notice.pk}, None)


def test_the_job_worker_sends_what_waits(mail: Scripted) -> None:
    organ = an_organ()
    notices = [a_notice(organ, subject_id=number) for number in range(5)]
    with another_process(mail, "queue") as process:
        said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, said
    received = {one["Message-ID"] for one in mail.mails()}
    assert received == {notice.message_id for notice in notices}
    assert set(Notice.objects.values_list("state", flat=True)) == {NoticeState.SENT}
    assert set(ProcrastinateJob.objects.values_list("status", flat=True)) == {"succeeded"}
