"""Redaction of PDFs of every make: what was removed is nowhere, what stays is as it was."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image
from tests.modules.release.redaction import papers
from tests.modules.release.redaction.proofs import (
    assert_gone,
    difference_outside,
    picture_of,
    text_of,
)

from gongkai.release.redaction import producing
from gongkai.release.redaction.producing import (
    NoSuchPage,
    NotProved,
    Produced,
    all_read,
    redact,
    title_without,
)
from gongkai.release.redaction.proving import Leak
from gongkai.release.redaction.searching import search
from gongkai.release.rules.boxes import Box
from gongkai.release.rules.remaining import HalfCovered, StillElsewhere, withheld

PRIVACY = "个人隐私"
SECRETS = (
    papers.NAME,
    papers.RARE_NAME,
    papers.IDENTITY_NUMBER,
    papers.MOBILE,
    papers.ADDRESS,
)
MARK = withheld(PRIVACY).text
LETTER = f"""关于征收补偿的告知书
{papers.OPENING}
申请人{MARK}（居民身份证号码{MARK}，联系电话
{MARK}），住{MARK}。同户居住人{MARK}。
姓名 电话 金额（元）
{MARK} {MARK} 120000
{MARK} 0571-8888666 98000
{papers.CLOSING}"""
Make = Callable[[Path], bytes]
KINDS: Mapping[str, Make] = {
    "text": papers.a_letter,
    "on its side": lambda at: papers.changed(papers.a_letter(at), papers.Rotated(90)),
    "turned 90": lambda at: papers.changed(papers.a_letter(at), papers.Rotated(90, upright=True)),
    "turned 180": lambda at: papers.changed(papers.a_letter(at), papers.Rotated(180, upright=True)),
    "turned 270": lambda at: papers.changed(papers.a_letter(at), papers.Rotated(270, upright=True)),
    "cropped": lambda at: papers.cropped(papers.a_letter(at), 30, 40, 20, 10),
    "layered": lambda at: papers.changed(papers.a_letter(at), papers.Layered()),
    "form": lambda at: papers.changed(papers.a_letter(at), papers.Form()),
}


@dataclass(frozen=True)
class Case:
    source: Path
    output: Path
    boxes: tuple[Box, ...]
    produced: Produced


def labelled(boxes: list[Box]) -> tuple[Box, ...]:
    return tuple(replace(box, label=PRIVACY, ground_code="privacy") for box in boxes)


def made(folder: Path, pdf: bytes, boxes: tuple[Box, ...], *, title: str = "告知书") -> Case:
    source, output = folder / "source.pdf", folder / "output.pdf"
    source.write_bytes(pdf)
    produced = redact(source, boxes, output, title=title, typeface=papers.SANS)
    return Case(source, output, boxes, produced)


def found(folder: Path, pdf: bytes, *terms: str) -> tuple[Box, ...]:
    source = folder / "searched.pdf"
    source.write_bytes(pdf)
    hits = search(source, terms=terms).hits
    assert {hit.term for hit in hits} == set(terms)
    return labelled([box for hit in hits for box in hit.boxes])


@pytest.fixture(scope="module", params=KINDS)
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("redaction")
    pdf = KINDS[request.param](folder)
    return made(folder, pdf, found(folder, pdf, *SECRETS))


def test_what_was_removed_is_nowhere(case: Case) -> None:
    assert {text.replace(" ", "") for text in case.produced.removed[1]} == set(SECRETS)
    assert_gone(case.output, SECRETS)


def test_no_text_at_all_is_left_in_the_file(case: Case) -> None:
    assert text_of(case.output) == ""


def test_everything_outside_the_boxes_looks_as_before(case: Case) -> None:
    assert difference_outside(case.source, case.output, case.boxes) < 0.6


def test_the_boxes_are_dark(case: Case) -> None:
    picture = picture_of(case.output, dpi=144)
    for box in case.boxes:
        area = (
            round(box.left * picture.width) + 1,
            round(box.top * picture.height) + 1,
            round(box.right * picture.width) - 1,
            round(box.bottom * picture.height) - 1,
        )
        dark = picture.crop(area).histogram()
        assert sum(dark[:80]) > sum(dark) / 2


def test_the_remaining_text_reads_right(case: Case) -> None:
    said = case.produced.remaining[0].text.split("\nSHOWN")[0].split("\nFORM")[0]
    if case.produced.remaining[0].paragraphs and "姓名　电话" in said:
        # A page that lies on its side has its rows put together from their places.
        said = said.replace("。姓名　电话", "。\n姓名 电话")
    assert said == LETTER


def test_nothing_was_overlooked_or_cut(case: Case) -> None:
    assert case.produced.still_elsewhere == ()
    assert case.produced.half_covered == []


def test_the_pages_keep_their_size_as_shown(case: Case) -> None:
    sizes = [pypdfium2.PdfDocument(path)[0].get_size() for path in (case.source, case.output)]
    assert sizes[0] == pytest.approx(sizes[1], abs=0.01)


def test_a_hidden_layer_is_neither_drawn_nor_told(tmp_path: Path) -> None:
    pdf = papers.changed(papers.a_letter(tmp_path), papers.Layered())
    case = made(tmp_path, pdf, ())
    said = case.produced.remaining[0].text
    assert papers.Layered.shown in said
    assert "HIDDEN" not in said
    assert_gone(case.output, [papers.Layered.hidden, "FORM ON A HIDDEN LAYER"])
    assert difference_outside(case.source, case.output, ()) < 0.6


def test_words_in_forms_and_notes_are_found_and_removed(tmp_path: Path) -> None:
    pdf = papers.changed(papers.a_letter(tmp_path), papers.Form())
    boxes = found(tmp_path, pdf, "form value 77665544", "NOTE 5544")
    case = made(tmp_path, pdf, boxes)
    assert case.produced.removed == {1: [papers.Form.value, "NOTE 5544"]}
    assert_gone(case.output, [papers.Form.value, papers.Form.hidden, "77665544", "NOTE 5544"])
    assert case.produced.remaining[0].text.endswith(f"{MARK}\n{MARK} 3322")


def test_a_scan_is_redacted_by_eye(tmp_path: Path) -> None:
    box = Box(page=1, left=0.2, top=0.2, right=0.6, bottom=0.25, label=PRIVACY)
    case = made(tmp_path, papers.scanned(papers.a_letter(tmp_path)), (box,))
    assert not case.produced.remaining[0].has_text
    assert case.produced.remaining[0].text == MARK
    assert difference_outside(case.source, case.output, [box]) < 1.5


def test_letters_in_columns_are_found_and_removed(tmp_path: Path) -> None:
    text = f"申请人{papers.NAME}住云梦省青林市，电话{papers.MOBILE}。"
    pdf = papers.changed(papers.typeset(tmp_path, "#said.text", text=text), papers.Vertical())
    case = made(tmp_path, pdf, found(tmp_path, pdf, papers.NAME, papers.MOBILE))
    assert_gone(case.output, [papers.NAME, papers.MOBILE])
    assert case.produced.remaining[0].text.startswith(f"申请人{MARK}住云梦省青林市，电")
    assert papers.MOBILE[:4] not in case.produced.remaining[0].text


def test_what_cannot_be_seen_is_not_told(tmp_path: Path) -> None:
    pdf = papers.typeset(
        tmp_path,
        """看得见的。

#text(fill: white)[看不见的白字。]

#block(fill: black, width: 9cm, inset: 8pt)[#text(fill: black)[黑底黑字]]
#place(top + left, dx: 200cm)[页外的字]
被盖住的字。#place(dx: -1cm, dy: -1cm, rect(fill: black, width: 12cm, height: 1.5cm))
""",
    )
    assert made(tmp_path, pdf, ()).produced.remaining[0].text == "看得见的。"


def test_what_stands_elsewhere_too_is_told(tmp_path: Path) -> None:
    pdf = papers.pages_of(tmp_path, [f"甲方{papers.NAME}。", f"第二页又有{papers.NAME}。"])
    first = [box for box in found(tmp_path, pdf, papers.NAME) if box.page == 1]
    case = made(tmp_path, pdf, tuple(first))
    assert case.produced.still_elsewhere == (StillElsewhere(page=2, term=papers.NAME),)


def test_a_box_that_cuts_through_letters_removes_and_tells_them(tmp_path: Path) -> None:
    pdf = papers.typeset(tmp_path, "#text(size: 40pt)[甲乙]")
    whole = found(tmp_path, pdf, "甲")[0]
    half = replace(whole, right=(whole.left + whole.right) / 2)
    case = made(tmp_path, pdf, (half,))
    assert case.produced.half_covered == [HalfCovered(page=1, letters=1)]
    assert case.produced.remaining[0].text == f"{MARK}乙"


def test_the_same_boxes_give_the_same_bytes(tmp_path: Path) -> None:
    pdf = papers.a_letter(tmp_path)
    boxes = found(tmp_path, pdf, papers.NAME)
    first = made(tmp_path, pdf, boxes).output.read_bytes()
    assert made(tmp_path, pdf, boxes).output.read_bytes() == first


def test_the_file_knows_its_title_and_language_and_nothing_else(tmp_path: Path) -> None:
    case = made(tmp_path, papers.a_letter(tmp_path), (), title="公开版")
    with pikepdf.open(case.output) as pdf:
        assert {key: str(value) for key, value in pdf.docinfo.items()} == {
            "/Title": "公开版",
            "/Producer": "Gongkai",
        }
        assert str(pdf.Root.Lang) == "zh-CN"
        assert "/Metadata" not in pdf.Root


def test_a_title_does_not_tell_what_the_pages_do_not(tmp_path: Path) -> None:
    pdf = papers.a_letter(tmp_path)
    boxes = found(tmp_path, pdf, papers.NAME, papers.MOBILE)
    case = made(tmp_path, pdf, boxes, title=f"{papers.NAME}（139 1234 5678）的告知书")
    assert_gone(case.output, [papers.NAME, papers.MOBILE])
    assert title_without("关于征收的告知书", {1: [papers.NAME]}) == "关于征收的告知书"
    assert title_without(f"告知{papers.NAME[:2]} {papers.NAME[2]}", {1: [papers.NAME]}) == "告知□□□"


def test_a_title_is_not_trusted_where_nothing_could_be_read_under_a_box(tmp_path: Path) -> None:
    pdf = papers.a_letter(tmp_path)
    seal = Box(page=1, left=0.01, top=0.01, right=0.03, bottom=0.03, label=PRIVACY)
    source, output = tmp_path / "source.pdf", tmp_path / "output.pdf"
    source.write_bytes(pdf)
    boxes = (*found(tmp_path, pdf, papers.MOBILE), seal)
    produced = redact(
        source, boxes, output, title="某某的告知书", nameless="文件", typeface=papers.SANS, dpi=72
    )
    assert produced.title == ""
    with pikepdf.open(output) as opened:
        assert str(opened.docinfo["/Title"]) == "文件"
    assert all_read({1: [papers.MOBILE], 3: []})
    assert not all_read({1: [papers.MOBILE, ""]})


def test_colours_and_photographs_stay(tmp_path: Path) -> None:
    gradient = Image.linear_gradient("L").resize((400, 400))
    photograph = Image.merge("RGB", (gradient, gradient.rotate(90), gradient.rotate(180)))
    photograph.save(tmp_path / "photo.pdf", resolution=72)
    box = Box(page=1, left=0.3, top=0.3, right=0.6, bottom=0.5, label=PRIVACY)
    case = made(tmp_path, (tmp_path / "photo.pdf").read_bytes(), (box,))
    with pikepdf.open(case.output) as pdf:
        assert pdf.pages[0].Resources.XObject.P.Filter == "/DCTDecode"
    assert difference_outside(case.source, case.output, [box]) < 3


def test_many_pages_keep_their_order(tmp_path: Path) -> None:
    pdf = papers.pages_of(tmp_path, [f"第{number}页" for number in range(1, 54)])
    source, output = tmp_path / "source.pdf", tmp_path / "output.pdf"
    source.write_bytes(pdf)
    produced = redact(source, (), output, title="长", typeface=papers.SANS, dpi=36)
    assert [page.text for page in produced.remaining] == [f"第{n}页" for n in range(1, 54)]
    with pikepdf.open(output) as made_pdf:
        assert len(made_pdf.pages) == 53


def test_a_page_that_is_too_large_is_drawn_smaller(tmp_path: Path) -> None:
    pdf = papers.changed(
        papers.typeset(tmp_path, "#set page(width: 4800mm, height: 4800mm)\n大图"),
        papers.Rotated(0),
    )
    case = made(tmp_path, pdf, ())
    with pikepdf.open(case.output) as opened:
        image = opened.pages[0].Resources.XObject.P
        assert 30_000_000 < int(image.Width) * int(image.Height) <= 40_100_000


def test_a_box_on_no_page_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(NoSuchPage):
        made(tmp_path, papers.a_letter(tmp_path), (Box(page=2, left=0, top=0, right=1, bottom=1),))
    assert [path.name for path in tmp_path.glob("*output*")] == []


def test_what_is_not_proved_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(producing, "prove", lambda *_: (Leak(where="bytes", page=1),))
    with pytest.raises(NotProved, match="bytes of page 1"):
        made(tmp_path, papers.a_letter(tmp_path), ())
    assert [path.name for path in tmp_path.iterdir() if "output" in path.name] == []
