"""The working calendar: years with their notices, import with a preview, single days."""

import base64
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.clock.operations import add_calendar_day, import_calendar
from gongkai.clock.queries import (
    CalendarPreview,
    DueMove,
    calendar_years,
    moves_of,
    preview_calendar_import,
)
from gongkai.clock.rules.calendar import DayKind
from gongkai.clock.wording import LIMITS, holiday_name
from gongkai.interfaces.desk.acting import administrator
from gongkai.interfaces.desk.choices import organ_name, regions
from gongkai.interfaces.desk.forms.calendar import ConfirmNoticeForm, DayForm, NoticeForm
from gongkai.interfaces.desk.layout import (
    FORM_METHODS,
    FormPage,
    crumbs,
    desk_page,
    form_page,
    sent_in,
)
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.components import Cell, Column, Crumb, Table
from gongkai.interfaces.shared.templatetags.gongkai import day
from gongkai.kernel.refusals import NotFound
from gongkai.organs.queries import organ_cards

DAY_KINDS = {
    DayKind.WORKING: gettext_lazy("Working day"),
    DayKind.MOVED_WORKING: gettext_lazy("Moved working day"),
    DayKind.WEEKEND: gettext_lazy("Weekend"),
    DayKind.HOLIDAY: gettext_lazy("Holiday"),
}


@audience(Audience.ADMINISTRATOR)
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Show every year's notice and every added day, with who entered it."""
    context = {"editions": calendar_years(), "crumbs": crumbs((_("Working calendar"), ""))}
    return desk_page(request, "desk/calendar.html", context)


@audience(Audience.ADMINISTRATOR)
@require_safe
def edition(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Show the due dates that an edition moved."""
    line = next((e for e in calendar_years() if e.edition_id == edition_id), None)
    if line is None:
        raise NotFound(_("There is no such edition."))
    context = {
        "edition": line,
        "table": _moves_table(moves_of(edition_id)),
        "crumbs": _crumbs(str(line.year)),
    }
    return desk_page(request, "desk/calendar_edition.html", context)


@audience(Audience.ADMINISTRATOR)
@require_http_methods(FORM_METHODS)
def import_notice(request: HttpRequest) -> HttpResponse:
    """Take a year's notice and show what it would move; nothing is written yet."""
    form = NoticeForm(sent_in(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        content = sent.read()
        with refusals_on(form):
            preview = preview_calendar_import(
                viewer=viewer_of(request), content=content, file_name=sent.name
            )
            return _preview_page(request, preview, content, sent.name)
    said = FormPage(
        title=_("Import a year's notice"),
        lead=_("You see which days and which running due dates it changes before it counts."),
        submit=_("Look at what it changes"),
        cancel_url=reverse("desk:calendar"),
        crumbs=_crumbs(_("Import a year's notice")),
        takes_file=True,
    )
    return form_page(request, form, said)


@audience(Audience.ADMINISTRATOR)
@require_POST
def enter_notice(request: HttpRequest) -> HttpResponse:
    """Enter the notice that was previewed."""
    form = ConfirmNoticeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The file was not kept. Send it again."))
        return redirect("desk:import_notice")
    done = import_calendar(
        actor=administrator(request),
        content=form.cleaned_data["kept"],
        file_name=form.cleaned_data["file_name"],
    )
    messages.success(request, _said_of(done.year, len(done.moves), changed=done.changed))
    return redirect("desk:calendar")


@audience(Audience.ADMINISTRATOR)
@require_http_methods(FORM_METHODS)
def add_day(request: HttpRequest) -> HttpResponse:
    """Add a single day, everywhere or in a region."""
    form = DayForm(sent_in(request), regions=regions())
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            done = add_calendar_day(actor=administrator(request), **form.cleaned_data)
            messages.success(request, _said_of(done.year, len(done.moves), changed=done.changed))
            return redirect("desk:calendar")
    said = FormPage(
        title=_("Add a single day"),
        lead=_("For days off by law or decree of a region, which the national notice lacks."),
        submit=_("Add"),
        cancel_url=reverse("desk:calendar"),
        crumbs=_crumbs(_("Add a single day")),
    )
    return form_page(request, form, said)


def _preview_page(
    request: HttpRequest, preview: CalendarPreview, content: bytes, file_name: str
) -> HttpResponse:
    kept = base64.b64encode(content).decode("ascii")
    context = {
        "confirm": ConfirmNoticeForm(initial={"kept": kept, "file_name": file_name}),
        "preview": preview,
        "changes": _changes_table(preview),
        "moves": _moves_table(preview.moves),
        "crumbs": _crumbs(_("What the notice changes")),
    }
    return desk_page(request, "desk/calendar_preview.html", context)


def _changes_table(preview: CalendarPreview) -> Table:
    rows = [
        [
            Cell(day(change.on)),
            Cell(holiday_name(change.name)),
            Cell(DAY_KINDS[change.old_kind]),
            Cell(DAY_KINDS[change.new_kind]),
        ]
        for change in preview.changes
    ]
    columns = [_("Day"), _("Name"), _("Until now"), _("By the notice")]
    return Table(_("Days that change"), [Column(label) for label in columns], rows)


def _moves_table(moves: tuple[DueMove, ...]) -> Table:
    organs = organ_cards({move.organ_id for move in moves}) if moves else {}
    # What a clock belongs to is named by its number alone: the administrator sees no content.
    rows = [
        [
            Cell(organ_name(organs[move.organ_id])),
            Cell(f"{LIMITS.get(move.limit_key, move.limit_key)} #{move.subject_id}"),
            Cell(_due(move.old_due_on, is_provisional=move.was_provisional)),
            Cell(_due(move.new_due_on, is_provisional=move.is_provisional)),
        ]
        for move in moves
    ]
    columns = [_("Organ"), _("Limit"), _("Was due on"), _("Is due on")]
    return Table(_("Running due dates that move"), [Column(label) for label in columns], rows)


def _due(on: date | None, *, is_provisional: bool) -> str:
    if on is None:
        return _("no calendar yet")
    return _("%(day)s (provisional)") % {"day": day(on)} if is_provisional else day(on)


def _said_of(year: int, moved: int, *, changed: bool) -> str:
    if not changed:
        return _("These days were entered before; nothing has changed.")
    said = ngettext(
        "The calendar of %(year)d is entered. %(moved)d running due date moved.",
        "The calendar of %(year)d is entered. %(moved)d running due dates moved.",
        moved,
    )
    return said % {"year": year, "moved": moved}


def _crumbs(page: str) -> list[Crumb]:
    return crumbs((_("Working calendar"), reverse("desk:calendar")), (page, ""))
