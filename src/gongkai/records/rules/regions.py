"""Regions by their codes (GB/T 2260): a code with trailing 00 stands for all below it."""

import re

_TRAILING = re.compile(r"(?:00)+$")


def region_prefix(code: str) -> str:
    """Return what the codes of the region and of everything below it begin with.

    >>> region_prefix("140000"), region_prefix("140100"), region_prefix("140110")
    ('14', '1401', '140110')
    """
    if len(code) % 2:
        return code
    # 000000 stands for the national organs alone, not for everything below.
    return _TRAILING.sub("", code) or code
