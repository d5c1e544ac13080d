"""How often something is expected under each item, as it comes with the package. No database."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from gongkai.kernel.entries import Entry
from gongkai.oversight.rules.matrix import Rhythm
from gongkai.records.rules.statutory import cells_of_regime

RHYTHM_FOLDER = Path(__file__).parent / "data" / "rhythms"


class RhythmDataRefused(ValueError):
    """A file of rhythms does not say of every item of its regime how often it is expected."""


@cache
def rhythms() -> Mapping[str, Mapping[str, Rhythm]]:
    """Return the rhythm of each item by regime; called at start, so bad data stops it.

    Raises:
        RhythmDataRefused: a file names another set of items than the regime, or no rhythm.
    """
    found = (_read(file) for file in sorted(RHYTHM_FOLDER.glob("*.toml")))
    return dict(found)


def _read(file: Path) -> tuple[str, dict[str, Rhythm]]:
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    entry = Entry(data, file.name, RhythmDataRefused)
    entry.only("regime", "items")
    regime, items = entry.text("regime"), entry.part("items")
    expected = {item.code for item in cells_of_regime(regime)}
    if set(items.data) != expected:
        wrong = ", ".join(sorted(set(items.data) ^ expected))
        raise RhythmDataRefused(f"{file.name}: items must be those of the lists; look at {wrong}")
    return regime, {code: Rhythm(items.one_of(code, Rhythm)) for code in items.data}
