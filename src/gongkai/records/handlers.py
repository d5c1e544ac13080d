"""What this module tells the others: its events, what is out of it, whose files are whose."""

from gongkai.kernel import events
from gongkai.records.clearing import SUBJECT_KIND
from gongkai.records.events import ALL_EVENTS
from gongkai.records.queries.holding import records_holding
from gongkai.records.queries.outgoing import (
    is_record_out,
    record_files_out,
    records_out_among,
    released_records,
)
from gongkai.release.holders import register_holder
from gongkai.release.outlets import Outlet, register_outlet
from gongkai.release.rules.doors import Door


def register() -> None:
    """Declare the events of the module, its outlet to the public, and the files it holds."""
    events.declare(*ALL_EVENTS)
    register_outlet(
        Outlet(
            subject_kind=SUBJECT_KIND,
            door=Door.PUBLIC,
            everything=released_records,
            is_out=is_record_out,
            out_among=records_out_among,
            files_out=record_files_out,
        )
    )
    register_holder(SUBJECT_KIND, records_holding)
