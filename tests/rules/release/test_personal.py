"""What is personal in a text: found in every disguise, and seldom by chance."""

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import ric

from gongkai.release.rules.findings import MOST_FINDINGS, FindingKind, Place
from gongkai.release.rules.heads import HEAD, mark_at_head
from gongkai.release.rules.personal import find_personal, findings_in_text

Kind = FindingKind
PROVINCES = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62"
HAN_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
WIDE = str.maketrans("0123456789X", "".join(chr(0xFF10 + at) for at in range(10)) + "\uff38")
MATHEMATICAL = str.maketrans({str(at): chr(0x1D7D8 + at) for at in range(10)})
CIRCLED = str.maketrans({"0": "⓪"} | {str(at): chr(0x245F + at) for at in range(1, 10)})
ARABIC = str.maketrans("0123456789", "".join(chr(0x0660 + at) for at in range(10)))

DISGUISES = {
    "plain": lambda number: number,
    "wide": lambda number: number.translate(WIDE),
    "han": lambda number: number.translate(HAN_DIGITS),
    "mathematical": lambda number: number.translate(MATHEMATICAL),
    "circled": lambda number: number.translate(CIRCLED),
    "arabic": lambda number: number.translate(ARABIC),
    "mixed": lambda number: (
        number[:5].translate(WIDE) + number[5:9].translate(HAN_DIGITS) + number[9:]
    ),
    "blanks": " ".join,
    "wide blanks": "\u3000".join,
    "tabs": "\t".join,
    "hyphens": "-".join,
    "dots": "·".join,
    "one a line": "\n".join,
    "zero width": "\u200b".join,
    "soft hyphens": "\u00ad".join,
    "joiners": "\u2060".join,
    "small x": lambda number: number.replace("X", "x"),
    "cyrillic x": lambda number: number.replace("X", "\u0425"),
    "times": lambda number: number.replace("X", "×"),
    "letters for noughts": lambda number: number[:4] + number[4:7].replace("0", "O") + number[7:],
    "broken line": lambda number: f"{number[:6]}\n{number[6:]}",
    "broken line with hyphen": lambda number: f"{number[:6]}-\n{number[6:]}",
    "bars": "|".join,
}


@st.composite
def identities(draw: st.DrawFn) -> str:
    """Draw the number of an invented citizen."""
    born_on = draw(st.dates(min_value=date(1900, 1, 1), max_value=date(2026, 1, 1)))
    province = draw(st.sampled_from(PROVINCES.split()))
    body = (
        f"{province}{draw(st.integers(100, 9999)):04}{born_on:%Y%m%d}{draw(st.integers(1, 999)):03}"
    )
    return body + ric.calc_check_digit(body + "0")


@st.composite
def cards(draw: st.DrawFn) -> str:
    """Draw the number of an invented card."""
    body = "62" + "".join(str(draw(st.integers(0, 9))) for _ in range(draw(st.integers(13, 16))))
    return body + luhn.calc_check_digit(body)


mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
words = st.text(alphabet="云台水库监测报告，。：（）", max_size=20)
disguises = st.sampled_from(list(DISGUISES))


@given(words, identities(), disguises, words)
def test_an_identity_number_is_found_in_every_disguise(
    before: str, number: str, disguise: str, after: str
) -> None:
    text = f"{before}{DISGUISES[disguise](number)}{after}"
    assert (Kind.IDENTITY_NUMBER, number) in _found(text)


@given(words, cards(), disguises, words)
def test_a_card_is_found_in_every_disguise(
    before: str, number: str, disguise: str, after: str
) -> None:
    values = _found(f"{before}，{DISGUISES[disguise](number)}，{after}")
    # Of a hundred cards one looks like a birth certificate with the right check character too.
    assert (Kind.BANK_CARD, number) in values or Kind.IDENTITY_NUMBER in dict(values)


@given(words, mobiles, disguises, words)
def test_a_mobile_number_is_found_in_every_disguise(
    before: str, number: str, disguise: str, after: str
) -> None:
    text = f"{before}。{DISGUISES[disguise](number)}。{after}"
    assert (Kind.MOBILE, number) in _found(text)


@given(st.text(max_size=300))
def test_any_text_can_be_searched_and_places_are_places_in_it(text: str) -> None:
    for match in find_personal(text):
        assert 0 <= match.start < match.end <= len(text)


@given(words, identities(), st.sampled_from(["\u200b", "\u00ad", ""]), words)
def test_offsets_are_those_of_the_given_text(
    before: str, number: str, between: str, after: str
) -> None:
    hidden = between.join(number)
    [match] = [
        one
        for one in find_personal(f"{before}{between}{hidden}{after}")
        if one.kind is Kind.IDENTITY_NUMBER
    ]
    begin = len(before + between)
    assert (match.start, match.end) == (begin, begin + len(hidden))


@given(identities(), st.integers(0, 9))
def test_a_wrong_check_character_needs_a_label(number: str, other: int) -> None:
    wrong = number[:-1] + str(other)
    if wrong == number:
        return
    assert (Kind.IDENTITY_NUMBER, wrong) not in _found(f"编号{wrong}。")
    assert (Kind.IDENTITY_NUMBER, wrong) in _found(f"身份证号码：{wrong}。")


SAID = {
    "护照号：E12345678": (Kind.PASSPORT, "E12345678"),
    "持G 1234 5678号证件": (Kind.PASSPORT, "G12345678"),
    "EA1234567": (Kind.PASSPORT, "EA1234567"),
    "港澳居民来往内地通行证 H12345678": (Kind.PASSPORT, "H12345678"),
    "\uff27\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18": (Kind.PASSPORT, "G12345678"),
    "车牌号京A·12345": (Kind.LICENCE_PLATE, "京A12345"),
    "粤B D12345": (Kind.LICENCE_PLATE, "粤BD12345"),
    "沪A1234警": (Kind.LICENCE_PLATE, "沪A1234警"),
    "云\uff21\uff1112345": None,
    "云\uff21\uff11234\u200b5": (Kind.LICENCE_PLATE, "云A12345"),
    "粤Z1234港": (Kind.LICENCE_PLATE, "粤Z1234港"),
    "住址：云梦省青山市梧桐路12号3栋501室": (Kind.ADDRESS, "云梦省青山市梧桐路12号3栋501室"),
    "户籍地\t云梦省云台县石桥镇柳树村三组": (Kind.ADDRESS, "云梦省云台县石桥镇柳树村三组"),
    "住\u3000址：云梦省青山市梧桐路8号": (Kind.ADDRESS, "云梦省青山市梧桐路8号"),
    "联系地址：青山市临湖区梧桐路8号2单元101室": (
        Kind.ADDRESS,
        "青山市临湖区梧桐路8号2单元101室",
    ),
    "姓名：欧阳娜": (Kind.NAME, "欧阳娜"),
    "姓\u3000名\u3000张\u3000三": (Kind.NAME, "张三"),
    "姓\n名\n李\n四\n性\n别": (Kind.NAME, "李四"),
    "联系人：王芳，电话0871-65114433": (Kind.NAME, "王芳"),
    "赵六，男，汉族，1970年生": (Kind.NAME, "赵六"),
    "孙丽（身份证号见附件）": (Kind.NAME, "孙丽"),
    "申请人：阿依古丽·买买提": (Kind.NAME, "阿依古丽·买买提"),
    "⾝份证号130503670401001": (Kind.IDENTITY_NUMBER, "130503670401001"),
    "130503670401001": None,
    "附件二13800138000": (Kind.MOBILE, "13800138000"),
    "机密★10年": (Kind.SECRECY_MARK, "机密★10年"),
    "密级：秘密": (Kind.SECRECY_MARK, "秘密"),
    "绝 密\n云梦省人民政府": (Kind.SECRECY_MARK, "绝密"),
    "\u3000\u3000\u3000      机密\u00a0": (Kind.SECRECY_MARK, "机密"),
    "第1号\r\n\u00a0秘密\u20025年\r\n关于某事项的报告": (Kind.SECRECY_MARK, "秘密5年"),
    "标注“机密★”字样的国家秘密载体": None,
    "密级：绝密/机密/秘密": None,
    "泄露国家秘密、商业秘密的": None,
    "办公地址：云梦省青山市梧桐路12号501室": None,
    "通信地址：云梦省青山市梧桐路1号省水利厅办公室": None,
    "公司住所：云梦省青山市梧桐路12号501室": None,
    "申请人：云梦省民政厅": None,
    "姓名、住所、联系方式": None,
    "申请人姓名或者名称": None,
    "应当载明当事人的姓名 性别 年龄": None,
    "电话：0871-65114433": None,
    "共计13800138000.50元": None,
    "系数0.13912345678": None,
    "执行新GB18483-2001标准": None,
    "统一社会信用代码：91110105194912310X": None,
    "2015 2016 2017 2018 2019 2020": None,
    "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱": None,
}


@pytest.mark.parametrize("text", SAID, ids=[f"{at:02}" for at in range(len(SAID))])
def test_what_a_text_says_is_told(text: str) -> None:
    expected = SAID[text]
    assert _found(text) == ([] if expected is None else [expected])


def test_nothing_unseen_pushes_a_mark_out_of_the_head() -> None:
    for number in (400, HEAD * 8, HEAD * 20):
        assert mark_at_head(["\u200b" * number + "\u00a0机密\r\n关于某事项的报告"]) == "机密"


def test_tables_of_figures_hold_no_telephones() -> None:
    random = Random(20260316)
    rows = [
        " ".join(str(random.randint(1, 10 ** random.randint(1, 6))) for _ in range(8))
        for _ in range(3_000)
    ]
    found = find_personal("\n".join(rows))
    assert len(found) <= 12, [match.value for match in found]


def test_a_value_is_told_once_with_its_line_and_masked() -> None:
    number = "11010519491231002X"
    [first, second] = findings_in_text(f"甲\n乙{number}\n{number}\n138 0013 8000")
    assert (first.value, first.excerpt, first.place) == (
        number,
        "11************002X",
        Place(line=2),
    )
    assert (second.value, second.place.line) == ("13800138000", 4)


def test_no_more_than_the_most_are_told_and_none_hides_what_stands_behind() -> None:
    mobiles = "\n".join(f"1380{number:07}" for number in range(MOST_FINDINGS + 5))
    part = Place(part="text")

    *found, last = findings_in_text(f"{mobiles}\n身份证号：11010519491231002X", place=part)

    assert len(found) == MOST_FINDINGS - 1
    assert [one.value for one in found if one.kind is FindingKind.IDENTITY_NUMBER] == [
        "11010519491231002X"
    ]
    assert (last.kind, last.place) == (FindingKind.NOT_SEARCHED, part)


def _found(text: str) -> list[tuple[FindingKind, str]]:
    return [(match.kind, match.value) for match in find_personal(text)]
