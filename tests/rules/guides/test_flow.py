"""The flow chart follows the life of a case, and its drawing is sound markup."""

from itertools import pairwise

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from gongkai.applications.rules.lifecycle import TABLE
from gongkai.applications.rules.vocabulary import CaseState
from gongkai.guides.rules.drawing import Step, flow_chart, wrapped
from gongkai.guides.rules.flow import Beside, stages

OLD = ["publish", "reply", "correction_notice", "correction", "third_party", "delayed_reply"]
NEW = [*OLD, "co_maker", "fee_payment"]


def _after(state: CaseState) -> set[CaseState]:
    found, new = {state}, {state}
    while new:
        new = {line.to for line in TABLE if line.state in new} - found
        found |= new
    return found


@pytest.mark.parametrize("confirms", [False, True], ids=["2007", "2019"])
def test_each_stage_can_follow_the_one_before(*, confirms: bool) -> None:
    states = [stage.state for stage in stages(NEW, confirms_receipt=confirms)]
    assert len(states) == len(set(states))
    for before, after in pairwise(states):
        assert after in _after(before)
        assert before not in _after(after) - {before} or before is CaseState.FORMAL_REVIEW
    assert (CaseState.CONFIRMING in states) is confirms


def test_what_a_regime_does_not_know_is_not_drawn() -> None:
    beside = [one for stage in stages(OLD, confirms_receipt=False) for one in stage.beside]
    assert Beside.THIRD_PARTY in beside
    assert not {Beside.CO_MAKER, Beside.FEE} & set(beside)
    beside = [one for stage in stages(NEW, confirms_receipt=True) for one in stage.beside]
    assert {Beside.CO_MAKER, Beside.FEE} <= set(beside)


@given(st.text(alphabet="中文字，。（）ab c9<&\"'", max_size=60), st.integers(6, 24))
def test_wrapping_loses_no_character(text: str, width: int) -> None:
    lines = wrapped(text, width=width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(
    st.lists(
        st.text(alphabet="申请<&\"'>；办理 ab", min_size=1, max_size=40), min_size=1, max_size=4
    )
)
def test_the_drawing_is_markup_without_style(words: list[str]) -> None:
    steps = [Step(word, tuple(words)) for word in words]
    svg = flow_chart(steps, title="流程<图>", description="说明 & 解释")
    root = fromstring(svg)
    assert root.attrib["role"] == "img"
    assert not [
        node for node in root.iter() if "style" in node.attrib or node.tag.endswith("style")
    ]
    boxes = [node for node in root.iter() if node.tag.endswith("rect")]
    assert len(boxes) == len(words) * (1 + len(words))
    bottom = max(float(box.attrib["y"]) + float(box.attrib["height"]) for box in boxes)
    assert bottom <= float(root.attrib["height"])
