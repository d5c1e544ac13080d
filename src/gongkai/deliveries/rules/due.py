"""What a place lacks of what the public can read: new, changed, withdrawn. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Due(StrEnum):
    """What is to happen with a record at the place."""

    NEW = "new"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class DueLine:
    """A record with the version that the place gets, or that it takes away."""

    record_id: int
    version_id: int
    kind: Due


def due_lines(*, public: Mapping[int, int], there: Mapping[int, int]) -> tuple[DueLine, ...]:
    """Return what brings a place up to date, withdrawals first, each group by record.

    `public` names the version of each record that everybody can read now, `there` the one of
    each record that the place was given last and was not told to take away.
    """
    gone = [
        DueLine(record_id, version_id, Due.WITHDRAWN)
        for record_id, version_id in sorted(there.items())
        if record_id not in public
    ]
    given = [
        DueLine(record_id, version_id, Due.CHANGED if record_id in there else Due.NEW)
        for record_id, version_id in sorted(public.items())
        if there.get(record_id) != version_id
    ]
    return (*gone, *given)
