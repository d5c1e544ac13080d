"""What the law says of fees and of one's own records, as it comes with the package.

No Django, no database.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gongkai.kernel.entries import Entry

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class LegalText:
    """What one text of the Regulations says of a matter, as a guide tells it."""

    article: str
    text: str
    text_zh: str


@cache
def fee_rules() -> dict[str, LegalText]:
    """Return the rule on fees of every regime; raises ValueError on bad data."""
    return _by_regime("fees")


@cache
def own_record_rules() -> dict[str, LegalText]:
    """Return the rule on wrong records about oneself of every regime; raises ValueError."""
    return _by_regime("own_records")


def _by_regime(matter: str) -> dict[str, LegalText]:
    file = _DATA / f"{matter}.toml"
    entry = Entry(tomllib.loads(file.read_text(encoding="utf-8")), file.name)
    found = {}
    for regime_id, part in entry.parts(matter):
        part.only("article", "text", "text_zh")
        found[regime_id] = LegalText(part.text("article"), part.text("text"), part.text("text_zh"))
    return found
