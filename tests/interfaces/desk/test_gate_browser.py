"""The gate's pages in a browser: no barrier, in both languages, by keyboard and by themselves."""

from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from openpyxl import Workbook
from playwright.sync_api import Page, expect
from tests.amount import WINDOWS, is_examined
from tests.factories.applications import GRANTED
from tests.interfaces.desk.conftest import Town
from tests.journeys.looking import look_at
from tests.modules.release.redaction.papers import typeset

from gongkai.applications.models import Reply, ReplyFile
from gongkai.kernel.files import store_file
from gongkai.kernel.time import now
from gongkai.release.models import Examination, FindingDecision, Recheck, RecheckedItem
from gongkai.release.operations.examining import ask_examination, examine, examine_now
from gongkai.release.rules.doors import GATE_RULES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE, NUMBER = "13800138000", "110101199003070038"


def _sign_in(page: Page, town: Town, persona: str, base: str) -> None:
    client = town.client(persona)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": base}])


def _open(page: Page, base: str, address: str) -> None:
    answer = page.goto(f"{base}{address}")
    assert answer is not None
    assert answer.status == 200, address


def _workbook(folder: Path) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "发放表"
    for row in (
        ["序号", "姓名", "身份证号", "金额（元）"],
        [1, "王小明", NUMBER, 1200],
        [2, "李某", "", 800],
        [3, "合计", "", 2000],
    ):
        sheet.append(row)
    path = folder / "book.xlsx"
    book.save(path)
    return path.read_bytes()


def _files(folder: Path) -> dict[str, bytes]:
    letter = "#said.opening\n\n联系人电话：#said.phone\n\n以上信息可以公开。"
    return {
        "发放表.xlsx": _workbook(folder),
        "告知书.pdf": typeset(folder, letter, opening="湖区水位公告。", phone=PHONE),
        "说明.txt": f"第一条 办事指南。\n第二条 联系人电话：{PHONE}。\n第三条 完。".encode(),
        "坏.pdf": b"%PDF-1.7 broken",
    }


def _case(town: Town, folder: Path) -> int:
    """Return a case with files of several kinds on the way to the applicant, all examined."""
    case_id = town.case("accepted")
    reply = town.desk.drafted(case_id, GRANTED)
    for name, content in _files(folder).items():
        stored = store_file(content)
        ReplyFile.objects.create(
            reply=reply, name=name, media_type="application/pdf", size=stored.size, stored=stored,
            added_at=now(),
        )  # fmt: skip
        examine_now(digest=stored.digest, name=name)
    return case_id


def _findings(case_id: int) -> str:
    return reverse("desk:findings", args=["case", case_id, "applicant"])


def _recheck(town: Town) -> None:
    record = town.published()
    row = Recheck.objects.create(
        rules=GATE_RULES, why="规则更新", checked=120, waiting=3, begun_at=now(), ended_at=now()
    )
    RecheckedItem.objects.create(
        recheck=row, door="public", subject_kind="record", subject_id=record.pk,
        organ=town.office.organ, label=record.index_number, digest="0" * 64, name="名单.xlsx",
        obstacles=["undecided"], findings=[{"kind": "mobile"}, {"kind": "hidden_sheet"}],
    )  # fmt: skip


def _stuck_file(case_id: int) -> None:
    stored = store_file("很大的图".encode())
    ReplyFile.objects.create(
        reply=Reply.objects.get(case_id=case_id), name="大幅规划图.tiff", media_type="image/tiff",
        size=stored.size, stored=stored, added_at=now(),
    )  # fmt: skip
    Examination.objects.create(
        stored_id=stored.digest, name="大幅规划图.tiff", rules=GATE_RULES, state="stuck",
        attempts=3,
        problem="took_too_long", trouble="took_too_long", asked_at=now(), ended_at=now(),
    )  # fmt: skip


def _addresses(town: Town, folder: Path) -> list[tuple[str, str, str]]:
    """Return (name, persona, address) of every page of the gate."""
    case_id = _case(town, folder)
    listed = town.client("clerk").get(_findings(case_id)).context["kinds"]
    found = {one.places[0].partition("：")[0]: one.url for kind in listed for one in kind.findings}
    phones = next(kind for kind in listed if kind.code == "mobile").findings[0].url
    _stuck_file(case_id)
    _recheck(town)
    return [
        ("findings", "clerk", _findings(case_id)),
        ("cell", "clerk", found["发放表.xlsx"]),
        ("page", "clerk", phones),
        ("line", "clerk", f"{phones[:-2]}2/"),
        ("queue", "clerk", reverse("desk:release_queue")),
        ("queue-nameless", "administrator", reverse("desk:release_queue")),
        ("recheck", "clerk", reverse("desk:recheck")),
    ]


def test_the_gates_pages_have_no_barrier(
    page: Page, town: Town, live_server: object, tmp_path: Path
) -> None:
    base = str(live_server)
    addresses = _addresses(town, tmp_path)
    for language, width in WINDOWS:
        page.set_viewport_size({"width": width, "height": 900})
        for name, persona, address in addresses:
            if not is_examined(name, (language, width)):
                continue
            _sign_in(page, town, persona, base)
            _open(page, base, address if language == "zh-hans" else f"/{language}{address}")
            look_at(page, f"gate-{name}-{language}-{width}")


def test_a_finding_is_decided_by_keyboard_alone(
    page: Page, town: Town, live_server: object
) -> None:
    base, record = str(live_server), town.draft(text=f"第一条。\n联系人电话：{PHONE}。")
    _sign_in(page, town, "clerk", base)
    _open(page, base, reverse("desk:findings", args=["record", record.pk, "public"]))

    page.locator("input[name=findings]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("窗口对外电话。")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator(".govuk-tag--green").first).to_be_visible()
    decided = FindingDecision.objects.get()
    assert (decided.verdict, decided.reason) == ("may_leave", "窗口对外电话。")


def test_a_page_that_waits_tells_by_itself_and_keeps_what_is_typed(
    page: Page, town: Town, live_server: object
) -> None:
    base = str(live_server)
    case_id = town.case("accepted")
    reply = town.desk.drafted(case_id, GRANTED)
    stored = store_file(f"联系人电话：{PHONE}".encode())
    ReplyFile.objects.create(
        reply=reply, name="说明.txt", media_type="text/plain", size=stored.size, stored=stored,
        added_at=now(),
    )  # fmt: skip
    asked = ask_examination(digest=stored.digest, name="说明.txt")
    _sign_in(page, town, "clerk", base)
    _open(page, base, _findings(case_id))
    expect(page.locator("#gate-status")).to_contain_text("正在检查")

    examine(examination_id=asked.pk)

    expect(page.locator("#gate-status")).to_contain_text("已全部检查完毕")
    page.locator("#gate-status a").click()
    expect(page.locator("input[name=findings]")).to_have_count(1)
