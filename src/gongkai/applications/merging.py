"""An organ does not end while applications to it are open: they are answered first."""

from django.utils.translation import ngettext

from gongkai.applications.models import Case
from gongkai.applications.rules.vocabulary import ENDED
from gongkai.kernel import events
from gongkai.kernel.refusals import Refusal
from gongkai.records.events import RecordsTransferred


class ApplicationsOpen(Refusal):
    """The organ has applications that are not closed yet."""


def open_cases_of(organ_id: int) -> int:
    """Return how many cases of the organ are still to be dealt with.

    What was withdrawn or lapsed (2019 art. 30) is as much at its end as what was closed.
    """
    return Case.objects.filter(organ_id=organ_id).exclude(state__in=ENDED).count()


def refuse_while_cases_are_open(event: RecordsTransferred) -> None:
    """Undo a merger of which the applicants of the organ would get no answer.

    Their limits run for this organ, under its receipt numbers; whoever merges it has them answered
    and closed first, by the people of the successor in its name if need be.
    """
    count = open_cases_of(event.from_organ_id)
    if count:
        raise ApplicationsOpen(
            ngettext(
                "The organ has %(count)d application that is not closed. Have it answered first.",
                "The organ has %(count)d applications that are not closed. Have them answered "
                "first.",
                count,
            )
            % {"count": count}
        )


def register() -> None:
    """Hang the handler into the event; called once when the application starts."""
    events.in_transaction(RecordsTransferred, refuse_while_cases_are_open)
