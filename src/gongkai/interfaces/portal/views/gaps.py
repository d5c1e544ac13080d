"""Reporting that something is missing from what an organ publishes, and following the report."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.interfaces.portal import opened_report
from gongkai.interfaces.portal.applying.addressing import where_to_apply
from gongkai.interfaces.portal.applying.layout import FORM_METHODS
from gongkai.interfaces.portal.crumbs import trail
from gongkai.interfaces.portal.forms.gaps import GapForm, OpenReportForm
from gongkai.interfaces.portal.languages import in_reader_language
from gongkai.interfaces.shared.audience import Audience, audience
from gongkai.interfaces.shared.components import Crumb
from gongkai.interfaces.shared.network import network_of
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.time import today
from gongkai.organs.queries import OrganPage, organ_page
from gongkai.oversight.queries.matrix_public import public_row
from gongkai.remedies.operations import (
    TooManyReports,
    TooManyWrongCodes,
    WrongReportCode,
    open_report,
    report_gap,
)
from gongkai.remedies.queries import name_of_item, tracked_report
from gongkai.remedies.wording import TO_REPORTER

TOO_MANY = 429


@audience(Audience.ANYONE)
@require_http_methods(FORM_METHODS)
def report(request: HttpRequest, organ_id: int) -> HttpResponse:
    """Ask what is missing, or receive the report."""
    organ = organ_page(organ_id)
    items = _items(organ_id)
    if request.method != "POST":
        asked = request.GET.get("item", "")
        return _report_page(request, organ, GapForm(items=items, initial={"item": asked}))
    form = GapForm(request.POST, items=items)
    if not form.is_valid():
        return _report_page(request, organ, form)
    said = form.cleaned_data
    try:
        reported = report_gap(
            organ_id=organ_id,
            item=said["item"],
            text=said["text"],
            email=said["email"],
            language=get_language() or "",
            once_key=form.once_key,
            address=network_of(request),
        )
    except Refusal as refusal:
        form.add_refusal(refusal)
        status = TOO_MANY if isinstance(refusal, TooManyReports) else 200
        return _report_page(request, organ, form, status=status)
    opened_report.remember_sent(request, form.once_key, reported)
    return redirect("portal:gap_sent")


@audience(Audience.ANYONE)
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Show number and code of the report that was just sent."""
    reported = opened_report.sent_report(request)
    if reported is None:
        return _nothing_open(request)
    seen = tracked_report(reported.key, on=today())
    return render(request, "portal/gap_sent.html", {"reported": reported, "report": seen})


@audience(Audience.ANYONE)
@require_http_methods(FORM_METHODS)
def track(request: HttpRequest) -> HttpResponse:
    """Ask for number and code, and open the report."""
    form = OpenReportForm(request.POST) if request.method == "POST" else OpenReportForm()
    status = 200
    if form.is_bound and form.is_valid():
        try:
            # Outside any transaction: a wrong code must stay counted.
            key = open_report(**form.cleaned_data, address=network_of(request))
        except (WrongReportCode, TooManyWrongCodes) as refusal:
            form.add_refusal(refusal)
            status = TOO_MANY if isinstance(refusal, TooManyWrongCodes) else status
        else:
            opened_report.keep_open(request, key)
            return redirect("portal:gap_report")
    context = {"form": form, "crumbs": trail(Crumb(_("Follow my report")))}
    return render(request, "portal/track_gap.html", context, status=status)


@audience(Audience.ANYONE)
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """Show where the report stands and what was answered."""
    key = opened_report.key_of(request)
    if key is None:
        return _nothing_open(request)
    opened_report.keep_open(request, key)
    seen = tracked_report(key, on=today())
    answers = [{"line": one, "says": TO_REPORTER[one.kind]} for one in seen.answers]
    context = {"report": seen, "answers": answers, "apply_url": where_to_apply(seen.organ_id)}
    return render(request, "portal/gap_report.html", context)


@audience(Audience.ANYONE)
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close the report in this browser."""
    opened_report.close(request)
    messages.success(request, _("The report is closed in this browser."))
    return redirect("portal:track_gap")


def _items(organ_id: int) -> list[tuple[str, str]]:
    row = public_row(organ_id, today=today())
    if row is None:
        raise NotFound(_("There is no such organ. Choose the organ again."))
    return [(code, name_of_item(code)) for code in row.cells]


def _report_page(
    request: HttpRequest, organ: OrganPage, form: GapForm, *, status: int = 200
) -> HttpResponse:
    name = in_reader_language(organ.card.name, organ.card.name_en)
    context = {
        "form": form,
        "organ": organ,
        "back_url": reverse("portal:organ", args=[organ.card.id]),
        "name": name,
    }
    return render(request, "portal/report_gap.html", context, status=status)


def _nothing_open(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("No report is open here. It is closed after 30 minutes without use."))
    return redirect("portal:track_gap")
