"""Generated hide-outs: a random value in a random disguise, place and container is found.

60 by default; 500 with GONGKAI_THOROUGH=1. GONGKAI_SEED draws others. The rate is printed (-s) and
may not fall below what the full run measured: all of them.
"""

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random

from tests.modules.release.corpus import hide_outs
from tests.modules.release.corpus.hide_outs import HideOut, a_hidden_value

from gongkai.release.inspection.task import inspect_file

HIDE_OUTS: Sequence[HideOut] = (*hide_outs.HIDE_OUTS,)
"""Of every container; add the list of another one here."""
SEED = int(os.environ.get("GONGKAI_SEED", "1"))
COUNT = 500 if os.environ.get("GONGKAI_THOROUGH") else 60
LEAST_RATE = 1.0


def test_what_is_hidden_anywhere_is_found(tmp_path: Path) -> None:
    missed: list[str] = []
    by_container: Counter[str] = Counter()
    for number in range(COUNT):
        random = Random(f"{SEED}-{number}")
        hide_out = HIDE_OUTS[number % len(HIDE_OUTS)]
        hidden = a_hidden_value(random, any_letter=hide_out.takes_any_letter)
        path = tmp_path / hide_out.name
        hide_out.write(path, hidden.written, random)
        found = inspect_file(path, hide_out.name)
        by_container[hide_out.name] += 1
        if (hidden.kind, hidden.value) not in {(one.kind, one.value) for one in found.findings}:
            missed.append(f"{number} {hide_out.name} {hidden.written!r} {found.problem}")
    rate = 1 - len(missed) / COUNT
    print(f"seed {SEED}: {rate:.1%} of {COUNT} found in {len(by_container)} kinds of place")  # noqa: T201
    assert rate >= LEAST_RATE, f"seed {SEED}: " + "; ".join(missed)
