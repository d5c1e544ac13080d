"""What a letter says: every fact it was given, as text, in the words that the law asks for."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import Field, fields, is_dataclass, replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any, TypeVar, cast

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.factories.letter_facts import (
    REGIMES,
    answered_item,
    case_facts,
    correction_facts,
    extension_facts,
    facts_for,
    receipt_facts,
    reply_facts,
)
from tests.modules.letters.paper import (
    a_sheet,
    characters_on,
    in_chinese,
    pages_of,
    set_letter,
    squeezed,
    text_of,
)

from gongkai.letters.rules.facts import REPLY_KINDS, Facts, LetterKind
from gongkai.letters.rules.printable import GETA
from gongkai.letters.typesetting import LetterNotTypeset, typeset
from gongkai.letters.typesetting.pdf import TEMPLATES

T = TypeVar("T")
NAMES = "镕堃喆㛃"
"""Characters of real names that common typefaces lack."""
MARKUP = (
    "#let x = 1 $y^2$ *粗* _斜_ @ref `代码` \\n \\u{41} \"引\" '单' <label> [块] {组} // 注 "
    '/* 注 */ ~ -- --- ... = 题 #import "kinds/receipt.typ": * #panic()'
)
Change = Callable[[str, str], str]
"""From a text and the name of its field to another text."""


@pytest.mark.parametrize("regime", REGIMES)
@pytest.mark.parametrize("kind", LetterKind)
def test_every_fact_stands_in_the_text(kind: LetterKind, regime: str) -> None:
    """Each text of the facts is replaced by a mark of its own, and each mark is found again."""
    facts = _marked(facts_for(kind, regime), count(100))
    text = text_of(set_letter(kind, facts))
    missing = [said for said in _said(facts) if said not in text]
    assert missing == []


def test_the_marks_reach_every_field() -> None:
    """The test above would overlook a field that stays empty in its facts."""
    for kind in LetterKind:
        facts = _marked(facts_for(kind), count(100))
        assert all(value not in ("", ()) for value in _leaves(facts)), kind


@pytest.mark.parametrize("kind", LetterKind)
def test_number_organ_title_and_date_stand_in_the_text(kind: LetterKind) -> None:
    sheet = a_sheet(kind)
    text = text_of(typeset(sheet))
    for said in (sheet.organ_name, sheet.title, sheet.number, "2026年4月7日"):
        assert said in text
    assert "镕堃：" in text


@pytest.mark.parametrize(
    ("is_organisation", "you"), [(False, "您于2026年3月14日"), (True, "贵单位于2026年3月14日")]
)
@pytest.mark.parametrize("kind", LetterKind)
def test_a_person_and_an_organisation_are_addressed_as_what_they_are(
    kind: LetterKind, is_organisation: bool, you: str
) -> None:
    facts = facts_for(kind)
    facts = replace(facts, case=replace(facts.case, is_organisation=is_organisation))
    assert you in text_of(set_letter(kind, facts))


def test_a_provisional_day_is_called_so_and_a_firm_one_is_not() -> None:
    for kind, facts in (
        (LetterKind.RECEIPT, receipt_facts()),
        (LetterKind.EXTENSION, extension_facts()),
    ):
        assert "预估" in text_of(set_letter(kind, replace(facts, provisional=True)))
        assert "预估" not in text_of(set_letter(kind, replace(facts, provisional=False)))


def test_the_house_cites_articles_with_figures_and_letters_in_chinese() -> None:
    for cited, printed in (
        ("24", "第二十四条的规定"),
        ("21(4)", "第二十一条第四项的规定"),
        ("第三十三条第二款", "号）第三十三条第二款的规定"),
    ):
        facts = replace(correction_facts(), article=cited)
        assert printed in text_of(set_letter(LetterKind.CORRECTION, facts))


def test_a_receipt_lists_every_day_and_tells_no_query_code() -> None:
    facts = receipt_facts("ogi-2019")
    pages = pages_of(set_letter(LetterKind.RECEIPT, facts))
    table = squeezed(pages[2])
    for day in facts.counted:
        number = "—" if day.number is None else str(day.number)
        assert in_chinese(day.on) + day.weekday + squeezed(day.meaning) + number in table
    assert "查询码不在本回执中载明" in squeezed("".join(pages))


def test_a_receipt_whose_days_were_not_counted_promises_no_table() -> None:
    facts = replace(receipt_facts(), counted=())
    text = text_of(set_letter(LetterKind.RECEIPT, facts))
    assert "逐日计算情况附后" not in text
    assert "第几个工作日" not in text
    assert facts.digest in text


def test_a_receipt_without_a_calendar_names_no_last_day() -> None:
    facts = replace(receipt_facts(), due_on=None, provisional=False, counted=())
    text = text_of(set_letter(LetterKind.RECEIPT, facts))
    assert "届满日待该安排公布后方能确定" in text
    assert "答复期限届满日为" not in text


def test_all_points_of_a_correction_are_numbered() -> None:
    text = text_of(set_letter(LetterKind.CORRECTION))
    assert "一次性告知如下：1.请写明" in text
    assert "2.“有关材料”" in text
    assert "3.请补充" in text


@pytest.mark.parametrize("kind", sorted(REPLY_KINDS))
def test_several_items_are_answered_one_by_one(kind: LetterKind) -> None:
    items = tuple(
        replace(answered_item(other), asked=f"第{number}份材料")
        for number, other in enumerate(sorted(REPLY_KINDS), start=1)
    )
    text = text_of(set_letter(kind, replace(reply_facts(kind), items=items)))
    for numeral, item in zip("一二三四五六七", items, strict=True):
        assert f"{numeral}、关于“{item.asked}”办理结果：{item.outcome}。" in text


def test_twenty_long_items_lose_nothing() -> None:
    items = tuple(
        replace(answered_item(LetterKind.REFUSED), asked=f"第{number}份" + "材料全文" * 100)
        for number in range(1, 21)
    )
    text = text_of(
        set_letter(LetterKind.REFUSED, replace(reply_facts(LetterKind.REFUSED), items=items))
    )
    assert "二十、关于第二十项申请内容" in text
    for item in items:
        assert item.asked in text


def test_a_long_question_stands_behind_the_letter_whole() -> None:
    asked = "\n".join(f"第{number}段：" + "请公开全部材料" * 20 for number in range(20))
    facts = replace(extension_facts(), case=case_facts(asked=asked))
    pages = [squeezed(page) for page in pages_of(set_letter(LetterKind.EXTENSION, facts))]
    assert "申请获取的内容附后" in pages[0]
    assert any(page.startswith("附：申请内容第0段：") for page in pages)
    assert squeezed(asked) in text_of(set_letter(LetterKind.EXTENSION, facts))


@pytest.mark.parametrize("kind", LetterKind)
def test_markup_in_any_text_stays_text(kind: LetterKind) -> None:
    facts = _marked(facts_for(kind), count(100), MARKUP)
    text = text_of(set_letter(kind, facts))
    missing = [said for said in _said(facts) if said not in text]
    assert missing == []


def test_lines_of_a_text_become_paragraphs() -> None:
    facts = replace(extension_facts(), reason="其一，资料分散\n其二，须征求意见\r\n其三，节假日")
    lines = [
        line.strip() for line in pages_of(set_letter(LetterKind.EXTENSION, facts))[0].splitlines()
    ]
    assert "其二，须征求意见。" in map(squeezed, lines)
    assert "其三，节假日。" in map(squeezed, lines)


@pytest.mark.parametrize("kind", LetterKind)
def test_rare_characters_of_names_are_printed(kind: LetterKind) -> None:
    facts = facts_for(kind)
    facts = replace(facts, case=replace(facts.case, addressee=f"张{NAMES}"))
    text = text_of(set_letter(kind, facts, organ_name=f"{NAMES}局"))
    assert f"张{NAMES}：" in text
    assert text.startswith(f"{NAMES}局")
    assert GETA not in text


def test_a_character_that_no_typeface_holds_is_told() -> None:
    facts = replace(extension_facts(), case=case_facts(addressee="张\U0002c386某😀"))
    text = text_of(set_letter(LetterKind.EXTENSION, facts))
    assert f"张{GETA}某{GETA}：" in text
    assert "依次为：U+2C386、U+1F600。" in text


@settings(max_examples=60)
@given(text=st.text(min_size=1, max_size=120), runs=st.integers(1, 6))
@example(text="a\u0301\u0302\u202e\ufeff\u00ad", runs=6)
@example(text="”）》", runs=60)
@example(text="“（《", runs=60)
@example(text="字\u00a0", runs=60)
def test_any_text_can_be_set_and_stays_on_the_paper(text: str, runs: int) -> None:
    facts = replace(extension_facts(), reason=text * runs)
    for character, left, _top, right, _bottom in characters_on(
        set_letter(LetterKind.EXTENSION, facts)
    ):
        assert left > 27, character
        assert right < 186, character


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert typeset(a_sheet(LetterKind.GRANTED)) == typeset(a_sheet(LetterKind.GRANTED))


def test_a_template_that_asks_for_what_is_not_there_is_refused(tmp_path: Path) -> None:
    templates = shutil.copytree(TEMPLATES, tmp_path / "templates")
    template = templates / "kinds/extension.typ"
    said = template.read_text(encoding="utf-8")
    template.write_text(said.replace("facts.reason", "facts.resaon"), encoding="utf-8")
    with pytest.raises(LetterNotTypeset, match=r'extension\.typ:\d+: .*"resaon"'):
        typeset(a_sheet(LetterKind.EXTENSION), templates=templates)


def test_a_fault_tells_no_personal_data(tmp_path: Path) -> None:
    templates = shutil.copytree(TEMPLATES, tmp_path / "templates")
    template = templates / "kinds/extension.typ"
    said = template.read_text(encoding="utf-8")
    template.write_text(said.replace("facts.reason", "facts.case.addressee + 1"), encoding="utf-8")
    with pytest.raises(LetterNotTypeset) as raised:
        typeset(a_sheet(LetterKind.EXTENSION), templates=templates)
    assert "镕" not in str(raised.value)


def _marked(facts: Facts, numbers: Iterator[int], more: str = "") -> Facts:
    """Return facts with a mark of its own for every text, filled in where there was none."""

    def mark(_said: str, name: str) -> str:
        return f"记{next(numbers)}号" + ("" if name == "digest" else more)

    return _changed(facts, mark)


def _changed(row: T, change: Change) -> T:
    inner = {field.name: _walk(getattr(row, field.name), change, field.name) for field in _of(row)}
    return cast(T, replace(cast(Any, row), **inner))


def _walk(value: object, change: Change, name: str) -> object:
    if isinstance(value, str):
        return change(value, name)
    if isinstance(value, tuple):
        return tuple(_walk(inner, change, name) for inner in value or ("",))
    return _changed(value, change) if is_dataclass(value) else value


def _of(row: object) -> tuple[Field[Any], ...]:
    return fields(cast(Any, row))


def _leaves(value: object) -> Iterator[object]:
    if isinstance(value, tuple) and value:
        for inner in value:
            yield from _leaves(inner)
    elif is_dataclass(value):
        for field in _of(value):
            yield from _leaves(getattr(value, field.name))
    else:
        yield value


def _said(facts: Facts) -> list[str]:
    """Return the facts as they must stand in the text; yes and no are tested by themselves."""
    said = []
    for leaf in _leaves(facts):
        if isinstance(leaf, date):
            said.append(in_chinese(leaf))
        elif isinstance(leaf, str) or (isinstance(leaf, int) and not isinstance(leaf, bool)):
            said.append(squeezed(str(leaf)))
    return said
