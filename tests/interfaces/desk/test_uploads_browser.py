"""Files in a browser: with a progress bar and resumed after a cut, and without any script."""

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer
from tests.interfaces.desk.conftest import Town
from tests.interfaces.desk.upload_page import ADDRESS
from tests.journeys.looking import barriers
from tests.modules.release.sending import content_of, digest_of

from gongkai.interfaces.desk.views import uploads
from gongkai.release.models import Upload
from gongkai.release.operations.uploads import receive_piece

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.interfaces.desk.upload_page"),
]
NAME = "供水改造明细.pdf"
CONTENT = content_of(9 * 1024 * 1024 + 321)
SECOND = 8 * 1024 * 1024
"""Where the second piece begins."""
PIECES = "**/desk/uploads/*-*/"


@pytest.fixture(autouse=True)
def own_files(settings: Settings, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path / "files"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of two pieces."""
    path = tmp_path / NAME
    path.write_bytes(CONTENT)
    return path


@pytest.fixture
def clerk(page: Page, town: Town, live_server: LiveServer) -> Page:
    """The page with files, opened by the clerk."""
    return _opened(page, town, live_server)


@pytest.fixture
def plain(browser: Browser, town: Town, live_server: LiveServer) -> Iterator[Page]:
    """The same page in a browser that runs no scripts."""
    context = browser.new_context(java_script_enabled=False)
    yield _opened(context.new_page(), town, live_server)
    context.close()


def _opened(page: Page, town: Town, live_server: LiveServer) -> Page:
    cookie = town.client("clerk").cookies[settings.SESSION_COOKIE_NAME].value
    entry = {"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}
    page.context.add_cookies([entry])  # type: ignore[list-item]
    page.goto(f"{live_server.url}{ADDRESS}")
    return page


def _save(page: Page) -> list[list[object]]:
    page.get_by_label("附注").fill("有")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("body")).to_contain_text("taken")
    taken: list[list[object]] = json.loads(page.inner_text("body"))["taken"]
    return taken


def _without_barriers(page: Page) -> None:
    assert barriers(page) == ""


def test_it_goes_on_where_the_server_broke_off(
    clerk: Page, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offsets: list[int] = []

    def break_the_second(**said: Any) -> Upload:
        offsets.append(said["offset"])
        if len(offsets) == 2:
            half = BytesIO(said["stream"].read(100_000))
            receive_piece(**{**said, "stream": half})
            raise ConnectionResetError("the line is cut")
        return receive_piece(**said)

    monkeypatch.setattr(uploads, "receive_piece", break_the_second)
    clerk.get_by_label("附件", exact=True).set_input_files(file)
    expect(clerk.get_by_role("checkbox", name=NAME)).to_be_checked()
    expect(clerk.get_by_role("status").filter(has_text="已发送完毕")).to_be_visible()
    # What came before the cut was not sent again.
    assert offsets == [0, SECOND, SECOND + 100_000]
    _without_barriers(clerk)
    assert _save(clerk) == [[NAME, len(CONTENT), digest_of(CONTENT)]]


def test_paused_reloaded_and_gone_on_with(clerk: Page, file: Path) -> None:
    held: list[Route] = []

    def hold_the_second(route: Route) -> None:
        if route.request.headers.get("upload-offset") == str(SECOND) and not held:
            held.append(route)
            return
        route.continue_()

    clerk.route(PIECES, hold_the_second)
    clerk.get_by_label("附件", exact=True).set_input_files(file)
    expect(clerk.get_by_text("已发送 88 %", exact=True)).to_be_visible()
    _without_barriers(clerk)
    clerk.get_by_role("button", name="保存").click()
    expect(clerk.get_by_role("status").filter(has_text="请等待所有文件")).to_be_visible()
    clerk.get_by_role("button", name=f"暂停 {NAME}").press("Enter")
    expect(clerk.get_by_role("button", name=f"继续 {NAME}")).to_be_focused()
    expect(clerk.get_by_text("已暂停")).to_be_visible()

    clerk.reload()
    clerk.get_by_label("附件", exact=True).set_input_files(file)
    expect(clerk.get_by_role("checkbox", name=NAME)).to_be_checked()
    assert Upload.objects.count() == 1
    assert _save(clerk) == [[NAME, len(CONTENT), digest_of(CONTENT)]]


def test_several_files_a_refusal_and_a_cancelled_one(clerk: Page, tmp_path: Path) -> None:
    names = ["一.txt", "程序.exe", "空.pdf", "二.csv"]
    for name, content in zip(names, (b"1", b"MZ", b"", b"2"), strict=True):
        (tmp_path / name).write_bytes(content)
    clerk.get_by_label("附件", exact=True).set_input_files([tmp_path / name for name in names])
    for name in ("一.txt", "二.csv"):
        expect(clerk.get_by_role("checkbox", name=name)).to_be_checked()
    expect(clerk.get_by_text("不接收程序").first).to_be_visible()
    expect(clerk.get_by_text("文件为空").first).to_be_visible()
    _without_barriers(clerk)
    expect(clerk.get_by_role("button", name="继续")).to_have_count(0)
    for name in ("程序.exe", "空.pdf"):
        clerk.get_by_role("button", name=f"取消 {name}").click()
    clerk.get_by_role("checkbox", name="二.csv").uncheck()
    assert [row[0] for row in _save(clerk)] == ["一.txt"]


def test_without_scripts(plain: Page, file: Path, tmp_path: Path) -> None:
    (tmp_path / "空.pdf").write_bytes(b"")
    plain.get_by_label("附件", exact=True).set_input_files([file, tmp_path / "空.pdf"])
    plain.get_by_role("button", name="保存").click()
    expect(plain.get_by_role("alert")).to_contain_text("空.pdf: 文件为空")
    expect(plain.get_by_role("checkbox", name=NAME)).to_be_checked()
    assert _save(plain) == [[NAME, len(CONTENT), digest_of(CONTENT)]]
