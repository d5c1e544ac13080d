"""Values hidden at random in office files and archives are found; the seed is in each name."""

from pathlib import Path
from random import Random

import pytest
from tests.modules.release.corpus.hide_outs import HideOut, a_hidden_value
from tests.modules.release.corpus.office_hide_outs import OFFICE_HIDE_OUTS

from gongkai.release.inspection.task import inspect_file

TIMES = 16


@pytest.mark.parametrize("seed", range(TIMES))
@pytest.mark.parametrize("hide_out", OFFICE_HIDE_OUTS, ids=lambda one: one.name)
def test_what_is_hidden_at_random_is_found(hide_out: HideOut, seed: int, tmp_path: Path) -> None:
    random = Random(f"{seed}-{hide_out.name}")
    hidden = a_hidden_value(random, any_letter=hide_out.takes_any_letter)
    path = tmp_path / "file"
    hide_out.write(path, hidden.written, random)
    found = inspect_file(path, hide_out.name)
    assert found.problem is None
    assert hidden.value in {one.value for one in found.findings}, hidden
