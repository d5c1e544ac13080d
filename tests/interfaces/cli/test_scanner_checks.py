"""The doctor on the virus scanner: none, gone, one that hides its limits, one that is in order."""

from pathlib import Path

import pytest
from pytest_django import Settings
from tests.modules.release.scanners import (
    VERSION,
    Behaviour,
    FakeScanner,
    hanging_up,
    honest,
    listening,
    saying,
)

from gongkai.interfaces.cli.checks import State
from gongkai.interfaces.cli.scanner_checks import of_the_scanner

OVER = saying(b"stream: Heuristics.Limits.Exceeded.MaxRecursion FOUND\0")


def test_none_is_set_up(settings: Settings) -> None:
    settings.CLAMD = ""
    (finding,) = of_the_scanner()
    assert finding.state is State.WARNING
    assert "GONGKAI_CLAMD" in finding.mend


@pytest.mark.parametrize("address", ["/nowhere/clamd.ctl", "no address"])
def test_it_does_not_answer(settings: Settings, address: str) -> None:
    settings.CLAMD = address
    (finding,) = of_the_scanner()
    assert finding.state is State.BROKEN
    assert "does not answer" in finding.says


@pytest.mark.parametrize(
    ("behave", "state", "said"),
    [
        (OVER, State.FINE, VERSION),
        (honest, State.BROKEN, "calls clean what it did not look at"),
        (hanging_up, State.BROKEN, "does not answer"),
        (saying(b"stream: no memory ERROR\0"), State.BROKEN, "no memory"),
    ],
)
def test_it_is_shown_what_it_cannot_look_into(
    settings: Settings, tmp_path: Path, behave: Behaviour, state: State, said: str
) -> None:
    scanner = FakeScanner(tmp_path / "clamd", behave)
    settings.CLAMD = scanner.address
    with listening(scanner):
        (finding,) = of_the_scanner()
    assert finding.state is state
    assert said in finding.says
