"""One spelling for comparing: what people type and what documents print, brought together."""

import re
import unicodedata

LONGEST_QUERY = 200
"""Characters of a query that are looked at; the rest is cut off and the reader is told."""

HAN = "㐀-䶿一-鿿豈-﫿\u3007\U00020000-\U0003347f"
"""Character class of Han letters, the rare ones of the later blocks included."""

_WORD_RUN = re.compile(rf"[{HAN}]+")
_SPACES = re.compile(r"\s+")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
_WIDE_PUNCTUATION = re.compile(r"[\u3000-\u3004\u3008-\u3020\uff01-\uff0f\uff1a-\uff20]+")
_NOT_LETTERS = re.compile(r"[\W_]+")


def normal(text: str) -> str:
    """Return the text in NFKC, case folded, on one line; never fails.

    Control characters, NUL and lone surrogates count as white space: a query is only ever
    compared, so nothing is refused here.
    """
    composed = unicodedata.normalize("NFKC", _CONTROLS.sub(" ", text))
    # Folding can take a letter apart again, so it is composed once more.
    folded = composed.casefold()
    if folded != composed:
        folded = unicodedata.normalize("NFKC", folded)
    return _SPACES.sub(" ", folded).strip()


def without_punctuation(text: str) -> str:
    """Return the text with Chinese punctuation as spaces, for text that is cut into words.

    Wide commas and brackets are what keeps a text from its normal form; without them NFKC sees
    at a glance that there is nothing to do, which makes indexing a third quicker.
    """
    return _WIDE_PUNCTUATION.sub(" ", text)


def letters(text: str) -> str:
    """Return letters and digits only, folded, so that neither 《》 nor spaces part anything."""
    # Punctuation goes first: without it nearly every Chinese text is in its normal form already,
    # which is quick to see, and hundreds of titles are compared for one page.
    plain = _NOT_LETTERS.sub("", text)
    composed = unicodedata.normalize("NFKC", plain)
    if composed != plain:
        plain = _NOT_LETTERS.sub("", composed)
    return plain.casefold()


def han_runs(text: str) -> tuple[str, ...]:
    """Return the unbroken runs of Han letters of a normal text, in order."""
    return tuple(_WORD_RUN.findall(text))


def grams(run: str) -> tuple[str, ...]:
    """Return the pairs of neighbouring letters of a run; a single letter stands for itself.

    >>> grams("水污染")
    ('水污', '污染')
    >>> grams("水")
    ('水',)
    """
    if len(run) < 2:
        return (run,) if run else ()
    return tuple(run[at : at + 2] for at in range(len(run) - 1))


def same_length_fold(text: str) -> str:
    """Return the text folded letter by letter, so that places in it are places in the original."""
    return "".join(_fold_letter(letter) for letter in text)


def _fold_letter(letter: str) -> str:
    folded = unicodedata.normalize("NFKC", letter).casefold()
    return folded if len(folded) == 1 else letter
