"""Paragraphs of the remaining text, from the places of letters alone."""

from pathlib import Path

import pytest
from tests.modules.release.redaction import papers

from gongkai.release.redaction.frames import Direction, frame_of
from gongkai.release.redaction.glyphs import Glyph, glyphs_of, line_of
from gongkai.release.redaction.reading import remaining_page, removed_by
from gongkai.release.redaction.shown import open_shown
from gongkai.release.rules.boxes import Box


def paragraphs_of(folder: Path, pdf: bytes, *boxes: Box) -> list[str]:
    source = folder / "read.pdf"
    source.write_bytes(pdf)
    with open_shown(source) as shown, shown.page(1) as page:
        read = remaining_page(1, glyphs_of(page), boxes, shape=page.width / page.height)
    return read.text.split("\n")


def test_lines_of_a_paragraph_are_joined_and_paragraphs_are_not(tmp_path: Path) -> None:
    paragraphs = ["甲" * 70 + "。", "乙" * 33 + "。", "丙" * 90 + "。"]
    pdf = papers.typeset(tmp_path, "#said.all.map(one => par(one)).join()", all=paragraphs)
    assert paragraphs_of(tmp_path, pdf) == paragraphs


def test_headings_and_wide_gaps_part_paragraphs(tmp_path: Path) -> None:
    pdf = papers.typeset(
        tmp_path, "#text(size: 20pt)[标题]\n\n正文一。#v(2cm)正文二。\n\n#align(right)[落款]"
    )
    assert paragraphs_of(tmp_path, pdf) == ["标题", "正文一。", "正文二。", "落款"]


def test_words_of_latin_letters_keep_their_blank_over_a_line_end(tmp_path: Path) -> None:
    text = " ".join(["disclosure"] * 40)
    pdf = papers.typeset(tmp_path, "#said.text", text=text)
    assert " ".join(paragraphs_of(tmp_path, pdf)) == text


def test_rows_of_a_table_stay_rows(tmp_path: Path) -> None:
    pdf = papers.typeset(
        tmp_path, "#table(columns: (1fr, 1fr), [姓名], [电话], [甲某], [139], [乙某], [138])"
    )
    assert paragraphs_of(tmp_path, pdf) == ["姓名 电话", "甲某 139", "乙某 138"]


def test_a_box_without_text_has_its_mark_where_it_lies(tmp_path: Path) -> None:
    pdf = papers.typeset(tmp_path, "上面的字。#v(10cm)下面的字。")
    empty = Box(page=1, left=0.1, top=0.3, right=0.9, bottom=0.35, label="商业秘密")
    assert paragraphs_of(tmp_path, pdf, empty) == [
        "上面的字。",
        "［不予公开：商业秘密］",
        "下面的字。",
    ]


def test_one_mark_stands_for_neighbours_of_one_ground(tmp_path: Path) -> None:
    pdf = papers.typeset(tmp_path, "甲乙丙丁戊")
    source = tmp_path / "read.pdf"
    source.write_bytes(pdf)
    with open_shown(source) as shown, shown.page(1) as page:
        glyphs = [one for one in glyphs_of(page) if not one.is_blank]
    around = [
        Box(page=1, left=g.left, top=g.top, right=g.right, bottom=g.bottom, label=label)
        for g, label in zip(glyphs[1:4], ("一", "一", "二"), strict=True)
    ]
    assert paragraphs_of(tmp_path, pdf, *around) == ["甲［不予公开：一］［不予公开：二］戊"]
    assert removed_by(glyphs, around) == ["乙", "丙", "丁"]


@pytest.mark.parametrize("touch", [0.0, 1e-9, -1e-6])
def test_a_letter_that_touches_a_box_is_gone(touch: float) -> None:
    box = Box(page=1, left=0.5, top=0.1, right=0.6, bottom=0.2)
    glyph = Glyph("甲", 0.4, 0.1, 0.5 + touch, 0.2)
    assert removed_by([glyph], [box]) == ["甲" if touch >= 0 else ""]


@pytest.mark.parametrize(
    ("places", "direction"),
    [
        ([(0.1, 0.1), (0.2, 0.1)], Direction.RIGHT),
        ([(0.2, 0.1), (0.1, 0.1)], Direction.LEFT),
        ([(0.1, 0.1), (0.1, 0.2)], Direction.DOWN),
        ([(0.1, 0.2), (0.1, 0.1)], Direction.UP),
    ],
)
def test_a_line_says_where_to_it_runs(
    places: list[tuple[float, float]], direction: Direction
) -> None:
    glyphs = [Glyph("甲", x, y, x + 0.05, y + 0.05) for x, y in places]
    line = line_of(glyphs)
    assert line is not None
    frame = frame_of(line, 1)
    assert frame.direction is direction
    assert frame.right - frame.left == pytest.approx(0.15)
    assert frame.height == pytest.approx(0.05)
