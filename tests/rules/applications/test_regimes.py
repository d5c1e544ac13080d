"""Outcomes and grounds of both texts: all rows are there, articles right, bad data refused."""

import copy
import json
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gongkai.applications.rules.regimes import (
    ApplicationDataRefused,
    ApplicationRegime,
    Group,
    Need,
    RemedyKind,
    ReportRow,
    legal_sentences,
    regime_from,
)
from gongkai.applications.rules.vocabulary import CaseState
from gongkai.applications.shipped import REGIME_FOLDER, regimes
from gongkai.clock.shipped import regimes as regimes_of_the_clock

ROWS = json.loads((Path(__file__).parent / "outcome_types.json").read_text(encoding="utf-8"))
OLD, NEW = regimes()["ogi-2008"], regimes()["ogi-2019"]
BOTH = pytest.mark.parametrize("regime", [OLD, NEW], ids=lambda regime: regime.id)
REMEDIES = {
    "direct": {RemedyKind.DIRECT, RemedyKind.AS_ASKED},
    "split": {RemedyKind.SPLIT},
    "review_first": {RemedyKind.REVIEW_FIRST},
}


def test_the_regimes_are_those_of_the_clock() -> None:
    assert regimes().keys() == regimes_of_the_clock().keys()


def test_the_rows_are_those_of_the_form_of_2021_in_its_order() -> None:
    assert [row.value for row in ReportRow] == [row["code"] for row in ROWS["outcomes"]]
    groups = [row["group"] for row in ROWS["outcomes"]]
    for row, group in zip(ReportRow, groups, strict=True):
        assert list(Group).index(row.group) == ROWS["groups"].index(group)


def test_the_revised_text_answers_in_every_row() -> None:
    assert {outcome.report_row for outcome in NEW.outcomes.values()} == set(ReportRow)


def test_the_text_of_2007_answers_in_every_row_that_practice_used() -> None:
    used = {row for _, _, rows in ROWS["R2007_mapping"]["answers"] for row in rows.split("|")}
    answered = {outcome.report_row.value for outcome in OLD.outcomes.values()}
    assert used - {"(not final)"} <= answered


@BOTH
def test_reasons_and_remedies_are_those_of_the_rows(regime: ApplicationRegime) -> None:
    rows = {row["code"]: row for row in ROWS["outcomes"]}
    for outcome in regime.outcomes.values():
        row = rows[outcome.report_row]
        assert outcome.remedy in REMEDIES[row["remedy"]], outcome.code
        if outcome.refuses:
            assert outcome.needs_reasons, outcome.code


def _articles(text: str) -> set[int]:
    digits = "零一二三四五六七八九"
    found = set()
    for word in re.findall(r"《条例》((?:第[一二三四五六七八九十]+条[^，。《]*)+)", text):
        for article in re.findall(r"第([一二三四五六七八九十]+)条", word):
            tens, ten, ones = article.rpartition("十")
            number = (digits.index(tens) if tens else 1) * 10 if ten else 0
            found.add(number + (digits.index(ones) if ones else 0))
    return found


def test_articles_are_read_from_chinese_numerals() -> None:
    text = "根据《条例》第二十一条第（二）项、第十四条第四款和《意见》第九条、《条例》第八条"
    assert _articles(text) == {21, 14, 8}


@BOTH
def test_every_sentence_cites_the_articles_that_its_row_names(regime: ApplicationRegime) -> None:
    for outcome in regime.outcomes.values():
        grounds = regime.grounds_for(outcome.code) or (None,)
        for ground in grounds:
            cited = _articles(legal_sentences(outcome, ground))
            named = f"{outcome.article}, {ground.article if ground else ''}"
            known = {int(number) for number in re.findall(r"(?<![〕\d])\b(\d+)(?:\(|,|;|$)", named)}
            assert cited <= known, (outcome.code, ground)
            assert cited or outcome.code in {"other", "repeated"}, outcome.code


@BOTH
def test_sentences_end_and_hold_nothing_to_be_filled_in(regime: ApplicationRegime) -> None:
    texts = [outcome.legal_text for outcome in regime.outcomes.values()]
    texts += [ground.legal_text for ground in regime.grounds.values()]
    texts += [ground.legal_text_of_part for ground in regime.grounds.values()]
    texts += [regime.complaint_zh, regime.correction_clock_effect, regime.correction_silence_effect]
    for text in texts:
        assert text.endswith("。")
        assert "{" not in text
        assert "。。" not in text


def test_a_whole_refusal_names_the_ground_and_then_decides() -> None:
    said = legal_sentences(
        OLD.outcomes["refused_safety"], OLD.grounds["ogi-2008/security-and-stability"]
    )
    assert said.startswith("申请公开的政府信息公开后可能危及国家安全")
    assert said.endswith("根据《条例》第二十一条第（二）项的规定，本机关决定不予公开。")


def test_a_partial_answer_decides_and_then_says_what_is_kept_back() -> None:
    said = legal_sentences(
        NEW.outcomes["partly_granted"], NEW.grounds["ogi-2019/commercial-secret"]
    )
    assert said.startswith("申请公开的信息中含有不应当公开或者不属于政府信息的内容")
    assert "其中不予公开的内容涉及商业秘密" in said
    assert said.endswith("第三十二条的规定，不得公开。")


@pytest.mark.parametrize(
    ("regime_id", "kind", "bound"),
    [
        ("ogi-2008", "institution", True),
        ("ogi-2008", "public_enterprise", True),
        ("ogi-2008", "legislature", False),
        ("ogi-2019", "department", True),
        ("ogi-2019", "public_enterprise", False),
        ("ogi-2019", "legislature", False),
    ],
)
def test_nobody_applies_to_whom_the_text_does_not_bind(
    regime_id: str, kind: str, *, bound: bool
) -> None:
    assert regimes()[regime_id].binds(kind) is bound


def test_the_form_of_both_texts() -> None:
    assert (OLD.confirms_receipt, NEW.confirms_receipt) == (False, True)
    assert (OLD.correction_once, NEW.correction_once) == (False, True)
    assert not OLD.correction_period_set_by_officer
    assert NEW.correction_period_set_by_officer
    assert (OLD.waiver_asked, NEW.waiver_asked) == (True, False)
    assert (OLD.proof_required, NEW.proof_required) == (True, True)


@pytest.mark.parametrize(
    ("regime", "day", "required"),
    [
        (OLD, date(2008, 5, 1), True),
        (OLD, date(2019, 5, 14), True),
        (OLD, date(2019, 5, 15), False),
        (OLD, date(2026, 3, 16), False),
        (NEW, date(2010, 1, 1), False),
        (NEW, date(2026, 3, 16), False),
    ],
)
def test_a_purpose_is_required_until_the_revision_and_never_after(
    regime: ApplicationRegime, day: date, required: bool
) -> None:
    assert regime.purpose_required(day) is required


@BOTH
def test_on_the_spot_an_organ_answers_what_needs_no_search_and_no_consultation(
    regime: ApplicationRegime,
) -> None:
    today = date(2026, 3, 16)
    spot = {outcome.code for outcome in regime.outcomes_offered(CaseState.FORMAL_REVIEW, on=today)}
    later = {outcome.code for outcome in regime.outcomes_offered(CaseState.HANDLING, on=today)}
    assert {"granted", "already_public", "not_this_organ", "repeated"} <= spot < later
    assert not {"not_held", "partly_granted", "refused_third_party"} & spot
    assert "not_corrected" not in later


def test_the_three_needs_are_no_ground_since_the_revision() -> None:
    def offered(day: date) -> bool:
        codes = [outcome.code for outcome in OLD.outcomes_offered(CaseState.HANDLING, on=day)]
        return "not_needed" in codes

    assert offered(date(2019, 5, 14))
    assert not offered(date(2019, 5, 15))
    assert "not_needed" not in NEW.outcomes


@BOTH
def test_grounds_go_with_their_outcome_and_all_of_them_with_a_partial_answer(
    regime: ApplicationRegime,
) -> None:
    assert regime.grounds_for("partly_granted") == tuple(regime.grounds.values())
    assert regime.grounds_for("granted") == ()
    for ground in regime.grounds.values():
        assert ground in regime.grounds_for(ground.outcome)
        assert ground.code.startswith(f"{regime.id}/")


def test_needs_read_as_questions() -> None:
    outcome = NEW.outcomes["partly_granted"]
    assert outcome.needs == {Need.GROUND, Need.REASONS, Need.FILE_OR_WHERE}
    assert (outcome.needs_ground, outcome.needs_reasons, outcome.needs_file_or_where) == (True,) * 3
    assert not outcome.needs_where
    assert not outcome.needs_competent_organ
    assert NEW.outcomes["not_held"].needs_search_note
    assert NEW.outcomes["not_this_organ"].asks == {Need.COMPETENT_ORGAN}
    assert outcome.group is Group.PARTIAL


def _data() -> dict[str, Any]:
    return copy.deepcopy(tomllib.loads((REGIME_FOLDER / "ogi-2008.toml").read_text("utf-8")))


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        ("colour", "red", "x.toml: colour is not known here"),
        ("receipt.confirmed", "no", "receipt: confirmed must be true or false"),
        ("form.purpose_required_through", "2019", "form: purpose_required_through must be a date"),
        ("outcomes.granted.colour", "red", "outcomes: granted: colour is not known here"),
        ("outcomes.granted.report_row", "given", "outcomes: granted: report_row must be one of"),
        ("outcomes.granted.letter_kind", "receipt", "granted: letter_kind must be one of already"),
        ("outcomes.granted.needs", ["luck"], "granted: needs names luck"),
        ("outcomes.granted.needs", ["ground"], "needs names a ground, and there is none"),
        ("outcomes.refused_safety.needs", [], "must belong to an outcome that needs a"),
        ("outcomes.granted.offered_at", ["lunch"], "granted: offered_at names lunch"),
        ("outcomes.granted.gives", False, "granted: gives must be true for what counts as given"),
        ("outcomes.other.gives", True, "other: gives must be true for what counts as given"),
        ("outcomes.granted.remedy", "split", "granted: remedy is split where something is given"),
        ("outcomes.not_held.asks", ["search_note"], "not_held: asks names what is needed anyway"),
        ("outcomes.refused_safety.remedy", "direct", "must belong to an outcome that needs a"),
        ("grounds.state-secret.outcome", "secret", "must belong to an outcome that needs a"),
        ("grounds.state-secret.legal_text", "It is secret.", r"must hold \{matter\} once"),
        ("grounds.state-secret.remedy", "split", "remedy must be one of direct, review_first"),
        ("complaint.text_zh", " ", "complaint: text_zh must be text"),
        ("precedence", ["granted"], "x.toml: precedence must name every outcome once"),
    ],
)  # fmt: skip
def test_bad_data_is_refused_and_the_place_named(place: str, value: object, message: str) -> None:
    data = _data()
    *way, name = place.split(".")
    table = data
    for key in way:
        table = table[key]
    table[name] = value
    with pytest.raises(ApplicationDataRefused, match=message):
        regime_from(data, where="x.toml")


@pytest.mark.parametrize("code", ["granted", "partly_granted", "not_corrected", "not_held"])
def test_a_regime_without_an_outcome_that_the_house_needs_is_refused(code: str) -> None:
    data = _data()
    del data["outcomes"][code]
    with pytest.raises(ApplicationDataRefused, match=f"outcomes: {code} is missing"):
        regime_from(data, where="x.toml")
