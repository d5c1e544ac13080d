"""The levels of administration and what may stand below what."""

from collections.abc import Mapping

RANKS: Mapping[str, int] = {"national": 0, "province": 1, "city": 2, "county": 3, "township": 4}
"""Rank of each level, the highest first (Regulations 2007 art. 10-12 name the lower four)."""


def may_stand_below(*, level: str, superior_level: str) -> bool:
    """Say whether an organ of a level may belong to one of another: never to a lower level."""
    return RANKS[superior_level] <= RANKS[level]


def region_level(code: str) -> str:
    """Return the level of a division from its code (GB/T 2260, GB/T 10114).

    Six digits: two for the province, two for the city, two for the county; nine or twelve digits
    go on to the township.

    >>> region_level("140000"), region_level("140100"), region_level("140105001")
    ('province', 'city', 'township')
    """
    if len(code) > 6:
        return "township"
    if code == "000000":
        return "national"
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "county"
