"""What is said of an exemption: levels, marks, whether a part can be disclosed, the next look."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from gongkai.records.rules.content import AttachedFile, VersionContent
from gongkai.records.rules.exemption import (
    ExemptionFault,
    a_year_after,
    proposal_faults_of_exemption,
    shape_faults_of_exemption,
)
from gongkai.release.rules.heads import HEAD, mark_at_head

OPEN = VersionContent(
    title="关于供水的通知",
    summary="供水安排。",
    generated_on=date(2026, 3, 2),
    category="voluntary",
    ground_code="ogi-2008/vital-interests",
)
EXEMPT = replace(
    OPEN,
    category="exempt",
    ground_code="ogi-2019/state-secret",
    ground_reason="经审查确定。",
    split="impossible",
    split_reason="内容不可分割。",
)
SECRET = replace(EXEMPT, secrecy_level="secret")
FILE = AttachedFile(name="1.pdf", title="附件", digest="0" * 64)


@pytest.mark.parametrize("said", [OPEN, EXEMPT, SECRET], ids=["open", "exempt", "secret"])
def test_what_is_whole_has_no_fault(said: VersionContent) -> None:
    assert not shape_faults_of_exemption(said)
    assert not proposal_faults_of_exemption(said)


@pytest.mark.parametrize(
    ("said", "field", "fault"),
    [
        (replace(OPEN, secrecy_level="secret"), "secrecy_level", "level_without_state_secret"),
        (
            replace(SECRET, ground_code="ogi-2019/internal-affairs"),
            "secrecy_level",
            "level_without_state_secret",
        ),
        (replace(SECRET, text="正文"), "text", "secret_kept_here"),
        (replace(SECRET, files=(FILE,)), "secrecy_level", "secret_kept_here"),
        (replace(OPEN, split="partly"), "split", "split_of_what_is_open"),
        (replace(OPEN, title="秘密★1年 通知"), "title", "marked_secret"),
        (replace(EXEMPT, ground_reason="密级：机密"), "ground_reason", "marked_secret"),
    ],
)
def test_a_fault_of_the_shape(said: VersionContent, field: str, fault: str) -> None:
    assert shape_faults_of_exemption(said)[field] == ExemptionFault(fault)


@pytest.mark.parametrize(
    ("said", "field", "fault"),
    [
        (replace(EXEMPT, split="", split_reason=""), "split", "split_not_answered"),
        (replace(EXEMPT, split_reason=""), "split_reason", "no_split_reason"),
        (replace(EXEMPT, split="partly", split_reason=""), "split_reason", "no_split_reason"),
    ],
)
def test_an_exemption_says_whether_a_part_can_be_disclosed(
    said: VersionContent, field: str, fault: str
) -> None:
    assert not shape_faults_of_exemption(said)
    assert proposal_faults_of_exemption(said) == {field: ExemptionFault(fault)}


@pytest.mark.parametrize(
    "text",
    [
        "秘密★1年\n关于某事项的通知",
        "000001\n机密★10年\n特急\n云政发〔2026〕1号",
        "机密★",
        "绝密\n云梦省人民政府办公厅文件",
        "密级：机密\n报告",
        "密级和保密期限：秘密 5年",
        "机 密 ★ 20 年\n通知",
        "\n\n\u3000\u3000绝密★启封\n",
    ],
)
def test_a_mark_at_the_head_is_known(text: str) -> None:
    assert mark_at_head([text])


@pytest.mark.parametrize(
    "text",
    [
        "中华人民共和国保守国家秘密法",
        "涉及商业秘密、个人隐私的信息不予公开",
        "商业秘密\n第一条 本办法所称商业秘密",
        "严守秘密，慎之又慎",
        "机密文件的销毁按照规定办理",
        "标注“机密★”字样的国家秘密载体",
        "密级：绝密/机密/秘密",
        "关于秘密级国家秘密保密期限的规定",
        "定为机密级的，期限不超过二十年",
        "第一条 总则\n" + "。" * HEAD + "\n机密★10年",
    ],
)
def test_talk_of_secrets_is_no_mark(text: str) -> None:
    assert not mark_at_head([text])


@given(some.dates(min_value=date(2008, 5, 1), max_value=date(2100, 1, 1)))
def test_the_next_look_comes_after_a_year_and_never_later(day: date) -> None:
    later = a_year_after(day)
    assert timedelta(364) < later - day <= timedelta(366)
    assert (later.month, later.day) == (day.month, day.day) or (day.month, day.day) == (2, 29)
