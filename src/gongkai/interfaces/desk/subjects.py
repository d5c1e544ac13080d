"""The record that a page is about, and whether its step can be taken now."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from gongkai.interfaces.shared.audience import viewer_of
from gongkai.kernel.refusals import NotAllowed, Refusal
from gongkai.kernel.types import Role
from gongkai.records.queries import DeskRecord, MoveOption, desk_record
from gongkai.records.rules.lifecycle import Event
from gongkai.review.models.proposal import StepKind


class StepClosed(Refusal):
    """The step cannot be taken now; the page says why instead of showing a form."""


def record_for(request: HttpRequest, record_id: int, *events: Event) -> DeskRecord:
    """Return the record for a page that takes one of these steps.

    Raises NotFound where the viewer may not know of it. Where the page is only asked for, raises
    NotAllowed or StepClosed when none of the steps is open; what is sent in is judged by the
    operation, so that nothing typed is lost.
    """
    record = desk_record(viewer_of(request), record_id)
    if request.method != "POST":
        _require_open([move for move in record.moves if move.event in set(events)])
    return record


def record_for_step(request: HttpRequest, record_id: int, kind: StepKind) -> DeskRecord:
    """Return the record for the page of a review or the approval; raises as `record_for`."""
    record = desk_record(viewer_of(request), record_id)
    if request.method != "POST":
        _require_open([move for move in record.moves if move.step is kind])
    return record


def require_role(request: HttpRequest, record: DeskRecord, *roles: Role) -> None:
    """Raise NotAllowed unless the viewer holds one of the roles for the record's organ."""
    if record.organ_id not in viewer_of(request).organs_as(*roles):
        raise NotAllowed(_("Your role does not permit this. Ask the person whose role it is."))


def _require_open(moves: list[MoveOption]) -> None:
    if any(move.is_allowed for move in moves):
        return
    if not moves:
        raise StepClosed(_("Its state does not allow this step. Look where the record stands."))
    raise NotAllowed(moves[0].reason)
