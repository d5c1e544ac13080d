"""At the counter and afterwards: identity, a new query code, disclosure to all."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongkai.applications.operations import propose_public, reissue_code, show_identity
from gongkai.interfaces.desk.acting import acting_as
from gongkai.interfaces.desk.case_pages import about_case
from gongkai.interfaces.desk.forms.cases import CodeForm, ForAllForm
from gongkai.interfaces.desk.forms.steps import ConfirmForm
from gongkai.interfaces.desk.layout import (
    FORM_METHODS,
    case_crumbs,
    desk_page,
    form_page,
    sent_in,
)
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.desk.subjects import StepClosed, case_as
from gongkai.interfaces.shared.audience import Audience, audience
from gongkai.kernel.time import now
from gongkai.kernel.types import Role


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def identity(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show the identity number whole; only when asked by a button, and the trail keeps it."""
    page = case_as(request, case_id, Role.CLERK)
    form = ConfirmForm(sent_in(request))
    said = about_case(
        page,
        title=_("Show the identity number"),
        lead=_("The trail keeps that you read it, and when. Look only where your work needs it."),
        submit=_("Show the number"),
    )
    if request.method == "POST":
        with refusals_on(form):
            actor = acting_as(request, Role.CLERK, organ_id=page.organ_id)
            number = show_identity(actor=actor, case_id=case_id)
            context = {"said": said, "page": page, "number": number, "crumbs": said.crumbs}
            return desk_page(request, "desk/identity.html", context)
    return form_page(request, form, said)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def code(request: HttpRequest, case_id: int) -> HttpResponse:
    """Give the applicant a new query code, on a slip that is shown once."""
    page = case_as(request, case_id, Role.CLERK)
    form = CodeForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actor = acting_as(request, Role.CLERK, organ_id=page.organ_id)
            context = {
                "page": page,
                "code": reissue_code(actor=actor, case_id=case_id, **form.cleaned_data),
                "site": settings.SITE_ADDRESS,
                "issued_at": now(),
                "crumbs": case_crumbs(page, _("New query code")),
            }
            return desk_page(request, "desk/code_slip.html", context)
    said = about_case(
        page,
        title=_("Give a new query code"),
        lead=_(
            "Only to the applicant in person, or to whoever proves to act for them. The old code "
            "opens nothing from now on, and the applicant is told by mail."
        ),
        submit=_("End the old code and make a new one"),
        kind="warning",
    )
    return form_page(request, form, said)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def for_all(request: HttpRequest, case_id: int) -> HttpResponse:
    """Make what was given to the applicant a draft record for all."""
    page = case_as(request, case_id, Role.CLERK)
    if request.method != "POST" and not page.may_propose_public:
        raise StepClosed(_("Nothing was given, or a record was made from this case before."))
    form = ForAllForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actor = acting_as(request, Role.CLERK, organ_id=page.organ_id)
            record = propose_public(actor=actor, case_id=case_id, **form.cleaned_data)
            messages.success(request, _("Registered as a draft. Set its category and propose it."))
            return redirect(reverse("desk:record", args=[record.pk]))
    said = about_case(
        page,
        title=_("Propose to disclose it to all"),
        lead=_(
            "Write it anew: nothing of the application goes into the record. It goes through the "
            "reviews of a record before anybody else reads it."
        ),
        submit=_("Make a draft record"),
    )
    return form_page(request, form, said)
