"""The mail settings: what is read from them, and what stops the start."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings
from tests.factories.mail import ADDRESS, Act, Scripted

from gongkai.config import environment
from gongkai.notices.conversation import look_in
from gongkai.notices.mailserver import mail_server, site_domain
from gongkai.notices.operations import NoMailServer, send_test_mail
from gongkai.notices.operations.testing import NotAnAddress
from gongkai.notices.rules.vocabulary import Outcome, Trouble


def test_no_host_is_no_server(settings: Settings) -> None:
    assert settings.SMTP_HOST == ""
    assert mail_server() is None
    with pytest.raises(NoMailServer):
        send_test_mail(to_address=ADDRESS, language="en")


def test_the_demo_writes_to_nobody(mail: Scripted, settings: Settings) -> None:
    assert mail_server() is not None
    settings.DEMO = True
    assert mail_server() is None


def test_the_sender_is_the_sites_own_where_none_is_given(settings: Settings) -> None:
    settings.SMTP_HOST, settings.SITE_ADDRESS = "mail.example", "https://open.yunmeng.example"
    server = mail_server()
    assert server is not None
    assert str(server.sender) == "noreply@open.yunmeng.example"
    assert server.sender_name == settings.SITE_NAME


@pytest.mark.parametrize(
    "changed",
    [
        {"MAIL_FROM": "政务公开"},
        {"MAIL_FROM": "公开@yunmeng.example"},
        {"MAIL_FROM": ""},
        {"SMTP_USER": "notices", "SMTP_SECURITY": "none"},
        {"SMTP_USER": "notices", "SMTP_SECURITY": "tls", "SMTP_PASSWORD": "密码"},
    ],
)
def test_settings_that_cannot_work_stop_the_start(
    settings: Settings, changed: dict[str, str]
) -> None:
    settings.SMTP_HOST, settings.MAIL_FROM = "mail.example", "noreply@yunmeng.example"
    for name, value in changed.items():
        setattr(settings, name, value)
    with pytest.raises(ImproperlyConfigured, match="GONGKAI_") as refused:
        mail_server()
    assert "密码" not in str(refused.value)


def test_the_password_is_not_in_what_is_printed(settings: Settings) -> None:
    settings.SMTP_HOST, settings.MAIL_FROM = "mail.example", "noreply@yunmeng.example"
    settings.SMTP_USER, settings.SMTP_PASSWORD = "notices", "s3cret"
    assert "s3cret" not in repr(mail_server())


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("http://127.0.0.1:8000", "[127.0.0.1]"),
        ("http://[::1]:8000", "[IPv6:::1]"),
        ("https://open.yunmeng.example", "open.yunmeng.example"),
        ("https://公开.中国", "xn--55qw44a.xn--fiqs8s"),
    ],
)
def test_the_sites_domain(settings: Settings, address: str, domain: str) -> None:
    settings.SITE_ADDRESS = address
    assert site_domain() == domain


def test_a_choice_among_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "DECLARED", {})

    def read() -> str:
        return environment.choice("TEST_CHOICE", default="a", among=("a", "b"), meaning="A word.")

    assert read() == "a"
    monkeypatch.setenv("TEST_CHOICE", " B ")
    assert read() == "b"
    assert environment.DECLARED["TEST_CHOICE"].kind == "one of a, b"
    monkeypatch.setenv("TEST_CHOICE", "c")
    with pytest.raises(environment.SettingRefused, match="TEST_CHOICE must be one of a, b"):
        read()


def test_looking_in_sends_nothing(mail: Scripted) -> None:
    server = mail_server()
    assert server is not None
    assert look_in(server) is None
    assert mail.verbs() == ["EHLO", "QUIT"]
    mail.answers["GREETING"] = Act.DROP
    said = look_in(server)
    assert said is not None
    assert said.trouble is Trouble.DROPPED


def test_a_test_mail_is_handed_over_at_once(mail: Scripted) -> None:
    ending = send_test_mail(to_address=ADDRESS, language="en")
    assert (ending.outcome, ending.said.code) == (Outcome.SENT, 250)
    [received] = mail.mails()
    assert received["To"] == ADDRESS
    with pytest.raises(NotAnAddress):
        send_test_mail(to_address="wang", language="en")
