"""Levels, sort keys, and the arithmetic of signing."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.organs.rules.levels import RANKS, may_stand_below, region_level
from gongkai.organs.rules.signing import is_locked, looks_like_code, step_of_code
from gongkai.organs.rules.sorting import sort_key

NOW = datetime(2026, 3, 16, 1, 0, tzinfo=UTC)
# The key of RFC 6238, appendix B, in base32.
RFC_KEY = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("000000", "national"),
        ("140000", "province"),
        ("140100", "city"),
        ("140105", "county"),
        ("140105001", "township"),
        ("140105001001", "township"),
    ],
)
def test_the_level_follows_from_the_code(code: str, level: str) -> None:
    assert region_level(code) == level


@given(st.sampled_from(sorted(RANKS)), st.sampled_from(sorted(RANKS)))
def test_of_two_levels_at_least_one_may_stand_below_the_other(a: str, b: str) -> None:
    below, above = (may_stand_below(level=a, superior_level=b) for a, b in ((a, b), (b, a)))
    assert below or above
    assert (below and above) == (a == b)


def test_names_sort_by_their_sound() -> None:
    # 重 is read chong in this name, which only a dictionary of words knows.
    names = ["张家口市", "安阳市", "重庆市", "北京市", "ABC局"]
    assert sorted(names, key=sort_key) == ["ABC局", "安阳市", "北京市", "重庆市", "张家口市"]


def test_sort_keys_fit_their_column() -> None:
    assert len(sort_key("局" * 500, longest=200)) == 200
    assert sort_key("") == ""


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_every_name_has_a_sort_key(name: str) -> None:
    assert sort_key(name) == sort_key(name)
    assert len(sort_key(name)) <= 400


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_the_codes_of_rfc_6238(seconds: int, code: str) -> None:
    moment = datetime.fromtimestamp(seconds, tz=UTC)
    assert step_of_code(code, shared_secret=RFC_KEY, now=moment) == seconds // 30
    assert step_of_code("000000", shared_secret=RFC_KEY, now=moment) is None


@given(st.integers(-120, 120))
def test_a_code_is_good_for_one_step_before_and_after(drift: int) -> None:
    then = datetime.fromtimestamp(1111111109, tz=UTC)
    step = step_of_code("081804", shared_secret=RFC_KEY, now=then + timedelta(seconds=drift))
    steps_apart = (1111111109 + drift) // 30 - 1111111109 // 30
    assert (step is not None) == (abs(steps_apart) <= 1)


@pytest.mark.parametrize(
    ("secret", "is_code"),
    [
        ("123456", True),
        ("12345", False),
        ("1234567", False),
        ("12345a", False),
        ("\uff11" * 6, False),
    ],
)
def test_what_looks_like_a_code(secret: str, is_code: bool) -> None:
    assert looks_like_code(secret) is is_code


@given(st.lists(st.integers(0, 3600), max_size=12))
def test_five_failures_within_a_quarter_of_an_hour_lock(ages: list[int]) -> None:
    failed = [NOW - timedelta(seconds=age) for age in ages]
    assert is_locked(failed, now=NOW) == (sum(age < 900 for age in ages) >= 5)
