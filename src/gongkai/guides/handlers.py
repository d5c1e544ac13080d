"""What this module tells the others: its events, and what is out of it."""

from collections.abc import Collection, Iterator

from django.db.models import Q

from gongkai.guides.access import is_out, lies_open, was_consulted
from gongkai.guides.clearing import (
    SUBJECT_KIND,
    own_words,
    subject_of,
    words_of_consultation,
)
from gongkai.guides.events import ALL_EVENTS
from gongkai.guides.models import Edition, OpinionState
from gongkai.guides.operations.merging import give_up_editions_in_work
from gongkai.kernel import events
from gongkai.kernel.time import today
from gongkai.records.events import RecordsTransferred
from gongkai.release.outlets import OutItem, Outlet, register_outlet
from gongkai.release.rules.doors import Door, TextOut


def register() -> None:
    """Declare the events of the module and its outlet to the public."""
    events.declare(*ALL_EVENTS)
    events.in_transaction(RecordsTransferred, give_up_editions_in_work)
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
    """Return what organs wrote in the editions that the public reads, and what was said of them."""
    readable = frozenset(
        Edition.objects.filter(is_out() | lies_open(today())).values_list("pk", flat=True)
    )
    rows = Edition.objects.filter(Q(pk__in=readable) | was_consulted()).order_by("pk")
    for edition in rows.prefetch_related("opinions").iterator(chunk_size=100):
        own = own_words(edition).parts if edition.pk in readable else ()
        texts = TextOut(parts=(*own, *words_of_consultation(edition).parts))
        if texts.parts:
            yield OutItem(door=Door.PUBLIC, subject=subject_of(edition), texts=texts)


def _out_among(edition_ids: Collection[int]) -> frozenset[int]:
    said = was_consulted() & (~Q(answer="") | Q(opinions__state=OpinionState.SHOWN.value))
    out = Edition.objects.filter(is_out() | lies_open(today()) | said, pk__in=edition_ids)
    return frozenset(out.values_list("pk", flat=True))
