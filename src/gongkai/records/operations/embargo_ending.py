"""The embargo that waits at a version, and its end."""

from gongkai.kernel import time
from gongkai.kernel.public import mark_public_change
from gongkai.kernel.types import Actor
from gongkai.records.models import Embargo, RecordVersion
from gongkai.records.rules.embargo import Outcome

PUBLIC_KIND = "embargo"


def waiting_embargo(version: RecordVersion) -> Embargo | None:
    """Return the embargo that waits at the version, its row locked; None where none does."""
    rows = Embargo.objects.select_for_update(of=("self",)).select_related("set_by")
    return rows.filter(version=version, outcome=Outcome.WAITING.value).first()


def end_embargo(
    actor: Actor, version: RecordVersion, *, outcome: Outcome, trouble: str = ""
) -> Embargo | None:
    """End the embargo that waits at the version, if one does, and return it.

    The caller has the lock on the record and leaves the trail. What the public read of it goes.
    """
    embargo = waiting_embargo(version)
    if embargo is None:
        return None
    embargo.outcome, embargo.trouble = outcome.value, trouble
    embargo.ended_at, embargo.ended_by_id = time.now(), actor.person_id
    embargo.save(update_fields=["outcome", "trouble", "ended_at", "ended_by"])
    if embargo.announced_at is not None:
        mark_public_change(kind=PUBLIC_KIND, object_id=embargo.pk)
    return embargo
