"""Work on hostile files, done apart: in a process of its own with little memory and little time.

A file that crashes a library, eats memory or never ends stops its own task and nothing else. The
process gets no secret: neither the environment of this one nor its open files, only the paths that
it is told, and a working folder that is removed afterwards.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

OUT_OF_MEMORY = 73
"""Exit code of a task that met its limit of memory (EX_CANTCREAT is not used otherwise)."""
_TAIL = 2_000
_KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TZ", "SYSTEMROOT")


class Task(StrEnum):
    """What can be done apart; each names its function in `release.apart_tasks`."""

    INSPECT = "inspect"
    CONVERT = "convert"
    RENDER = "render"
    SEARCH = "search"
    REDACT = "redact"
    CLEAN = "clean"
    SHOW_CELLS = "show_cells"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one task may use."""

    memory: int = 2_000_000_000
    """Bytes of address space."""
    seconds: int = 120
    """Of the wall and of the processor alike."""
    output: int = 600_000_000
    """Bytes of one file that it writes."""


class TaskFailed(Exception):
    """The task did not end well; the file, not this process, is at fault."""


class TookTooLong(TaskFailed):
    """It did not end within its time."""


class TookTooMuchMemory(TaskFailed):
    """It asked for more memory than it may use."""


class Crashed(TaskFailed):
    """It died, or raised what nobody expected; the message ends with what it last said."""


def run_apart(
    task: Task, arguments: Mapping[str, object], *, limits: Limits | None = None
) -> dict[str, object]:
    """Do a task in a process of its own and return what it says.

    Arguments and answer are what JSON can say; files go by their paths. Raises TookTooLong,
    TookTooMuchMemory, Crashed.
    """
    limits = limits or Limits()
    with tempfile.TemporaryDirectory(prefix="gongkai-apart-") as folder:
        asked = {"task": task.value, "limits": asdict(limits), "arguments": dict(arguments)}
        process = subprocess.Popen(
            [sys.executable, "-I", "-m", "gongkai.release.apart_tasks"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env=_environment(folder),
            start_new_session=True,
        )
        try:
            said, complaint = process.communicate(json.dumps(asked).encode(), limits.seconds)
        except subprocess.TimeoutExpired as late:
            raise TookTooLong(f"not done within {limits.seconds} s") from late
        finally:
            _end(process)
    return _answer(process.returncode, said, complaint.decode("utf-8", "replace"))


def _environment(folder: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    return kept | {"HOME": folder, "TMPDIR": folder, "PYTHONDONTWRITEBYTECODE": "1"}


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Kill the task and what it may have started; no process outlives its file."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()


def _answer(code: int, said: bytes, complaint: str) -> dict[str, object]:
    if code == -signal.SIGXCPU:
        raise TookTooLong("the processor time is used up")
    if code == OUT_OF_MEMORY:
        raise TookTooMuchMemory("the memory is used up")
    if code != 0:
        raise Crashed(f"ended with {code}: {complaint[-_TAIL:]}")
    answer = json.loads(said)
    if not isinstance(answer, dict):
        raise Crashed("the answer is no object")
    return answer


def path_argument(path: Path) -> str:
    """Return a path as a task takes it: the task runs in a folder of its own."""
    return str(path.resolve())
