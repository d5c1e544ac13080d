"""Why a file cannot be worked on, said as an answer and not as a crash."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from gongkai.release.inspection.bounds import CannotRead

Task = Callable[[dict[str, Any]], dict[str, Any]]


def answering(do_task: Task) -> Task:
    """Let a task answer `{"problem": …}` where it raises CannotRead."""

    @wraps(do_task)
    def answered(arguments: dict[str, Any]) -> dict[str, Any]:
        try:
            return do_task(arguments)
        except CannotRead as refused:
            return {"problem": refused.problem.value}

    return answered
