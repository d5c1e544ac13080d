"""Every rule of the house is planted against once: a check that finds nothing is no check."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def copied_house(tmp_path: Path) -> Path:
    """A copy of the package and of its contracts, to plant something in."""
    shutil.copytree(
        ROOT / "src",
        tmp_path / "src",
        ignore=shutil.ignore_patterns("__pycache__", "vendor", "fonts"),
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def contracts(house: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the copy, as `make check` does."""
    environment = os.environ | {"PYTHONPATH": str(house / "src")}
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    return subprocess.run(
        command, cwd=house, env=environment, capture_output=True, text=True, check=False
    )


def rules_of_the_house(house: Path) -> subprocess.CompletedProcess[str]:
    """Run the house's own linter on the copy, as `make check` does."""
    command = [sys.executable, str(ROOT / "tools" / "house_rules.py"), str(house / "src")]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_house_as_it_is_breaks_no_rule(copied_house: Path) -> None:
    kept, linted = contracts(copied_house), rules_of_the_house(copied_house)
    assert kept.returncode == 0, kept.stdout + kept.stderr
    assert linted.returncode == 0, linted.stderr


@pytest.mark.parametrize(
    ("module", "planted"),
    [
        ("clock/operations/planted.py", "from gongkai.records.models import Record"),
        ("kernel/planted.py", "import gongkai.audit.models"),
        ("interfaces/portal/planted.py", "from gongkai.interfaces.desk import urls"),
        ("clock/rules/planted.py", "from django.utils import timezone"),
        ("records/rules/planted.py", "from gongkai.kernel import time"),
    ],
)
def test_a_planted_import_breaks_a_contract(copied_house: Path, module: str, planted: str) -> None:
    path = copied_house / "src" / "gongkai" / module
    path.write_text(f'"""Planted."""\n\n{planted}\n', encoding="utf-8")
    answer = contracts(copied_house)
    assert answer.returncode != 0
    assert "planted" in answer.stdout


@pytest.mark.parametrize(
    ("module", "planted", "said"),
    [
        (
            "records/planted.py",
            "from django.db.models.signals import post_save\n\npost_save.connect(print)",
            "signals are not used",
        ),
        (
            "clock/rules/planted.py",
            "from datetime import date\n\nTODAY = date.today()",
            "dates come as arguments",
        ),
        (
            "records/operations/planted.py",
            "from django.utils import timezone\n\nNOW = timezone.now()",
            "only kernel/time.py knows the day",
        ),
        (
            "interfaces/portal/planted.py",
            "from gongkai.records.models import Record\n\nALL = Record.objects.all()",
            "a door reads tables itself",
        ),
        (
            "records/models/planted.py",
            (
                "from django.db import models\n\n\nclass Planted(models.Model):\n"
                "    def save(self) -> None:\n        pass"
            ),
            "Planted.save is overridden",
        ),
        (
            "records/planted.py",
            "def read() -> None:\n    import json\n\n    json.loads('1')",
            "read hides an import",
        ),
        ("records/planted.py", "from django.contrib import admin", "no Django admin"),
        ("records/helpers.py", "WORD = 1", "says nothing about what it holds"),
        ("records/planted.py", "X = 1\n" * 400, "files stay under 400"),
        (
            "records/planted.py",
            "def long() -> int:\n" + "    x = 1\n" * 40 + "    return x",
            "long has 41 lines",
        ),
    ],
)
def test_a_planted_breach_is_named(
    copied_house: Path, module: str, planted: str, said: str
) -> None:
    path = copied_house / "src" / "gongkai" / module
    path.write_text(f"{planted}\n", encoding="utf-8")
    answer = rules_of_the_house(copied_house)
    assert answer.returncode == 1
    assert path.name in answer.stderr
    assert said in answer.stderr
