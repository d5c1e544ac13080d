"""Work on hostile files, done apart: in a process of its own with little memory and little time.

A file that crashes a library, eats memory or never ends stops its own task and nothing else. The
process gets no secret: neither the environment of this one nor its open files, only the paths that
it is told, and a working folder that is removed afterwards.
"""

import contextlib
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
from typing import IO

OUT_OF_MEMORY = 73
"""Exit code of a task that met its limit of memory (EX_CANTCREAT is not used otherwise)."""
LONGEST_ANSWER = 200_000_000
"""Bytes of an answer; a task that says more is at fault."""
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
    READ_TABLE = "read_table"
    FIND_MARKED_ROWS = "find_marked_rows"


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
    asked = {"task": task.value, "limits": asdict(limits), "arguments": dict(arguments)}
    # Files, not pipes: what a task says without end fills its own limit, not our memory.
    with (
        tempfile.TemporaryDirectory(prefix="gongkai-apart-") as folder,
        tempfile.TemporaryFile() as question,
        tempfile.TemporaryFile() as answer,
        tempfile.TemporaryFile() as complaint,
    ):
        question.write(json.dumps(asked).encode())
        question.seek(0)
        process = subprocess.Popen(
            [sys.executable, "-I", "-B", "-m", "gongkai.release.apart_tasks"],
            stdin=question,
            stdout=answer,
            stderr=complaint,
            cwd=folder,
            env=_environment(folder),
            start_new_session=True,
        )
        try:
            code = process.wait(limits.seconds)
        except subprocess.TimeoutExpired as late:
            raise TookTooLong(f"not done within {limits.seconds} s") from late
        finally:
            _end(process)
        _raise_failure(code, complaint)
        return _object(answer)


def _environment(folder: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    return kept | {"HOME": folder, "TMPDIR": folder}


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Kill the task and what it may have started; no process outlives its file."""
    # Also after a good end: the task leads a group of its own, and a child may still be in it.
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _raise_failure(code: int, complaint: IO[bytes]) -> None:
    if code == 0:
        return
    if code == -signal.SIGXCPU:
        raise TookTooLong("the processor time is used up")
    # Nobody but the system kills a task that is within its time: the machine has no memory left.
    if code in (OUT_OF_MEMORY, -signal.SIGKILL):
        raise TookTooMuchMemory("the memory is used up")
    complaint.seek(max(0, complaint.seek(0, os.SEEK_END) - _TAIL))
    last_words = complaint.read(_TAIL).decode("utf-8", "replace")
    raise Crashed(f"ended with {code}: {last_words}")


def _object(answer: IO[bytes]) -> dict[str, object]:
    if answer.seek(0, os.SEEK_END) > LONGEST_ANSWER:
        raise Crashed("the answer is too long")
    answer.seek(0)
    try:
        said = json.load(answer)
    except ValueError as unreadable:
        raise Crashed("the answer cannot be read") from unreadable
    if not isinstance(said, dict):
        raise Crashed("the answer is no object")
    return said


def path_argument(path: Path) -> str:
    """Return a path as a task takes it: the task runs in a folder of its own."""
    return str(path.resolve())
