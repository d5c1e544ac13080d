"""An organ does not end while reports of gaps to it wait: they are answered for good first."""

from django.utils.translation import ngettext

from gongkai.kernel import events
from gongkai.kernel.refusals import Refusal
from gongkai.records.events import RecordsTransferred
from gongkai.remedies.models import GapReport, ReportState


class ReportsOpen(Refusal):
    """The organ has reports of gaps that are not closed yet."""


def open_reports_of(organ_id: int) -> int:
    """Return how many reports about the organ wait for an answer, or for what was promised."""
    return GapReport.objects.filter(organ_id=organ_id).exclude(state=ReportState.CLOSED).count()


def refuse_while_reports_are_open(event: RecordsTransferred) -> None:
    """Undo a merger after which nobody would answer those who reported something to the organ."""
    count = open_reports_of(event.from_organ_id)
    if count:
        raise ReportsOpen(
            ngettext(
                "The organ has %(count)d report of a gap that is not closed. Have it answered "
                "first.",
                "The organ has %(count)d reports of gaps that are not closed. Have them answered "
                "first.",
                count,
            )
            % {"count": count}
        )


def register() -> None:
    """Hang the handler into the event; called once when the application starts."""
    events.in_transaction(RecordsTransferred, refuse_while_reports_are_open)
