"""Sort keys: Chinese names in the order of their sound, alike on every installation.

The database sorts by bytes (no ICU in the shipped server), so the order is written as a column.
"""

import unicodedata

from pypinyin import Style, lazy_pinyin


def sort_key(name: str, *, longest: int = 400) -> str:
    """Return the toneless pinyin of a name, one blank between syllables, lower case.

    Characters without a known sound stay themselves and so come last.

    >>> sort_key("山西省")
    'shan xi sheng'
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(lazy_pinyin(folded, style=Style.NORMAL)).strip()[:longest]
