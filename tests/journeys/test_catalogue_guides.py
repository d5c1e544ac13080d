"""A guide from the live data to the public and back: compiled, consulted on, approved, published.

The pages are looked at on the way, in Chinese on a desk's screen and in English on a telephone's.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Page, expect
from tests.conftest import MOMENT
from tests.factories.organs import PASSWORD
from tests.journeys.conftest import Windows, sign_in
from tests.journeys.looking import see
from tests.journeys.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

LATER = MOMENT + timedelta(days=15)
WORDS = "办事大厅设有无障碍通道。"
OPINION, NAME = "建议周六上午开放查阅。", "某居民"
OLD_PHONE, NEW_PHONE = "0000-1234567", "0000-7654321"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """The moment at which the server believes to be; the test moves it on."""
    with time_machine.travel(MOMENT, tick=True) as traveller:
        yield traveller


class _Walk:
    """The people of one guide, each at a window; signed in anew after the two weeks."""

    def __init__(self, windows: Windows, world: World, clock: time_machine.Traveller) -> None:
        self.windows, self.world, self.clock = windows, world, clock
        self.reader = windows.without_scripts("reader")
        self.onlooker = windows.open("onlooker")
        self.day = ""

    def at(self, person: str) -> Page:
        """Return the window of a person of the organ, signed in today."""
        username = self.world.people[person].username
        return self.windows.open(f"{person}{self.day}", lambda page: sign_in(page, username))

    def wait_until(self, moment: datetime) -> None:
        """Let time pass."""
        self.clock.move_to(moment)
        self.day = f" on {moment:%d}"


def test_a_guide_is_compiled_consulted_on_approved_published_and_grows_old(
    windows: Windows, world: World, clock: time_machine.Traveller
) -> None:
    walk = _Walk(windows, world, clock)
    edition = _compiles(walk)
    _says_something(walk, edition)
    walk.wait_until(LATER)
    _answers_and_sends(walk, edition)
    _approves(walk, edition)
    _publishes(walk, edition)
    _is_read(walk, edition)
    _grows_old(walk, edition)


def _compiles(walk: _Walk) -> int:
    clerk = walk.at("clerk")
    clerk.goto("/desk/")
    clerk.get_by_role("link", name="公开指南和目录").click()
    clerk.get_by_role("link", name="编制公开指南").click()
    clerk.get_by_label("本版更新内容").fill("首次编制。")
    clerk.get_by_role("button", name="编制").click()
    clerk.get_by_role("link", name="撰写本机关部分").click()
    clerk.get_by_label("第1部分标题").fill("便民提示")
    clerk.get_by_label("第1部分正文").fill(WORDS)
    clerk.get_by_role("button", name="保存").click()
    clerk.get_by_role("link", name="公开征求意见").click()
    clerk.get_by_role("button", name="公开征求意见").click()
    expect(clerk.get_by_text("公众现在可以阅读征求意见稿。")).to_be_visible()
    return int(clerk.url.rstrip("/").rsplit("/", 1)[-1])


def _says_something(walk: _Walk, edition: int) -> None:
    reader = walk.reader
    reader.goto("/")
    reader.get_by_role("link", name="征求意见").click()
    reader.get_by_role("link", name="公开指南第1版征求意见稿").click()
    expect(reader.get_by_text(WORDS)).to_be_visible()
    _see_as_onlooker(walk, "consultation")
    reader.get_by_role("button", name="提出意见").click()
    reader.get_by_label("您的意见").fill(OPINION)
    reader.get_by_label("您的姓名").fill(NAME)
    reader.get_by_role("button", name="提交意见").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("您的意见已经收到")
    clerk = walk.at("clerk")
    clerk.goto(f"/desk/editions/{edition}/opinions/")
    expect(clerk.get_by_text(NAME)).to_be_visible()
    see(clerk, "opinions")
    clerk.get_by_role("link", name="决定是否公开").click()
    clerk.get_by_label("公开意见内容（不署名）").check()
    clerk.get_by_role("button", name="决定").click()


def _answers_and_sends(walk: _Walk, edition: int) -> None:
    clerk = walk.at("clerk")
    clerk.goto(f"/desk/editions/{edition}/")
    clerk.get_by_role("link", name="结束征求意见").click()
    clerk.get_by_role("button", name="结束").click()
    clerk.get_by_role("link", name="答复意见").click()
    clerk.get_by_label("对意见的答复").fill("已采纳，周六上午开放查阅。")
    clerk.get_by_role("button", name="答复").click()
    clerk.get_by_role("link", name="上报审批").click()
    clerk.get_by_role("button", name="上报").click()
    expect(clerk.get_by_text("已上报，由主管部门审批。")).to_be_visible()


def _approves(walk: _Walk, edition: int) -> None:
    competent = walk.at("competent")
    competent.goto("/desk/")
    main = competent.get_by_role("main")
    main.get_by_role("link", name="云梦市水务局公开指南第1版").click()
    expect(competent.get_by_role("heading", level=1)).to_contain_text("公开指南")
    see(competent, "edition")
    competent.goto(f"/desk/editions/{edition}/decide/")
    competent.get_by_label("批准").check()
    competent.get_by_label("以密码或动态码签署").fill(PASSWORD)
    competent.get_by_role("button", name="签署决定").click()
    expect(competent.get_by_text("已批准，由该机关公布。")).to_be_visible()
    competent.goto("/desk/editions/below/")
    see(competent, "editions_below")


def _publishes(walk: _Walk, edition: int) -> None:
    clerk = walk.at("clerk")
    clerk.goto(f"/desk/editions/{edition}/")
    clerk.get_by_role("link", name="公布", exact=True).click()
    clerk.get_by_role("button", name="公布", exact=True).click()
    expect(clerk.get_by_text("已公布，上一版仍可查阅。")).to_be_visible()


def _is_read(walk: _Walk, edition: int) -> None:
    reader = walk.reader
    reader.goto(f"/organs/{walk.world.bureau.organ.pk}/")
    reader.get_by_role("link", name="政府信息公开指南").click()
    expect(reader.get_by_text(OLD_PHONE).first).to_be_visible()
    expect(reader.get_by_role("img", name="依申请公开流程图")).to_be_visible()
    _see_as_onlooker(walk, "guide")
    for form, begins in (("pdf", b"%PDF"), ("docx", b"PK")):
        answer = reader.request.get(f"/editions/{edition}/edition.{form}")
        assert answer.status == 200
        assert answer.body().startswith(begins)
    reader.goto(f"/consultations/{edition}/")
    expect(reader.get_by_text(OPINION)).to_be_visible()
    expect(reader.get_by_text("已采纳，周六上午开放查阅。")).to_be_visible()
    expect(reader.get_by_text(NAME)).to_have_count(0)


def _grows_old(walk: _Walk, edition: int) -> None:
    clerk = walk.at("clerk")
    clerk.goto(reverse("desk:office", args=[walk.world.bureau.organ.pk, "disclosure"]))
    clerk.locator("[name=telephone]").fill(NEW_PHONE)
    clerk.get_by_role("main").locator("button[type=submit]").click()
    clerk.goto("/desk/")
    clerk.get_by_role("link", name="请编制新版").click()
    expect(clerk.get_by_text("政府信息公开工作机构：电话")).to_be_visible()
    see(clerk, "editions")
    walk.reader.goto(f"/organs/{walk.world.bureau.organ.pk}/editions/")
    _see_as_onlooker(walk, "public_editions")


def _see_as_onlooker(walk: _Walk, name: str) -> None:
    """Look at what the reader reads in a window in which axe can run."""
    walk.onlooker.goto(walk.reader.url)
    see(walk.onlooker, name)
