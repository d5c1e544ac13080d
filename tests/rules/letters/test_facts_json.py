"""Facts as JSON."""

import json
from datetime import date

import pytest
from tests.factories.letter_facts import facts_for, receipt_facts

from gongkai.letters.rules.facts import LetterKind
from gongkai.letters.rules.facts_json import facts_as_json, texts_in, with_texts


@pytest.mark.parametrize("kind", LetterKind)
def test_facts_survive_the_database(kind: LetterKind) -> None:
    plain = facts_as_json(facts_for(kind))
    assert json.loads(json.dumps(plain)) == plain


def test_days_are_written_as_days_and_yes_stays_yes() -> None:
    plain = facts_as_json(receipt_facts("ogi-2019"))
    assert plain["provisional"] is True
    assert plain["working_days"] == 20
    assert plain["case"]["received_on"] == "2026-03-16"  # type: ignore[index,call-overload]
    first, second, *_rest = plain["counted"]  # type: ignore[misc]
    assert (first["on"], first["number"]) == ("2026-03-16", None)
    assert second["number"] == 1


def test_texts_are_changed_wherever_they_stand() -> None:
    plain = facts_as_json(receipt_facts())
    changed = with_texts(plain, lambda said: f"<{said}>")
    assert list(texts_in(changed)) == [f"<{said}>" for said in texts_in(plain)]
    assert changed.keys() == plain.keys()


def test_what_is_no_fact_is_a_fault_of_the_program() -> None:
    with pytest.raises(TypeError, match="date is no fact"):
        facts_as_json(date(2026, 3, 16))  # type: ignore[arg-type]
