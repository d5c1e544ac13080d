"""The command line as a whole: quick, quiet, and clear when it refuses."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gongkai.interfaces.cli import main
from gongkai.kernel.embedded.failures import DatabaseUnavailable

MAIN = [sys.executable, "-m", "gongkai.interfaces.cli.main"]


def run(*arguments: str, home: Path) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "GONGKAI_HOME": str(home)}
    return subprocess.run(
        [*MAIN, *arguments], env=environment, check=False, capture_output=True, text=True
    )


@pytest.mark.parametrize("arguments", [["nonsense"], ["up", "--port", "x"], ["--nonsense"]])
def test_a_wrong_call_is_refused_on_standard_error(arguments: list[str], tmp_path: Path) -> None:
    answer = run(*arguments, home=tmp_path)
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert "gongkai" in answer.stderr


def test_help_names_every_command_without_django(tmp_path: Path) -> None:
    code = (
        "import sys; sys.argv = ['gongkai', '--help']\n"
        "from gongkai.interfaces.cli import main\n"
        "try: main.main()\n"
        "except SystemExit: pass\n"
        "print('django' in sys.modules)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    assert answer.stdout.splitlines()[-1] == "False"
    for name in main.COMMANDS:
        assert f"  {name} " in answer.stdout


@pytest.mark.parametrize("name", sorted(main.COMMANDS))
def test_every_command_of_the_table_is_there(name: str) -> None:
    context = main.gongkai.make_context("gongkai", [name, "--help"])
    command = main.gongkai.get_command(context, name)
    assert command is not None
    assert command.name == name
    assert command.help


def test_a_database_that_cannot_run_is_a_message_and_not_a_trace(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def unavailable(**_: object) -> None:
        raise DatabaseUnavailable("The disk is full.")

    monkeypatch.setattr(main, "gongkai", unavailable)
    with pytest.raises(SystemExit) as ended:
        main.main()
    assert ended.value.code == 2
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "gongkai: The disk is full.\n")


def test_status_and_down_of_an_installation_that_never_ran(tmp_path: Path) -> None:
    assert '"database": "stopped"' in run("status", "--json", home=tmp_path / "none").stdout
    answer = run("down", home=tmp_path / "none")
    assert (answer.returncode, answer.stdout) == (0, "Nothing runs.\n")


def test_the_doctor_of_an_installation_that_never_ran(tmp_path: Path) -> None:
    answer = run("doctor", home=tmp_path / "none")
    assert "There is none yet." in answer.stdout
    assert not (tmp_path / "none").exists()
