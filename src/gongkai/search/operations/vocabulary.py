"""Counting how common words are: what the paths and the ranking are chosen by."""

from gongkai.search.engine import backend

_GROWTH = 0.1
"""Share by which the collection may grow or shrink before words are counted again."""


def refresh_vocabulary() -> int:
    """Count all lexemes anew and return the number of indexed records."""
    return backend().refresh_vocabulary()


def refresh_when_grown() -> bool:
    """Count anew when the collection changed by a tenth, as after an import; say whether it did."""
    known = backend().vocabulary([]).records
    if abs(backend().size() - known) <= known * _GROWTH:
        return False
    refresh_vocabulary()
    return True
