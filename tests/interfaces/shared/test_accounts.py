"""Signing in and out, the lock-out, the password, the second factor."""

import re
import time
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client
from pytest_django.fixtures import Settings
from tests.factories.organs import PASSWORD
from tests.interfaces.shared.conftest import signed_in

from gongkai.interfaces.shared.templatetags import gongkai as tags
from gongkai.organs.models import Person
from gongkai.organs.queries import DemoAccount

LOGIN = "/accounts/login/"


def sign_in(client: Client, username: str, password: str = PASSWORD, address: str = LOGIN) -> int:
    sent = {"login": username, "password": password}
    return client.post(address, sent).status_code


def test_a_person_signs_in_and_comes_back(citizen: Client, clerk: Person) -> None:
    response = citizen.post(
        f"{LOGIN}?next=/desk/%3Fstate%3Ddraft",
        {"login": clerk.username, "password": PASSWORD, "next": "/desk/?state=draft"},
    )
    assert response["Location"] == "/desk/?state=draft"
    assert citizen.get("/desk/").status_code == 200


def test_signing_in_never_leads_away(citizen: Client, clerk: Person) -> None:
    sent = {"login": clerk.username, "password": PASSWORD, "next": "https://evil.example/"}
    assert citizen.post(LOGIN, sent)["Location"] == "/desk/"


def test_a_wrong_password_is_said_plainly(citizen: Client, clerk: Person) -> None:
    sent = {"login": clerk.username, "password": "wrong"}
    page = citizen.post(LOGIN, sent).content.decode()
    assert "用户名与密码不匹配，请核对后重试。" in page
    assert "<title>错误：" in page
    assert "wrong" not in page.split("<main")[1]
    unknown = citizen.post(LOGIN, {**sent, "login": "nobody"}).content.decode()
    assert "用户名与密码不匹配，请核对后重试。" in unknown


def test_five_wrong_passwords_lock_the_name_for_a_quarter_of_an_hour(
    citizen: Client, clerk: Person, fixed_moment: time_machine.Traveller
) -> None:
    for _attempt in range(5):
        assert sign_in(citizen, clerk.username, "wrong") == 200
    page = Client().post(LOGIN, {"login": clerk.username, "password": PASSWORD}).content.decode()
    assert "该账号已锁定 15 分钟" in page
    fixed_moment.shift(timedelta(minutes=16))
    assert sign_in(Client(), clerk.username) == 302


def test_a_flood_of_attempts_is_turned_away(citizen: Client) -> None:
    statuses = [sign_in(citizen, f"nobody{number}") for number in range(31)]
    assert statuses[:30] == [200] * 30
    assert statuses[30] == 429
    page = citizen.post(LOGIN, {"login": "x", "password": "y"}).content.decode()
    assert "尝试次数过多" in page


def test_leaving_asks_first_and_forgets_everything(clerk: Person) -> None:
    client = signed_in(clerk)
    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/desk/").status_code == 200
    assert client.post("/accounts/logout/")["Location"] == "/"
    assert client.get("/desk/").status_code == 302


def test_the_password_is_changed_with_the_old_one(clerk: Person) -> None:
    client = signed_in(clerk)
    sent = {
        "oldpassword": "wrong",
        "password1": "新密码-2026-东河",
        "password2": "新密码-2026-东河",
    }
    refused = client.post("/accounts/password/change/", sent).content.decode()
    assert "请输入当前密码。" in refused
    assert (
        client.post("/accounts/password/change/", {**sent, "oldpassword": PASSWORD}).status_code
        == 302
    )
    clerk.refresh_from_db()
    assert clerk.check_password("新密码-2026-东河")


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def set_up_app(client: Client) -> str:
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    assert 'src="data:image/svg+xml' in page
    secret = re.search(r'gk-digest">([A-Z2-7]+)</dd>', page)
    assert secret
    response = client.post("/accounts/2fa/totp/activate/", {"code": code_now(secret[1])})
    assert response.status_code == 302
    return secret[1]


def really_signed_in(person: Person) -> Client:
    # Setting up a second factor asks for the password once more.
    client = Client()
    assert sign_in(client, person.username) == 302
    again = client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert again.status_code == 302
    return client


def test_setting_up_a_second_factor_asks_for_the_password_again(clerk: Person) -> None:
    response = signed_in(clerk).get("/accounts/2fa/totp/activate/")
    assert response["Location"].startswith("/accounts/reauthenticate/")


def test_the_second_factor_is_asked_for_and_its_secret_is_encrypted(
    clerk: Person, fixed_moment: time_machine.Traveller
) -> None:
    secret = set_up_app(really_signed_in(clerk))
    stored = Authenticator.objects.get(user=clerk, type=Authenticator.Type.TOTP)
    assert secret not in str(stored.data)
    assert TOTP(stored).instance.pk == stored.pk
    client = Client()
    first = client.post(LOGIN, {"login": clerk.username, "password": PASSWORD})
    assert first["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/desk/").status_code == 302
    page = client.post("/accounts/2fa/authenticate/", {"code": "000000"}).content.decode()
    assert "验证码不正确或者已经过期" in page
    fixed_moment.shift(timedelta(seconds=60))
    assert client.post("/accounts/2fa/authenticate/", {"code": code_now(secret)}).status_code == 302
    assert client.get("/desk/").status_code == 200


@pytest.mark.parametrize(
    "address",
    ["2fa/", "2fa/totp/activate/", "password/change/", "reauthenticate/", "logout/", "inactive/"],
)
def test_account_pages_are_in_our_look_and_language(clerk: Person, address: str) -> None:
    client = really_signed_in(clerk)
    for prefix, word in (("", "退出登录"), ("/en", "Sign out")):
        page = client.get(f"{prefix}/accounts/{address}").content.decode()
        assert "gk-header" in page
        assert word in page


def test_pages_of_the_second_factor_are_in_our_look(clerk: Person) -> None:
    client = really_signed_in(clerk)
    set_up_app(client)
    for address in ("2fa/", "2fa/totp/deactivate/", "2fa/recovery-codes/", "2fa/reauthenticate/"):
        assert "gk-header" in client.get(f"/accounts/{address}").content.decode(), address
    codes = client.get("/accounts/2fa/recovery-codes/").content.decode()
    assert codes.count("<li>") >= 10


def test_demo_accounts_show_only_in_the_demo(
    citizen: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody = tuple(
        DemoAccount(f"user{number}", "demo-password", f"甲{number}", role, "云梦省档案局")
        for number, role in enumerate(["经办人", "经办人", "保密审查员"])
    )
    monkeypatch.setattr(tags.organs, "demo_accounts", lambda: everybody)
    assert "demo-password" not in citizen.get(LOGIN).content.decode()
    settings.DEMO = True
    page = citizen.get(LOGIN).content.decode()
    assert "demo-password" in page
    assert page.count("user0") == page.count("user2") == 2
    assert page.count("user1") == 1
