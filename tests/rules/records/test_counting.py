"""Texts are as long as their readers count them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.records.rules.content import SUMMARY_CODE_POINTS, SUMMARY_LIMIT
from gongkai.records.rules.counting import first_characters, reader_length
from gongkai.records.rules.summary import summary_from

PLAIN = st.text("政府信息公开条例，。𠮷㐂A1", max_size=40)
MARKS = ["\ufe0f", "\U000e0100", "\u200b", "\u200d", "\u0301"]
UNSEEN = st.lists(st.sampled_from(MARKS), max_size=5)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("山西省", 3),
        ("𠮷林", 2),
        ("葛\U000e0100城", 2),
        ("e\u0301", 1),
        ("一\r\n二", 3),
        ("一\r二", 3),
        ("零\u200b宽", 2),
        ("“政务公开”", 6),
        ("👨\u200d👩", 2),
    ],
    ids=range(10),
)
def test_what_readers_count(text: str, length: int) -> None:
    assert reader_length(text) == length


@given(PLAIN, UNSEEN)
def test_what_is_not_seen_makes_no_text_longer(text: str, unseen: list[str]) -> None:
    assert reader_length(text + "".join(unseen)) == reader_length(text) == len(text)


@given(st.text(max_size=60))
def test_both_spellings_of_a_letter_are_as_long(text: str) -> None:
    assert reader_length(text) == reader_length(unicodedata.normalize("NFC", text))


@given(st.text(max_size=60), st.integers(0, 60))
def test_the_beginning_has_as_many_characters_as_asked(text: str, count: int) -> None:
    composed = unicodedata.normalize("NFC", text).replace("\r", "")
    head = first_characters(composed, count)
    assert composed.startswith(head)
    assert reader_length(head) == min(count, reader_length(composed))


@given(st.text("一二三。；𠮷\U000e0100 \n", max_size=400))
def test_a_proposed_summary_always_fits(text: str) -> None:
    made = summary_from(text)
    assert reader_length(made) <= SUMMARY_LIMIT
    assert len(made) <= SUMMARY_CODE_POINTS


def test_a_proposed_summary_counts_rare_letters_once() -> None:
    assert summary_from("𠮷" * SUMMARY_LIMIT) == "𠮷" * SUMMARY_LIMIT
    assert summary_from("𠮷" * (SUMMARY_LIMIT + 1)) == "𠮷" * (SUMMARY_LIMIT - 1) + "…"
