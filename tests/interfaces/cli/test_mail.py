"""`gongkai mail test`, and what the doctor says about mail."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from click.testing import CliRunner, Result
from pytest_django import Settings
from tests.factories.mail import ADDRESS, Act, Scripted, a_mail_server, a_notice, use
from tests.factories.organs import an_organ

from gongkai.interfaces.cli import mail as command
from gongkai.interfaces.cli.checks import Finding, State
from gongkai.interfaces.cli.mail_checks import of_the_mail
from gongkai.kernel.refusals import Refusal
from gongkai.notices.operations import deliver_notice


@pytest.fixture
def mail(settings: Settings) -> Iterator[Scripted]:
    """Run a mail server that takes everything, and let the settings name it."""
    with a_mail_server() as script:
        use(settings, script)
        yield script


@pytest.fixture(autouse=True)
def django_is_set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "set_up_django", lambda: None)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command.mail, ["test", ADDRESS, *arguments])


def test_a_mail_that_is_taken(mail: Scripted) -> None:
    answer = run()
    assert (answer.exit_code, answer.stdout) == (
        0,
        "Taken over by the mail server: 250 2.0.0 taken\n",
    )
    assert len(mail.texts) == 1


def test_a_mail_that_is_refused_ends_with_code_2(mail: Scripted) -> None:
    mail.answers["RCPT"] = "550 5.1.1 no such user"
    answer = run()
    assert answer.exit_code == 2
    assert "The mail server did not take the mail. 550 5.1.1 no such user" in answer.stdout


def test_programs_read_an_object(mail: Scripted) -> None:
    mail.answers["TEXT"] = Act.DROP
    answer = run("--json")
    assert answer.exit_code == 2
    assert json.loads(answer.stdout) == {
        "outcome": "uncertain",
        "trouble": "dropped",
        "code": None,
        "answer": "",
    }


def test_without_a_server_it_says_so() -> None:
    answer = run()
    assert isinstance(answer.exception, Refusal)
    assert "GONGKAI_SMTP_HOST" in str(answer.exception)


def findings() -> dict[str, Finding]:
    return {finding.name: finding for finding in of_the_mail()}


@pytest.mark.django_db
def test_the_doctor_without_a_server() -> None:
    found = findings()
    assert found["mail server"].state is State.WARNING
    assert "GONGKAI_SMTP_HOST" in found["mail server"].mend
    assert found["notices"].state is State.FINE


@pytest.mark.django_db
def test_the_doctor_tries_the_server(mail: Scripted) -> None:
    assert findings()["mail server"].state is State.FINE
    assert mail.texts == []
    mail.answers["GREETING"] = "554 not for you"
    found = findings()["mail server"]
    assert found.state is State.BROKEN
    assert found.says == (
        f"127.0.0.1:{mail.port}: The mail server did not take the mail. 554 not for you"
    )


@pytest.mark.django_db
def test_the_doctor_counts_what_is_stuck(
    mail: Scripted, fixed_moment: time_machine.Traveller
) -> None:
    organ = an_organ()
    mail.answers["RCPT"] = "550 no such user"
    deliver_notice(notice_id=a_notice(organ).pk)
    found = findings()["notices"]
    assert found.state is State.WARNING
    assert "1 refused" in found.says
    assert "desk" in found.mend
    a_notice(organ, subject_id=2)
    fixed_moment.shift(timedelta(minutes=11))
    found = findings()["notices"]
    assert "1 wait, 1 of them for too long" in found.says
    assert "job worker" in found.mend
