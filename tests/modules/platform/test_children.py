"""A supervised child: restarted as asked, waiting longer each time, ended with its session."""

import os
import sys
import time
from collections.abc import Callable

import psutil
import pytest

from gongkai.interfaces.cli import children
from gongkai.interfaces.cli.children import Child, Trace


def child(code: str, *, always: bool = True) -> Child:
    """Return a child that runs a line of Python."""
    return Child("child", [sys.executable, "-c", code], dict(os.environ), always=always)


def keep_until(kept: Child, wanted: Callable[[], bool]) -> list[str]:
    """Look after a child until something holds; return what happened."""
    happened = []
    for _ in range(400):
        happened.append(kept.keep())
        if wanted():
            return [line for line in happened if line]
        time.sleep(0.02)
    raise AssertionError(happened)


@pytest.mark.parametrize("code", [0, 3])
def test_a_child_is_restarted_whatever_its_exit_code(code: int) -> None:
    kept = child(f"raise SystemExit({code})")
    kept.start()
    happened = keep_until(kept, lambda: kept.starts == 2)
    assert happened == [f"child ended with code {code}", "child started again"]
    kept.stop()


def test_a_child_with_an_end_is_not_restarted_after_it() -> None:
    kept = child("", always=False)
    kept.start()
    assert keep_until(kept, lambda: kept.done) == ["child finished"]
    assert kept.keep() == ""
    assert kept.starts == 1


def test_a_child_that_keeps_failing_waits_longer_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(children, "LONGEST_WAIT", 0.8)
    kept = child("raise SystemExit(1)")
    kept.start()
    began = time.monotonic()
    keep_until(kept, lambda: kept.starts == 4)
    # 0.2 + 0.4 + 0.8 seconds between the four starts.
    assert time.monotonic() - began >= 1.4
    kept.stop()


def test_what_a_dead_child_leaves_behind_is_ended() -> None:
    kept = child(
        "import subprocess, sys, os, signal;"
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']);"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    kept.start()
    assert kept.process is not None
    session = kept.process.pid
    keep_until(kept, lambda: kept.process is None)
    left = [one for one in psutil.process_iter() if group_of(one) == session]
    for _ in range(100):
        if not any(one.is_running() and one.status() != "zombie" for one in left):
            break
        time.sleep(0.02)
    else:
        raise AssertionError(left)
    kept.stop()


def group_of(process: psutil.Process) -> int:
    """Return the process group, 0 for a process that is gone."""
    try:
        return os.getpgid(process.pid)
    except ProcessLookupError:
        return 0


def test_a_trace_does_not_take_another_process_for_its_own() -> None:
    kept = child("import time; time.sleep(600)")
    kept.start()
    trace = kept.trace()
    assert trace is not None
    assert trace.is_alive()
    stranger = Trace(trace.name, trace.pid, trace.created - 100)
    assert not stranger.is_alive()
    stranger.end()
    assert trace.is_alive()
    kept.stop()
    assert not trace.is_alive()
