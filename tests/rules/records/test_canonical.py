"""The canonical text of a content leads back to it; the basis tells decisions apart."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from gongkai.records.rules.basis import DecidedFinding, basis_of
from gongkai.records.rules.canonical import content_from
from gongkai.records.rules.content import AttachedFile, VersionContent

TEXTS = st.text(max_size=20)
FILES = st.builds(AttachedFile, name=TEXTS, title=TEXTS, digest=TEXTS)
DAYS = st.dates(min_value=date(1949, 10, 1), max_value=date(2100, 1, 1))
CONTENTS = st.builds(
    VersionContent,
    title=TEXTS,
    summary=TEXTS,
    text=TEXTS,
    generated_on=DAYS,
    effective_on=st.none() | DAYS,
    expires_on=st.none() | DAYS,
    is_normative=st.booleans(),
    forms=st.lists(TEXTS, max_size=3).map(tuple),
    history=st.lists(TEXTS, max_size=3).map(tuple),
    co_makers=st.lists(TEXTS, max_size=3).map(tuple),
    files=st.lists(FILES, max_size=3).map(tuple),
)
DECIDED = st.builds(
    DecidedFinding,
    kind=TEXTS,
    tag=TEXTS,
    verdict=TEXTS,
    reason=TEXTS,
    decision_id=st.integers(1, 5),
)


@given(content=CONTENTS)
def test_the_canonical_text_says_everything_that_is_signed(content: VersionContent) -> None:
    read = content_from(content.canonical())
    assert read == replace(content, validity=read.validity)
    assert read.digest() == content.digest()


@given(decided=st.lists(DECIDED, max_size=4), why=TEXTS)
def test_the_order_and_the_places_of_findings_change_no_basis(
    decided: list[DecidedFinding], why: str
) -> None:
    basis = basis_of(decided, why_not_normative=why)
    assert basis_of([*reversed(decided), *decided], why_not_normative=why) == basis
    assert (basis == "") == (not decided and not why)


@given(decided=st.lists(DECIDED, max_size=4, unique=True), more=DECIDED)
def test_another_decision_is_another_basis(
    decided: list[DecidedFinding], more: DecidedFinding
) -> None:
    if more not in decided:
        before = basis_of(decided, why_not_normative="")
        assert basis_of([*decided, more], why_not_normative="") != before
