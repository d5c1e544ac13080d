"""The elements: what is refused, and what the digest is bound to."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.records.rules.content import (
    SUMMARY_LIMIT,
    Fault,
    VersionContent,
    proposal_faults,
    shape_faults,
)
from gongkai.records.rules.counting import reader_length
from gongkai.records.rules.disclosure import NoLimit, why_no_limit
from gongkai.records.rules.summary import summary_from

TODAY = date(2026, 3, 16)
PLAIN = VersionContent(
    title="通知",
    summary="概述。",
    text="正文。",
    generated_on=date(2026, 3, 2),
    category="voluntary",
    ground_code="ogi-2008/vital-interests",
)
OTHERS: dict[str, object] = {
    "generated_on": date(2026, 3, 3),
    "effective_on": date(2026, 4, 1),
    "expires_on": date(2027, 4, 1),
    "forms": ("gazette",),
    "history": ("2020年修订",),
    "is_normative": True,
}


@pytest.mark.parametrize("name", [field.name for field in fields(VersionContent)])
def test_every_element_but_validity_changes_the_digest(name: str) -> None:
    changed = replace(PLAIN, **{name: OTHERS.get(name, "别的")})  # type: ignore[arg-type]
    assert (changed.digest() == PLAIN.digest()) == (name == "validity")


@given(st.text(max_size=30), st.text(max_size=30))
def test_two_texts_never_share_a_canonical_form(one: str, other: str) -> None:
    pair = replace(PLAIN, title=one, summary=other), replace(PLAIN, title=other, summary=one)
    assert (pair[0].canonical() == pair[1].canonical()) == (one == other)


@pytest.mark.parametrize(
    ("changes", "field", "fault"),
    [
        ({"title": ""}, "title", Fault.MISSING),
        ({"title": "长" * 501}, "title", Fault.TOO_LONG),
        ({"summary": "长" * 151}, "summary", Fault.TOO_LONG),
        ({"forms": ("website", "pigeon")}, "forms", Fault.NOT_IN_LIST),
        ({"time_limit": "soon"}, "time_limit", Fault.NOT_IN_LIST),
        ({"category": "secret"}, "category", Fault.NOT_IN_LIST),
        ({"ground_code": ""}, "ground_code", Fault.NO_GROUND),
        ({"generated_on": TODAY + timedelta(1)}, "generated_on", Fault.IN_THE_FUTURE),
        (
            {"effective_on": TODAY, "expires_on": TODAY - timedelta(1)},
            "expires_on",
            Fault.BEFORE_ITS_START,
        ),
    ],
)
def test_shapes_that_cannot_be_kept(changes: dict[str, object], field: str, fault: Fault) -> None:
    said = replace(PLAIN, **changes)  # type: ignore[arg-type]
    assert shape_faults(said, today=TODAY).get(field) is fault


@pytest.mark.parametrize(
    ("changes", "field", "fault"),
    [
        ({"category": "undetermined", "ground_code": ""}, "category", Fault.UNDETERMINED),
        ({"category": "exempt"}, "ground_reason", Fault.NO_REASON),
        ({"text": ""}, "text", Fault.NO_TEXT),
        ({"forms": ()}, "forms", Fault.NO_FORM),
        (
            {"time_limit": "on_application"},
            "time_limit",
            Fault.LIMIT_AND_CATEGORY_DISAGREE,
        ),
        ({"category": "on_application"}, "time_limit", Fault.LIMIT_AND_CATEGORY_DISAGREE),
    ],
)
def test_drafts_that_cannot_be_proposed(
    changes: dict[str, object], field: str, fault: Fault
) -> None:
    said = replace(PLAIN, **changes)  # type: ignore[arg-type]
    assert proposal_faults(said, is_first=True, today=TODAY).get(field) is fault


def test_a_complete_draft_has_no_faults_and_a_later_one_says_why() -> None:
    assert not proposal_faults(PLAIN, is_first=True, today=TODAY)
    later = proposal_faults(PLAIN, is_first=False, today=TODAY)
    assert later == {"change_note": Fault.NO_CHANGE_NOTE}


@given(st.text(max_size=600))
def test_a_made_summary_always_fits(text: str) -> None:
    assert reader_length(summary_from(text)) <= SUMMARY_LIMIT


def test_a_made_summary_is_the_first_article() -> None:
    text = "## 第一章 总则\n第一条 为了保护环境，制定本条例。\n第二条 略。"
    assert summary_from(text) == "为了保护环境，制定本条例。"
    assert summary_from("## 标题\n\n没有条文。") == "没有条文。"
    assert summary_from("第一条 " + "长" * 200).endswith("…")


def test_when_there_is_no_limit() -> None:
    before = date(2008, 4, 30)
    assert why_no_limit(generated_on=before, first_disclosed_on=None) is NoLimit.GENERATED_BEFORE
    assert why_no_limit(generated_on=date(2008, 5, 1), first_disclosed_on=None) is None
    earlier = why_no_limit(generated_on=TODAY, first_disclosed_on=TODAY)
    assert earlier is NoLimit.DISCLOSED_BEFORE
