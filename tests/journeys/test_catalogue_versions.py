"""A corrected copy, the copy before it withdrawn, and the public chain that proves both."""

import json
import re
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner
from playwright.sync_api import Page, expect
from tests.factories.attachments import attached
from tests.factories.organs import PASSWORD
from tests.factories.records import content
from tests.journeys import citizen
from tests.journeys.conftest import Windows
from tests.journeys.looking import look_at
from tests.journeys.steps import Desk
from tests.journeys.world import World

from gongkai.interfaces.cli.verify import verify
from gongkai.ledger.operations import close_past_days
from gongkai.records.models import RecordVersion
from gongkai.review.models import StepKind

# What the test does by itself is committed: the browser is to see it.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "云梦市二次供水改造补助公示"
WRONG, RIGHT = "第一条 补助标准为每户三千元。", "第一条 补助标准为每户两千元。"
LIST = "补助名单"
DAY = "2026-03-16"


@pytest.fixture(scope="module")
def desk(windows: Windows, world: World) -> Desk:
    """The organ's people at their desks."""
    return Desk(windows, world)


@pytest.fixture(scope="module")
def reader(windows: Windows) -> Page:
    """The window of a reader."""
    return windows.open("reader")


def test_a_correction_takes_the_copy_before_it_along_and_the_chain_proves_it(
    desk: Desk,
    reader: Page,
    world: World,
    tmp_path: Path,
    fixed_moment: time_machine.Traveller,
) -> None:
    record_id = _published(world)
    copy = _keep(reader, record_id, tmp_path / "copy.txt")
    _begin_as_the_wrong_kind(desk, record_id)
    _say_the_right_kind(desk, record_id)
    _approve(world, record_id)
    _release_and_withdraw(desk, record_id)
    _first_version_is_gone(reader, record_id)
    _confirm(desk, record_id)
    _read_what_happened(reader, record_id)
    fixed_moment.shift(24 * 3600)
    close_past_days()
    _prove(reader, record_id, copy, tmp_path)


def _published(world: World) -> int:
    version = world.bureau.draft(content(title=TITLE, text=WRONG))
    attached(world.bureau, version, title=LIST)
    return world.bureau.release(world.bureau.approved(version)).pk


def _keep(reader: Page, record_id: int, to: Path) -> Path:
    reader.goto(f"/records/{record_id}/")
    to.write_bytes(citizen.download(reader).text.encode())
    return to


def _begin_as_the_wrong_kind(desk: Desk, record_id: int) -> None:
    page = desk.page_of("clerk")
    page.goto(f"/desk/records/{record_id}/new-version/")
    look_at(page, "new-version")
    page.locator("[name=change_kind][value=metadata]").check()
    page.get_by_label("拟变更内容及理由").fill("更正补助标准。")
    page.get_by_role("button", name="开始").click()
    page.locator("[name=text]").fill(RIGHT)
    page.get_by_role("button", name="保存草稿").click()
    page.goto(f"/desk/records/{record_id}/propose/")
    page.get_by_role("button", name="提请审查").click()
    expect(page.get_by_text("不属于仅更正要素").first).to_be_visible()


def _say_the_right_kind(desk: Desk, record_id: int) -> None:
    page = desk.page_of("clerk")
    page.goto(f"/desk/records/{record_id}/edit/")
    expect(page.locator("[name=change_kind][value=metadata]")).to_be_checked()
    page.locator("[name=change_kind][value=correction]").check()
    page.get_by_role("button", name="保存草稿").click()
    desk.propose(record_id)


def _approve(world: World, record_id: int) -> None:
    version = RecordVersion.objects.get(record_id=record_id, number=2)
    for kind in (StepKind.SECRECY, StepKind.APPROVAL):
        version = world.bureau.step(version, kind)


def _release_and_withdraw(desk: Desk, record_id: int) -> None:
    page = desk.page_of("clerk")
    page.goto(f"/desk/records/{record_id}/release/")
    look_at(page, "release-correction")
    page.get_by_role("button", name="公开", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.locator("[name=earlier][value=withdraw]").check()
    page.locator("[name=versions][value='1']").check()
    page.locator("[name=withdrawal_reason][value=privacy]").check()
    page.get_by_role("button", name="公开", exact=True).click()
    expect(page.get_by_text("已发布。")).to_be_visible()


def _first_version_is_gone(reader: Page, record_id: int) -> None:
    for tail in ("versions/1/", "versions/1/text/", "compare/?from=1&to=2"):
        assert citizen.ask(reader, f"/records/{record_id}/{tail}").status == citizen.GONE
    reader.goto(f"/records/{record_id}/versions/1/")
    expect(reader.get_by_role("heading", level=1)).to_have_text("该旧版本已撤回")
    assert LIST not in reader.content()
    look_at(reader, "withdrawn-version")
    reader.goto(f"/records/{record_id}/")
    expect(reader.get_by_text(RIGHT)).to_be_visible()


def _confirm(desk: Desk, record_id: int) -> None:
    page = desk.page_of("leader")
    page.goto("/desk/")
    page.get_by_role("main").get_by_role("link", name=re.compile(TITLE)).first.click()
    page.locator("#withdrawals + ol").get_by_role("link", name=re.compile("1")).click()
    page.get_by_role("link", name="确认撤回该版本").click()
    page.get_by_label("以密码或动态码签署").fill(PASSWORD)
    page.get_by_role("button", name="签署并确认").click()
    expect(page.get_by_text("已撤回。版本列表注明撤回日期和原因。")).to_be_visible()


def _read_what_happened(reader: Page, record_id: int) -> None:
    for name, address in (
        ("versions", f"/records/{record_id}/versions/"),
        ("withdrawn-list", "/changes/withdrawn/"),
        ("feed", "/changes/feed/"),
    ):
        for language in ("", "/en"):
            reader.goto(f"{language}{address}")
            look_at(reader, f"{name}{language.replace('/', '-')}")
    kinds = [entry["kind"] for entry in citizen.ask(reader, "/changes.json").json()["entries"]]
    assert kinds == ["published", "corrected", "version_hidden", "version_withdrawn"]
    assert citizen.ask(reader, "/changes.json?limit=5000").status == 400


def _prove(reader: Page, record_id: int, old: Path, folder: Path) -> None:
    new = _keep(reader, record_id, folder / "new.txt")
    reader.goto("/check-a-copy/")
    reader.get_by_label("您手中的文件").set_input_files(new)
    reader.get_by_role("button", name="核对").click()
    expect(reader.get_by_role("heading", name="在公开链中的位置")).to_be_visible()
    look_at(reader, "copy-in-the-chain")
    with reader.expect_download() as coming:
        reader.get_by_role("link", name="该版本的证明（JSON）").click()
    coming.value.save_as(folder / "proof.json")
    reader.goto("/changes/days/")
    look_at(reader, "days")
    reader.goto("/en/changes/days/")
    look_at(reader, "days-en")
    with reader.expect_download() as coming:
        reader.get_by_role("link", name=re.compile("File of")).first.click()
    day = folder / coming.value.suggested_filename
    coming.value.save_as(day)
    assert day.name == f"{DAY}.jsonl"
    given = [new, old, folder / "proof.json", day]
    ran = CliRunner().invoke(verify, ["--json", *map(str, given)])
    first, second = json.loads(ran.stdout)["copies"]
    assert (first["proved"], first["version"]) == (True, 2)
    # The withdrawn copy is proved by nobody any more.
    assert (second["proved"], ran.exit_code) == (False, 4)
