"""Data files of the package, read entry by entry with errors that name the place. Pure.

What the law fixes stands in such files; they are read when the product starts, so a file that
does not say what it must stops it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One table of a data file; `where` names the file and the way to it.

    Every method but `has` raises `refusal` where the entry does not say what is asked of it.
    """

    data: Mapping[str, object]
    where: str
    refusal: type[Exception] = ValueError

    def has(self, name: str) -> bool:
        """Say whether the name stands here."""
        return name in self.data

    def only(self, *names: str) -> None:
        """Say nothing if no other name stands here."""
        if unknown := sorted(set(self.data) - set(names)):
            raise self.refused(unknown[0], "is not known here")

    def text(self, name: str) -> str:
        """Return a text that is not empty."""
        value = self.data.get(name)
        if not isinstance(value, str) or not value.strip():
            raise self.refused(name, "must be text")
        return value

    def flag(self, name: str) -> bool:
        """Return true or false."""
        value = self.data.get(name)
        if not isinstance(value, bool):
            raise self.refused(name, "must be true or false")
        return value

    def day(self, name: str) -> date:
        """Return a date without a time of day."""
        value = self.data.get(name)
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.refused(name, "must be a date")
        return value

    def positive(self, name: str) -> int:
        """Return a whole number from 1."""
        value = self.data.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self.refused(name, "must be a whole number from 1")
        return value

    def one_of(self, name: str, allowed: Iterable[str], default: str | None = None) -> str:
        """Return one of the allowed words; the default where the name is missing."""
        value = self.data.get(name, default)
        choices = [str(choice) for choice in allowed]
        if not isinstance(value, str) or value not in choices:
            raise self.refused(name, f"must be one of {', '.join(choices)}")
        return value

    def words(self, name: str, allowed: Iterable[str] | None = None) -> tuple[str, ...]:
        """Return a list of different words, each of them allowed where `allowed` is given."""
        value = self.data.get(name)
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            raise self.refused(name, "must be a list of words")
        found = tuple(value)
        if len(set(found)) != len(found):
            raise self.refused(name, "names a word twice")
        choices = found if allowed is None else tuple(str(choice) for choice in allowed)
        if unknown := sorted(set(found) - set(choices)):
            raise self.refused(name, f"names {unknown[0]}; known are {', '.join(choices)}")
        return found

    def part(self, name: str) -> "Entry":
        """Return a table within this one."""
        value = self.data.get(name)
        if not isinstance(value, dict):
            raise self.refused(name, "must be a table")
        return Entry(value, f"{self.where}: {name}", self.refusal)

    def parts(self, name: str) -> list[tuple[str, "Entry"]]:
        """Return the tables within a table, each with its key."""
        table = self.part(name)
        return [(key, table.part(key)) for key in table.data]

    def rows(self, name: str) -> list["Entry"]:
        """Return the tables of an array; they are counted from 1 in errors."""
        value = self.data.get(name)
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            raise self.refused(name, "must be an array of tables")
        return [
            Entry(row, f"{self.where}: {name} {number}", self.refusal)
            for number, row in enumerate(value, start=1)
        ]

    def refused(self, name: str, what: str) -> Exception:
        """Return the error that names this place."""
        return self.refusal(f"{self.where}: {name} {what}")
