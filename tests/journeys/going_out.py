"""Files on their way out: what is sent, what the queue does with it, what is done at the desk."""

import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import pypdfium2
from django.db import connection
from openpyxl import Workbook
from playwright.sync_api import FilePayload, Page, expect
from tests.amount import WINDOWS, is_examined
from tests.factories.organs import PASSWORD
from tests.journeys.looking import barriers, is_too_wide
from tests.modules.release.redaction.papers import (
    ADDRESS,
    IDENTITY_NUMBER,
    MOBILE,
    NAME,
    RARE_NAME,
    typeset,
)
from tests.modules.release.redaction.proofs import assert_gone

from gongkai.release.models import Examination, Layer, LayerState, Material
from gongkai.release.operations.examining import examine
from gongkai.release.operations.layers import make_layer
from gongkai.release.operations.materials import prepare
from gongkai.release.rules.doors import ExaminationState

GROUND = "ogi-2008/personal-privacy"
LETTER, BOOK = "补助告知书.pdf", "补助发放表.xlsx"
IN_THE_LETTER, IN_THE_BOOK = "阀门井更换九处", "立管改造一百二十米"
"""Words that stand in one of the files and nowhere else."""
DUTY_TELEPHONE = "13800138000"
HIDDEN = {"姓名": RARE_NAME, "公民身份号码": "11010519491231002X"}
_LETTER = """#align(center, text(size: 16pt)[关于二次供水改造补助的告知书])

申请人#said.name，住址：#said.address。

公民身份号码：#said.number，联系电话：#said.mobile。

#pagebreak()

本片区#{said.done}，#said.rare 等十二户已验收。
"""


def a_letter(folder: Path) -> FilePayload:
    """Return a PDF of two pages with everything about one person on the first."""
    said = {"name": NAME, "address": ADDRESS, "number": IDENTITY_NUMBER, "mobile": MOBILE}
    content = typeset(folder, _LETTER, **said, rare=RARE_NAME, done=IN_THE_LETTER)
    return {"name": LETTER, "mimeType": "application/pdf", "buffer": content}


def a_book() -> FilePayload:
    """Return a workbook with a sum for everybody, and the list behind it on a hidden sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "发放汇总"
    for row in (
        ["片区", "户数", "内容"],
        ["东河", 12, IN_THE_BOOK],
        ["值班电话", DUTY_TELEPHONE],
    ):
        sheet.append(row)
    behind = book.create_sheet("底册")
    behind.append(list(HIDDEN))
    behind.append(list(HIDDEN.values()))
    behind.sheet_state = "hidden"
    out = BytesIO()
    book.save(out)
    return {
        "name": BOOK,
        "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "buffer": out.getvalue(),
    }


def place_of(words: str, pdf: bytes) -> tuple[float, float, float, float]:
    """Return left, top, right, bottom of the words on the first page, as parts of the page."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    width, height = page.get_size()
    text = page.get_textpage()
    found = text.search(words).get_next()
    assert found is not None, words
    boxes = [text.get_charbox(index) for index in range(found[0], sum(found))]
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    document.close()
    return (
        min(lefts) / width,
        1 - max(tops) / height,
        max(rights) / width,
        1 - min(bottoms) / height,
    )


def work() -> None:
    """Do what waits in the queue, as a worker would: beside the test, with its own connection."""
    with ThreadPoolExecutor(max_workers=1) as worker:
        worker.submit(_work).result()


def _work() -> None:
    try:
        for material in Material.objects.filter(state=Material.State.WAITING):
            prepare(material_id=material.pk)
        for layer in Layer.objects.filter(state=LayerState.MAKING):
            make_layer(layer_id=layer.pk)
        for row in Examination.objects.filter(state=ExaminationState.WAITING):
            examine(examination_id=row.pk)
    finally:
        connection.close()


def assert_not_in(folder: Path, content: bytes, *values: str) -> None:
    """Assert that no byte, stream or reader of a PDF or an office file says one of the values."""
    path = folder / "taken"
    path.write_bytes(content)
    if content.startswith(b"%PDF"):
        assert_gone(path, values)
        return
    with zipfile.ZipFile(path) as package:
        parts = [content, *(package.read(name) for name in package.namelist())]
    said = [part.decode("utf-8", "replace") for part in parts]
    assert len(said) > 3
    assert not [value for value in values if any(value in part for part in said)]


@dataclass
class Watch:
    """Looks for barriers on each page that it has not met yet, in Chinese or in English by turns.

    In a thorough run in both.
    """

    met: set[str] = field(default_factory=set)

    def look(self, page: Page) -> None:
        """Look at the page, or at its English twin, and come back."""
        page.wait_for_load_state()
        address = page.url
        path = "/" + address.split("/", 3)[3]
        kind = re.sub(r"[0-9a-f]{64}|\d+", "N", path)
        if kind in self.met:
            return
        self.met.add(kind)
        languages = {
            language for language, width in WINDOWS if is_examined(kind, (language, width))
        }
        if "zh-hans" in languages:
            _has_no_barrier(page)
        if "en" in languages:
            page.goto(f"/en{path}")
            expect(page.locator("html[lang=en]")).to_have_count(1)
            _has_no_barrier(page)
            page.goto(address)


def _has_no_barrier(page: Page) -> None:
    for picture in page.locator("img[loading=lazy]").all():
        picture.scroll_into_view_if_needed()
    assert barriers(page) == "", page.url
    assert not is_too_wide(page), page.url


def attach(page: Page, *files: FilePayload, button: str = "添加为附件") -> None:
    """Send files ahead by the page's script, and attach them."""
    page.locator("main input[type=file]").set_input_files(files)
    for file in files:
        expect(page.get_by_role("checkbox", name=file["name"])).to_be_checked()
    page.get_by_role("main").get_by_role("button", name=button, exact=True).click()


def draw(page: Page, place: tuple[float, float, float, float]) -> None:
    """Draw a box on the picture of the page with the mouse, and withhold it."""
    paper = page.locator("svg[data-drawing]")
    paper.scroll_into_view_if_needed()
    box = paper.bounding_box()
    assert box is not None
    left, top, right, bottom = place
    page.mouse.move(box["x"] + left * box["width"] - 3, box["y"] + top * box["height"] - 3)
    page.mouse.down()
    page.mouse.move(
        box["x"] + right * box["width"] + 3, box["y"] + bottom * box["height"] + 3, steps=3
    )
    page.mouse.up()
    page.locator("#id_area-ground").select_option(GROUND)
    page.get_by_role("button", name="遮盖这处区域").click()
    expect(page.get_by_text("已遮盖1处")).to_be_visible()


def type_area(page: Page, place: tuple[float, float, float, float]) -> None:
    """Withhold an area by its sides in hundredths, a little wider than the words in it."""
    left, top, right, bottom = place
    sides = {"left": left, "top": top, "width": right - left, "height": bottom - top}
    for name, side in sides.items():
        more = -0.5 if name in {"left", "top"} else 1
        page.locator(f"#id_area-{name}").fill(f"{side * 100 + more:.3f}")
    page.locator("#id_area-ground").select_option(GROUND)
    page.get_by_role("button", name="遮盖这处区域").click()
    expect(page.get_by_text("已遮盖1处")).to_be_visible()


def withhold_kinds(page: Page, *kinds: str) -> None:
    """Withhold data of these kinds on all pages."""
    page.get_by_text("某类信息（全文各处）").click()
    form = page.locator("form:has([name=kinds-ground])")
    for kind in kinds:
        form.get_by_label(kind, exact=True).check()
    form.locator("[name=kinds-ground]").select_option(GROUND)
    form.get_by_role("button", name="查找并遮盖").click()
    expect(page.get_by_text("已遮盖").first).to_be_visible()


def withhold_term(page: Page, term: str) -> None:
    """Withhold a term wherever it stands."""
    page.get_by_text("某一词语（全文各处）").click()
    form = page.locator("form:has([name=term-ground])")
    form.locator("[name=term-term]").fill(term)
    form.locator("[name=term-ground]").select_option(GROUND)
    form.get_by_role("button", name="查找并遮盖").click()
    expect(page.get_by_text("已遮盖").first).to_be_visible()


def card(page: Page, door: str) -> str:
    """Return where on the page of a material the part of a door is."""
    expect(page.locator(f"#door-{door}")).to_be_visible()
    return f"section[aria-labelledby=door-{door}]"


def press(page: Page, door: str, button: str) -> None:
    """Press a button of a door on the page of a material."""
    page.locator(card(page, door)).get_by_role("button", name=button).click()


def propose_layer(page: Page, door: str) -> None:
    """From a page that is drawn on, propose the layer; the worker makes its file."""
    page.get_by_role("link", name="总览与提请审查").click()
    press(page, door, "提请审查")
    expect(page.get_by_text("文件正在制作", exact=False).first).to_be_visible()
    work()


def open_review(page: Page, name: str, pages: int) -> None:
    """The reviewer opens a layer from the queue and looks at every page of it."""
    page.goto("/desk/")
    page.locator("section[aria-labelledby=layers]").get_by_role("link", name=name).first.click()
    pictures = page.locator(".gk-redact-pages img")
    expect(pictures).to_have_count(pages)
    for picture in pictures.all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", value=True)
        assert picture.evaluate("node => node.naturalWidth") > 0


def sign_layer(page: Page, *, agrees: bool = True, opinion: str = "") -> None:
    """Sign the decision on the layer that is open."""
    if agrees:
        page.get_by_label("我已逐页看过这份文件").check()
    page.get_by_label("同意" if agrees else "退回", exact=True).check()
    page.get_by_label("意见").fill(opinion)
    page.get_by_label("以密码或动态码签署").fill(PASSWORD)
    page.get_by_role("button", name="签署决定").click()


def decide_all(page: Page, reason: str) -> None:
    """Let everything out that is still undecided on the page of the findings."""
    for box in page.locator("main li:not(:has(.govuk-tag)) [name=findings]").all():
        box.check()
    page.get_by_label("可以放行").check()
    page.locator("[name=reason]").fill(reason)
    page.get_by_role("button", name="作出决定", exact=True).click()
    expect(page.get_by_text("项检查发现作出处理决定")).to_be_visible()
