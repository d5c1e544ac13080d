"""Text brought to one spelling for searching, with the way back to where it really stands. Pure.

Whoever hides a number writes it in another alphabet's digits or puts what cannot be seen between
two of them. The folded text is never shown or kept; matches in it are told in places of the given
text.
"""

import re
import unicodedata
from dataclasses import dataclass

from gongkai.release.rules.radicals import without_radicals

INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a"
    "\U000e0000-\U000e01ef\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
)
"""Character class of what is there and not seen: soft hyphens, joiners, marks of direction,
variation selectors, tags, control characters. White space and line ends are not among them."""

# What ordinary text is made of; a class of a few ranges is looked through in no time, and only
# where something else stands is the text taken apart.
_UNUSUAL = re.compile("[^\t\n\r -~\u3000-\u303f\u4e00-\u9fff\uff00-\uff5e‘’“”…—·]")
_NOTHING = re.compile(f"[{INVISIBLE}\u0300-\u036f\u20d0-\u20ff]")
_OTHER = re.compile("[\u2e80-\u2fd5\uf900-\ufaff\U00010000-\U0002fa1f]")
_ASTRAL = "\U00010000"


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; `places` is empty where every character stands where it stood."""

    text: str
    places: tuple[int, ...] = ()

    def given(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the given text of a piece of the folded one."""
        if not self.places:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def fold_text(text: str) -> Folded:
    """Return the text without what cannot be seen, in letters of the basic plane where it can be.

    Radicals become the letters that they show, digits and letters of the mathematical alphabets
    plain ones. Nothing else is changed, so the text is as long as what can be seen of it.
    """
    if not _UNUSUAL.search(text):
        return Folded(text)
    folded = fold_radicals(text)
    if not _NOTHING.search(folded):
        return Folded(folded)
    places: list[int] = []
    end = 0
    for match in _NOTHING.finditer(folded):
        places.extend(range(end, match.start()))
        end = match.end()
    places.extend(range(end, len(folded)))
    return Folded(_NOTHING.sub("", folded), tuple(places))


def fold_radicals(text: str) -> str:
    r"""Return the text with radicals, doubled code points and mathematical letters as plain ones.

    >>> fold_radicals("⾝份⺠\U0001d7d9")
    '身份民1'
    """
    return _OTHER.sub(lambda match: _plain(match.group()), text)


def _plain(letter: str) -> str:
    plain = unicodedata.normalize("NFKC", without_radicals(letter))
    if len(plain) == 1 and plain < _ASTRAL:
        return plain
    digit = unicodedata.digit(letter, None)
    return letter if digit is None else str(digit)


def fold_letters(text: str) -> str:
    """Return a short piece in capitals and plain letters, each as long as it was.

    >>> fold_letters("ｅ𝐗é京")
    'EXÉ京'
    """
    return "".join(_letter(letter) for letter in text)


def _letter(letter: str) -> str:
    plain = unicodedata.normalize("NFKC", letter).upper()
    return plain if len(plain) == 1 else letter
