"""Following a case with number and query code: the applicant sees it, and nobody else does."""

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from tests.factories.applications import Desk, a_desk, a_submission, opened
from tests.interfaces.portal.applicants import errors_in
from tests.interfaces.portal.conftest import read

from gongkai.applications.models import ApplicationFile, Case, Opened
from gongkai.applications.operations import Acknowledgement, reissue_code
from gongkai.applications.queries import tracked_case
from gongkai.applications.rules.vocabulary import SupplyWay
from gongkai.kernel.types import Role

pytestmark = pytest.mark.django_db

CASE = "/track/case/"
OTHERS = ("王大河", "别人的事项")


@pytest.fixture
def given(desk: Desk) -> Acknowledgement:
    """An application that was received."""
    return desk.received()


@pytest.fixture
def others(desk: Desk) -> Acknowledgement:
    """Somebody else's application to the same organ."""
    return desk.received(a_submission(name=OTHERS[0], asked=OTHERS[1], title=""))


def enter(client: Client, given: Acknowledgement, **changes: str) -> HttpResponse:
    """Send number and query code."""
    return client.post("/track/", {"number": given.number, "code": given.code} | changes)


@pytest.fixture
def holder(client: Client, given: Acknowledgement) -> Client:
    """The applicant's browser with the case open."""
    assert enter(client, given)["Location"] == CASE
    return client


def see(client: Client, address: str = CASE) -> str:
    """Return what a page says."""
    response = client.get(address)
    assert response.status_code == 200, (response.status_code, response.headers)
    return response.content.decode()


def links(page: str, part: str) -> list[str]:
    """Return the addresses of a kind on a page."""
    return re.findall(rf'href="(/track/case/{part}/\d+/)"', page)


def test_number_and_code_open_the_case(holder: Client, given: Acknowledgement) -> None:
    page = see(holder)
    for said in (
        given.number,
        "东湖片区危旧房改造资金",
        "2026年4月7日",
        "为什么是这一天",
        "收件回执",
    ):
        assert said in page
    assert given.code not in page
    assert "11010519491231002X" not in page


@pytest.mark.parametrize("write", [str.lower, lambda s: s.replace("-", " "), lambda s: f"　{s} "])
def test_both_are_read_however_they_are_typed(
    client: Client, given: Acknowledgement, write: object
) -> None:
    assert callable(write)
    typed = enter(client, given, number=write(given.number), code=write(given.code))
    assert typed["Location"] == CASE


@pytest.mark.parametrize("code", ["", "x", "34679CDFGHJK", "\0", "查" * 300, "😀"])
def test_a_wrong_code_opens_nothing_and_stays_in_its_box(
    client: Client, given: Acknowledgement, code: str
) -> None:
    response = enter(client, given, code=code)
    assert response.status_code == 200
    assert len(errors_in(response)) == 1
    assert given.number in response.content.decode()
    assert client.get(CASE)["Location"] == "/track/"


def test_a_number_that_is_not_there_is_answered_like_a_wrong_code(
    client: Client, given: Acknowledgement
) -> None:
    wrong = errors_in(enter(client, given, code="34679CDFGHJK"))
    missing = errors_in(enter(client, given, number="SQ-01527918X-2026-00012-72"))
    assert wrong == missing


def test_after_five_wrong_codes_the_door_is_closed_for_that_number(
    client: Client, given: Acknowledgement, others: Acknowledgement
) -> None:
    for _time in range(5):
        enter(client, given, code="34679CDFGHJK")
    response = enter(client, given)
    assert response.status_code == 429
    assert errors_in(response) == ["错误次数过多，请十五分钟后再试。"]
    assert enter(client, others)["Location"] == CASE
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert enter(elsewhere, given)["Location"] == CASE


def test_one_subscriber_of_ipv6_has_one_door(given: Acknowledgement) -> None:
    for number in range(5):
        neighbour = Client(REMOTE_ADDR=f"2001:db8:1:2::{number + 1}")
        enter(neighbour, given, code="34679CDFGHJK")
    assert enter(Client(REMOTE_ADDR="2001:db8:1:2:ffff::9"), given).status_code == 429
    assert enter(Client(REMOTE_ADDR="2001:db8:1:3::1"), given).status_code == 302


def test_without_a_case_every_page_asks_for_number_and_code(
    client: Client, given: Acknowledgement
) -> None:
    key = opened(given)
    letter = tracked_case(key).letters[0].id
    file = tracked_case(key).own_files[0].id
    for page in (
        CASE,
        f"{CASE}correct/",
        f"{CASE}withdraw/",
        f"{CASE}letters/{letter}/",
        f"{CASE}files/1/",
        f"{CASE}sent/{file}/",
    ):
        assert client.get(page)["Location"] == "/track/", page
    assert client.post(f"{CASE}withdraw/", {})["Location"] == "/track/"
    assert client.post(f"{CASE}correct/", {"answer": "x"})["Location"] == "/track/"
    assert "当前没有打开的申请" in see(client, "/track/")
    assert Case.objects.get().state == "formal_review"


def test_another_applicant_gets_nothing_of_it(
    holder: Client, given: Acknowledgement, others: Acknowledgement, desk: Desk
) -> None:
    theirs = tracked_case(opened(others))
    for address in (
        *(f"{CASE}letters/{letter.id}/" for letter in theirs.letters),
        *(f"{CASE}sent/{file.id}/" for file in theirs.own_files),
        *(f"{CASE}files/{file.id}/" for file in theirs.own_files),
    ):
        assert holder.get(address).status_code == 404, address
    page = see(holder)
    assert not [said for said in (*OTHERS, others.number) if said in page]
    assert errors_in(enter(Client(), given, code=others.code))
    assert not Opened.objects.exists()


def test_a_member_of_staff_is_anyone_here(
    client: Client, desk: Desk, given: Acknowledgement
) -> None:
    client.force_login(desk.clerk)
    assert client.get(CASE)["Location"] == "/track/"
    assert enter(client, given)["Location"] == CASE
    page = see(client)
    assert desk.clerk.name not in page
    assert client.get("/desk/").status_code == 200, "still signed in"


def test_the_last_of_several_cases_is_the_open_one(
    holder: Client, given: Acknowledgement, others: Acknowledgement
) -> None:
    before = holder.session.session_key
    enter(holder, others)
    assert holder.session.session_key != before
    page = see(holder)
    assert others.number in page
    assert given.number not in page


def test_a_case_closes_after_half_an_hour_without_use(
    holder: Client, fixed_moment: time_machine.Traveller
) -> None:
    for _look in range(3):
        fixed_moment.shift(timedelta(minutes=29))
        see(holder)
    fixed_moment.shift(timedelta(minutes=31))
    assert holder.get(CASE)["Location"] == "/track/"


def test_closing_it_closes_it(holder: Client) -> None:
    response = holder.post("/track/leave/", follow=True)
    assert "已关闭" in response.content.decode()
    assert holder.get(CASE)["Location"] == "/track/"
    assert holder.get("/track/leave/").status_code == 405


def test_a_new_code_ends_the_old_one_at_once(
    holder: Client, desk: Desk, given: Acknowledgement
) -> None:
    new = reissue_code(
        actor=desk.acting(Role.CLERK), case_id=given.case_id, how_identified="身份证原件"
    )
    assert holder.get(CASE)["Location"] == "/track/"
    assert errors_in(enter(holder, given))
    assert enter(holder, given, code=new)["Location"] == CASE


def test_letters_are_handed_over_under_their_chinese_names(
    holder: Client, given: Acknowledgement
) -> None:
    (address,) = links(see(holder), "letters")
    response = holder.get(address)
    assert read(response).startswith(b"%PDF")
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Content-Type-Options"] == "nosniff"
    kind, plain, extended = response["Content-Disposition"].split("; ")
    assert kind == "attachment"
    assert plain.isascii()
    name = unquote(extended.removeprefix("filename*=UTF-8''"))
    assert name.endswith(".pdf")
    assert "回执" in name
    assert "石小禾" not in name
    assert Opened.objects.get().what.startswith("letter:")


def test_own_files_come_back_as_they_were_sent(holder: Client, given: Acknowledgement) -> None:
    (address,) = links(see(holder), "sent")
    response = holder.get(address)
    assert read(response).startswith(b"\x89PNG")
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "image/png"


def test_the_reply_is_the_applicants_when_it_is_delivered(
    client: Client, desk: Desk, others: Acknowledgement
) -> None:
    given = desk.received(a_submission(supply_way=SupplyWay.POST))
    desk.accepted(given.case_id)
    desk.drafted(given.case_id)
    desk.enclosed(given.case_id, "资金使用情况表.txt", "东湖片区：120万元。".encode())
    desk.replied(given.case_id)
    enter(client, given)
    page = see(client)
    assert "资金使用情况表" not in page
    assert len(links(page, "letters")) == 1, "the receipt alone"
    key = opened(given)
    letter = Case.objects.get(pk=given.case_id).reply.letter_id
    file = Case.objects.get(pk=given.case_id).reply.files.get().pk
    assert client.get(f"{CASE}letters/{letter}/").status_code == 404
    assert client.get(f"{CASE}files/{file}/").status_code == 404

    desk.posted(given.case_id)
    page = see(client)
    assert "予以公开" in page
    assert links(page, "files") == [f"{CASE}files/{file}/"]
    response = client.get(f"{CASE}files/{file}/")
    assert read(response).decode() == "东湖片区：120万元。"
    assert tracked_case(key).may_withdraw is False
    enter(client, others)
    assert client.get(f"{CASE}files/{file}/").status_code == 404


def test_nothing_of_the_work_inside_is_shown(
    holder: Client, desk: Desk, given: Acknowledgement
) -> None:
    desk.accepted(given.case_id)
    desk.proposed(given.case_id)
    desk.reviewed(given.case_id)
    page = see(holder)
    assert "办理" in page
    for person in (desk.clerk, desk.secrecy, desk.in_charge):
        assert person.name not in page
    assert "保密审查" not in page


def test_correcting(holder: Client, desk: Desk, given: Acknowledgement) -> None:
    assert holder.get(f"{CASE}correct/")["Location"] == CASE, "nothing was asked"
    desk.asked_to_correct(given.case_id, "请写明年度。", "请补充<b>授权书</b>。")
    page = see(holder)
    assert "请写明年度。" in page
    assert "&lt;b&gt;授权书&lt;/b&gt;" in page
    assert f'href="{CASE}correct/"' in page
    file = SimpleUploadedFile("授权书.txt", "兹委托。".encode())
    said = {"answer": "2025年度。", "attachment": file, "once": "k1"}
    assert holder.post(f"{CASE}correct/", said)["Location"] == CASE
    assert "补正内容已收到。" in see(holder, "/track/") + see(holder)
    assert Case.objects.get().corrections.get().answer == "2025年度。"
    assert ApplicationFile.objects.filter(role="correction").count() == 1
    # Sent again by a second click: the first one's answer.
    assert holder.post(f"{CASE}correct/", {"answer": "x", "once": "k1"})["Location"] == CASE
    assert Case.objects.get().corrections.get().answer == "2025年度。"


@pytest.mark.parametrize("answer", ["", " \n ", "补\0正", "补" * 5001])
def test_a_correction_that_is_refused_stays_in_its_box(
    holder: Client, desk: Desk, given: Acknowledgement, answer: str
) -> None:
    desk.asked_to_correct(given.case_id)
    response = holder.post(f"{CASE}correct/", {"answer": answer, "once": "k1"})
    assert response.status_code == 200
    assert len(errors_in(response)) == 1
    assert answer.strip() in response.content.decode()
    assert Case.objects.get().state == "correction_asked"
    assert holder.post(f"{CASE}correct/", {"answer": "2025年度。", "once": "k1"}).status_code == 302


def test_a_correction_with_a_file_that_is_not_taken_keeps_the_answer(
    holder: Client, desk: Desk, given: Acknowledgement
) -> None:
    desk.asked_to_correct(given.case_id)
    file = SimpleUploadedFile("程序.exe", b"MZ")
    response = holder.post(f"{CASE}correct/", {"answer": "2025年度。", "attachment": file})
    assert errors_in(response)[0].startswith("程序.exe")
    page = response.content.decode()
    assert "2025年度。" in page
    assert "请重新选择文件" in page
    assert Case.objects.get().state == "correction_asked"


def test_withdrawing(holder: Client, given: Acknowledgement) -> None:
    page = see(holder, f"{CASE}withdraw/")
    assert "确定要撤回申请吗" in page
    assert Case.objects.get().state == "formal_review", "looking withdraws nothing"
    for _click in range(2):
        assert holder.post(f"{CASE}withdraw/", {"once": "k1"})["Location"] == CASE
    assert Case.objects.get().state == "withdrawn"
    page = see(holder)
    assert f"{CASE}withdraw/" not in page
    assert holder.get(f"{CASE}withdraw/")["Location"] == CASE
    assert holder.post(f"{CASE}withdraw/", {"once": "k2"}).status_code == 409


def test_a_late_reply_is_said_to_be_late(
    holder: Client, given: Acknowledgement, fixed_moment: time_machine.Traveller
) -> None:
    fixed_moment.move_to("2026-04-09 10:00+08:00")
    enter(holder, given)
    assert "答复已逾期" in see(holder)


def test_the_case_speaks_english_too(client: Client, given: Acknowledgement) -> None:
    response = client.post("/en/track/", {"number": given.number, "code": given.code})
    assert response["Location"] == "/en/track/case/"
    page = see(client, "/en/track/case/")
    assert "Received, being checked" in page
    assert "Why this date?" in page


def test_another_organ_makes_no_difference(client: Client, given: Acknowledgement) -> None:
    elsewhere = a_desk().received()
    enter(client, elsewhere)
    assert elsewhere.number in see(client)
    assert given.number not in see(client)


def test_the_token_is_needed(given: Acknowledgement) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert enter(strict, given).status_code == 403
