"""What must be disclosed soon, what is late, what was late; as pages and as files."""

from collections.abc import Sequence
from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.interfaces.desk.choices import organs_with
from gongkai.interfaces.desk.forms.categories import ClockFilter
from gongkai.interfaces.desk.layout import crumbs, desk_page
from gongkai.interfaces.desk.wording import clock_words
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.components import Cell, Column, Table
from gongkai.interfaces.shared.handing_out import hand_over
from gongkai.interfaces.shared.sheets import CSV, XLSX, csv_file, xlsx_file
from gongkai.interfaces.shared.sheets import Table as Sheet
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.time import today
from gongkai.kernel.types import Role, Viewer
from gongkai.organs.queries import overseen_by
from gongkai.records.access import STAFF
from gongkai.records.queries.clock_lists import (
    NEAR,
    ClockLine,
    LateCount,
    due_soon,
    late_counts,
    late_now,
    late_then,
)
from gongkai.release.doors import made_here

READERS = (*STAFF, Role.COMPETENT_DEPARTMENT, Role.SUPERVISION)
SHOWN = 200
"""Lines of a list on the page; the files hold all of them."""
_WIDTHS = (30, 26, 60, 8, 14, 14, 14, 14, 12, 40)


@audience(Audience.STAFF)
@require_safe
def due(request: HttpRequest) -> HttpResponse:
    """Show what must be disclosed soon."""
    viewer = _reader(request)
    filters = _filters(request, viewer)
    within = filters.cleaned_data.get("within") or NEAR
    lines = due_soon(
        viewer,
        on=today(),
        within_working_days=within,
        organ_ids=filters.organ_ids(),
        most=SHOWN + 1,
    )
    context = {
        "lines": lines,
        "shown_lines": SHOWN,
        "within": within,
        "filter": filters,
        "shown": [filters["organ"], filters["within"]],
        "query": request.GET.urlencode(),
        "crumbs": crumbs((_("Due soon"), "")),
    }
    return desk_page(request, "desk/clock_due.html", context)


@audience(Audience.STAFF)
@require_safe
def late(request: HttpRequest) -> HttpResponse:
    """Show what is late now, what was late when it came, and how often each organ was."""
    viewer = _reader(request)
    filters = _filters(request, viewer)
    organ_ids, year = filters.organ_ids(), filters.cleaned_data.get("year") or today().year
    context = {
        "now": late_now(viewer, on=today(), organ_ids=organ_ids, most=SHOWN + 1),
        "then": late_then(viewer, year=year, organ_ids=organ_ids, most=SHOWN + 1),
        "shown_lines": SHOWN,
        "year": year,
        "counts": _count_table(late_counts(viewer, until_year=year, organ_ids=organ_ids)),
        "filter": filters,
        "shown": [filters["organ"], filters["year"]],
        "query": request.GET.urlencode(),
        "crumbs": crumbs((_("Late disclosures"), "")),
    }
    return desk_page(request, "desk/clock_late.html", context)


@audience(Audience.STAFF)
@require_safe
def due_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Hand out what must be disclosed soon as a file."""
    viewer = _reader(request)
    filters = _filters(request, viewer)
    within = filters.cleaned_data.get("within") or NEAR
    lines = due_soon(viewer, on=today(), within_working_days=within, organ_ids=filters.organ_ids())
    return _file(_("Due soon"), lines, ending)


@audience(Audience.STAFF)
@require_safe
def late_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Hand out what is late, and what was late in the year, as a file."""
    viewer = _reader(request)
    filters = _filters(request, viewer)
    organ_ids, year = filters.organ_ids(), filters.cleaned_data.get("year") or today().year
    lines = (
        *late_now(viewer, on=today(), organ_ids=organ_ids),
        *late_then(viewer, year=year, organ_ids=organ_ids),
    )
    return _file(_("Late disclosures"), lines, ending)


def _reader(request: HttpRequest) -> Viewer:
    viewer = viewer_of(request)
    if not viewer.organs_as(*READERS):
        raise NotFound(_("There is no such page."))
    return viewer


def _filters(request: HttpRequest, viewer: Viewer) -> ClockFilter:
    seen = viewer.organs_as(*STAFF) | overseen_by(viewer)
    filters = ClockFilter(request.GET, organs=organs_with(seen))
    filters.is_valid()
    return filters


def _count_table(counts: Sequence[LateCount]) -> Table:
    columns = [
        Column(_("Year")),
        Column(_("Organ")),
        Column(_("Late disclosures"), is_number=True),
        Column(_("Working days late, together"), is_number=True),
    ]
    rows = [
        [
            Cell(str(one.year)),
            Cell(one.organ_name),
            Cell(one.late, is_number=True),
            Cell(one.working_days, is_number=True),
        ]
        for one in counts
    ]
    return Table(_("Late disclosures by year and organ"), columns, rows)


def _file(title: str, lines: Sequence[ClockLine], ending: str) -> HttpResponseBase:
    headings = [
        _("Organ"),
        _("Index number"),
        _("Name of the information"),
        _("Version"),
        _("Counted from"),
        _("Due on"),
        _("Disclosed on"),
        _("Working days late"),
        _("Time left"),
        _("Other law's limit"),
    ]
    rows = [_row(line) for line in lines]
    if ending == "csv":
        content, media_type = csv_file(headings, rows), CSV
    else:
        sheet = Sheet(title=title, headings=headings, rows=rows, widths=_WIDTHS)
        content, media_type = xlsx_file([sheet]), XLSX
    # Of no door: it names what is not released, and goes to who oversees it.
    outgoing = made_here(
        door=None,
        name=f"{title}.{ending}",
        media_type=media_type,
        content=content,
        what="clock list",
    )
    return hand_over(outgoing)


def _row(line: ClockLine) -> list[str]:
    reading = line.reading
    return [
        line.organ_name,
        line.label,
        line.title,
        str(line.version_number),
        reading.counted_from.isoformat(),
        _iso(reading.due_on),
        _iso(reading.stopped_on),
        str(reading.late_by_working_days or ""),
        clock_words(reading),
        line.other_law,
    ]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
