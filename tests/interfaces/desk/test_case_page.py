"""The case page, the identity number, the query code, letters and mails."""

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from tests.factories.applications import ADDRESS
from tests.factories.case_states import PARTLY
from tests.interfaces.desk.conftest import Town

from gongkai.applications.models import Application, Opened, QueryCode
from gongkai.applications.operations import WrongCode, open_case
from gongkai.audit.models import AuditEntry
from gongkai.letters.models import Letter
from gongkai.notices.models import Notice

WHOLE = "11010519491231002X"


def _page(town: Town, case_id: int, persona: str = "clerk") -> str:
    answer = town.client(persona).get(reverse("desk:case", args=[case_id]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_left_says_what_was_asked_word_for_word_and_right_until_when(town: Town) -> None:
    case_id = town.case("extended")

    page = _page(town, case_id)

    assert Application.objects.get(case=case_id).asked in page
    assert "为什么是这一天？" in page
    assert "剩余 30 个工作日" in page


def test_a_paused_clock_says_so_and_one_that_waits_too(town: Town) -> None:
    assert "已中止计算，恢复后剩余 15 个工作日" in _page(town, town.case("asked"))
    assert "自确认收到之日起计算。" in _page(town, town.case("confirming"))
    assert "逾期" in _page(town, town.case("late"))


def test_the_reply_is_shown_whole(town: Town) -> None:
    page = _page(town, town.case("drafted"))

    for said in (PARTLY.asked, PARTLY.reasons, PARTLY.where, "涉及个人隐私", "部分公开"):
        assert said in page


def test_the_identity_number_is_masked_until_it_is_asked_for_by_a_button(town: Town) -> None:
    case_id = town.case("accepted")
    address = reverse("desk:show_identity", args=[case_id])
    shown = _page(town, case_id) + town.client("clerk").get(address).content.decode()
    assert WHOLE not in shown
    assert "11************002X" in shown

    answer = town.client("clerk").post(address)

    assert WHOLE in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert AuditEntry.objects.filter(action="applications.show_identity").count() == 1
    assert Opened.objects.filter(case_id=case_id, what="identity").count() == 1
    assert WHOLE not in _page(town, case_id)


def test_who_may_not_see_the_number_does_not_get_it_by_sending(town: Town) -> None:
    case_id = town.case("accepted")
    address = reverse("desk:show_identity", args=[case_id])

    answers = [town.client(name).post(address) for name in ("in_charge", "reviewer", "other_clerk")]

    assert [answer.status_code for answer in answers] == [403, 404, 404]
    assert not AuditEntry.objects.filter(action="applications.show_identity").exists()


def test_a_new_query_code_is_shown_once_and_ends_the_old_one(town: Town) -> None:
    given = town.desk.received()
    address = reverse("desk:reissue_code", args=[given.case_id])

    answer = town.client("clerk").post(address, {"how_identified": "窗口查验身份证原件"})

    code = answer.context["code"]
    assert code in answer.content.decode()
    assert open_case(number=given.number, code=code, address=ADDRESS).case_id == given.case_id
    with pytest.raises(WrongCode):
        open_case(number=given.number, code=given.code, address=ADDRESS)
    assert code not in town.client("clerk").get(address).content.decode()
    assert QueryCode.objects.filter(ended_at__isnull=True).count() == 1


def test_earlier_cases_of_the_same_applicant_are_named(town: Town) -> None:
    before = town.case("closed")
    case_id = town.case("received")

    page = town.client("clerk").get(reverse("desk:case", args=[case_id])).context["page"]

    assert [(one.case_id, one.is_same_applicant) for one in page.earlier] == [(before, True)]


def test_each_round_of_drafting_is_told_once(town: Town) -> None:
    steps = town.client("clerk").get(reverse("desk:case", args=[town.case("returned")])).context
    events = [step.event for step in steps["steps"]]

    assert events == ["receive", "accept", "draft_reply", "propose_reply", "return"]


def test_a_letter_is_handed_out_under_its_name_and_that_is_kept(town: Town) -> None:
    case_id = town.case("closed")
    letter = Letter.objects.filter(subject_id=case_id).order_by("-pk")[0]

    answer = town.client("in_charge").get(reverse("desk:letter", args=[letter.pk]))

    assert answer.getvalue().startswith(b"%PDF")
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert "%E7%AD%94%E5%A4%8D%E4%B9%A6" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store, private"
    kept = Opened.objects.get(what=f"letter:{letter.pk}")
    assert (kept.case_id, kept.person_id) == (case_id, town.office.leader.pk)


def test_a_file_of_the_applicant_is_unsealed_for_who_handles_the_case(town: Town) -> None:
    case_id = town.case("accepted")
    [file] = town.client("clerk").get(reverse("desk:case", args=[case_id])).context["page"].files

    answer = town.client("clerk").get(reverse("desk:sent_file", args=[case_id, file.id]))

    assert answer.getvalue().startswith(b"\x89PNG")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("", {"receipt", "correction"}),
        ("?kind=correction", {"correction"}),
        ("?year=2026", {"receipt", "correction"}),
        ("?year=2025", set()),
        ("?year=x&kind=nonsense", {"receipt", "correction"}),
    ],
)
def test_the_register_of_letters_is_narrowed(town: Town, query: str, kinds: set[str]) -> None:
    town.case("asked")

    page = town.client("clerk").get(reverse("desk:letters") + query)

    assert {line.kind.value for line in page.context["lines"]} == kinds
    assert ("石小禾" in page.content.decode()) == bool(kinds)


def test_the_register_names_applicants_to_nobody_else(town: Town) -> None:
    town.case("asked")

    for persona in ("reviewer", "legal", "other_clerk", "competent", "administrator"):
        page = town.client(persona).get(reverse("desk:letters"))
        assert page.context["lines"] == ()
        assert "石小禾" not in page.content.decode()


def test_the_mark_of_letters_is_set(town: Town) -> None:
    organ_id = town.office.organ.pk
    address = reverse("desk:letter_mark", args=[organ_id])

    assert town.client("clerk").post(address, {"mark": "YMSW"}).status_code == 422
    assert town.client("clerk").post(address, {"mark": "云水"}).status_code == 302

    town.case("received")
    assert Letter.objects.get().number.startswith("云水")
    assert "云水" in town.client("clerk").get(reverse("desk:organ_settings")).content.decode()


def test_who_did_not_get_a_mail_is_told_otherwise(town: Town) -> None:
    case_id = town.case("received")
    stuck = town.client("clerk").get(reverse("desk:notices")).context["lines"]
    address = reverse("desk:settle_notice", args=[stuck[0]["notice"].id])
    assert town.client("clerk").post(address, {"how": ""}).status_code == 422

    told = town.client("clerk").post(address, {"how": "3月16日电话告知"})

    assert told.headers["Location"] == reverse("desk:case", args=[case_id])
    assert len(town.client("clerk").get(reverse("desk:notices")).context["lines"]) == len(stuck) - 1
    assert "3月16日电话告知" in _page(town, case_id)
    assert town.client("clerk").post(address, {"how": "再次告知"}).status_code == 422


@override_settings(SMTP_HOST="mail.example.org", MAIL_FROM="gongkai@example.org")
def test_a_mail_is_sent_again(town: Town) -> None:
    case_id = town.case("received")
    notice = Notice.objects.get(subject_id=case_id, kind="application_received")
    Notice.objects.filter(pk=notice.pk).update(state="given_up", next_try_at=None)
    address = reverse("desk:send_notice_again", args=[notice.pk])
    assert town.client("clerk").get(address).status_code == 200

    assert town.client("clerk").post(address).status_code == 302

    notice.refresh_from_db()
    assert notice.state == "waiting"
    assert town.client("clerk").post(address).status_code == 422


def test_a_mail_of_another_organ_is_nobodys(town: Town) -> None:
    town.case("received")
    notice = Notice.objects.all()[0]

    for name in ("send_notice_again", "settle_notice"):
        address = reverse(f"desk:{name}", args=[notice.pk])
        assert town.client("other_clerk").post(address, {"how": "电话"}).status_code == 404


def test_the_case_page_costs_the_same_however_much_has_happened(town: Town) -> None:
    few = _queries(town, town.case("closed"))
    for _number in range(4):
        town.case("closed")

    assert _queries(town, town.case("closed")) == few


def _queries(town: Town, case_id: int) -> int:
    _page(town, case_id)
    with CaptureQueriesContext(connection) as seen:
        _page(town, case_id)
    return len(seen)


@pytest.mark.parametrize("state", ["received", "drafted", "posted"])
def test_the_page_speaks_english_too(town: Town, state: str) -> None:
    case_id = town.case(state)
    with translation.override("en"):
        page = _page(town, case_id)

    assert "What was asked" in page
    assert "Why this date?" in page
