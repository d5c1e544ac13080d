"""The derivations in docs/guide/clock.md are what the command prints."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from gongkai.interfaces.cli.clock import clock

GUIDE = Path(__file__).parents[3] / "docs" / "guide" / "clock.md"
EXAMPLES = {
    "spring-festival": ["--received", "2026-02-09", "--working-days", "15"],
    "provisional": ["--received", "2026-12-16", "--working-days", "15"],
    "two-pauses": [
        "--received", "2026-03-02", "--working-days", "20", "--regime", "ogi-2019",
        "--pause", "2026-03-09:2026-03-24", "--pause", "2026-03-16:2026-03-30",
    ],
}  # fmt: skip


def derivation(name: str) -> str:
    """Return an example as it stands in the guide: the command and what it prints."""
    options = EXAMPLES[name]
    result = CliRunner().invoke(clock, ["due", *options, "--calendar", "shipped"])
    assert result.exit_code == 0, result.stderr
    command = "$ gongkai clock due " + " ".join(options)
    return f"```text\n{command}\n{result.stdout}```"


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_guide_shows_what_the_command_prints(name: str) -> None:
    text = GUIDE.read_text(encoding="utf-8")
    shown = re.search(rf"<!-- example: {name} -->\n(.*?)\n<!-- end -->", text, re.DOTALL)
    assert shown is not None
    assert shown[1] == derivation(name)
