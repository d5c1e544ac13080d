"""What the reader asked, taken apart."""

from dataclasses import dataclass

from gongkai.search.rules.normal import LONGEST_QUERY, grams, han_runs, normal
from gongkai.search.rules.numbers import document_key, index_key, looks_like_index_number
from gongkai.search.rules.segment import query_words

_MOST_GRAMS = 60


@dataclass(frozen=True, slots=True)
class Question:
    """A query ready for the index. Every part may be empty."""

    text: str
    """Normal form, at most LONGEST_QUERY characters."""
    words: tuple[str, ...]
    latin: tuple[str, ...]
    """The words among them without Han letters; pairs of letters do not cover these."""
    runs: tuple[str, ...]
    """Unbroken Han runs, as typed."""
    grams: tuple[str, ...]
    was_cut: bool

    @property
    def is_blank(self) -> bool:
        """Say whether there is nothing to search for."""
        return not self.words and not self.grams

    @property
    def document_key(self) -> str:
        """Return the key of the document number that the whole query is, or ''."""
        return document_key(self.text)

    @property
    def index_key(self) -> str:
        """Return the key of the index number that the whole query may be, or ''."""
        return index_key(self.text) if looks_like_index_number(self.text) else ""


def parse_question(typed: str) -> Question:
    """Take a query apart; whatever was typed, this never fails.

    Operators and quotes mean nothing: readers paste titles, they do not write formulas.
    """
    # Cut before normalising too: NFKC may make eighteen letters of one.
    whole = normal(typed[: LONGEST_QUERY * 5])
    text = whole[:LONGEST_QUERY]
    words = query_words(text)
    runs = han_runs(text)
    latin = tuple(word for word in words if not han_runs(word))
    pairs = tuple(dict.fromkeys(gram for run in runs for gram in grams(run)))[:_MOST_GRAMS]
    cut = len(whole) > LONGEST_QUERY or len(typed) > LONGEST_QUERY * 5
    return Question(text=text, words=words, latin=latin, runs=runs, grams=pairs, was_cut=cut)
