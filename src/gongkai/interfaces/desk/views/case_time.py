"""More time for the reply: asked by the clerk, decided and signed by the person in charge."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongkai.applications.operations import EXTENSION_PURPOSE, ask_extension, decide_extension
from gongkai.applications.queries import DECIDE_EXTENSION, CasePage, ExtensionLine
from gongkai.interfaces.desk.acting import acting_as, person_id_of
from gongkai.interfaces.desk.case_pages import about_case, case_done
from gongkai.interfaces.desk.forms.cases import ExtensionDecisionForm, ExtensionForm
from gongkai.interfaces.desk.layout import (
    FORM_METHODS,
    desk_page,
    form_page,
    sent_in,
)
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.desk.subjects import StepClosed, case_beside
from gongkai.interfaces.shared.audience import Audience, audience
from gongkai.interfaces.shared.components import SummaryRow
from gongkai.interfaces.shared.templatetags.gongkai import day, working_days
from gongkai.kernel.types import Role
from gongkai.organs.operations import sign


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def ask(request: HttpRequest, case_id: int) -> HttpResponse:
    """Ask the person in charge for more time."""
    page = case_beside(request, case_id, "ask_extension")
    form = ExtensionForm(sent_in(request), initial={"working_days": page.most_extension_days})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actor = acting_as(request, Role.CLERK, organ_id=page.organ_id)
            ask_extension(actor=actor, case_id=case_id, **form.cleaned_data)
            return case_done(request, case_id, _("Asked. The person in charge decides."))
    said = about_case(
        page,
        title=_("Ask for more time"),
        lead=_(
            "Once, at most %(most)s, decided not later than the due date. The applicant is told "
            "by letter."
        )
        % {"most": working_days(page.most_extension_days)},
        submit=_("Ask the person in charge"),
    )
    return form_page(request, form, said)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def decide(request: HttpRequest, case_id: int) -> HttpResponse:
    """Grant or refuse more time, signed."""
    page = case_beside(request, case_id, DECIDE_EXTENSION)
    waiting = next((one for one in page.extensions if one.decided_at is None), None)
    form = ExtensionDecisionForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            _decide(request, page, waiting, form.cleaned_data)
            return case_done(request, case_id, _decided(form.cleaned_data["decision"]))
    if waiting is None:
        raise StepClosed(_("This request has been decided. Look at the case again."))
    said = about_case(
        page,
        title=_("Decide on more time"),
        lead=_("Granted, the limit is longer at once and a letter tells the applicant why."),
        submit=_("Sign and decide"),
        facts=_asked(waiting),
    )
    context = {"form": form, "said": said, "crumbs": said.crumbs, "digest": waiting.digest}
    return desk_page(request, "desk/decide_extension.html", context)


def _decide(
    request: HttpRequest,
    page: CasePage,
    waiting: ExtensionLine | None,
    values: Mapping[str, Any],
) -> None:
    if waiting is None:
        raise StepClosed(_("This request has been decided. Look at the case again."))
    actor = acting_as(request, Role.PERSON_IN_CHARGE, organ_id=page.organ_id)
    # Signed before the operation and outside its transaction: wrong secrets stay counted.
    signature = sign(
        person_id=person_id_of(request),
        secret=values["secret"],
        purpose=EXTENSION_PURPOSE,
        digest=values["seen_digest"],
    )
    decide_extension(
        actor=actor,
        extension_id=waiting.id,
        granted=values["decision"] == "grant",
        opinion=values["opinion"],
        seen_digest=values["seen_digest"],
        signature=signature,
    )


def _asked(waiting: ExtensionLine) -> list[SummaryRow]:
    return [
        SummaryRow(_("Asked by"), f"{waiting.asked_by_name} · {day(waiting.asked_at)}"),
        SummaryRow(_("More time"), working_days(waiting.working_days)),
        SummaryRow(_("Reasons"), waiting.reason),
    ]


def _decided(decision: str) -> str:
    if decision == "grant":
        return _("Granted. The new due date holds, and the letter is with the applicant.")
    return _("Refused. The due date stays as it was.")
