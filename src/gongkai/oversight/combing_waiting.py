"""Tables of a backlog that wait for a job: to be read, or to be taken over."""

from datetime import timedelta

from procrastinate.contrib.django import app

from gongkai.kernel import time
from gongkai.oversight.models import CombingCampaign, CombingIntake
from gongkai.oversight.rules.combing import IntakeState

READ, TAKE = "gongkai.oversight.read_table", "gongkai.oversight.take_table"
_LEFT_AFTER = timedelta(minutes=10)
"""So long after it was sent a table that still waits may have lost its job."""
_TASKS = {IntakeState.WAITING: READ, IntakeState.TAKING: TAKE}


def ask(state: IntakeState, *, intake_id: int) -> None:
    """Queue what a table in this state waits for, with the present transaction."""
    app.configure_task(_TASKS[state]).defer(intake_id=intake_id)


def ask_again() -> int:
    """Queue anew what tables wait for that were sent a while ago; return how many.

    A process may have been killed while its sender waited, or a job have failed too often. Done
    twice at once, reading and taking over do no harm.
    """
    old = CombingIntake.objects.filter(sent_at__lt=time.now() - _LEFT_AFTER, state__in=_TASKS)
    waiting = list(old.values_list("pk", "state"))
    for intake_id, state in waiting:
        ask(IntakeState(state), intake_id=intake_id)
    return len(waiting)


def read_anew(campaign: CombingCampaign, *, organ_id: int | None = None) -> None:
    """Have the tables that are still to be looked at read once more, by the present period.

    Those of one organ alone where it is named.
    """
    tables = CombingIntake.objects.select_for_update().filter(campaign=campaign)
    tables = tables if organ_id is None else tables.filter(organ_id=organ_id)
    for intake in tables.filter(state=IntakeState.READ.value).order_by("pk"):
        intake.rows.all().delete()
        intake.state = IntakeState.WAITING.value
        intake.save(update_fields=["state"])
        ask(IntakeState.WAITING, intake_id=intake.pk)
