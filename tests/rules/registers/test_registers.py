"""What a licensing matter and a decision of a clean-up must say, and how their lists read."""

from dataclasses import replace
from datetime import date

import pytest
from tests.factories.registers import MATTER

from gongkai.registers.rules.basis import Basis, basis_of
from gongkai.registers.rules.cleanup import (
    Decided,
    DecisionFault,
    decision_faults,
    in_marks,
    list_text,
)
from gongkai.registers.rules.licensing import MatterFault, limit_text, matter_faults, register_text

TODAY = date(2026, 3, 16)


def test_a_whole_matter_has_no_fault() -> None:
    assert matter_faults(MATTER) == {}


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"basis": ""}, {"basis": MatterFault.MISSING}),
        ({"statutory_days": 0}, {"statutory_days": MatterFault.LIMIT}),
        ({"promised_days": 21}, {"promised_days": MatterFault.PROMISE_TOO_LONG}),
        ({"materials": ()}, {"materials": MatterFault.NO_MATERIALS}),
    ],
    ids=["basis", "limit", "promise", "materials"],
)
def test_the_register_asks_for_all_that_the_regulations_name(
    changes: dict[str, object], faults: dict[str, MatterFault]
) -> None:
    assert matter_faults(replace(MATTER, **changes)) == faults  # type: ignore[arg-type]


def test_the_register_is_written_out_with_every_part() -> None:
    text = register_text([MATTER, replace(MATTER, name="临时占用水域", promised_days=None)])
    assert text.startswith("## 1. 取水许可\n设定依据：《云梦省取水许可管理办法》第四条\n")
    assert "数量限制：无数量限制" in text
    assert "申请材料：1.取水许可申请书；2.取水方案论证报告" in text
    assert "\n\n## 2. 临时占用水域\n" in text
    assert limit_text(replace(MATTER, promised_days=None)) == "法定20个工作日"


@pytest.mark.parametrize(
    ("outcome", "until_on", "reason", "faults"),
    [
        ("keep", None, "", {}),
        ("amend", date(2026, 12, 31), "", {}),
        ("amend", None, "", {"until_on": DecisionFault.NO_DAY}),
        ("amend", date(2026, 3, 15), "", {"until_on": DecisionFault.DAY_PAST}),
        ("repeal", None, "", {"reason": DecisionFault.NO_REASON}),
        ("repeal", None, "依据已废止", {}),
        ("burn", None, "", {"outcome": DecisionFault.NOT_IN_LIST}),
    ],
    ids=["keep", "amend", "no-day", "past", "no-reason", "repeal", "unknown"],
)
def test_a_decision_says_what_its_outcome_needs(
    outcome: str, until_on: date | None, reason: str, faults: dict[str, DecisionFault]
) -> None:
    found = decision_faults(outcome=outcome, until_on=until_on, reason=reason, today=TODAY)
    assert found == faults


def test_the_list_names_each_document_under_its_outcome() -> None:
    text = list_text(
        [
            Decided(title="供水办法", document_number="云政发〔2009〕1号", outcome="keep"),
            Decided(
                title="《节水办法》",
                document_number="",
                outcome="amend",
                until_on=date(2026, 12, 31),
            ),
            Decided(title="收费办法", document_number="", outcome="repeal", reason="上位法已废止"),
        ]
    )
    assert text.split("\n") == [
        "## 一、继续有效的规范性文件（1件）",
        "1. 《供水办法》（云政发〔2009〕1号）",
        "",
        "## 二、需要修改的规范性文件（1件）",
        "1. 《节水办法》，2026年12月31日前修改",
        "",
        "## 三、予以废止的规范性文件（1件）",
        "1. 《收费办法》。理由：上位法已废止",
    ]


@pytest.mark.parametrize(
    ("title", "marked"),
    [
        ("供水办法", "《供水办法》"),
        ("《供水办法》", "《供水办法》"),
        ("《云梦省行政程序规定》实施办法", "《〈云梦省行政程序规定〉实施办法》"),
        ("关于印发《供水办法》的通知", "《关于印发〈供水办法〉的通知》"),
        ("《供水办法》和《节水办法》", "《〈供水办法〉和〈节水办法〉》"),
        ("《关于印发《供水办法》的通知》", "《关于印发〈供水办法〉的通知》"),
    ],
    ids=["plain", "enclosed", "before", "within", "two", "nested"],
)
def test_marks_within_a_title_are_kept(title: str, marked: str) -> None:
    assert in_marks(title) == marked


def test_only_items_that_bind_the_organ_are_its_ground() -> None:
    def basis(level: str, regime: str = "ogi-2008", kind: str = "department") -> Basis:
        return basis_of(regime=regime, register="licensing", level=level, organ_kind=kind)

    assert basis("county") == Basis("A07", "ogi-2008/list-county-and-above")
    assert basis("township") == Basis("", "ogi-2008/organ-functions")
    assert basis("township", "ogi-2019") == Basis("20.5", "ogi-2019/list-all-organs")
    assert basis("city", kind="public_enterprise").item == ""
