"""The days of an edition as one fingerprint, and its papers as plain data."""

import hashlib
from collections.abc import Iterable

from gongkai.clock.rules.calendar import MarkedDay, Notice


def digest_of(days: Iterable[MarkedDay]) -> str:
    """Return the SHA-256 of the days in order; the same days have the same digest."""
    lines = [f"{day.on} {'working' if day.working else 'off'} {day.name}" for day in sorted(days)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def notices_as_data(notices: Iterable[Notice]) -> list[dict[str, str]]:
    """Return the papers as they are kept with an edition."""
    return [
        {
            "title": notice.title,
            "number": notice.number,
            "issued_on": notice.issued_on.isoformat() if notice.issued_on else "",
        }
        for notice in notices
    ]
