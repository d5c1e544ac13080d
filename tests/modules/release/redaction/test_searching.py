"""Where terms and personal data are found, and how their boxes lie."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.modules.release.redaction import papers

from gongkai.release.redaction.glyphs import Glyph, glyphs_of, line_of
from gongkai.release.redaction.searching import Found, hits_on, search
from gongkai.release.redaction.shown import open_shown
from gongkai.release.rules.boxes import Box, Origin
from gongkai.release.rules.findings import FindingKind


def wide(text: str) -> str:
    """Return letters and digits as wide as Chinese characters."""
    return "".join(chr(ord(letter) + 0xFEE0) for letter in text)


WIDE_NUMBER = wide("AB") + "c 12" + wide("3")


def searched(folder: Path, pdf: bytes, *terms: str, kinds: tuple[FindingKind, ...] = ()) -> Found:
    source = folder / "searched.pdf"
    source.write_bytes(pdf)
    return search(source, terms=terms, kinds=kinds)


def under(folder: Path, box: Box) -> str:
    """Return the letters that a box touches on the paper that was searched last."""
    with open_shown(folder / "searched.pdf") as shown, shown.page(box.page) as page:
        glyphs = [one for one in glyphs_of(page) if not one.is_blank and one.touches(box)]
    return "".join(glyph.character for glyph in glyphs)


@pytest.mark.parametrize(
    "term",
    ["欧阳㙓", "欧 阳\n㙓", "ABC123", f"abc{wide('123')}", f"{wide('abc')} 123", "abc123"],
)
def test_blanks_width_and_case_do_not_matter(tmp_path: Path, term: str) -> None:
    pdf = papers.typeset(tmp_path, "#said.text", text=f"甲方欧阳㙓，编号 {WIDE_NUMBER}，其他。")
    (hit,) = searched(tmp_path, pdf, term).hits
    (box,) = hit.boxes
    assert box.origin is Origin.TERM
    assert hit.term == term
    assert under(tmp_path, box) in {"欧阳㙓", WIDE_NUMBER.replace(" ", "")}


def test_a_box_touches_its_letters_and_no_others(tmp_path: Path) -> None:
    text = "前面的字欧阳㙓后面的字。" * 12
    found = searched(tmp_path, papers.typeset(tmp_path, "#said.text", text=text), "欧阳㙓")
    assert len(found.hits) == 12
    for hit in found.hits:
        assert "".join(under(tmp_path, box) for box in hit.boxes) == "欧阳㙓"


def test_a_hit_over_the_end_of_a_line_has_a_box_on_each(tmp_path: Path) -> None:
    text = "甲" * 33 + papers.ADDRESS + "乙" * 40
    pdf = papers.typeset(tmp_path, "#said.text", text=text)
    (hit,) = searched(tmp_path, pdf, papers.ADDRESS).hits
    first, second = hit.boxes
    assert first.top < second.top
    assert under(tmp_path, first) + under(tmp_path, second) == papers.ADDRESS


def test_boxes_of_one_line_are_as_high_as_the_line(tmp_path: Path) -> None:
    # A dash and a comma are low; their boxes must not say so.
    found = searched(tmp_path, papers.typeset(tmp_path, "甲一，乙gjÅ丙"), "一", "，", "gj", "丙")
    heights = {(round(hit.boxes[0].top, 5), round(hit.boxes[0].bottom, 5)) for hit in found.hits}
    assert len(heights) == 1


def test_hits_are_told_by_page_and_pages_without_text_are_named(tmp_path: Path) -> None:
    pdf = papers.pages_of(tmp_path, ["甲乙甲", " ", "甲"])
    found = searched(tmp_path, pdf, "甲")
    assert [hit.page for hit in found.hits] == [1, 1, 3]
    assert found.textless_pages == (2,)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_boxes_lie_right_on_turned_pages(tmp_path: Path, degrees: int) -> None:
    letter = papers.a_letter(tmp_path)
    upright = searched(tmp_path, letter, papers.ADDRESS).hits[0].boxes[0]
    turned = papers.changed(letter, papers.Rotated(degrees, upright=True))
    box = searched(tmp_path, turned, papers.ADDRESS).hits[0].boxes[0]
    for side in ("left", "top", "right", "bottom"):
        assert getattr(box, side) == pytest.approx(getattr(upright, side), abs=1e-3)
    lying = searched(tmp_path, papers.changed(letter, papers.Rotated(degrees)), papers.ADDRESS)
    assert under(tmp_path, lying.hits[0].boxes[0]) == papers.ADDRESS


def test_kinds_of_personal_data_are_found(tmp_path: Path) -> None:
    kinds = (FindingKind.IDENTITY_NUMBER, FindingKind.MOBILE)
    found = searched(tmp_path, papers.a_letter(tmp_path), kinds=kinds)
    values = [(hit.kind, under(tmp_path, hit.boxes[0])) for hit in found.hits]
    assert values == [
        (FindingKind.IDENTITY_NUMBER, papers.IDENTITY_NUMBER),
        (FindingKind.MOBILE, papers.MOBILE),
        (FindingKind.MOBILE, papers.MOBILE),
    ]
    assert {hit.boxes[0].origin for hit in found.hits} == {Origin.KIND}
    assert searched(tmp_path, papers.a_letter(tmp_path), kinds=(FindingKind.BANK_CARD,)).hits == ()


def test_a_number_over_the_end_of_a_line_is_found_once(tmp_path: Path) -> None:
    text = "甲" * 31 + papers.IDENTITY_NUMBER + "。"
    markup = '#show regex("[0-9]"): it => it + sym.zws\n#said.text'
    pdf = papers.typeset(tmp_path, markup, text=text)
    (hit,) = searched(tmp_path, pdf, kinds=(FindingKind.IDENTITY_NUMBER,)).hits
    assert len(hit.boxes) == 2
    assert "".join(under(tmp_path, box) for box in hit.boxes) == papers.IDENTITY_NUMBER


def a_line(text: str) -> list[Glyph]:
    step = 1 / (len(text) + 1)
    return [
        Glyph(letter, at * step, 0.1, (at + 0.8) * step, 0.15) for at, letter in enumerate(text)
    ]


@pytest.mark.parametrize(
    ("term", "hits"),
    [("\U00020bb7野", 1), ("吉野", 0), ("〓野", 1), ("\U00020bb7山", 0)],
    ids=["rare", "common", "geta itself", "other"],
)
def test_a_geta_may_be_any_rare_character(term: str, hits: int) -> None:
    line = line_of(a_line("姓名〓野先生"))
    assert line is not None
    found = list(hits_on(1, [line], terms=[term], kinds=[], shape=1))
    assert len(found) == hits


def test_letters_at_the_very_edge_have_a_box_on_the_page() -> None:
    glyph = Glyph("甲", 0.98, 0.99, 1.2, 1.1)
    line = line_of([glyph])
    assert line is not None
    outside = line_of([replace(glyph, left=1.1, right=1.3)])
    assert outside is not None
    for one in (line, outside):
        (hit,) = hits_on(1, [one], terms=["甲"], kinds=[], shape=1)
        assert hit.boxes[0].right == 1.0
