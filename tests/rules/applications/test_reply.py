"""A reply: what keeps it from being proposed, and the digest that reviews bind themselves to."""

import json
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.applications.rules.regimes import ApplicationRegime, Need
from gongkai.applications.rules.reply import (
    LIMITS,
    LONGEST_TEXT,
    MOST_ITEMS,
    Answer,
    Gap,
    GivenFile,
    Lack,
    ReplyContent,
    gaps_in,
    too_much_in,
)
from gongkai.applications.shipped import regimes

OLD, NEW = regimes()["ogi-2008"], regimes()["ogi-2019"]
OUTCOMES = [(regime, code) for regime in (OLD, NEW) for code in regime.outcomes]
FIELD_OF = {
    Need.GROUND: ("ground_code", Lack.GROUND),
    Need.REASONS: ("reasons", Lack.REASONS),
    Need.WHERE: ("where", Lack.WHERE),
    Need.COMPETENT_ORGAN: ("competent_organ", Lack.COMPETENT_ORGAN),
    Need.SEARCH_NOTE: ("search_note", Lack.SEARCH_NOTE),
    Need.FILE_OR_WHERE: ("where", Lack.FILE_OR_WHERE),
}
ANSWER_FIELDS = [field.name for field in fields(Answer)]

words = st.text(max_size=12)
answers = st.builds(
    Answer,
    asked=words,
    outcome_code=st.sampled_from(["", "granted", "not_held", "partly_granted", "unheard_of"]),
    ground_code=st.sampled_from(["", "ogi-2008/state-secret", "unheard_of"]),
    reasons=words,
    where=words,
    competent_organ=words,
    competent_contact=words,
    search_note=words,
)
given_files = st.builds(GivenFile, name=words, digest=words)
contents = st.builds(
    ReplyContent,
    application_number=words,
    regime_id=words,
    outcome_code=words,
    outcome_reason=words,
    answers=st.lists(answers, max_size=3).map(tuple),
    files=st.lists(given_files, max_size=3).map(tuple),
)


def _whole(regime: ApplicationRegime, code: str) -> Answer:
    """Return an answer that says exactly what the regime wants said with this outcome."""
    grounds = regime.grounds_for(code)
    said = {FIELD_OF[need][0]: "说明。" for need in regime.outcomes[code].needs}
    if "ground_code" in said:
        said["ground_code"] = grounds[0].code
    if regime.outcomes[code].refuses_whole:
        said["split_reason"] = "内容不可分割。"
    return Answer(asked="资金使用情况", outcome_code=code, **said)


def test_who_refuses_the_whole_says_why_no_part_can_be_given() -> None:
    whole = _whole(NEW, "refused_internal")
    assert gaps_in([replace(whole, split_reason="")], files=0, regime=NEW) == (
        Gap(Lack.SPLIT_REASON, "split_reason", 0),
    )
    partly = _whole(NEW, "partly_granted")
    assert not partly.split_reason
    assert gaps_in([partly], files=0, regime=NEW) == ()


def test_a_reply_that_was_not_asked_keeps_its_digest() -> None:
    said = ReplyContent(
        application_number="1",
        regime_id=NEW.id,
        outcome_code="not_held",
        outcome_reason="",
        answers=(_whole(NEW, "not_held"),),
        files=(),
    )
    assert "split_reason" not in said.canonical()
    other = replace(said.answers[0], split_reason="不可分割。")
    assert replace(said, answers=(other,)).digest() != said.digest()


@pytest.mark.parametrize(("regime", "code"), OUTCOMES)
def test_what_the_regime_wants_said_is_enough(regime: ApplicationRegime, code: str) -> None:
    assert gaps_in([_whole(regime, code)], files=0, regime=regime) == ()


@pytest.mark.parametrize(("regime", "code"), OUTCOMES)
def test_and_nothing_of_it_may_be_missing(regime: ApplicationRegime, code: str) -> None:
    for need in regime.outcomes[code].needs:
        field, lack = FIELD_OF[need]
        lacking = replace(_whole(regime, code), **{field: ""})
        assert Gap(lack, field, 0) in gaps_in([lacking], files=0, regime=regime)


@pytest.mark.parametrize(("regime", "code"), OUTCOMES)
def test_files_go_only_with_what_is_given(regime: ApplicationRegime, code: str) -> None:
    found = gaps_in([_whole(regime, code)], files=1, regime=regime)
    enclosed = Gap(Lack.FILES_BUT_NOTHING_GIVEN, "files")
    assert found == (() if regime.outcomes[code].gives else (enclosed,))
    mixed = [_whole(regime, code), _whole(regime, "granted")]
    assert enclosed not in gaps_in(mixed, files=1, regime=regime)


def test_what_is_given_lies_enclosed_or_somewhere() -> None:
    nowhere = Answer(asked="资金使用情况", outcome_code="granted")
    assert gaps_in([nowhere], files=0, regime=OLD) == (Gap(Lack.FILE_OR_WHERE, "where", 0),)
    assert gaps_in([nowhere], files=1, regime=OLD) == ()
    assert gaps_in([replace(nowhere, where="见公报。")], files=0, regime=OLD) == ()


@pytest.mark.parametrize("ground", ["ogi-2008/internal-management", "ogi-2019/state-secret", "x"])
def test_a_ground_fits_its_outcome_and_its_regime(ground: str) -> None:
    refused = replace(_whole(OLD, "refused_state_secret"), ground_code=ground)
    assert gaps_in([refused], files=0, regime=OLD) == (Gap(Lack.GROUND_UNKNOWN, "ground_code", 0),)


def test_a_ground_that_was_left_standing_is_found() -> None:
    """Else the letter would grant, and say why it refuses."""
    granted = replace(_whole(OLD, "granted"), ground_code="ogi-2008/state-secret")
    assert gaps_in([granted], files=0, regime=OLD) == (Gap(Lack.GROUND_UNKNOWN, "ground_code", 0),)


def test_a_partial_answer_takes_every_ground() -> None:
    for ground in NEW.grounds:
        partial = replace(_whole(NEW, "partly_granted"), ground_code=ground)
        assert gaps_in([partial], files=0, regime=NEW) == ()


def test_a_reply_answers_something() -> None:
    assert gaps_in([], files=2, regime=OLD) == (Gap(Lack.NO_ITEMS, "answers"),)
    silent = Answer(asked="", outcome_code="")
    assert gaps_in([silent], files=0, regime=OLD) == (
        Gap(Lack.ASKED, "asked", 0),
        Gap(Lack.OUTCOME, "outcome_code", 0),
    )
    assert gaps_in([Answer(asked="甲", outcome_code="x")], files=0, regime=OLD) == (
        Gap(Lack.OUTCOME_UNKNOWN, "outcome_code", 0),
    )


@pytest.mark.parametrize("field", ANSWER_FIELDS)
def test_every_text_has_its_limit(field: str) -> None:
    limit = LIMITS.get(field, LONGEST_TEXT)
    whole = _whole(OLD, "granted")
    assert too_much_in([replace(whole, **{field: "字" * limit})]) == ()
    found = too_much_in([whole, replace(whole, **{field: "字" * (limit + 1)})])
    assert found == (Gap(Lack.TOO_LONG, field, 1),)


def test_there_is_room_for_so_many_matters() -> None:
    whole = _whole(OLD, "granted")
    assert gaps_in([whole] * MOST_ITEMS, files=0, regime=OLD) == ()
    found = gaps_in([whole] * (MOST_ITEMS + 1), files=0, regime=OLD)
    assert found == (Gap(Lack.TOO_MANY_ITEMS, "answers"),)


@given(st.lists(answers, max_size=4), st.integers(0, 2), st.sampled_from([OLD, NEW]))
def test_every_gap_names_a_place_that_is_there(
    said: list[Answer], files: int, regime: ApplicationRegime
) -> None:
    for gap in gaps_in(said, files=files, regime=regime):
        if gap.item is None:
            assert gap.field in {"answers", "files"}
        else:
            assert gap.item < len(said)
            assert gap.field in ANSWER_FIELDS


@given(st.lists(answers, min_size=1, max_size=3), st.sampled_from([OLD, NEW]))
def test_an_item_lacks_the_same_wherever_it_stands(
    said: list[Answer], regime: ApplicationRegime
) -> None:
    alone = {
        (gap.lack, gap.field)
        for answer in said
        for gap in gaps_in([answer], files=0, regime=regime)
    }
    together = {(gap.lack, gap.field) for gap in gaps_in(said, files=0, regime=regime)}
    assert alone == together


def _content(**changes: object) -> ReplyContent:
    content = ReplyContent(
        application_number="SQ-01527918X-2026-00012-72",
        regime_id="ogi-2008",
        outcome_code="granted",
        outcome_reason="",
        answers=(Answer(asked="资金使用情况", outcome_code="granted", where="见附件。"),),
        files=(GivenFile(name="附表.txt", digest="0" * 64),),
    )
    return replace(content, **changes)  # type: ignore[arg-type] # fields of the content


def test_the_canonical_form_never_changes() -> None:
    """Signatures of years are bound to it."""
    assert _content().canonical() == (
        '{"answers":[{"asked":"资金使用情况","competent_contact":"","competent_organ":"",'
        '"ground_code":"","outcome_code":"granted","reasons":"","search_note":"",'
        '"where":"见附件。"}],"application_number":"SQ-01527918X-2026-00012-72",'
        '"files":[{"digest":"' + "0" * 64 + '","name":"附表.txt"}],'
        '"format":"gongkai-reply-1","outcome_code":"granted","outcome_reason":"",'
        '"regime_id":"ogi-2008"}'
    )
    assert _content().digest() == (
        "6add1c59f37dacddfaa04e3f55ce8c04a6ff430298cbbca3020af5f3d54b26aa"
    )


@given(contents, contents)
def test_other_content_has_another_digest(one: ReplyContent, other: ReplyContent) -> None:
    assert (one.digest() == other.digest()) == (one == other)
    assert len(one.digest()) == 64


@given(contents)
def test_the_canonical_form_holds_all_of_it(content: ReplyContent) -> None:
    read = json.loads(content.canonical())
    assert read.pop("format") == "gongkai-reply-1"
    again = ReplyContent(
        **read
        | {
            "answers": tuple(Answer(**answer) for answer in read["answers"]),
            "files": tuple(GivenFile(**file) for file in read["files"]),
        }
    )
    assert again == content


@given(
    contents,
    st.lists(answers, min_size=2, max_size=4, unique=True),
    st.lists(given_files, min_size=2, max_size=4, unique=True),
)
def test_the_order_of_matters_and_files_is_part_of_it(
    content: ReplyContent, said: list[Answer], files: list[GivenFile]
) -> None:
    content = replace(content, answers=tuple(said), files=tuple(files))
    assert replace(content, answers=tuple(reversed(said))).digest() != content.digest()
    assert replace(content, files=tuple(reversed(files))).digest() != content.digest()
