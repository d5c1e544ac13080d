"""Whether a document says at its head that it is secret. Pure.

A mark of secrecy stands at the top left of the first page (GB/T 9704-2012, 7.2.2). Farther down
the same letters may be an example in a rule about secrecy: there a person decides what they are
(release.rules.findings), while a document with the mark at its head is not taken at all.
"""

from collections.abc import Iterable

from gongkai.release.rules.folding import fold_text
from gongkai.release.rules.secrecy import secrecy_marks_in

HEAD = 300
"""Characters from the beginning of a page, sheet or text within which a mark is the document's."""
_PIECE = HEAD * 8


def mark_at_head(texts: Iterable[str]) -> str:
    """Return the first mark of secrecy at the head of a page, sheet or text; '' where none is.

    >>> mark_at_head(["000001\\n机密★10年\\n关于某事项的报告"]), mark_at_head(["保守国家秘密法"])
    ('机密★10年', '')
    """
    return next((mark.value for text in texts for mark in secrecy_marks_in(_head_of(text))), "")


def _head_of(text: str) -> str:
    # Folded before it is cut, piece by piece until there is enough: nothing that cannot be seen
    # pushes a mark out of the head, however much of it there is.
    seen = ""
    for start in range(0, len(text), _PIECE):
        seen = (seen + fold_text(text[start : start + _PIECE]).text).lstrip()
        if len(seen) >= HEAD:
            break
    return seen[:HEAD]
