"""Have a file inspected apart, and say what stopped the inspection as a problem of the file."""

from pathlib import Path

import structlog

from gongkai.release.apart import (
    Limits,
    Task,
    TaskFailed,
    TookTooLong,
    TookTooMuchMemory,
    path_argument,
    run_apart,
)
from gongkai.release.inspection.answers import inspection_from
from gongkai.release.rules.inspection import FileProblem, Inspection

_log = structlog.get_logger(__name__)


def inspect_apart(
    path: Path, name: str, *, ocr: bool = False, limits: Limits | None = None
) -> Inspection:
    """Return what is in a file, inspected in a process of its own.

    `name` is the name it was sent with; its content decides what it is. A file that ends the
    process in whatever way has a problem, and the caller goes on with the next.
    """
    asked = {"path": path_argument(path), "name": name, "ocr": ocr}
    try:
        return inspection_from(run_apart(Task.INSPECT, asked, limits=limits))
    except TookTooLong:
        return Inspection(problem=FileProblem.TOOK_TOO_LONG)
    except TookTooMuchMemory:
        return Inspection(problem=FileProblem.TOOK_TOO_MUCH_MEMORY)
    except TaskFailed as failure:
        # Nearly always the file; but were it us, every file would be broken and nobody knew why.
        _log.warning("inspection_crashed", where=_where(failure))
        return Inspection(problem=FileProblem.BROKEN)


def _where(failure: TaskFailed) -> list[str]:
    """Return the lines of our code in which a task ended; what it read is not among them."""
    lines = (line.strip() for line in str(failure).splitlines())
    return [line for line in lines if line.startswith(("File ", "ended with"))]
