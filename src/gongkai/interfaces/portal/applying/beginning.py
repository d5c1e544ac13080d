"""A form that begins with a record: what the reader came from is filled in."""

from collections.abc import Mapping

from gongkai.interfaces.portal.parameters import number_of
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Viewer
from gongkai.records.queries import RecordPage, record_page


def record_asked_for(viewer: Viewer, said: str) -> RecordPage | None:
    """Return the public record of this number, None where there is none (any more)."""
    record_id = number_of(said)
    try:
        return record_page(viewer, record_id) if record_id else None
    except NotFound:
        return None


def answers_from(record: RecordPage | None) -> Mapping[str, str]:
    """Return what of the form the record fills in."""
    if record is None:
        return {}
    card = record.card
    return {
        "asked": card.title,
        "title": card.title,
        "document_number": card.document_number,
        "index_number": card.index_number,
    }
