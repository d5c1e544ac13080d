"""The process that does a task apart: it limits itself first, then reads the file.

Started by `release.apart.run_apart` alone. It is not given Django, a database or a secret.
"""

import ctypes
import importlib
import json
import os
import resource
import signal
import sys
from collections.abc import Callable, Mapping
from typing import Any

from gongkai.release.apart import OUT_OF_MEMORY, Task

# Only the libraries of one task are loaded, so each names its module; nothing else picks one.
_MODULES: Mapping[Task, str] = {
    Task.INSPECT: "gongkai.release.inspection.task",
    Task.CONVERT: "gongkai.release.redaction.converting",
    Task.RENDER: "gongkai.release.redaction.pictures",
    Task.SEARCH: "gongkai.release.redaction.searching",
    Task.REDACT: "gongkai.release.redaction.producing",
    Task.CLEAN: "gongkai.release.redaction.cleaning",
    Task.SHOW_CELLS: "gongkai.release.inspection.cells",
    Task.READ_TABLE: "gongkai.release.inspection.table",
    Task.FIND_MARKED_ROWS: "gongkai.release.inspection.marked_rows",
}
_PARENT_DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG of prctl(2)."""
_OPEN_FILES = 256
_LATER = 5
"""Seconds after the signal for too much processor time until the system kills without one."""
_PATIENCE = 5
"""Steps by which a task stands back behind the server."""


def main() -> int:
    """Read what is asked from standard input, do it, and say the answer on standard output."""
    asked = json.load(sys.stdin)
    _end_with_parent()
    _limit(asked["limits"])
    # A library that prints would otherwise write into the answer.
    answer_to = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        module = importlib.import_module(_MODULES[Task(asked["task"])])
        do: Callable[[dict[str, Any]], dict[str, Any]] = module.do_task
        answer = do(asked["arguments"])
        with os.fdopen(answer_to, "w", encoding="utf-8") as stream:
            json.dump(answer, stream, ensure_ascii=False)
    except MemoryError:
        return OUT_OF_MEMORY
    return 0


def _end_with_parent() -> None:
    """Let the system kill this process when the worker that asked is killed (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)


def _limit(limits: Mapping[str, int]) -> None:
    for kind, most in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_FSIZE, limits["output"]),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    # With both alike the system would kill at once, and nobody could tell why.
    resource.setrlimit(resource.RLIMIT_CPU, (limits["seconds"], limits["seconds"] + _LATER))
    os.nice(_PATIENCE)


if __name__ == "__main__":
    sys.exit(main())
