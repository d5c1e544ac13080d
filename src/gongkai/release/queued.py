"""What waits in the queue of jobs: so that nothing is queued twice, and nothing forgotten."""

from collections.abc import Collection
from typing import TypeVar

from procrastinate.contrib.django.models import ProcrastinateJob

MAKE = "gongkai.release.make_layer"
"""Makes the redacted file of a layer."""
FILES = "files"
"""The queue of what opens files and may take long: a worker of its own does it."""
_ALIVE = ("todo", "doing")
Key = TypeVar("Key", int, str)


def queued_for(task: str, argument: str, keys: Collection[Key]) -> frozenset[Key]:
    """Return those of the keys for which a job of the task waits or runs; one query.

    `argument` is the name under which the job gets the key.
    """
    if not keys:
        return frozenset()
    rows = ProcrastinateJob.objects.filter(
        task_name=task, status__in=_ALIVE, **{f"args__{argument}__in": list(keys)}
    )
    found = set(rows.values_list(f"args__{argument}", flat=True))
    return frozenset(key for key in keys if key in found)


def has_jobs(*tasks: str) -> bool:
    """Say whether a job of one of the tasks waits or runs."""
    return ProcrastinateJob.objects.filter(task_name__in=tasks, status__in=_ALIVE).exists()
