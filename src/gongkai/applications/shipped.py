"""The regimes of applications that come with the package. No Django, no database."""

import tomllib
from functools import cache
from pathlib import Path

from gongkai.applications.rules.regimes import ApplicationRegime, regime_from

_DATA = Path(__file__).parent / "data"
REGIME_FOLDER = _DATA / "regimes"


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
