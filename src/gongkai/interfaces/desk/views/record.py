"""One record on the desk: what it says, how it got there, its clock, what can be done now."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.audit.queries import entries_about
from gongkai.interfaces.desk.categories import category_facts
from gongkai.interfaces.desk.changes import changed_files, changed_lines
from gongkai.interfaces.desk.elements import changed_rows, element_rows
from gongkai.interfaces.desk.gate_summary import gate_summary
from gongkai.interfaces.desk.layout import crumbs, desk_page, record_crumbs, records_crumb
from gongkai.interfaces.desk.moves import is_under_way, shown_moves, shown_version_moves
from gongkai.interfaces.desk.subjects import the_version
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.time import today
from gongkai.kernel.types import Viewer
from gongkai.organs.queries import organs_merged_into
from gongkai.records.access import is_staff_of
from gongkai.records.queries import DeskRecord, DeskVersion, desk_record
from gongkai.records.queries.accountability import may_read_answers
from gongkai.records.queries.reviewed import outdated_steps, review_basis_shown
from gongkai.records.rules.lifecycle import Event
from gongkai.review.queries import Decider, who_may_decide


@audience(Audience.STAFF)
@require_safe
def record(request: HttpRequest, record_id: int) -> HttpResponse:
    """Show the record: content, versions and trail left; clock, who is next and moves right."""
    viewer = viewer_of(request)
    found = desk_record(viewer, record_id)
    gate = gate_summary(found)
    basis = review_basis_shown(found.current, gate.report if gate else None)
    context = {
        "record": found,
        "outdated": outdated_steps(found.current, basis) if is_under_way(found) else (),
        "version": found.current,
        "rows": element_rows(found, found.current),
        "moves": shown_moves(viewer, found),
        "deciders": deciders_of(found),
        "standing": standing_version(found),
        "may_attach": found.may(Event.EDIT),
        "gate": gate,
        "facts": category_facts(viewer, found),
        "may_read_answers": may_read_answers(viewer, found.organ_id),
        "crumbs": crumbs(records_crumb(), (found.title, "")),
    }
    return desk_page(request, "desk/record.html", context)


@audience(Audience.STAFF)
@require_safe
def version(request: HttpRequest, record_id: int, number: int) -> HttpResponse:
    """Show one version as it was written."""
    found = desk_record(viewer_of(request), record_id)
    wanted = the_version(found, number)
    context = {
        "record": found,
        "version": wanted,
        "moves": shown_version_moves(viewer_of(request), found, wanted),
        "rows": element_rows(found, wanted),
        "crumbs": record_crumbs(found, _("Version %(number)d") % {"number": number}),
    }
    return desk_page(request, "desk/version.html", context)


@audience(Audience.STAFF)
@require_safe
def changes(request: HttpRequest, record_id: int) -> HttpResponse:
    """Show what the version in work changes against the one that stands."""
    found = desk_record(viewer_of(request), record_id)
    before = standing_version(found)
    if before is None or before.id == found.current.id:
        raise NotFound(_("There are no two versions to compare."))
    context = {
        "record": found,
        "before": before,
        "version": found.current,
        **comparison(found, before, found.current),
        "crumbs": record_crumbs(found, _("What changes")),
    }
    return desk_page(request, "desk/changes.html", context)


@audience(Audience.STAFF)
@require_safe
def trail(request: HttpRequest, record_id: int) -> HttpResponse:
    """Show the audit trail of the record."""
    viewer = viewer_of(request)
    found = desk_record(viewer, record_id)
    context = {
        "record": found,
        "entries": entries_about(
            viewer, object_kind="record", object_id=record_id, overseen=_before(viewer, found)
        ),
        "crumbs": record_crumbs(found, _("Audit trail")),
    }
    return desk_page(request, "desk/trail.html", context)


def _before(viewer: Viewer, found: DeskRecord) -> frozenset[int]:
    """Return the organs whose the record was before, for the staff of the one whose it is now."""
    if not is_staff_of(viewer, found.organ_id):
        return frozenset()
    return organs_merged_into(found.organ_id)


def standing_version(found: DeskRecord) -> DeskVersion | None:
    """Return the version that was released last and stands, None before the first release."""
    return next((one for one in found.versions if one.state == "released"), None)


def deciders_of(found: DeskRecord) -> tuple[Decider, ...]:
    """Return who may decide the step that is due."""
    proposal = found.current.proposal
    if proposal is None or proposal.next_step is None:
        return ()
    return who_may_decide(proposal.id, on=today())


def comparison(found: DeskRecord, before: DeskVersion, after: DeskVersion) -> dict[str, object]:
    """Return the changed elements, lines of text and attachments of two versions, for a page."""
    return {
        "changed": changed_rows(found, before, after),
        "lines": changed_lines(before.content.text, after.content.text),
        "changed_files": changed_files(before.content.files, after.content.files),
    }
