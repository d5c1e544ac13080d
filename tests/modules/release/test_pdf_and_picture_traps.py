"""The gate finds what booby-trapped PDF files and pictures hide, and nothing in their twins."""

from pathlib import Path

import pytest
from tests.modules.release.corpus import image_traps, pdf_traps
from tests.modules.release.corpus.trap import Trap

from gongkai.release.inspection.task import inspect_file
from gongkai.release.rules.findings import PERSONAL

TRAPS = [*pdf_traps.TRAPS, *image_traps.TRAPS]
TWINS = [trap for trap in TRAPS if trap.clean]
CLASSES = {trap.finds for trap in TRAPS}


@pytest.mark.parametrize("trap", TRAPS, ids=str)
def test_the_gate_finds_what_the_file_hides(trap: Trap, tmp_path: Path) -> None:
    path = tmp_path / trap.name
    trap.build(path)
    found = inspect_file(path, trap.name)
    assert found.problem is None
    assert trap.finds in {finding.kind for finding in found.findings}
    if trap.holds:
        assert trap.holds in {finding.value for finding in found.findings}


@pytest.mark.parametrize("trap", TRAPS, ids=str)
def test_no_excerpt_and_no_row_shows_what_is_hidden(trap: Trap, tmp_path: Path) -> None:
    path = tmp_path / trap.name
    trap.build(path)
    rows = str([finding.as_row() for finding in inspect_file(path, trap.name).findings])
    assert not trap.holds or trap.holds not in rows


@pytest.mark.parametrize("trap", TWINS, ids=str)
def test_the_clean_twin_raises_no_alarm(trap: Trap, tmp_path: Path) -> None:
    path = tmp_path / trap.name
    assert trap.clean is not None
    trap.clean(path)
    found = inspect_file(path, trap.name)
    assert found.problem is None
    assert [one for one in found.findings if one.kind not in trap.allowed] == []


def test_every_class_of_hidden_data_is_hidden_three_ways() -> None:
    counts = {kind: sum(trap.finds is kind for trap in TRAPS) for kind in CLASSES - PERSONAL}
    assert [kind for kind, count in counts.items() if count < 3] == []
    assert len({trap.name for trap in TRAPS}) == len(TRAPS)
