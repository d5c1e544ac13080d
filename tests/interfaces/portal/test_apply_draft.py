"""The form while it is filled in: nothing typed is lost, nobody else reads it, it is sent once."""

from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.test import Client
from pytest_django.fixtures import Settings
from tests.factories.applications import Desk, a_desk
from tests.interfaces.portal.applicants import CITIZEN, Applicant, codes_on, errors_in

from gongkai.applications.models import Application, ApplicationDraft, DraftFile
from gongkai.applications.operations import forget_old_drafts
from gongkai.interfaces.portal.applying.form_keys import COOKIE, MOST_FORMS

pytestmark = pytest.mark.django_db

LONG = "查" * 5001
RARE = "㛃𠮷镕堃喆"


def test_what_is_missing_is_said_with_links_to_the_fields(applicant: Applicant) -> None:
    applicant.fill("kind")
    response = applicant.client.post(applicant.address("who/"), {})
    assert errors_in(response) == ["请填写申请人的姓名或者名称。", "请选择证件名称。"]
    page = response.content.decode()
    assert 'href="#id_name"' in page
    assert 'href="#id_identity_kind_0"' in page
    assert "<title>错误：" in page


@pytest.mark.parametrize(
    ("step", "name", "typed"),
    [
        ("who", "name", "石" * 201),
        ("who", "identity_number", "110105194912310021"),
        ("contact", "telephone", "请来信"),
        ("contact", "email", "shi@"),
        ("what", "asked", LONG),
        ("what", "issued_when", "去年" * 60),
    ],
)
def test_what_is_refused_stays_in_its_box_and_in_the_draft(
    applicant: Applicant, step: str, name: str, typed: str
) -> None:
    applicant.fill("kind")
    response = applicant.fill(step, **{name: typed})
    assert response.status_code == 200
    assert len(errors_in(response)) == 1
    assert typed in response.content.decode()
    if name != "identity_number":
        assert typed in applicant.see(f"{step}/")
    assert "这是" not in errors_in(response)[0]


@pytest.mark.parametrize("step", ["who", "contact", "what"])
def test_a_nul_is_said_and_nothing_else_is_lost(applicant: Applicant, step: str) -> None:
    field = {"who": "name", "contact": "address", "what": "asked"}[step]
    applicant.fill("kind")
    response = applicant.fill(step, **{field: "云梦\0省"})
    assert response.status_code == 200
    assert len(errors_in(response)) == 1
    assert "云梦\0省" in response.content.decode()
    assert applicant.fill(step).status_code == 302


@pytest.mark.parametrize("name", ["石" * 200, RARE, "Émilie O'Neill-李", "石小禾😀"])
def test_names_of_every_kind_arrive_as_they_were_typed(applicant: Applicant, name: str) -> None:
    applicant.answers["who"] = CITIZEN["who"] | {"name": name}
    applicant.answers["what"] = CITIZEN["what"] | {"asked": f"{name}\r\n第二行 <b>&amp;</b>"}
    applicant.apply()
    given = Application.objects.get()
    assert given.name == name
    assert given.asked == f"{name}\n第二行 <b>&amp;</b>"
    assert "<b>&amp;</b>" not in applicant.see("receipt/")


def test_far_too_much_is_refused_and_still_stands_in_the_page(applicant: Applicant) -> None:
    applicant.fill("kind")
    applicant.fill("what")
    whole = "长" * 70_000
    response = applicant.fill("what", hints=whole)
    assert response.status_code == 200
    assert whole in response.content.decode()
    assert CITIZEN["what"]["asked"] in applicant.see("what/")


def test_a_choice_that_is_none_of_them_is_refused(applicant: Applicant) -> None:
    assert errors_in(applicant.fill("kind", applicant_kind="robot"))
    assert applicant.client.post(applicant.address("kind/"), {}).status_code == 200
    applicant.fill("kind")
    assert errors_in(applicant.fill("how", supply_way="pigeon", carrier=""))
    assert errors_in(applicant.fill("who", identity_kind="credit_code"))


def test_by_mail_one_needs_an_address(applicant: Applicant) -> None:
    applicant.fill("kind")
    applicant.fill("contact", email="")
    response = applicant.fill("how", supply_way="e_mail")
    assert "电子邮箱" in "".join(errors_in(response))


def test_going_back_keeps_what_is_typed_unchecked(applicant: Applicant) -> None:
    applicant.fill("kind")
    response = applicant.fill("contact", telephone="123", back="1")
    assert response["Location"] == applicant.address("who/")
    assert 'value="123"' in applicant.see("contact/")


def test_changing_for_whom_loses_nothing(applicant: Applicant) -> None:
    applicant.fill("kind")
    applicant.fill("who", workplace="云梦大学")
    applicant.fill("kind", applicant_kind="organisation")
    assert "云梦大学" not in applicant.see("who/")
    applicant.fill("kind", applicant_kind="citizen")
    assert "云梦大学" in applicant.see("who/")


def test_who_comes_back_is_asked_whether_to_go_on(applicant: Applicant) -> None:
    applicant.fill("kind")
    applicant.fill("who")
    page = applicant.see()
    assert "您有一份未提交的申请" in page
    assert f'href="{applicant.address("contact/")}"' in page, "to the first page that is open"
    response = applicant.client.post(applicant.address(), {"then": "anew"})
    assert response["Location"] == applicant.address("kind/")
    assert not ApplicationDraft.objects.exists()
    assert "checked" not in applicant.see("kind/")


def test_leaving_deletes_what_was_filled_in(applicant: Applicant) -> None:
    applicant.fill("kind")
    applicant.add()
    response = applicant.client.post(applicant.address(), {"then": "leave"}, follow=True)
    assert "已从本浏览器删除" in response.content.decode()
    assert not ApplicationDraft.objects.exists()
    assert not DraftFile.objects.exists()
    assert COOKIE not in {n for n, c in applicant.client.cookies.items() if c.value}


def test_without_a_form_the_later_pages_lead_to_the_first(applicant: Applicant) -> None:
    for page in ("who/", "contact/", "what/", "how/", "proofs/", "check/"):
        response = applicant.client.get(applicant.address(page))
        assert response["Location"] == applicant.address("kind/"), page
    assert applicant.client.get(applicant.address())["Location"] == applicant.address("kind/")
    assert applicant.client.get(applicant.address("receipt/")).status_code == 302
    assert applicant.send()["Location"] == applicant.address("kind/")


def test_what_is_typed_into_a_forgotten_form_is_kept(
    applicant: Applicant, fixed_moment: time_machine.Traveller
) -> None:
    applicant.fill("kind")
    fixed_moment.shift(timedelta(days=31))
    assert forget_old_drafts() == 1
    response = applicant.fill("what")
    assert response["Location"] == applicant.address("kind/"), "who applies is asked again"
    applicant.fill("kind")
    assert CITIZEN["what"]["asked"] in applicant.see("what/")


def test_another_browser_reads_nothing(applicant: Applicant, desk: Desk) -> None:
    applicant.fill_all()
    stranger = Applicant(Client(), desk.organ.pk)
    assert stranger.client.get(stranger.address("check/"))["Location"].endswith("/kind/")
    assert "石小禾" not in stranger.see("kind/")


@pytest.mark.parametrize("change", ["", "x", "cut"])
def test_a_cookie_that_was_tampered_with_opens_nothing(applicant: Applicant, change: str) -> None:
    applicant.fill_all()
    kept = applicant.client.cookies[COOKIE].value
    forged = {"": "", "x": kept.replace(":", ":x", 1), "cut": kept[:-3]}[change]
    applicant.client.cookies[COOKIE] = forged
    assert applicant.client.get(applicant.address("check/"))["Location"].endswith("/kind/")
    assert applicant.fill("kind").status_code == 302


def test_a_key_of_ones_own_choosing_opens_nothing(applicant: Applicant, settings: Settings) -> None:
    applicant.fill_all()
    mine = signing.get_cookie_signer(salt="another").sign(f"{applicant.organ_id}:guess")
    applicant.client.cookies[COOKIE] = mine
    assert applicant.client.get(applicant.address("check/"))["Location"].endswith("/kind/")


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(applicant: Applicant) -> None:
    cookie = applicant.fill("kind").cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 30 * 24 * 3600


def test_a_browser_fills_in_forms_to_several_organs(client: Client, desk: Desk) -> None:
    first, second = Applicant(client, desk.organ.pk), Applicant(client, a_desk().organ.pk)
    first.fill("kind")
    first.fill("who")
    second.fill("kind", applicant_kind="organisation")
    assert "石小禾" in first.see("who/")
    assert "石小禾" not in second.see("who/")
    for _organ in range(MOST_FORMS - 1):
        Applicant(client, a_desk().organ.pk).fill("kind")
    assert client.get(first.address("who/")).status_code == 302, "the first one is forgotten"
    assert len(client.cookies[COOKIE].value) < 1000


def test_sent_twice_it_is_one_application(applicant: Applicant) -> None:
    applicant.fill_all()
    assert applicant.send()["Location"] == applicant.address("receipt/")
    first = codes_on(applicant.see("receipt/"))
    assert applicant.send()["Location"] == applicant.address("receipt/")
    assert codes_on(applicant.see("receipt/")) == first
    assert Application.objects.count() == 1


def test_after_sending_the_pages_of_the_form_lead_to_the_receipt(applicant: Applicant) -> None:
    applicant.apply()
    for page in ("kind/", "who/", "contact/", "what/", "how/", "proofs/", "check/"):
        response = applicant.client.get(applicant.address(page))
        assert response["Location"] == applicant.address("receipt/"), page
    # From a page that was still open in another window.
    assert applicant.fill("what", asked="别的事项")["Location"] == applicant.address("receipt/")
    assert applicant.add()["Location"] == applicant.address("receipt/")
    assert not ApplicationDraft.objects.exists()


def test_one_can_apply_to_the_same_organ_again(
    applicant: Applicant, fixed_moment: time_machine.Traveller
) -> None:
    first = applicant.apply()
    assert "该申请已提交" in applicant.see()
    applicant.client.post(applicant.address(), {"then": "anew"})
    assert applicant.apply() != first
    fixed_moment.shift(timedelta(hours=1))
    # Later the form begins without a word of the last one.
    assert applicant.client.get(applicant.address())["Location"] == applicant.address("kind/")
    applicant.see("kind/")
    assert Application.objects.count() == 2


def test_too_many_forms_from_one_network_are_refused_with_what_was_typed(
    desk: Desk, settings: Settings
) -> None:
    settings.FORMS_PER_HOUR = 2
    for _reader in range(2):
        assert Applicant(Client(), desk.organ.pk).fill("kind").status_code == 302
    third = Applicant(Client(), desk.organ.pk)
    response = third.fill("kind")
    assert response.status_code == 429
    assert "checked" in response.content.decode()
    assert ApplicationDraft.objects.count() == 2
    elsewhere = Applicant(Client(REMOTE_ADDR="203.0.113.9"), desk.organ.pk)
    assert elsewhere.fill("kind").status_code == 302


def test_the_form_needs_its_token(desk: Desk) -> None:
    strict = Applicant(Client(enforce_csrf_checks=True), desk.organ.pk)
    assert strict.fill("kind").status_code == 403
    assert strict.send().status_code == 403
    assert not ApplicationDraft.objects.exists()
