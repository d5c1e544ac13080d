"""The record or the case that a page is about, and whether its step can be taken now."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from gongkai.applications.queries import CaseMove, CasePage, case_page
from gongkai.applications.rules.lifecycle import Event as CaseEvent
from gongkai.interfaces.shared.audience import viewer_of
from gongkai.kernel.refusals import NotAllowed, NotFound, Refusal
from gongkai.kernel.time import today
from gongkai.kernel.types import Role
from gongkai.records.queries import DeskRecord, DeskVersion, MoveOption, desk_record
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
        require_open([move for move in record.moves if move.event in set(events)])
    return record


def record_for_step(request: HttpRequest, record_id: int, kind: StepKind) -> DeskRecord:
    """Return the record for the page of a review or the approval; raises as `record_for`."""
    record = desk_record(viewer_of(request), record_id)
    if request.method != "POST":
        require_open([move for move in record.moves if move.step is kind])
    return record


def require_role(request: HttpRequest, record: DeskRecord, *roles: Role) -> None:
    """Raise NotAllowed unless the viewer holds one of the roles for the record's organ."""
    if record.organ_id not in viewer_of(request).organs_as(*roles):
        raise NotAllowed(_("Your role does not permit this. Ask the person whose role it is."))


def the_version(record: DeskRecord, number: int) -> DeskVersion:
    """Return the version of this number among those that the viewer sees; raises NotFound."""
    found = next((one for one in record.versions if one.number == number), None)
    if found is None:
        raise NotFound(_("There is no such version."))
    return found


def require_open(moves: list[MoveOption]) -> None:
    """Raise NotAllowed or StepClosed unless one of these moves is open."""
    if any(move.is_allowed for move in moves):
        return
    if not moves:
        raise StepClosed(_("Its state does not allow this step. Look where the record stands."))
    raise NotAllowed(moves[0].reason)


def require_now(request: HttpRequest, *, is_open: bool) -> None:
    """Raise StepClosed where a page is only asked for and its step is over, or not yet due."""
    if request.method != "POST" and not is_open:
        raise StepClosed(_("This step cannot be taken now. Look where it stands."))


def case_for(request: HttpRequest, case_id: int, event: CaseEvent) -> CasePage:
    """Return the case for a page that makes this move.

    Raises as `record_for`: NotFound where the viewer may not know of the case, and where the page
    is only asked for, NotAllowed or StepClosed when the move is not open.
    """
    page = case_page(viewer_of(request), case_id, on=today())
    if request.method != "POST":
        offered = next((move for move in page.moves if move.event == event.value), None)
        _require_open_move(offered)
    return page


def case_beside(request: HttpRequest, case_id: int, event: str) -> CasePage:
    """Return the case for a page about more time; raises as `case_for`."""
    page = case_page(viewer_of(request), case_id, on=today())
    if request.method != "POST":
        _require_open_move(next((move for move in page.beside if move.event == event), None))
    return page


def case_as(request: HttpRequest, case_id: int, *roles: Role) -> CasePage:
    """Return the case for a page of these roles that is tied to no state.

    Raises NotFound where the viewer may not know of the case, else NotAllowed.
    """
    viewer = viewer_of(request)
    page = case_page(viewer, case_id, on=today())
    if page.organ_id not in viewer.organs_as(*roles):
        raise NotAllowed(_("Your role does not permit this. Ask the person whose role it is."))
    return page


def _require_open_move(offered: CaseMove | None) -> None:
    if offered is None:
        raise StepClosed(_("Its state does not allow this step. Look where the case stands."))
    if offered.is_others:
        raise NotAllowed(offered.why_not)
    if offered.why_not:
        raise StepClosed(offered.why_not)
