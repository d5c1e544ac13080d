"""The tables that come with the package: series of numbers and typefaces. No Django."""

import tomllib
from functools import cache
from pathlib import Path

from gongkai.letters.rules.numbering import SeriesTable, table_from

DATA_FOLDER = Path(__file__).parent / "data"


@cache
def series_table() -> SeriesTable:
    """Return the series and titles of letters; raises SeriesDataRefused on bad data."""
    return table_from(tomllib.loads((DATA_FOLDER / "series.toml").read_text(encoding="utf-8")))
