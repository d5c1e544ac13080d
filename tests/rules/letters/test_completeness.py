"""What a lawful letter must hold."""

from dataclasses import replace

import pytest
from tests.factories.letter_facts import (
    REGIMES,
    answered_item,
    correction_facts,
    facts_for,
    receipt_facts,
    reply_facts,
)

from gongkai.letters.rules.completeness import facts_class, fits, lacking
from gongkai.letters.rules.facts import REPLY_KINDS, LetterKind
from gongkai.letters.wording import PARTS


@pytest.mark.parametrize("regime", REGIMES)
@pytest.mark.parametrize("kind", LetterKind)
def test_whole_facts_lack_nothing(kind: LetterKind, regime: str) -> None:
    facts = facts_for(kind, regime)
    assert fits(kind, facts)
    assert lacking(kind, facts) == ()


@pytest.mark.parametrize("kind", LetterKind)
def test_facts_fit_letters_of_their_own_class_only(kind: LetterKind) -> None:
    for other in LetterKind:
        same = facts_class(kind) is facts_class(other)
        assert fits(kind, facts_for(other)) == same


@pytest.mark.parametrize("kind", sorted(REPLY_KINDS))
def test_every_answer_but_a_full_grant_tells_the_remedies(kind: LetterKind) -> None:
    facts = replace(reply_facts(kind), remedy="　\n")
    assert lacking(kind, facts) == (() if kind is LetterKind.GRANTED else ("remedy",))


@pytest.mark.parametrize("kind", sorted(REPLY_KINDS))
def test_every_item_of_an_answer_states_its_ground(kind: LetterKind) -> None:
    bare = replace(answered_item(kind), legal_text="", search_note="查了")
    facts = replace(reply_facts(kind), items=(answered_item(kind), bare))
    assert lacking(kind, facts) == ("legal_text",)


def test_only_what_is_not_held_needs_a_search() -> None:
    for kind in REPLY_KINDS:
        facts = replace(reply_facts(kind), items=(replace(answered_item(kind), search_note=""),))
        expected = ("search_note",) if kind is LetterKind.NOT_HELD else ()
        assert lacking(kind, facts) == expected


def test_all_that_is_missing_is_told_at_once() -> None:
    facts = correction_facts()
    bare = replace(
        facts, points=(), silence_effect="", case=replace(facts.case, addressee="", asked=" ")
    )
    found = lacking(LetterKind.CORRECTION, bare)
    assert found == ("addressee", "asked", "points", "silence_effect")


def test_every_part_that_can_be_missing_has_its_words() -> None:
    bare = replace(receipt_facts(), article="", digest="")
    found = set(lacking(LetterKind.RECEIPT, bare))
    for kind in LetterKind:
        facts = facts_for(kind)
        blank = {
            name: type(getattr(facts, name))()
            for name in type(facts).__dataclass_fields__
            if isinstance(getattr(facts, name), str | tuple)
        }
        case = replace(facts.case, application_number="", addressee="", asked="", regime_title="")
        found |= set(lacking(kind, replace(facts, **blank, case=case)))
    assert found | {"legal_text"} == set(PARTS)
