"""The spreadsheet of records: out as XLSX or CSV, back in, compared with the records."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.interfaces.desk.acting import acting_as
from gongkai.interfaces.desk.choices import organs_of
from gongkai.interfaces.desk.forms.bulk import SheetForm
from gongkai.interfaces.desk.layout import (
    FORM_METHODS,
    FormPage,
    crumbs,
    files_in,
    form_page,
    records_crumb,
    sent_in,
)
from gongkai.interfaces.desk.record_filters import filters_in
from gongkai.interfaces.desk.record_sheets import csv_sheet, xlsx_sheet
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.handing_out import hand_over
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.time import today
from gongkai.kernel.types import Role, Viewer
from gongkai.records.access import STAFF
from gongkai.records.operations.bulk_runs import NothingToDo
from gongkai.records.operations.bulk_sheets import look_at_sheet_again, preview_sheet
from gongkai.records.queries import bulk_file, bulk_run, matching_records, sheet_rows
from gongkai.records.rules.bulk import MOST_RECORDS
from gongkai.records.sheet_words import sheet_lists
from gongkai.release.doors import made_here
from gongkai.release.doors import sent_in as handed_back

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@audience(Audience.STAFF)
@require_safe
def as_xlsx(request: HttpRequest) -> HttpResponseBase:
    """Hand out the filtered list as a workbook with lists to choose from."""
    viewer, record_ids = _asked_for(request)
    organs = viewer.organs_as(*STAFF)
    lists = sheet_lists(min(organs) if len(organs) == 1 else None)
    content = xlsx_sheet(sheet_rows(viewer, record_ids, lists=lists), lists=lists)
    return _handed_out(content, XLSX, "xlsx")


@audience(Audience.STAFF)
@require_safe
def as_csv(request: HttpRequest) -> HttpResponseBase:
    """Hand out the filtered list as CSV."""
    viewer, record_ids = _asked_for(request)
    content = csv_sheet(sheet_rows(viewer, record_ids, lists=sheet_lists(None)))
    return _handed_out(content, CSV, "csv")


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def send_in(request: HttpRequest) -> HttpResponse:
    """Take a changed spreadsheet and keep what it would change, to be looked at."""
    organs = organs_of(viewer_of(request), Role.CLERK)
    if not organs:
        raise NotFound(_("There is no such page."))
    form = SheetForm(sent_in(request), files_in(request), organs=organs)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        with refusals_on(form):
            actor = acting_as(request, Role.CLERK, organ_id=int(form.cleaned_data["organ_id"]))
            run = preview_sheet(actor=actor, name=sent.name or "", content=sent.read())
            return redirect("desk:bulk_run", run_id=run.pk)
    said = FormPage(
        title=_("Send in a changed spreadsheet"),
        lead=_(
            "Export the list of records, change the cells that are not grey, and send the file in "
            "here. You see cell by cell what it would change before anything does."
        ),
        submit=_("Compare with the records"),
        cancel_url=reverse("desk:records"),
        crumbs=crumbs(records_crumb(), (_("Send in a changed spreadsheet"), "")),
        takes_file=True,
    )
    return form_page(request, form, said)


@audience(Audience.STAFF)
@require_POST
def compare(request: HttpRequest, run_id: int) -> HttpResponse:
    """Compare the kept spreadsheet with the records as they are now."""
    organ_id = bulk_run(viewer_of(request), run_id).run.organ_id
    actor = acting_as(request, Role.CLERK, organ_id=organ_id)
    look_at_sheet_again(actor=actor, run_id=run_id)
    return redirect("desk:bulk_run", run_id=run_id)


@audience(Audience.STAFF)
@require_safe
def file(request: HttpRequest, run_id: int) -> HttpResponseBase:
    """Hand the spreadsheet back to who sent it, as long as it is kept."""
    name, content = bulk_file(viewer_of(request), run_id)
    media_type = CSV if name.lower().endswith(".csv") else XLSX
    what = f"sheet:{run_id}"
    return hand_over(
        handed_back(door=None, name=name, media_type=media_type, content=content, what=what)
    )


def _asked_for(request: HttpRequest) -> tuple[Viewer, tuple[int, ...]]:
    viewer = viewer_of(request)
    if not viewer.organs_as(*STAFF):
        raise NotFound(_("There is no such page."))
    filters = filters_in(viewer, request.GET.urlencode())
    found = matching_records(viewer, filters, most=MOST_RECORDS + 1)
    if not found:
        raise NothingToDo(_("No record matches these filters."))
    return viewer, found


def _handed_out(content: bytes, media_type: str, ending: str) -> HttpResponseBase:
    name = f"{_('Records')} {today().isoformat()}.{ending}"
    return hand_over(
        made_here(
            door=None, name=name, media_type=media_type, content=content, what="records sheet"
        )
    )
