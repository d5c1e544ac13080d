"""Count wrong passwords at the log-in; kept in the database, shared by all processes."""

from django.db import transaction

from gongkai.audit.operations import record_entry
from gongkai.kernel import time
from gongkai.kernel.types import SYSTEM
from gongkai.organs.models import FailedSecret
from gongkai.organs.queries.log_in import named_at_log_in


def note_failed_log_in(*, username: str) -> None:
    """Count a wrong password for the account of this name; an unknown name counts nothing.

    Five within a quarter of an hour close the log-in (queries.log_in_is_closed). Signing has a
    count of its own, so that a stranger at the log-in keeps nobody from signing.
    """
    with transaction.atomic():
        person = named_at_log_in(username)
        if person is None or not person.is_active:
            return
        FailedSecret.objects.create(
            person=person, door=FailedSecret.Door.LOG_IN, failed_at=time.now()
        )
        record_entry(
            actor=SYSTEM,
            action="organs.log_in_refused",
            object_kind="person",
            object_id=person.pk,
            object_label=f"{person.name} ({person.username})",
            organ_id=None,
        )
