"""What the doctor says of the typefaces of letters."""

import shutil
from pathlib import Path

import pytest
from tests.factories.typefaces import SANS, an_own_typeface

from gongkai.interfaces.cli.checks import Finding, State
from gongkai.interfaces.cli.doctor import examine
from gongkai.interfaces.cli.letter_checks import SETTING, of_the_letters
from gongkai.letters.typesetting import fonts


@pytest.fixture(autouse=True)
def without_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SETTING, raising=False)


def test_a_whole_installation_has_its_typefaces() -> None:
    (finding,) = of_the_letters()
    assert finding.state is State.FINE


def test_the_doctor_looks_at_them(tmp_path: Path) -> None:
    named = {finding.name: finding.state for finding in examine(tmp_path / "none")}
    assert named["typefaces of letters"] is State.FINE


def test_missing_typefaces_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(SANS, tmp_path)
    monkeypatch.setattr(fonts, "SHIPPED_FOLDER", tmp_path)
    (finding,) = of_the_letters()
    assert finding.state is State.BROKEN
    assert "Noto Serif SC" in finding.says
    assert "Noto Sans SC" not in finding.says
    assert finding.mend == "make setup"


def _own(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Finding:
    monkeypatch.setenv(SETTING, str(folder))
    _shipped, own = of_the_letters()
    return own


def test_a_folder_that_is_not_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = _own(monkeypatch, tmp_path / "none")
    assert finding.state is State.WARNING
    assert str(tmp_path / "none") in finding.says


def test_typefaces_that_letters_would_not_use_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "nothing" in _own(monkeypatch, tmp_path).says
    finding = _own(monkeypatch, an_own_typeface(tmp_path, "Some Face"))
    assert finding.state is State.WARNING
    assert "Some Face" in finding.says


def test_the_standards_typefaces_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    finding = _own(monkeypatch, an_own_typeface(tmp_path, "STFangsong"))
    assert finding.state is State.FINE
    assert "STFangsong" in finding.says
