"""What of editions waits for the viewer besides approvals: a period that is over, a second look."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.guides.access import CONFIRMERS, OFFICE
from gongkai.guides.models import EditionHiding
from gongkai.guides.queries.cards import card_of, editions
from gongkai.guides.queries.values import EditionCard
from gongkai.guides.rules.vocabulary import EditionState
from gongkai.kernel.types import Viewer


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


def waiting_editions(viewer: Viewer, *, on: date) -> tuple[WaitingEdition, ...]:
    """Return what waits for the viewer on a day, what was hidden first (two queries)."""
    hidings = EditionHiding.objects.filter(
        outcome="", edition__organ__in=viewer.organs_as(*CONFIRMERS)
    ).exclude(hidden_by=viewer.person_id)
    hidden = editions().filter(pk__in=hidings.values("edition"))
    over = editions().filter(
        state=EditionState.CONSULTING.value,
        consulted_until_on__lt=on,
        organ__in=viewer.organs_as(*OFFICE),
    )
    return (
        *(
            WaitingEdition(card_of(row), EditionTask.CONFIRM_HIDING)
            for row in hidden.order_by("pk")
        ),
        *(
            WaitingEdition(card_of(row), EditionTask.PERIOD_OVER)
            for row in over.order_by("consulted_until_on", "pk")
        ),
    )
