"""Regions by their codes (GB/T 2260): a code with trailing 00 stands for all below it."""

import re

_TRAILING = re.compile(r"(?:00)+$")


def region_prefix(code: str) -> str:
    """Return what the codes of the region and of everything below it begin with.

    >>> region_prefix("140000"), region_prefix("140100"), region_prefix("140110")
    ('14', '1401', '140110')
    """
    return _TRAILING.sub("", code) if len(code) % 2 == 0 else code
