"""The letter format of GB/T 9704-2012, 10.1, measured on the paper itself."""

import re
from dataclasses import replace

import pypdfium2
import pytest
from tests.factories.letter_facts import REGIMES, case_facts, facts_for, receipt_facts, reply_facts
from tests.modules.letters.paper import (
    RedRow,
    a_sheet,
    characters_on,
    pages_of,
    red_rows,
    set_letter,
    squeezed,
)

from gongkai.letters.rules.facts import LetterKind, ReplyFacts
from gongkai.letters.typesetting import typeset

NEAR = 1.0
"""Millimetres by which the paper may be off."""
LONG_NAME = "云梦省青石市高新技术产业开发区城市管理和综合行政执法监督管理委"
NAMES = ["云梦省卫生厅", "云梦省发展和改革委员会", LONG_NAME]


@pytest.mark.parametrize("name", NAMES)
def test_mark_and_red_lines_stand_where_the_standard_puts_them(name: str) -> None:
    rows = red_rows(typeset(a_sheet(LetterKind.REFUSED, organ_name=name)))
    first, second = _double_lines(rows)
    mark = [row for row in rows if row.y < first[0].y and row not in first]
    assert mark[0].y == pytest.approx(30, abs=NEAR)
    assert first[0].y - mark[-1].y == pytest.approx(4, abs=NEAR)
    assert 297 - second[-1].y == pytest.approx(20, abs=NEAR)
    for row in (first[0], first[-1], second[0], second[-1]):
        assert row.width == pytest.approx(170, abs=NEAR)
        assert (row.left + row.right) / 2 == pytest.approx(105, abs=NEAR)


def test_the_first_line_is_thick_over_thin_and_the_second_thin_over_thick() -> None:
    first, second = _double_lines(red_rows(set_letter(LetterKind.REFUSED)))
    thick_above, thin_below = _strokes(first)
    thin_above, thick_below = _strokes(second)
    assert thick_above > 2 * thin_below
    assert thick_below > 2 * thin_above


@pytest.mark.parametrize("name", NAMES)
def test_the_mark_is_centred_and_keeps_to_the_type_area(name: str) -> None:
    rows = red_rows(typeset(a_sheet(LetterKind.REFUSED, organ_name=name)))
    first, _second = _double_lines(rows)
    mark = [row for row in rows if row.y < first[0].y]
    left, right = min(row.left for row in mark), max(row.right for row in mark)
    # 天头 and 订口: the type area is 156 mm wide from 28 mm on; the mark is centred on the page.
    assert right - left <= 157
    assert (left + right) / 2 == pytest.approx(105, abs=3)


def test_later_pages_carry_no_red_and_their_number_between_dashes() -> None:
    pdf = set_letter(LetterKind.RECEIPT)
    first, *later = pages_of(pdf)
    assert later
    assert "—" not in first[-8:]
    for number, page in enumerate(later, start=2):
        assert squeezed(page).endswith(f"—{number}—")
        assert red_rows(pdf, page=number - 1) == []


def test_twenty_two_lines_of_twenty_eight_characters_fill_a_page() -> None:
    facts = _with_reasons("政府信息公开" * 250)
    second = pages_of(set_letter(LetterKind.REFUSED, facts))[1].splitlines()
    lines = [line for line in map(squeezed, second) if re.fullmatch(r"[政府信息公开]+", line)]
    assert [len(line) for line in lines] == [28] * 22


def test_the_number_stands_at_the_right_edge_under_the_first_line() -> None:
    pdf = set_letter(LetterKind.GRANTED)
    first, _second = _double_lines(red_rows(pdf))
    last = next(box for box in characters_on(pdf) if box[0] == "号")
    assert last[3] == pytest.approx(184, abs=NEAR)
    assert 3 < last[2] - first[-1].y < 8


def test_the_date_ends_four_characters_from_the_right_edge() -> None:
    boxes = list(characters_on(set_letter(LetterKind.GRANTED)))
    last_day = [box for box in boxes if box[0] == "日"][-1]
    size = 15.75 * 25.4 / 72
    assert last_day[3] == pytest.approx(184 - 4 * size, abs=NEAR)


@pytest.mark.parametrize("kind", LetterKind)
def test_a_letter_is_tagged_titled_and_in_chinese(kind: LetterKind) -> None:
    pdf = set_letter(kind)
    document = pypdfium2.PdfDocument(pdf)
    assert document.get_metadata_dict()["Title"] == a_sheet(kind).title
    assert document.is_tagged()
    assert b"/Lang" in pdf
    assert b"pdfuaid:part" in pdf
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf


def test_nothing_leaves_the_type_area_however_long() -> None:
    facts = receipt_facts()
    runs = ["请公开下列材料" * 300, "https://a.example/" + "b" * 300, "。" * 200, "a”" * 90]
    case = case_facts(asked="\n".join(runs), addressee="代表" * 30)
    pdf = set_letter(LetterKind.RECEIPT, replace(facts, case=case), organ_name=LONG_NAME)
    for character, left, _top, right, bottom in characters_on(pdf):
        assert left > 27, character
        assert right < 185, character
        # The page number stands lowest, 7 mm below the type area.
        assert bottom < 297 - 22, character


@pytest.mark.parametrize("number", ["YM-2026-000123", "SQ-GKAEKLTKW-2026-00001-12", "1" * 40])
def test_a_long_number_does_not_stretch_its_line(number: str) -> None:
    """In a stretched line a reader of the file sees spaces between all characters."""
    case = replace(facts_for(LetterKind.REFUSED).case, application_number=number)
    facts = replace(reply_facts(LetterKind.REFUSED), case=case)
    first = pages_of(set_letter(LetterKind.REFUSED, facts))[0]
    assert "您于2026年3月14日提交的政府信息公开申请，本机关于" in first.replace("\r\n", "")


def test_organ_and_date_are_never_alone_on_a_page() -> None:
    """Whatever the length, 特此答复 stays with the signature: no page holds the seal alone."""
    for lines in range(1, 30):
        facts = _with_reasons("政府信息公开工作" * 4 * lines)
        pages = [squeezed(page) for page in pages_of(set_letter(LetterKind.REFUSED, facts))]
        signed = next(page for page in pages if "2026年4月7日" in page)
        assert "特此答复" in signed, lines


@pytest.mark.parametrize("regime", REGIMES)
@pytest.mark.parametrize("kind", LetterKind)
def test_a_plain_letter_takes_two_pages_and_a_receipt_one_more(
    kind: LetterKind, regime: str
) -> None:
    pages = pages_of(set_letter(kind, facts_for(kind, regime)))
    assert len(pages) == (3 if kind is LetterKind.RECEIPT else 2)


def _with_reasons(reasons: str) -> ReplyFacts:
    facts = reply_facts(LetterKind.REFUSED)
    return replace(facts, items=(replace(facts.items[0], reasons=reasons),))


def _double_lines(rows: list[RedRow]) -> tuple[list[RedRow], list[RedRow]]:
    lines = [row for row in rows if row.width > 160]
    upper = [row for row in lines if row.y < 148]
    lower = [row for row in lines if row.y > 148]
    assert upper
    assert lower
    return upper, lower


def _strokes(rows: list[RedRow]) -> tuple[int, int]:
    """Return the heights of the two strokes in pixels, the upper one first."""
    gap = next(at for at in range(1, len(rows)) if rows[at].y - rows[at - 1].y > 0.15)
    return gap, len(rows) - gap
