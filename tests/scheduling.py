"""How the files of tests are handed to the workers: long ones first, a package as one."""

from pathlib import Path

import pytest
from xdist.scheduler import LoadFileScheduling

ROOT = Path(__file__).resolve().parents[1]


class LongestFirst(LoadFileScheduling):
    """Hands out files in the order of the collection; the files of a package go together.

    A folder is a package where its tests share a fixture of that scope.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        folder = Path(file).parent
        return str(folder) if (ROOT / folder / "__init__.py").exists() else file


def begin_with_long_files(items: list[pytest.Item]) -> None:
    """Put files with slow tests or a browser first, so that none is left alone at the end."""
    long = {
        item.path
        for item in items
        if item.get_closest_marker("slow") or item.get_closest_marker("browser")
    }
    items.sort(key=lambda item: item.path not in long)
