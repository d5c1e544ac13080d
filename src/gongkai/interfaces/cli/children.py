"""A child process that is kept alive: started in a session of its own, restarted, ended whole."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psutil

FIRST_WAIT, LONGEST_WAIT = 0.2, 10.0
STEADY_AFTER = 30.0
"""Seconds after which a child counts as running well and its next restart is quick again."""

SECONDS_TO_END = 15.0


@dataclass(frozen=True, slots=True)
class Trace:
    """What a later process needs to recognise a child: a pid alone may be somebody else's."""

    name: str
    pid: int
    created: float

    def is_alive(self) -> bool:
        """Say whether that very process still runs."""
        return _alive(self.pid, created=self.created)

    def end(self) -> None:
        """End the process and everything in its session."""
        if self.is_alive():
            _end_session(self.pid)


@dataclass(slots=True)
class Child:
    """One supervised program.

    `always` restarts it whatever its exit code: the job worker ends with 0 when the database
    fails over. Without it, code 0 means that its work is done.
    """

    name: str
    command: list[str]
    environment: Mapping[str, str]
    said: Path | None = None
    """The file that takes its output; None leaves it on the terminal."""
    always: bool = True
    passed: tuple[int, ...] = ()
    """File descriptors it inherits."""
    process: subprocess.Popen[bytes] | None = field(default=None)
    starts: int = 0
    done: bool = False
    _started: float = 0.0
    _wait: float = FIRST_WAIT
    _not_before: float = 0.0

    def start(self) -> None:
        """Start it now."""
        with contextlib.ExitStack() as stack:
            said = stack.enter_context(self.said.open("ab")) if self.said else None
            self.process = subprocess.Popen(
                self.command,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
                pass_fds=self.passed,
            )
        self.starts += 1
        self._started = time.monotonic()

    def trace(self) -> Trace | None:
        """Return how to recognise it, None when it does not run."""
        if self.process is None:
            return None
        with contextlib.suppress(psutil.Error):
            created = psutil.Process(self.process.pid).create_time()
            return Trace(self.name, self.process.pid, created)
        return None

    def keep(self) -> str:
        """Start it again when it has ended and its waiting time is over.

        Returns a line for the log when something happened, else ''.
        """
        if self.done:
            return ""
        if self.process is not None:
            code = self.process.poll()
            return "" if code is None else self._ended(code)
        if time.monotonic() < self._not_before:
            return ""
        self.start()
        return f"{self.name} started again"

    def _ended(self, code: int) -> str:
        assert self.process is not None  # noqa: S101 - only `keep` calls, with a process
        # Its own children, workers of the web server, may live on and hold the port.
        _end_session(self.process.pid)
        self.process = None
        if code == 0 and not self.always:
            self.done = True
            return f"{self.name} finished"
        if time.monotonic() - self._started > STEADY_AFTER:
            self._wait = FIRST_WAIT
        self._not_before = time.monotonic() + self._wait
        self._wait = min(self._wait * 2, LONGEST_WAIT)
        return f"{self.name} ended with code {code}"

    def stop(self) -> None:
        """End it: politely first, then whatever is left of its session."""
        self.done = True
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=SECONDS_TO_END)
        _end_session(self.process.pid)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=SECONDS_TO_END)
        self.process = None


def _alive(pid: int, *, created: float) -> bool:
    with contextlib.suppress(psutil.Error):
        process = psutil.Process(pid)
        same = abs(process.create_time() - created) < 1
        return same and process.status() != psutil.STATUS_ZOMBIE
    return False


def _end_session(leader: int) -> None:
    """Kill the process group that a child led; it may outlive its leader."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)
