"""Work done apart: bounded, without secrets, and gone without a trace afterwards."""

import importlib
import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from gongkai.release import apart
from gongkai.release.apart import (
    Crashed,
    Limits,
    Task,
    TookTooLong,
    TookTooMuchMemory,
    path_argument,
    run_apart,
)

_TASKS = """
import json, os, signal, subprocess, sys, time
from gongkai.release import apart_tasks
from gongkai.release.apart import Task

def do_task(arguments):
    {body}

sys.modules["planted"] = sys.modules[__name__]
apart_tasks._MODULES = {{task: "planted" for task in Task}}
sys.exit(apart_tasks.main())
"""
SMALL = Limits(memory=600_000_000, seconds=20, output=5_000_000)


class Planted:
    """Lets the process apart do something else than its task, with all its limits."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder = folder
        self._monkeypatch = monkeypatch

    def do(self, body: str, *, limits: Limits = SMALL, **arguments: object) -> dict[str, object]:
        """Run a task with this body."""
        script = self._folder / "planted.py"
        script.write_text(_TASKS.format(body=body), encoding="utf-8")
        start = apart.subprocess.Popen

        def started(command: list[str], **options: object) -> object:
            return start([command[0], "-I", "-B", str(script)], **options)

        self._monkeypatch.setattr(apart.subprocess, "Popen", started)
        return run_apart(Task.INSPECT, arguments, limits=limits)


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Planted:
    """Return a way to run any code as a task."""
    return Planted(tmp_path, monkeypatch)


def _new_since(before: set[int]) -> list[str]:
    """Return the processes begun since, but for those of a browser that another test keeps open."""
    begun = []
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            family = {parent.pid for parent in child.parents()}
            if child.pid not in before and before.isdisjoint(family):
                begun.append(" ".join(child.cmdline()))
    return begun


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    """Check after each test that no process outlives its file."""
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    yield
    assert _new_since(before) == []


def test_arguments_and_answer_go_there_and_back(planted: Planted) -> None:
    assert planted.do("return arguments", name="通知\u2028.pdf", size=3) == {
        "name": "通知\u2028.pdf",
        "size": 3,
    }


def test_no_secret_of_the_server_goes_along(
    planted: Planted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://user:secret@host/db")
    monkeypatch.setenv("GONGKAI_SECRET_KEY", "secret")
    answer = planted.do("return dict(os.environ)")
    assert "secret" not in str(answer)
    assert set(answer) <= {"PATH", "LANG", "LC_ALL", "TMPDIR", "TZ", "HOME", "LC_CTYPE"}


def test_no_open_file_of_the_server_goes_along(planted: Planted, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("1")
    body = """
    names = os.listdir("/proc/self/fd")
    return {"open": [os.path.realpath(f"/proc/self/fd/{name}") for name in names]}
    """
    with secret.open() as stream:
        os.set_inheritable(stream.fileno(), True)
        answer = planted.do(body.strip())
    assert answer["open"]
    assert str(secret) not in str(answer)


def test_its_folder_is_its_own_and_is_removed(planted: Planted) -> None:
    answer = planted.do("open('left', 'w').write('1'); return {'at': os.getcwd()}")
    folder = Path(str(answer["at"]))
    assert folder.name.startswith("gongkai-apart-")
    assert not folder.exists()


def test_more_memory_than_allowed_is_told(planted: Planted) -> None:
    with pytest.raises(TookTooMuchMemory):
        planted.do("return {'much': len(bytearray(2_000_000_000))}")


def test_memory_that_ends_while_it_answers_is_told(planted: Planted) -> None:
    with pytest.raises(TookTooMuchMemory):
        planted.do("return {'much': ['云' * 60_000_000] * 20}", limits=Limits(memory=400_000_000))


def test_a_task_without_end_is_ended(planted: Planted) -> None:
    begun = time.monotonic()
    with pytest.raises(TookTooLong):
        planted.do("time.sleep(60)", limits=Limits(seconds=1))
    assert time.monotonic() - begun < 10


def test_processor_time_has_its_own_limit(planted: Planted) -> None:
    body = """
    import resource
    resource.setrlimit(resource.RLIMIT_CPU, (1, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    while True: pass
    """
    with pytest.raises(TookTooLong):
        planted.do(body.strip())


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("os.kill(os.getpid(), signal.SIGSEGV)", f"ended with -{int(signal.SIGSEGV)}"),
        ("os.abort()", f"ended with -{int(signal.SIGABRT)}"),
        ("os._exit(3)", "ended with 3"),
        ("raise RuntimeError('what nobody expected')", "what nobody expected"),
        ("raise SystemExit(1)", "ended with 1"),
        ("return {'name': '\\udc00'}", "surrogates"),
        ("return object()", "not JSON serializable"),
        ("return ['no object']", "no object"),
        ("os._exit(0)", "cannot be read"),
    ],
    ids=["segfault", "abort", "exit", "raises", "leaves", "surrogate", "unsayable", "list", "mute"],
)
def test_whatever_else_happens_is_a_crash(planted: Planted, body: str, said: str) -> None:
    with pytest.raises(Crashed, match=said):
        planted.do(body)


def test_being_killed_by_the_system_is_lack_of_memory(planted: Planted) -> None:
    with pytest.raises(TookTooMuchMemory):
        planted.do("os.kill(os.getpid(), signal.SIGKILL)")


def test_a_library_that_prints_does_not_spoil_the_answer(planted: Planted) -> None:
    body = "print('noise'); os.write(1, b'more noise'); return {'well': True}"
    assert planted.do(body) == {"well": True}


def test_what_is_said_without_end_stops_at_its_limit(planted: Planted) -> None:
    limits = Limits(memory=600_000_000, seconds=20, output=1_000_000)
    with pytest.raises(Crashed):
        planted.do("while True: os.write(1, b'x' * 65536)", limits=limits)


def test_too_long_an_answer_is_not_taken(planted: Planted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LONGEST_ANSWER", 1_000)
    with pytest.raises(Crashed, match="too long"):
        planted.do("return {'long': 'x' * 2000}")


def test_no_file_grows_beyond_its_limit(planted: Planted) -> None:
    with pytest.raises(Crashed):
        planted.do("open('large', 'wb').write(bytes(6_000_000)); return {}")


@pytest.mark.parametrize("ending", ["return {}", "time.sleep(60)"])
def test_what_a_task_starts_ends_with_it(planted: Planted, tmp_path: Path, ending: str) -> None:
    note = tmp_path / "child"
    body = (
        "child = subprocess.Popen(['sleep', '60']);"
        "open(arguments['note'], 'w').write(str(child.pid)); " + ending
    )
    try:
        planted.do(body, limits=Limits(seconds=3), note=str(note))
    except TookTooLong:
        assert ending.startswith("time")
    child = int(note.read_text())
    deadline = time.monotonic() + 5
    while psutil.pid_exists(child) and time.monotonic() < deadline:
        if psutil.Process(child).status() == psutil.STATUS_ZOMBIE:
            break
        time.sleep(0.02)
    assert not psutil.pid_exists(child) or (psutil.Process(child).status() == psutil.STATUS_ZOMBIE)


def test_every_task_has_a_module_that_does_it() -> None:
    tasks = importlib.import_module("gongkai.release.apart_tasks")
    assert set(tasks._MODULES) == set(Task)
    for name in tasks._MODULES.values():
        assert callable(importlib.import_module(name).do_task)


def test_paths_are_told_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert path_argument(Path("a.pdf")) == str(tmp_path / "a.pdf")
