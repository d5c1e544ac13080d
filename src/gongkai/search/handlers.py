"""What the index does when records change, in the same transaction."""

from gongkai.kernel import events
from gongkai.records.events import (
    RecordCorrected,
    RecordHeld,
    RecordHidden,
    RecordListed,
    RecordPublished,
    RecordRestored,
    RecordsImported,
    RecordsTransferred,
    RecordWithdrawn,
    ValidityChanged,
)
from gongkai.records.queries.outgoing import records_out_among
from gongkai.search.operations import index_record, index_records, remove_record


def index_what_is_public(
    event: RecordPublished | RecordListed | RecordCorrected | RecordRestored | ValidityChanged,
) -> None:
    """Index the record as it stands now; a failure undoes the release."""
    index_record(record_id=event.record_id)


def index_what_was_imported(event: RecordsImported) -> None:
    """Index a whole batch of an import in few statements; a failure undoes the batch."""
    index_records(record_ids=event.ids())


def index_what_was_transferred(event: RecordsTransferred) -> None:
    """Index the public records of an organ under the one that they belong to now."""
    index_records(record_ids=sorted(records_out_among(event.ids())))


def forget_what_is_not(event: RecordHeld | RecordHidden | RecordWithdrawn) -> None:
    """Take the record out; a failure undoes the withdrawal, which is then tried again."""
    remove_record(record_id=event.record_id)


def register() -> None:
    """Hang the handlers into the events; called once when the application starts."""
    events.in_transaction(RecordPublished, index_what_is_public)
    events.in_transaction(RecordListed, index_what_is_public)
    events.in_transaction(RecordCorrected, index_what_is_public)
    events.in_transaction(RecordRestored, index_what_is_public)
    events.in_transaction(ValidityChanged, index_what_is_public)
    events.in_transaction(RecordsImported, index_what_was_imported)
    events.in_transaction(RecordsTransferred, index_what_was_transferred)
    events.in_transaction(RecordHeld, forget_what_is_not)
    events.in_transaction(RecordHidden, forget_what_is_not)
    events.in_transaction(RecordWithdrawn, forget_what_is_not)
