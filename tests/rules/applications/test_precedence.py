"""One case, one outcome: total over every combination, whatever the order."""

from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.applications.rules.precedence import OneOutcome, Why, one_outcome
from gongkai.applications.rules.regimes import ApplicationRegime
from gongkai.applications.shipped import regimes

OLD, NEW = regimes()["ogi-2008"], regimes()["ogi-2019"]
any_regime = st.sampled_from([OLD, NEW])


@st.composite
def cases(draw: st.DrawFn) -> tuple[ApplicationRegime, list[str]]:
    """Draw a regime and the outcomes of one to eight matters."""
    regime = draw(any_regime)
    codes = st.sampled_from(sorted(regime.outcomes))
    return regime, draw(st.lists(codes, min_size=1, max_size=8))


@given(cases(), st.randoms())
def test_the_order_and_the_number_of_like_matters_say_nothing(
    case: tuple[ApplicationRegime, list[str]], chance: Random
) -> None:
    regime, codes = case
    answer = one_outcome(codes, regime=regime)
    assert answer.code in regime.outcomes
    shuffled = codes + codes
    chance.shuffle(shuffled)
    assert one_outcome(shuffled, regime=regime) == answer


@given(cases())
def test_counting_the_result_once_more_changes_nothing(
    case: tuple[ApplicationRegime, list[str]],
) -> None:
    regime, codes = case
    code = one_outcome(codes, regime=regime).code
    assert one_outcome([code], regime=regime) == OneOutcome(code, Why.ALL_ALIKE)
    assert one_outcome([*codes, code], regime=regime).code == code


@given(cases(), cases())
def test_two_heaps_together_count_as_their_results_do(
    one: tuple[ApplicationRegime, list[str]], other: tuple[ApplicationRegime, list[str]]
) -> None:
    regime, codes = one
    more = [code for code in other[1] if code in regime.outcomes] or codes
    results = [one_outcome(heap, regime=regime).code for heap in (codes, more)]
    assert one_outcome(codes + more, regime=regime).code == one_outcome(results, regime=regime).code


@pytest.mark.parametrize("regime", [OLD, NEW], ids=lambda regime: regime.id)
def test_something_given_and_something_not_is_partly_granted_and_nothing_else_is(
    regime: ApplicationRegime,
) -> None:
    for one, other in combinations(regime.outcomes.values(), 2):
        answer = one_outcome([one.code, other.code], regime=regime)
        is_partial = one.gives != other.gives or "partly_granted" in {one.code, other.code}
        assert (answer.code == "partly_granted") == is_partial
        assert (answer.why is Why.GIVEN_AND_REFUSED_IS_PARTIAL) == is_partial
        assert regime.outcomes[answer.code].gives == (one.gives or other.gives)


@pytest.mark.parametrize("regime", [OLD, NEW], ids=lambda regime: regime.id)
def test_adding_a_given_matter_to_any_refusal_makes_it_partial(regime: ApplicationRegime) -> None:
    refused = [outcome.code for outcome in regime.outcomes.values() if not outcome.gives]
    for code in refused:
        assert one_outcome([code, "granted"], regime=regime).code == "partly_granted"
    assert one_outcome([*refused, "already_public"], regime=regime).code == "partly_granted"


@pytest.mark.parametrize(
    ("codes", "code", "why"),
    [
        (["granted"], "granted", Why.ALL_ALIKE),
        (["not_held", "not_held"], "not_held", Why.ALL_ALIKE),
        (["granted", "already_public"], "granted", Why.ALL_GIVEN),
        (["granted", "granted_other_form"], "granted_other_form", Why.ALL_GIVEN),
        (["granted", "partly_granted"], "partly_granted", Why.GIVEN_AND_REFUSED_IS_PARTIAL),
        (["granted", "not_held"], "partly_granted", Why.GIVEN_AND_REFUSED_IS_PARTIAL),
        (["not_held", "refused_third_party"], "refused_third_party", Why.MOST_RESTRICTIVE),
        (["refused_internal", "refused_state_secret"], "refused_state_secret",
         Why.MOST_RESTRICTIVE),
        (["repeated", "not_held"], "not_held", Why.MOST_RESTRICTIVE),
        (["other", "repeated"], "repeated", Why.MOST_RESTRICTIVE),
    ],
)  # fmt: skip
@pytest.mark.parametrize("regime", [OLD, NEW], ids=lambda regime: regime.id)
def test_cases_that_are_seen_every_day(
    regime: ApplicationRegime, codes: list[str], code: str, why: Why
) -> None:
    assert one_outcome(codes, regime=regime) == OneOutcome(code, why)


def test_no_matter_and_a_strange_code_are_errors() -> None:
    with pytest.raises(ValueError, match="without a matter"):
        one_outcome([], regime=OLD)
    with pytest.raises(KeyError):
        one_outcome(["granted", "excessive"], regime=OLD)
