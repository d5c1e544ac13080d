"""What of editions waits for the viewer besides approvals: a period that is over, a second look."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.clock.queries import clocks_of
from gongkai.clock.rules.reading import ClockReading
from gongkai.guides.access import CONFIRMERS, OFFICE
from gongkai.guides.models import EditionHiding
from gongkai.guides.operations.hiding import HIDING
from gongkai.guides.queries.cards import card_of, editions
from gongkai.guides.queries.values import EditionCard
from gongkai.guides.rules.vocabulary import EditionState
from gongkai.kernel.types import Viewer
from gongkai.records.operations.disclosure_clock import CONFIRM


class EditionTask(StrEnum):
    """What is to be done with an edition."""

    PERIOD_OVER = "period_over"
    """The last day for opinions has passed: the consultation is closed and answered."""
    CONFIRM_HIDING = "confirm_hiding"
    """It was taken from the public: a second person confirms or restores it."""


@dataclass(frozen=True, slots=True)
class WaitingEdition:
    """An edition that waits for the viewer, and for what."""

    card: EditionCard
    task: EditionTask
    clock: ClockReading | None = None
    """The working day of the second person; None of other tasks."""


def waiting_editions(viewer: Viewer, *, on: date) -> tuple[WaitingEdition, ...]:
    """Return what waits for the viewer on a day, what was hidden first.

    As many queries for many editions as for one of each task.
    """
    over = editions().filter(
        state=EditionState.CONSULTING.value,
        consulted_until_on__lt=on,
        organ__in=viewer.organs_as(*OFFICE),
    )
    return (
        *_hidden(viewer, on=on),
        *(
            WaitingEdition(card_of(row), EditionTask.PERIOD_OVER)
            for row in over.order_by("consulted_until_on", "pk")
        ),
    )


def _hidden(viewer: Viewer, *, on: date) -> tuple[WaitingEdition, ...]:
    hidings = EditionHiding.objects.filter(
        outcome="", edition__organ__in=viewer.organs_as(*CONFIRMERS)
    ).exclude(hidden_by=viewer.person_id)
    of_editions = dict(hidings.order_by("hidden_at", "pk").values_list("edition_id", "pk"))
    if not of_editions:
        return ()
    clocks = clocks_of(HIDING, list(of_editions.values()), on=on, limit_key=CONFIRM)
    cards = {row.pk: card_of(row) for row in editions().filter(pk__in=of_editions)}
    return tuple(
        WaitingEdition(cards[edition_id], EditionTask.CONFIRM_HIDING, clocks.get(hiding_id))
        for edition_id, hiding_id in of_editions.items()
    )
