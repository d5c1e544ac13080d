"""What this module tells the others: its events, and what is out of it."""

from collections.abc import Collection, Iterator

from gongkai.guides.access import is_out, lies_open
from gongkai.guides.clearing import SUBJECT_KIND, own_words, subject_of
from gongkai.guides.events import ALL_EVENTS
from gongkai.guides.models import Edition
from gongkai.kernel import events
from gongkai.release.outlets import OutItem, Outlet, register_outlet
from gongkai.release.rules.doors import Door


def register() -> None:
    """Declare the events of the module and its outlet to the public."""
    events.declare(*ALL_EVENTS)
    register_outlet(
        Outlet(
            subject_kind=SUBJECT_KIND,
            door=Door.PUBLIC,
            everything=_words_out,
            is_out=lambda edition_id: bool(_out_among([edition_id])),
            out_among=_out_among,
        )
    )


def _words_out() -> Iterator[OutItem]:
    """Return what organs wrote themselves in every edition that the public reads."""
    rows = Edition.objects.filter(is_out() | lies_open()).order_by("pk")
    for edition in rows.iterator(chunk_size=100):
        texts = own_words(edition)
        if texts.parts:
            yield OutItem(door=Door.PUBLIC, subject=subject_of(edition), texts=texts)


def _out_among(edition_ids: Collection[int]) -> frozenset[int]:
    out = Edition.objects.filter(is_out() | lies_open(), pk__in=edition_ids)
    return frozenset(out.values_list("pk", flat=True))
