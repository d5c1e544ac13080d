"""Remedies: one clause for every regime, day and outcome; periods and bodies as in the law."""

import copy
import tomllib
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.applications.rules.regimes import (
    ApplicationDataRefused,
    ApplicationRegime,
    Group,
    RemedyKind,
)
from gongkai.applications.rules.remedies import (
    ANY_BODY,
    ANY_COURT,
    FIRST_DAY,
    Answered,
    NoRemedyTold,
    RemedyClause,
    Respondent,
    Standing,
    reconsideration_bodies,
    remedies_from,
    remedy_clause,
    remedy_kind,
)
from gongkai.applications.shipped import REMEDY_FILE, regimes, remedies

OLD, NEW = regimes()["ogi-2008"], regimes()["ogi-2019"]
BOTH = pytest.mark.parametrize("regime", [OLD, NEW], ids=lambda regime: regime.id)
TODAY = date(2026, 3, 16)
REFUSED_FOR = {
    "state-secret": "refused_state_secret",
    "commercial-secret": "refused_third_party",
    "security-and-stability": "refused_safety",
}


def clause(
    regime: ApplicationRegime, code: str, on: date, items: tuple[Answered, ...] = ()
) -> RemedyClause:
    return remedy_clause(
        remedies(), regime_id=regime.id, on=on, outcome=regime.outcomes[code], items=items
    )


def answered(regime: ApplicationRegime, code: str, ground: str = "") -> Answered:
    return Answered(
        regime.outcomes[code], regime.grounds[f"{regime.id}/{ground}"] if ground else None
    )


def periods(found: RemedyClause) -> tuple[int, int | None, int | None]:
    return (
        found.reconsideration_days,
        found.suit_months,
        found.suit_days_after_reconsideration,
    )


@given(
    st.sampled_from([OLD, NEW]),
    st.dates(min_value=FIRST_DAY, max_value=date(2100, 1, 1)),
    st.data(),
)
def test_every_regime_day_and_outcome_has_exactly_one_clause(
    regime: ApplicationRegime, on: date, data: st.DataObject
) -> None:
    outcome = data.draw(st.sampled_from(list(regime.outcomes.values())))
    kind = remedy_kind(outcome)
    rows = [row for row in remedies() if row.holds(regime_id=regime.id, kind=kind, on=on)]
    assert len(rows) == 1
    found = clause(regime, outcome.code, on)
    assert found.kind is kind
    assert "{" not in found.text_zh + found.text_en
    assert found.text_zh.endswith("。")
    said = [f"{found.reconsideration_days}日内"]
    said += [f"{found.suit_months}个月内"] if found.suit_months else []
    said += [f"{found.suit_days_after_reconsideration}日内"] if found.review_first else []
    assert all(words in found.text_zh for words in said)
    assert ("应当先" in found.text_zh) == found.review_first


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2008, 5, 1), (60, 3, None)),
        (date(2015, 4, 30), (60, 3, None)),
        (date(2015, 5, 1), (60, 6, None)),
        (date(2023, 12, 31), (60, 6, None)),
        (date(2024, 1, 1), (60, None, 15)),
        (TODAY, (60, None, 15)),
    ],
)
@BOTH
def test_a_refusal_by_an_exemption_follows_the_law_of_the_day(
    regime: ApplicationRegime, on: date, expected: tuple[int, int | None, int | None]
) -> None:
    for ground, code in REFUSED_FOR.items():
        found = clause(regime, code, on, (answered(regime, code, ground),))
        assert periods(found) == expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2008, 5, 1), (60, 3, None)),
        (date(2015, 4, 30), (60, 3, None)),
        (date(2015, 5, 1), (60, 6, None)),
        (date(2024, 1, 1), (60, 6, None)),
        (TODAY, (60, 6, None)),
    ],
)
@BOTH
def test_all_other_answers_leave_the_choice(
    regime: ApplicationRegime, on: date, expected: tuple[int, int | None, int | None]
) -> None:
    for outcome in regime.outcomes.values():
        if outcome.group not in {Group.DENIED, Group.PARTIAL}:
            assert periods(clause(regime, outcome.code, on)) == expected, outcome.code
    assert periods(clause(regime, "special_law", on)) == expected


@BOTH
def test_reconsideration_comes_first_for_the_exemptions_and_for_nothing_else(
    regime: ApplicationRegime,
) -> None:
    first = {o.code for o in regime.outcomes.values() if clause(regime, o.code, TODAY).review_first}
    exemptions = {o.code for o in regime.outcomes.values() if o.code.startswith("refused_")}
    assert first == exemptions | {"partly_granted"}


@BOTH
def test_in_a_partial_answer_only_what_an_exemption_kept_back_goes_there_first(
    regime: ApplicationRegime,
) -> None:
    by_exemption = answered(regime, "partly_granted", "commercial-secret")
    found = clause(regime, "partly_granted", TODAY, (by_exemption,))
    assert found.kind is RemedyKind.SPLIT
    assert periods(found) == (60, 6, 15)
    otherwise = answered(regime, "partly_granted", "not-government-information")
    assert clause(regime, "partly_granted", TODAY, (otherwise,)).kind is RemedyKind.DIRECT


@pytest.mark.parametrize(
    ("items", "kind"),
    [
        ([("granted", "")], RemedyKind.AS_ASKED),
        ([("granted", ""), ("already_public", "")], RemedyKind.AS_ASKED),
        ([("granted", ""), ("not_held", "")], RemedyKind.DIRECT),
        ([("granted", ""), ("refused_safety", "security-and-stability")], RemedyKind.SPLIT),
        ([("not_held", ""), ("refused_safety", "security-and-stability")], RemedyKind.SPLIT),
        ([("refused_state_secret", "state-secret"),
          ("refused_safety", "security-and-stability")], RemedyKind.REVIEW_FIRST),
        ([("partly_granted", "state-secret"), ("not_held", "")], RemedyKind.SPLIT),
        ([("partly_granted", "")], RemedyKind.SPLIT),
    ],
)  # fmt: skip
@BOTH
def test_the_matters_decide_together(
    regime: ApplicationRegime, items: list[tuple[str, str]], kind: RemedyKind
) -> None:
    found = [answered(regime, code, ground) for code, ground in items]
    assert remedy_kind(regime.outcomes["other"], found) is kind
    assert remedy_kind(regime.outcomes["other"], reversed(found)) is kind


def test_a_case_of_today_under_the_text_of_2007_has_the_remedies_of_today() -> None:
    refused = answered(OLD, "refused_third_party", "personal-privacy")
    found = clause(OLD, "refused_third_party", TODAY, (refused,))
    assert found.text_zh == (
        f"如对本答复书不服，应当先自收到本答复书之日起60日内向{ANY_BODY}申请行政复议；"
        f"对行政复议决定不服的，可以自收到行政复议决定书之日起15日内向{ANY_COURT}提起行政诉讼。"
    )
    assert "23(1)(4)" in found.source


def test_bodies_and_court_are_named_and_notices_are_called_notices() -> None:
    found = remedy_clause(
        remedies(),
        regime_id="ogi-2008",
        on=date(2020, 3, 16),
        outcome=OLD.outcomes["not_corrected"],
        bodies=("云梦市人民政府", "云梦省水利厅"),
        court="云梦市中级人民法院",
    )
    assert "向云梦市人民政府或者云梦省水利厅申请行政复议" in found.text_zh
    assert "向云梦市中级人民法院提起行政诉讼" in found.text_zh
    assert found.text_zh.startswith("如对本告知书不服")


def test_nothing_is_told_before_the_regulations_and_under_no_regime() -> None:
    with pytest.raises(NoRemedyTold):
        clause(OLD, "not_held", FIRST_DAY - timedelta(days=1))
    with pytest.raises(NoRemedyTold):
        remedy_clause(remedies(), regime_id="x", on=TODAY, outcome=OLD.outcomes["not_held"])


BUREAU = Respondent(
    name="云梦市水利局",
    standing=Standing.DEPARTMENT,
    manager="云梦市人民政府",
    government="云梦市人民政府",
    above="云梦省水利厅",
)


@pytest.mark.parametrize(
    ("respondent", "before", "since"),
    [
        (BUREAU, ("云梦市人民政府", "云梦省水利厅"), ("云梦市人民政府",)),
        (Respondent(name="云梦市人民政府", standing=Standing.GOVERNMENT, above="云梦省人民政府"),
         ("云梦省人民政府",), ("云梦省人民政府",)),
        (Respondent(name="云梦省人民政府", standing=Standing.GOVERNMENT, is_highest=True),
         ("云梦省人民政府",), ("云梦省人民政府",)),
        (Respondent(name="某部", standing=Standing.DEPARTMENT, is_highest=True),
         ("某部",), ("某部",)),
        (Respondent(name="云梦市税务局", standing=Standing.VERTICAL, government="云梦市人民政府",
                    above="云梦省税务局"), ("云梦省税务局",), ("云梦省税务局",)),
        (Respondent(name="云梦市云台街道办事处", standing=Standing.ATTACHED,
                    manager="云台区人民政府", government="云台区人民政府",
                    above="云梦市人民政府"),
         ("云台区人民政府",), ("云台区人民政府",)),
        (Respondent(name="云梦市疾病预防控制中心", standing=Standing.ATTACHED,
                    manager="云梦市卫生局", government="云梦市人民政府"),
         ("云梦市卫生局",), ("云梦市人民政府",)),
        (Respondent(name="云梦市某局", standing=Standing.DEPARTMENT), (), ()),
    ],
)  # fmt: skip
def test_who_reconsiders(
    respondent: Respondent, before: tuple[str, ...], since: tuple[str, ...]
) -> None:
    assert reconsideration_bodies(respondent, on=date(2023, 12, 31)) == before
    assert reconsideration_bodies(respondent, on=date(2024, 1, 1)) == since


def _data() -> dict[str, Any]:
    return copy.deepcopy(tomllib.loads(REMEDY_FILE.read_text("utf-8")))


@pytest.mark.parametrize(
    ("row", "name", "value", "message"),
    [
        (0, "colour", "red", "x.toml: clauses 1: colour is not known here"),
        (0, "kinds", ["none"], "clauses 1: kinds names none"),
        (0, "from", date(2008, 5, 2), "ogi-2008: as_asked must be told for every day, and once"),
        (0, "through", date(2015, 5, 1), "as_asked must be told for every day, and once"),
        (1, "through", date(2030, 1, 1), "as_asked must be told for every day, and once"),
        (5, "from", date(2024, 1, 2), "review_first must be told for every day, and once"),
        (3, "kinds", ["as_asked"], "must be told for every day, and once"),
        (3, "regimes", ["ogi-2008"], "ogi-2019: direct must be told for every day, and once"),
        (0, "text_zh", "如不服，向{body}申请行政复议。", r"text_zh must hold \{letter\}"),
        (2, "reconsideration_days", 0, "reconsideration_days must be a whole number from 1"),
        (0, "suit_months", None, "suit_months or the days after reconsideration must stand here"),
    ],
)
def test_bad_data_is_refused_and_the_place_named(
    row: int, name: str, value: object, message: str
) -> None:
    data = _data()
    data["clauses"][row][name] = value
    if value is None:
        del data["clauses"][row][name]
    with pytest.raises(ApplicationDataRefused, match=message):
        remedies_from(data, where="x.toml")


def test_every_regime_has_its_remedies() -> None:
    assert {regime for row in remedies() for regime in row.regimes} == set(regimes())
