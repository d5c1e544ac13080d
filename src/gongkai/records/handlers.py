"""What this module tells the others: its events, and what is out of it."""

from gongkai.kernel import events
from gongkai.records.clearing import SUBJECT_KIND
from gongkai.records.events import ALL_EVENTS
from gongkai.records.queries.outgoing import is_record_out, released_records
from gongkai.release.outlets import Outlet, register_outlet
from gongkai.release.rules.doors import Door


def register() -> None:
    """Declare the events of the module and its outlet to the public."""
    events.declare(*ALL_EVENTS)
    register_outlet(
        Outlet(
            subject_kind=SUBJECT_KIND,
            door=Door.PUBLIC,
            everything=released_records,
            is_out=is_record_out,
        )
    )
