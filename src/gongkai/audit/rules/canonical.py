"""The canonical text of an entry and the hash that chains it. Pure."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime

GENESIS = "0" * 64
"""The previous hash of the first entry."""

Field = str | int | None | Mapping[str, str]


def canonical_text(fields: Mapping[str, Field]) -> str:
    """Return the fields as JSON with sorted keys, no spaces and no escapes but JSON's own.

    >>> canonical_text({"b": "府", "a": 1})
    '{"a":1,"b":"府"}'
    """
    return json.dumps(dict(fields), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def moment_text(moment: datetime) -> str:
    """Return an aware moment in UTC to the microsecond, as the canonical text holds it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def chained_hash(previous: str, canonical: str) -> str:
    """Return sha256(previous || LF || canonical) in hexadecimal; the database does the same."""
    return hashlib.sha256(f"{previous}\n{canonical}".encode()).hexdigest()
