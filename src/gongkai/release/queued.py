"""What waits in the queue of jobs: so that nothing is queued twice, and nothing forgotten."""

from collections.abc import Collection

from procrastinate.contrib.django.models import ProcrastinateJob

_ALIVE = ("todo", "doing")


def queued_for(task: str, argument: str, ids: Collection[int]) -> frozenset[int]:
    """Return those of the ids for which a job of the task waits or runs; one query.

    `argument` is the name under which the job gets the id.
    """
    rows = ProcrastinateJob.objects.filter(
        task_name=task, status__in=_ALIVE, **{f"args__{argument}__in": list(ids)}
    )
    return frozenset(int(found) for found in rows.values_list(f"args__{argument}", flat=True))
