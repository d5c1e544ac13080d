"""The series in which letters are numbered, and what a number looks like. Pure.

Letters of organs carry 机关代字, the year in 〔〕 and a serial without leading zeros or 第
(GB/T 9704-2012, 7.2.5).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.letters.rules.facts import LetterKind

_PLACEHOLDER = re.compile(r"\{(\w*)\}")
_NEEDED = frozenset({"mark", "word", "year", "serial"})
LONGEST_MARK = 20
"""Characters of a 机关代字; real ones have two to six."""


class SeriesDataRefused(ValueError):
    """The table of series is not complete; the message names what is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One row of numbers: its key in the database and its word in the number."""

    key: str
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesTable:
    """Series and title of every kind of letter; a number begins with mark and word."""

    pattern: str
    series: Mapping[LetterKind, Series]
    titles: Mapping[LetterKind, str]

    def number(self, kind: LetterKind, *, mark: str, year: int, serial: int) -> str:
        """Return the number of a letter: 云卫公开复〔2026〕12号."""
        word = self.series[kind].word
        return self.pattern.format(mark=mark, word=word, year=year, serial=serial)

    def beginnings(self, mark: str) -> frozenset[str]:
        """Return how the numbers begin that carry this mark, one for each series."""
        return frozenset(mark + series.word for series in self.series.values())

    def mark_in(self, number: str, *, series: str) -> str:
        """Return the mark that a number of the series carries, '' where it is of no series."""
        words = (known.word for known in self.series.values() if known.key == series)
        word = next(words, "")
        return number.rpartition(word)[0] if word else ""


def table_from(data: Mapping[str, object]) -> SeriesTable:
    """Return the table that the data describes; every kind has one series and one title.

    Raises SeriesDataRefused.
    """
    pattern = str(data.get("pattern", ""))
    if frozenset(_PLACEHOLDER.findall(pattern)) != _NEEDED:
        raise SeriesDataRefused("the pattern holds {mark}, {word}, {year} and {serial}")
    if not pattern.startswith("{mark}{word}"):
        raise SeriesDataRefused("a number begins with {mark}{word}")
    table = SeriesTable(
        pattern=pattern,
        series=_series_from(_section(data, "series")),
        titles={LetterKind(kind): str(said) for kind, said in _section(data, "titles").items()},
    )
    _require_every_kind(table)
    return table


def _series_from(rows: Mapping[str, object]) -> dict[LetterKind, Series]:
    found: dict[LetterKind, Series] = {}
    words: set[str] = set()
    for key, row in rows.items():
        if not isinstance(row, dict) or not row.get("word") or not row.get("kinds"):
            raise SeriesDataRefused(f"series {key} needs a word and kinds")
        series = Series(key=key, word=row["word"])
        if series.word in words:
            # Two series with one word would give the same number twice.
            raise SeriesDataRefused(f"two series have the word {series.word}")
        words.add(series.word)
        for kind in map(LetterKind, row["kinds"]):
            if kind in found:
                raise SeriesDataRefused(f"{kind} stands in two series")
            found[kind] = series
    return found


def _section(data: Mapping[str, object], name: str) -> Mapping[str, object]:
    section = data.get(name)
    if not isinstance(section, dict):
        raise SeriesDataRefused(f"the table [{name}] is missing")
    return section


def _require_every_kind(table: SeriesTable) -> None:
    for kind in LetterKind:
        if kind not in table.series or not table.titles.get(kind):
            raise SeriesDataRefused(f"{kind} has no series or no title")
