"""Why a file cannot be worked on, said as an answer and not as a crash."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from gongkai.release.rules.inspection import FileProblem

Task = Callable[[dict[str, Any]], dict[str, Any]]


class NotTaken(Exception):
    """The file cannot be worked on; says why."""

    def __init__(self, problem: FileProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


def answering(do_task: Task) -> Task:
    """Let a task answer `{"problem": …}` where it raises NotTaken."""

    @wraps(do_task)
    def answered(arguments: dict[str, Any]) -> dict[str, Any]:
        try:
            return do_task(arguments)
        except NotTaken as refused:
            return {"problem": refused.problem.value}

    return answered
