"""How much the longest tests walk: a share in every run, all of it where it is asked for.

Histories and applications under fire prove more the more there are, and take as much longer; so
does looking at every page in each language at each width.
`make test-thorough` sets GONGKAI_THOROUGH=1 and walks the number that is promised of a release.
"""

import os
from zlib import crc32

THOROUGH = os.environ.get("GONGKAI_THOROUGH") == "1"


def thorough_or(promised: int, in_every_run: int) -> int:
    """Return the number that is promised in a thorough run, else the smaller one."""
    return promised if THOROUGH else in_every_run


WINDOWS = (("zh-hans", 1280), ("en", 390), ("zh-hans", 390), ("en", 1280))[: thorough_or(4, 2)]
"""Language and width at which a page is seen: each language and each width in every run."""


def is_examined(name: str, window: tuple[str, int]) -> bool:
    """Say whether a page is looked through for barriers in this window.

    That is slow and finds the same in nearly every window: a thorough run looks in all of them,
    every other in one, by turns of the pages' names.
    """
    return THOROUGH or WINDOWS[crc32(name.encode()) % len(WINDOWS)] == window
