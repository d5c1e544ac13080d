"""How much the longest tests walk: a share in every run, all of it where it is asked for.

Histories and applications under fire prove more the more there are, and take as much longer.
`make test-thorough` sets GONGKAI_THOROUGH=1 and walks the number that is promised of a release.
"""

import os

THOROUGH = os.environ.get("GONGKAI_THOROUGH") == "1"


def thorough_or(promised: int, in_every_run: int) -> int:
    """Return the number that is promised in a thorough run, else the smaller one."""
    return promised if THOROUGH else in_every_run
