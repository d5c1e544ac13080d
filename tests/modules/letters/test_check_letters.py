"""The check of the templates: every variable that a template asks for is planted wrong once."""

import logging
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tools.check_letters import faults_in, main

from gongkai.letters.rules.facts import LetterKind
from gongkai.letters.typesetting.pdf import TEMPLATES

ROOT = Path(__file__).resolve().parent.parent.parent.parent
ASKED = re.compile(r"\b(?:data|facts|case|contact|item|day)\.\w+\b(?!\()")


def _asked() -> Iterator[tuple[str, int, str]]:
    for file in sorted(TEMPLATES.rglob("*.typ")):
        name = file.relative_to(TEMPLATES).as_posix()
        for found in ASKED.finditer(file.read_text(encoding="utf-8")):
            yield name, found.end(), found.group()


PLACES = list(_asked())


def test_the_templates_are_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "10 kinds" in capsys.readouterr().out


def test_the_check_runs_by_itself() -> None:
    command = [sys.executable, str(ROOT / "tools" / "check_letters.py")]
    answer = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert answer.returncode == 0, answer.stderr


def test_there_are_variables_to_plant_at() -> None:
    assert len(PLACES) > 60
    assert len({name for name, _end, _asked in PLACES}) >= 6


@pytest.mark.parametrize(
    ("name", "end", "asked"), PLACES, ids=[f"{n}:{e}:{a}" for n, e, a in PLACES]
)
def test_a_missing_variable_fails_wherever_it_stands(
    tmp_path: Path, name: str, end: int, asked: str
) -> None:
    templates = shutil.copytree(TEMPLATES, tmp_path / "templates")
    text = (templates / name).read_text(encoding="utf-8")
    (templates / name).write_text(f"{text[:end]}_planted{text[end:]}", encoding="utf-8")
    own = name.startswith("kinds/")
    kinds = [LetterKind(Path(name).stem)] if own else list(LetterKind)
    fault = next(faults_in(templates, kinds=kinds), None)
    assert fault is not None, f"nobody missed {asked}_planted in {name}"
    assert "_planted" in fault


def test_a_template_of_no_kind_is_told(tmp_path: Path) -> None:
    templates = shutil.copytree(TEMPLATES, tmp_path / "templates")
    shutil.copy(templates / "kinds/receipt.typ", templates / "kinds/poem.typ")
    assert list(faults_in(templates, kinds=())) == ["kinds/poem.typ belongs to no kind of letter"]


def test_a_kind_without_a_template_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    templates = shutil.copytree(TEMPLATES, tmp_path / "templates")
    (templates / "kinds/receipt.typ").unlink()
    assert main([str(templates)]) == 1
    said = capsys.readouterr().err
    assert "receipt, ogi-2008, plain" in said
    assert "refused" not in said


@pytest.fixture(autouse=True)
def logs_go_on() -> Iterator[None]:
    """The check silences warnings for its own process; here there are others."""
    yield
    logging.disable(logging.NOTSET)
