"""Applying on line: from the start page to the receipt, in both regimes."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings
from tests.factories import organs
from tests.factories.applications import Desk, a_desk, received
from tests.factories.merging import merged
from tests.factories.records import Office, content
from tests.interfaces.portal.applicants import ORGANISATION, Applicant, codes_on, errors_in
from tests.interfaces.portal.conftest import read

from gongkai.applications.models import Application, ApplicationDraft, Case
from gongkai.applications.operations import NotBound
from gongkai.interfaces.shared.audience import Audience
from gongkai.interfaces.shared.routes import all_routes
from gongkai.kernel.refusals import NotFound

pytestmark = pytest.mark.django_db

NUMBER = "11010519491231002X"


def test_a_citizen_applies_and_gets_number_code_and_receipt(
    applicant: Applicant, desk: Desk
) -> None:
    number, code = applicant.apply()
    given = Application.objects.get()
    assert (given.number, given.organ_id, given.name) == (number, desk.organ.pk, "石小禾")
    assert (given.language, given.channel, given.accepts_other_way) == ("zh-hans", "online", True)
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", code)
    assert not ApplicationDraft.objects.exists()

    page = applicant.see("receipt/")
    assert "2026年4月7日" in page
    assert "为什么是这一天" in page
    letter = re.search(r'href="(/track/case/letters/\d+/)"', page)
    assert letter is not None
    response = applicant.client.get(letter[1])
    assert read(response).startswith(b"%PDF")
    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "filename*=UTF-8''" in response["Content-Disposition"]


def test_an_organisation_is_asked_for_other_things(client: Client, desk: Desk) -> None:
    applicant = Applicant(client, desk.organ.pk, answers=dict(ORGANISATION))
    assert applicant.fill("kind").status_code == 302
    page = applicant.see("who/")
    assert "法定代表人" in page
    assert "工作单位" not in page
    assert "居民身份证" not in page
    assert "联系人" in applicant.see("contact/")
    applicant.apply()
    given = Application.objects.get()
    assert (given.report_kind, given.legal_representative) == ("company", "丁一禾")


def test_a_citizen_is_not_asked_what_organisations_are(applicant: Applicant) -> None:
    applicant.fill("kind")
    page = applicant.see("who/")
    assert "法定代表人" not in page
    assert 'name="report_kind"' not in page
    assert 'name="contact_person"' not in applicant.see("contact/")


def test_the_text_of_2007_asks_for_purpose_and_waiver(applicant: Applicant) -> None:
    applicant.fill("kind")
    assert 'name="purpose"' in applicant.see("what/")
    assert 'name="asks_waiver"' in applicant.see("how/")


def test_under_the_text_of_2019_neither_is_asked_and_receipt_is_confirmed_first(
    applicant: Applicant, settings: Settings
) -> None:
    settings.REGIME = "ogi-2019"
    applicant.fill("kind")
    assert 'name="purpose"' not in applicant.see("what/")
    assert 'name="asks_waiver"' not in applicant.see("how/")
    applicant.apply()
    page = applicant.see("receipt/")
    assert "申请已提交" in page
    assert "申请已收到" not in page
    assert "确认" in page
    assert "/track/case/letters/" not in page
    assert Case.objects.get().state == "confirming"


@pytest.mark.parametrize(
    ("regime", "says"),
    [
        (
            "ogi-2008",
            ["15个工作日内答复", "最多延长15个工作日", "2007年", "以提交之日为收到申请之日"],
        ),
        ("ogi-2019", ["20个工作日内答复", "最多延长20个工作日", "2019年", "双方确认之日"]),
    ],
)
def test_the_start_page_says_the_limits_in_force_here(
    client: Client, desk: Desk, settings: Settings, regime: str, says: list[str]
) -> None:
    settings.REGIME = regime
    page = client.get(f"/apply/?organ={desk.organ.pk}").content.decode()
    for said in [*says, "政府信息公开申请", "不受理电话申请", "云梦省泽州市东湖路1号", "书写困难"]:
        assert said in page.replace(" ", ""), said
    assert f'href="/apply/{desk.organ.pk}/"' in page
    assert ("减免费用" in page) is (regime == "ogi-2008")


@pytest.mark.parametrize("regime", ["ogi-2008", "ogi-2019"])
def test_the_form_on_paper_asks_for_the_same(
    client: Client, desk: Desk, settings: Settings, regime: str
) -> None:
    settings.REGIME = regime
    page = client.get(f"/apply/form/?organ={desk.organ.pk}").content.decode()
    for asked in ("工作单位", "法定代表人", "文号、索引号", "获取信息的方式", "申请人签名"):
        assert asked in page
    assert desk.organ.name in page
    assert ("用途" in page) is ("减免费用" in page) is (regime == "ogi-2008")


def test_a_star_record_fills_the_form_in(client: Client, office: Office) -> None:
    record = office.released(content("on_application", title="勘测定界资料"))
    applicant = Applicant(client, office.organ.pk)
    assert f"/apply/{office.organ.pk}/?record={record.pk}" in (
        client.get(f"/records/{record.pk}/").content.decode()
    )
    begun = client.get(f"{applicant.address()}?record={record.pk}")
    assert begun["Location"] == f"{applicant.address('kind/')}?record={record.pk}"
    assert not ApplicationDraft.objects.exists(), "looking keeps nothing"
    assert "勘测定界资料" in client.get(begun["Location"]).content.decode()

    applicant.fill("kind", record=str(record.pk))
    page = applicant.see("what/")
    assert "勘测定界资料</textarea>" in page
    assert 'value="勘测定界资料"' in page
    assert f'value="{record.index_number}"' in page


def test_a_withdrawn_record_fills_nothing_in(client: Client, office: Office) -> None:
    record = office.released(content("on_application", title="勘测定界资料"))
    office.hidden(record)
    applicant = Applicant(client, office.organ.pk)
    page = client.get(f"{applicant.address('kind/')}?record={record.pk}")
    assert page.status_code == 200
    assert "勘测定界资料" not in page.content.decode()
    applicant.fill("kind", record=str(record.pk))
    assert "勘测定界资料" not in applicant.see("what/")


def test_everything_is_shown_once_more_and_the_number_masked(applicant: Applicant) -> None:
    applicant.fill_all()
    page = applicant.see("check/")
    assert "11************002X" in page
    for said in ("石小禾", "云梦省泽州市东湖路8号", "东湖片区危旧房改造", "网上下载", "身份证.png"):
        assert said in page
    assert f'href="{applicant.address("who/")}?then=check"' in page


def test_the_identity_number_is_shown_whole_on_no_page(applicant: Applicant) -> None:
    applicant.fill_all()
    for page in ("", "kind/", "who/", "contact/", "what/", "how/", "proofs/", "check/"):
        assert NUMBER not in applicant.see(page)
    assert "11************002X" in applicant.see("who/")
    applicant.send()
    assert NUMBER not in applicant.see("receipt/")


def test_who_changes_a_page_comes_back_to_the_check(applicant: Applicant) -> None:
    applicant.fill_all()
    said = applicant.answers["contact"] | {"telephone": "0960-5550199"}
    response = applicant.client.post(f"{applicant.address('contact/')}?then=check", said)
    assert response["Location"] == applicant.address("check/")
    assert "0960-5550199" in applicant.see("check/")


def test_the_number_stays_where_its_box_is_left_empty(applicant: Applicant) -> None:
    applicant.fill_all()
    assert applicant.fill("who", identity_number="", name="石大禾").status_code == 302
    page = applicant.see("check/")
    assert "石大禾" in page
    assert "11************002X" in page


def test_a_doubtful_code_is_said_and_may_stay(client: Client, desk: Desk) -> None:
    applicant = Applicant(client, desk.organ.pk, answers=dict(ORGANISATION))
    applicant.answers["who"] = applicant.answers["who"] | {
        "identity_kind": "organisation_code",
        "identity_number": "03521000-0",
    }
    applicant.fill_all()
    page = applicant.see("check/")
    assert "如果证书上就是这样，保持原样即可。" in page
    assert errors_in(client.get(applicant.address("check/"))) == []
    assert applicant.send().status_code == 302


def test_an_unfinished_form_is_not_sent_and_says_where_it_is_mended(applicant: Applicant) -> None:
    applicant.fill("kind")
    applicant.fill("what")
    response = applicant.send()
    assert response.status_code == 200
    assert "请填写申请人的姓名或者名称。" in errors_in(response)
    page = response.content.decode()
    assert f'{applicant.address("who/")}?then=check#id_name"' in page
    assert f'{applicant.address("who/")}?then=check#id_identity_kind_0"' in page
    assert f'{applicant.address("proofs/")}?then=check#id_proof"' in page
    assert not Application.objects.exists()


def test_the_receipt_is_for_the_browser_that_sent_it_and_for_half_an_hour(
    applicant: Applicant, client: Client, desk: Desk, fixed_moment: time_machine.Traveller
) -> None:
    number, code = applicant.apply()
    assert codes_on(applicant.see("receipt/")) == (number, code)
    assert codes_on(applicant.see("receipt/")) == (number, code), "again after a reload"
    stranger = Applicant(Client(), desk.organ.pk)
    assert stranger.client.get(stranger.address("receipt/")).status_code == 302

    fixed_moment.shift(timedelta(minutes=31))
    page = applicant.see("receipt/")
    assert number not in page
    assert code not in page
    assert "该申请已提交" in page


def test_the_receipt_can_be_closed_at_once(applicant: Applicant) -> None:
    number, code = applicant.apply()
    response = applicant.client.post(applicant.address(), {"then": "leave"}, follow=True)
    assert "已从本浏览器删除" in response.content.decode()
    assert applicant.client.get(applicant.address("receipt/")).status_code == 302
    assert applicant.client.get("/track/case/").status_code == 302
    opened = applicant.client.post("/track/", {"number": number, "code": code})
    assert opened["Location"] == "/track/case/"


def test_an_organ_that_works_no_more_takes_none(client: Client, desk: Desk) -> None:
    desk.organ.is_active = False
    desk.organ.save()
    assert client.get(f"/apply/{desk.organ.pk}/").status_code == 404
    assert client.post(f"/apply/{desk.organ.pk}/kind/", {}).status_code == 404
    assert client.get("/apply/999999/kind/").status_code == 404


def test_an_organ_that_ends_while_the_form_is_sent_leaves_everything_to_be_read(
    applicant: Applicant, monkeypatch: pytest.MonkeyPatch
) -> None:
    applicant.fill_all()

    def refuse(_organ_id: int) -> None:
        raise NotFound("该机关已不存在。")

    monkeypatch.setattr("gongkai.applications.operations.receiving.organ_at_work", refuse)
    page = applicant.send().content.decode()
    assert "该机关已不存在。" in page
    assert applicant.answers["what"]["asked"] in page
    assert ApplicationDraft.objects.exists()


def test_a_form_to_an_organ_that_was_merged_is_still_read_and_leads_to_the_successor(
    applicant: Applicant, desk: Desk
) -> None:
    applicant.fill_all()
    other = a_desk(organs.an_organ())
    merged(desk, other)
    for page in (applicant.see("check/"), read(applicant.send()).decode()):
        assert applicant.answers["what"]["asked"] in page
        assert f'<a href="/apply/{other.organ.pk}/">该机关已并入其他机关' in page
        assert "提交申请</h2>" not in page
        assert f"/apply/{desk.organ.pk}/what/" not in page
    assert applicant.client.get(applicant.address())["Location"] == applicant.address("check/")
    assert ApplicationDraft.objects.exists()
    assert applicant.client.post(applicant.address(), {"then": "leave"}).status_code == 302
    assert not ApplicationDraft.objects.exists()


def test_the_receipt_outlives_the_organ(applicant: Applicant, desk: Desk) -> None:
    number, _code = applicant.apply()
    desk.organ.is_active = False
    desk.organ.save()
    assert number in applicant.see("receipt/")


def test_nobody_applies_to_a_congress(client: Client, desk: Desk) -> None:
    congress = organs.an_organ("云梦省人大常委会", kind="legislature")
    start = read(client.get("/apply/", {"organ": str(congress.pk)})).decode()
    assert f'<option value="{desk.organ.pk}"' in start
    assert f'<option value="{congress.pk}"' not in start
    form = f"/apply/{congress.pk}/"
    for page in (start, read(client.get(f"/organs/{congress.pk}/")).decode()):
        assert form not in page
    assert client.get(form).status_code == 404
    with pytest.raises(NotBound):
        received(congress)


def test_the_language_of_the_form_goes_along(client: Client, desk: Desk) -> None:
    applicant = Applicant(client, desk.organ.pk, language="/en")
    applicant.apply()
    assert Application.objects.get().language == "en"
    assert "Write both down" in applicant.see("receipt/")


def test_no_page_of_the_form_is_kept_or_indexed(applicant: Applicant) -> None:
    applicant.fill_all()
    for page in ("", "kind/", "who/", "contact/", "what/", "how/", "proofs/", "check/"):
        response = applicant.client.get(applicant.address(page))
        assert response["Cache-Control"] == "no-store, private", page
        assert "ETag" not in response
        assert '<meta name="robots" content="noindex' in response.content.decode()
    start = applicant.client.get("/apply/")
    assert "noindex" not in start.content.decode()
    public = {"portal:apply", "portal:apply_blank_form"}
    routes = [r for r in all_routes() if r.name.startswith(("portal:apply", "portal:track"))]
    assert len(routes) > 20
    for route in routes:
        expected = Audience.PUBLIC if route.name in public else Audience.ANYONE
        assert route.audience is expected, route.name
