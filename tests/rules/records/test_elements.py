"""The further elements: who made it, which days can be meant, what is in force, lists by name."""

import json
import os
from datetime import date, timedelta
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.records.rules.chinese_names import CLOSED_LISTS, code_of
from gongkai.records.rules.content import Fault, VersionContent, proposal_faults, shape_faults
from gongkai.records.rules.making import Making
from gongkai.records.rules.mapping import read_mapping, value_for
from gongkai.records.rules.validity import valid_until_on, validity_on
from gongkai.records.rules.vocabulary import HowObtained, Validity

TODAY = date(2026, 3, 16)
REPOSITORY = Path(__file__).resolve().parents[3]


def _content(**changes: object) -> VersionContent:
    said: dict[str, object] = {
        "title": "通知",
        "summary": "概述",
        "text": "正文",
        "generated_on": date(2026, 3, 2),
        "category": "voluntary",
        "ground_code": "ogi-2008/vital-interests",
    }
    return VersionContent(**(said | changes))  # type: ignore[arg-type]


def _proposed(**changes: object) -> dict[str, Fault]:
    return dict(proposal_faults(_content(**changes), is_first=True, today=TODAY))


def test_what_the_organ_made_alone_says_nothing_more() -> None:
    assert _proposed() == {}


def test_what_several_made_says_with_whom_and_who_led() -> None:
    lacking = {"co_makers": Fault.NO_CO_MAKERS, "lead_organ": Fault.NO_LEAD_ORGAN}
    assert _proposed(how_obtained="made_together") == lacking
    whole = {"co_makers": ("云梦市林业局",), "lead_organ": "云梦市水务局"}
    assert _proposed(how_obtained="made_together", **whole) == {}


@pytest.mark.parametrize("how", ["from_people", "from_organ"])
def test_what_was_obtained_says_from_whom(how: str) -> None:
    assert _proposed(how_obtained=how) == {"maker": Fault.NO_MAKER}
    assert _proposed(how_obtained=how, maker="云梦市气象局") == {}


def test_a_draft_may_still_lack_it() -> None:
    assert dict(shape_faults(_content(how_obtained="from_organ"), today=TODAY)) == {}


@pytest.mark.parametrize("how", list(HowObtained))
def test_from_whom_it_came_that_is_no_organ_stays_inside(how: HowObtained) -> None:
    making = Making(how_obtained=how, maker="某人", co_makers=("甲",), lead_organ="乙")
    told = making.for_everybody()
    assert told.how_obtained == how
    assert bool(told.maker or told.co_makers or told.lead_organ) == (how != "from_people")


@pytest.mark.parametrize("field", ["generated_on", "effective_on", "expires_on"])
@pytest.mark.parametrize(
    ("day", "is_possible"),
    [
        (date(1, 1, 1), False),
        (date(1899, 12, 31), False),
        (date(1900, 1, 1), True),
        (date(1949, 10, 1), True),
        (date(2200, 1, 1), False),
    ],
    ids=str,
)
def test_days_that_cannot_be_meant_are_refused(field: str, day: date, is_possible: bool) -> None:
    faults = shape_faults(_content(**{field: day}), today=TODAY)
    assert (faults.get(field) is Fault.NO_SUCH_DAY) is not is_possible


def test_lists_of_makers_are_bounded() -> None:
    assert "co_makers" in shape_faults(_content(co_makers=("甲",) * 51), today=TODAY)
    assert "co_makers" in shape_faults(_content(co_makers=("甲" * 301,)), today=TODAY)


def test_a_summary_is_as_long_as_it_is_read() -> None:
    assert "summary" not in shape_faults(_content(summary="𠮷\U000e0100" * 150), today=TODAY)
    assert "summary" in shape_faults(_content(summary="字" * 151), today=TODAY)
    assert "summary" in shape_faults(_content(summary="字" + "\u200b" * 700), today=TODAY)


@given(st.sampled_from(Validity), st.booleans(), st.none() | st.dates(date(2000, 1, 1)))
def test_only_what_is_normative_and_in_force_lapses_and_only_after_its_day(
    validity: Validity, is_normative: bool, expires_on: date | None
) -> None:
    now = validity_on(validity, is_normative=is_normative, expires_on=expires_on, today=TODAY)
    has_passed = expires_on is not None and expires_on < TODAY
    ended = validity in {Validity.REPEALED, Validity.LAPSED}
    lapses = is_normative and has_passed and not ended
    assert now == (Validity.LAPSED if lapses else validity)
    last = valid_until_on(validity, is_normative=is_normative, expires_on=expires_on)
    assert lapses == (last is not None and last < TODAY)


def test_the_last_day_is_a_day_in_force() -> None:
    for days, expected in ((0, "in_force"), (1, "lapsed")):
        on = TODAY + timedelta(days=days)
        assert validity_on("in_force", is_normative=True, expires_on=TODAY, today=on) == expected


@pytest.mark.parametrize(
    ("element", "said", "code"),
    [
        ("category", " 主动公开 ", "voluntary"),
        ("forms", "政府公报", "gazette"),
        ("assembly", "规划计划", "plans"),
        ("service_object", "面向法人", "legal_persons"),
        ("how_obtained", "联合发文", "made_together"),
        ("validity", "已废止", "repealed"),
        ("time_limit", "long_term", "long_term"),
        ("assembly", "没有这一类", "没有这一类"),
        ("title", "其他", "其他"),
    ],
    ids=range(9),
)
def test_a_value_is_read_by_code_or_name(element: str, said: str, code: str) -> None:
    assert code_of(element, said) == code


def test_the_names_lead_to_codes_that_the_lists_have() -> None:
    for element in CLOSED_LISTS:
        value: object = code_of(element, "其他")
        assert isinstance(value, str)
    faults = shape_faults(
        _content(
            forms=(code_of("forms", "查阅室"),),
            assembly=code_of("assembly", "其他"),
            service_object=code_of("service_object", "其他"),
            how_obtained=code_of("how_obtained", "制作"),
            validity=code_of("validity", "有效"),
            time_limit=code_of("time_limit", "及时公开"),
        ),
        today=TODAY,
    )
    assert dict(faults) == {}


def test_columns_of_the_further_elements_are_mapped() -> None:
    mapping = read_mapping(
        {
            "fields": {
                "title": "标题",
                "generated_on": "日期",
                "assembly": "组配分类",
                "co_makers": "联合单位",
                "forms": "公开形式",
            },
            "defaults": {"service_object": "面向公民"},
        }
    )
    row = {"组配分类": "政策法规", "联合单位": "甲局；乙局", "公开形式": "政府网站；公报"}
    said = {name: value_for(mapping, name, row) for name in ("assembly", "co_makers", "forms")}
    assert said == {
        "assembly": "policies",
        "co_makers": ("甲局", "乙局"),
        "forms": ("website", "gazette"),
    }
    assert value_for(mapping, "service_object", row) == "citizens"


def _shipped_themes() -> dict[str, tuple[str, str]]:
    text = resources.files("gongkai.records.data").joinpath("themes.json").read_text("utf-8")
    rows = json.loads(text)
    assert all(row["name_en"] for row in rows)
    return {row["code"]: (row["name_zh"], row["parent"]) for row in rows}


def test_the_themes_are_22_with_their_second_level() -> None:
    shipped = _shipped_themes()
    first = {code for code, (_, parent) in shipped.items() if not parent}
    assert len(first) == 22
    assert {parent for _, parent in shipped.values() if parent} <= first
    assert all(code.startswith(parent) for code, (_, parent) in shipped.items())


@pytest.mark.shared
def test_the_themes_are_those_of_the_state_council() -> None:
    shared = Path(os.environ.get("GONGKAI_SHARED", REPOSITORY.parent / "shared"))
    path = shared / "data" / "theme_classes.json"
    if not path.exists():
        pytest.skip(f"{path} is not there (GONGKAI_SHARED)")
    listed = {
        row["code"]: (row["name"], parent)
        for top in json.loads(path.read_text("utf-8"))["classes"]
        for row, parent in [(top, ""), *((child, top["code"]) for child in top["children"])]
    }
    assert _shipped_themes() == listed
