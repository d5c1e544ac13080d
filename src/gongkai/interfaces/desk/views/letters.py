"""The register of letters, their PDF, and the mark of their numbers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.applications.operations.downloads import letter_for_staff
from gongkai.interfaces.desk.acting import acting_as
from gongkai.interfaces.desk.choices import organ_name
from gongkai.interfaces.desk.forms.cases import LetterMarkForm
from gongkai.interfaces.desk.forms.letters import LetterFilter
from gongkai.interfaces.desk.layout import (
    FORM_METHODS,
    SETTINGS_ROLES,
    FormPage,
    crumbs,
    desk_page,
    form_page,
    sent_in,
)
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.components import Pages, page_number, pages_of
from gongkai.interfaces.shared.handing_out import hand_over
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.time import today
from gongkai.letters.operations import set_letter_mark
from gongkai.letters.queries import letter_mark, register_of, registered_letter
from gongkai.letters.queries.register import PAGE_SIZE
from gongkai.organs.queries import organ_cards


@audience(Audience.STAFF)
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """Show the letters sent by the viewer's organs, the newest first."""
    form = LetterFilter(request.GET)
    wanted = form.wanted()
    found = register_of(
        viewer_of(request),
        year=wanted.year,
        kind=wanted.kind,
        page=page_number(request.GET.get("page")),
    )
    pages: Pages = pages_of(items=found.total, number=found.page, per_page=PAGE_SIZE)
    context = {
        "filter": form,
        "is_filtered": wanted.is_filtered,
        "lines": found.lines,
        "total": found.total,
        "pages": pages,
        "crumbs": crumbs((_("Letters sent"), "")),
    }
    return desk_page(request, "desk/letters.html", context)


@audience(Audience.STAFF)
@require_safe
def letter(request: HttpRequest, letter_id: int) -> HttpResponseBase:
    """Hand out a letter as it went out; that it was opened is kept with its case."""
    viewer = viewer_of(request)
    line = registered_letter(viewer, letter_id)
    return hand_over(
        letter_for_staff(viewer=viewer, case_id=line.subject_id, letter_id=letter_id, on=today())
    )


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def mark(request: HttpRequest, organ_id: int) -> HttpResponse:
    """Set the characters with which the numbers of the organ's letters begin."""
    if organ_id not in viewer_of(request).organs_as(*SETTINGS_ROLES):
        raise NotFound(_("There is no such page."))
    form = LetterMarkForm(sent_in(request), initial={"mark": letter_mark(organ_id)})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actor = acting_as(request, *SETTINGS_ROLES, organ_id=organ_id)
            set_letter_mark(actor=actor, organ_id=organ_id, **form.cleaned_data)
            messages.success(request, _("Saved. Letters from now on begin with it."))
            return redirect("desk:organ_settings")
    back = reverse("desk:organ_settings")
    title = _("Mark of the organ's letters")
    said = FormPage(
        title=title,
        lead=organ_name(organ_cards([organ_id])[organ_id]),
        submit=_("Save"),
        cancel_url=back,
        crumbs=crumbs((_("Organ settings"), back), (title, "")),
    )
    return form_page(request, form, said)
