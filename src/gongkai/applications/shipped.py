"""What the law says of applications, as it comes with the package. No Django, no database."""

import tomllib
from functools import cache
from pathlib import Path

from gongkai.applications.rules.regimes import ApplicationRegime, regime_from
from gongkai.applications.rules.remedies import RemedyRow, remedies_from

_DATA = Path(__file__).parent / "data"
REGIME_FOLDER = _DATA / "regimes"
REMEDY_FILE = _DATA / "remedies.toml"


@cache
def regimes() -> dict[str, ApplicationRegime]:
    """Return every regime by its id; called at start, so bad data stops it.

    Raises:
        ApplicationDataRefused: a file does not describe a regime.
    """
    found = [
        regime_from(tomllib.loads(file.read_text(encoding="utf-8")), where=file.name)
        for file in sorted(REGIME_FOLDER.glob("*.toml"))
    ]
    return {regime.id: regime for regime in found}


@cache
def remedies() -> tuple[RemedyRow, ...]:
    """Return the table of remedies; called at start, so bad data stops it.

    Raises:
        ApplicationDataRefused: the file tells a day twice or not at all.
    """
    data = tomllib.loads(REMEDY_FILE.read_text(encoding="utf-8"))
    return remedies_from(data, where=REMEDY_FILE.name)
