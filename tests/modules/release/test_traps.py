"""Every booby-trapped file of the corpus is found, and its clean twin is left alone."""

from pathlib import Path

import pytest
from tests.modules.release.corpus.archive_traps import ARCHIVE_TRAPS
from tests.modules.release.corpus.docx_traps import DOCX_TRAPS
from tests.modules.release.corpus.ofd_traps import OFD_TRAPS
from tests.modules.release.corpus.trap import Trap
from tests.modules.release.corpus.xlsx_traps import XLSX_TRAPS

from gongkai.release.inspection.task import inspect_file

TRAPS = [*DOCX_TRAPS, *XLSX_TRAPS, *OFD_TRAPS, *ARCHIVE_TRAPS]
TWINS = [trap for trap in TRAPS if trap.clean is not None]


@pytest.mark.parametrize("trap", TRAPS, ids=str)
def test_what_a_file_hides_is_found(trap: Trap, tmp_path: Path) -> None:
    path = tmp_path / "file"
    trap.build(path)
    found = inspect_file(path, trap.name)
    assert found.problem is None
    assert trap.finds in {one.kind for one in found.findings}
    if trap.holds:
        assert trap.holds in {one.value for one in found.findings}
    assert all(trap.holds not in one.excerpt for one in found.findings if trap.holds)


@pytest.mark.parametrize("trap", TWINS, ids=str)
def test_a_file_that_hides_nothing_is_left_alone(trap: Trap, tmp_path: Path) -> None:
    assert trap.clean is not None
    path = tmp_path / "file"
    trap.clean(path)
    found = inspect_file(path, trap.name)
    assert found.problem is None
    assert [one for one in found.findings if one.kind not in trap.allowed] == []


def test_names_are_stable_and_each_stands_for_one_file() -> None:
    assert len({trap.name for trap in TRAPS}) == len(TRAPS)
