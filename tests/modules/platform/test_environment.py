"""Settings that come in by the environment."""

from pathlib import Path

import pytest

from gongkai.config import environment
from gongkai.config.environment import SettingRefused


@pytest.fixture(autouse=True)
def nothing_given(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ONE", "ONE_FILE", "OTHER", "OTHER_FILE"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    "given", [[], ["ONE", "OTHER"], ["ONE_FILE", "OTHER"], ["ONE_FILE", "OTHER_FILE"]]
)
def test_two_that_belong_together_may_both_be_given_or_neither(
    monkeypatch: pytest.MonkeyPatch, given: list[str]
) -> None:
    for name in given:
        monkeypatch.setenv(name, "x")
    environment.both_or_neither("ONE", "OTHER")


@pytest.mark.parametrize(
    ("given", "missing"), [("ONE", "OTHER"), ("ONE_FILE", "OTHER"), ("OTHER", "ONE")]
)
def test_one_without_the_other_is_refused_by_the_name_of_the_missing(
    monkeypatch: pytest.MonkeyPatch, given: str, missing: str
) -> None:
    monkeypatch.setenv(given, "x")
    with pytest.raises(SettingRefused, match=f"{missing} is missing"):
        environment.both_or_neither("ONE", "OTHER")


def test_the_file_of_a_secret_is_known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert environment.secret_path("ONE") is None
    monkeypatch.setenv("ONE_FILE", str(tmp_path / "one"))
    assert environment.secret_path("ONE") == tmp_path / "one"
