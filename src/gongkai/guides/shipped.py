"""What the law says of fees, as it comes with the package. No Django, no database."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gongkai.kernel.entries import Entry

FEES_FILE = Path(__file__).parent / "data" / "fees.toml"


@dataclass(frozen=True, slots=True)
class FeeRule:
    """What one text of the Regulations says of fees."""

    article: str
    text: str
    text_zh: str


@cache
def fee_rules() -> dict[str, FeeRule]:
    """Return the rule on fees of every regime; raises ValueError on bad data."""
    entry = Entry(tomllib.loads(FEES_FILE.read_text(encoding="utf-8")), FEES_FILE.name)
    found = {}
    for regime_id, part in entry.parts("fees"):
        part.only("article", "text", "text_zh")
        found[regime_id] = FeeRule(part.text("article"), part.text("text"), part.text("text_zh"))
    return found
