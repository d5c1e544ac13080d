"""Facts: kept and read again without loss, compared by name, a year counted by the calendar."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.guides.rules.facts import (
    CatalogueFacts,
    ClassFacts,
    GroundFacts,
    GuideFacts,
    ItemFacts,
    LimitFacts,
    OfficeFacts,
    PlaceFacts,
    RemedyFacts,
    as_json,
    catalogue_facts_from,
    digest_of,
    guide_facts_from,
    is_a_year_old,
    moved,
)

_words = st.text(max_size=12)
_offices = st.builds(OfficeFacts, **dict.fromkeys(
    ("name", "address", "hours", "telephone", "fax", "email", "postcode"), _words
))  # fmt: skip


def _many(kind: type) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(st.from_type(kind), max_size=3).map(tuple)


_guides = st.builds(
    GuideFacts,
    items=_many(ItemFacts),
    classes=_many(ClassFacts),
    grounds=_many(GroundFacts),
    limits=_many(LimitFacts),
    remedies=_many(RemedyFacts),
    reconsideration_bodies=st.lists(_words, max_size=2).map(tuple),
    disclosure=_offices,
    supervision=_offices,
    places=_many(PlaceFacts),
)


@given(_guides)
def test_facts_are_read_as_they_were_kept(facts: GuideFacts) -> None:
    assert guide_facts_from(as_json(facts)) == facts
    assert moved(as_json(facts), as_json(facts)) == ()


@given(_guides, st.text(min_size=1, max_size=8))
def test_a_changed_telephone_is_named_and_nothing_else(facts: GuideFacts, more: str) -> None:
    office = replace(facts.disclosure, telephone=facts.disclosure.telephone + more)
    found = moved(as_json(facts), as_json(replace(facts, disclosure=office)))
    assert found == ("disclosure.telephone",)
    assert digest_of(as_json(facts)) != digest_of(as_json(replace(facts, disclosure=office)))


def test_facts_of_an_earlier_system_are_read_with_what_they_had() -> None:
    facts = guide_facts_from({"organ_name": "云梦市水务局", "limits": "?", "disclosure": None})
    assert facts.organ_name == "云梦市水务局"
    assert (facts.limits, facts.disclosure) == ((), OfficeFacts())
    assert catalogue_facts_from({"organ_name": "甲"}).organ_name == "甲"


def test_a_catalogue_moves_with_its_class_table() -> None:
    facts = CatalogueFacts(organ_name="甲", organ_name_en="", organisation_code="MA0000001")
    classes = (ClassFacts(code="01", name_zh="法规", name_en="Rules"),)
    assert moved(as_json(facts), as_json(replace(facts, classes=classes))) == ("classes",)


@pytest.mark.parametrize(
    ("published", "today", "old"),
    [
        (date(2025, 3, 16), date(2026, 3, 15), False),
        (date(2025, 3, 16), date(2026, 3, 16), True),
        (date(2024, 2, 29), date(2025, 2, 28), False),
        (date(2024, 2, 29), date(2025, 3, 1), True),
    ],
    ids=["a day less", "to the day", "leap day less", "leap day"],
)
def test_a_year_is_a_year_of_the_calendar(published: date, today: date, *, old: bool) -> None:
    assert is_a_year_old(published, today=today) is old
