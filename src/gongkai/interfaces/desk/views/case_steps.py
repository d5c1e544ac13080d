"""From receipt to closing: the steps that need a button, a name or a day."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongkai.applications.models import SupplyWay
from gongkai.applications.operations import (
    accept_case,
    assign_case,
    close_case,
    confirm_receipt,
    issue_reply,
    lapse_case,
    propose_reply,
    record_delivery,
)
from gongkai.applications.queries import CasePage
from gongkai.applications.rules.lifecycle import Event
from gongkai.applications.rules.vocabulary import AT_ONCE
from gongkai.interfaces.desk.acting import acting_as, person_id_of
from gongkai.interfaces.desk.case_gate import with_gate
from gongkai.interfaces.desk.case_pages import HANDLING, about_case, case_done
from gongkai.interfaces.desk.choices import Choices, in_one
from gongkai.interfaces.desk.forms.cases import ColleagueForm, DeliveryForm
from gongkai.interfaces.desk.forms.steps import ConfirmForm, ProposeForm
from gongkai.interfaces.desk.layout import (
    FORM_METHODS,
    form_page,
    sent_in,
)
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.desk.subjects import StepClosed, case_for
from gongkai.interfaces.shared.audience import Audience, audience
from gongkai.kernel.time import today
from gongkai.kernel.types import Role
from gongkai.organs.queries import holders_of, person_names


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def confirm(request: HttpRequest, case_id: int) -> HttpResponse:
    """Confirm with the applicant that the application arrived: today is the day of receipt."""
    page = case_for(request, case_id, Event.CONFIRM_RECEIPT)
    form = ConfirmForm(sent_in(request))
    if request.method == "POST":
        with refusals_on(form):
            actor = acting_as(request, Role.CLERK, organ_id=page.organ_id)
            confirm_receipt(actor=actor, case_id=case_id)
            return case_done(request, case_id, _("Confirmed. The limit for the reply runs now."))
    said = about_case(
        page,
        title=_("Confirm the receipt"),
        lead=_(
            "Reach the applicant first, by telephone or e-mail. Today becomes the day of receipt, "
            "the limit for the reply starts, and the receipt goes out."
        ),
        submit=_("Confirm the receipt today"),
    )
    return form_page(request, form, said)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def accept(request: HttpRequest, case_id: int) -> HttpResponse:
    """Accept the application and name who handles it."""
    page = case_for(request, case_id, Event.ACCEPT)
    form = ColleagueForm(
        sent_in(request),
        colleagues=_clerks_of(page.organ_id),
        initial={"assigned_to": page.assigned_to_id or person_id_of(request)},
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actor = acting_as(request, Role.CLERK, organ_id=page.organ_id)
            accept_case(actor=actor, case_id=case_id, **form.cleaned_data)
            return case_done(request, case_id, _("Accepted. The next step is the reply."))
    said = about_case(
        page,
        title=_("Accept"),
        lead=_("The application is complete and is for your organ to answer."),
        submit=_("Accept"),
    )
    return form_page(request, form, said)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def assign(request: HttpRequest, case_id: int) -> HttpResponse:
    """Hand the case to another clerk."""
    page = case_for(request, case_id, Event.ASSIGN)
    others = [one for one in _clerks_of(page.organ_id) if one[0] != str(page.assigned_to_id)]
    if not others:
        raise StepClosed(_("Nobody else is a disclosure clerk of this organ today."))
    form = ColleagueForm(sent_in(request), colleagues=others)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actor = acting_as(request, *HANDLING, organ_id=page.organ_id)
            assign_case(actor=actor, case_id=case_id, **form.cleaned_data)
            return case_done(request, case_id, _("Handed over. It stands in their queue now."))
    said = about_case(
        page,
        title=_("Hand to another clerk"),
        lead=_("The case and its next step go into that person's queue."),
        submit=_("Hand over"),
    )
    return form_page(request, form, said)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def propose(request: HttpRequest, case_id: int) -> HttpResponse:
    """Propose the reply for its secrecy review."""
    page = case_for(request, case_id, Event.PROPOSE_REPLY)
    form = ProposeForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actor = acting_as(request, Role.CLERK, organ_id=page.organ_id)
            propose_reply(actor=actor, case_id=case_id, **form.cleaned_data)
            return case_done(request, case_id, _("Proposed. The secrecy reviewer is next."))
    said = about_case(
        page,
        title=_("Propose the reply for review"),
        lead=_(
            "Reviewers sign exactly this reply and these files. Any change after this takes it "
            "back to a draft."
        ),
        submit=_("Propose"),
    )
    return form_page(request, form, with_gate(page, said))


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def issue(request: HttpRequest, case_id: int) -> HttpResponse:
    """Number the letter and send it out."""
    page = case_for(request, case_id, Event.ISSUE_REPLY)
    form = ConfirmForm(sent_in(request))
    if request.method == "POST":
        with refusals_on(form):
            actor = acting_as(request, *HANDLING, organ_id=page.organ_id)
            issue_reply(actor=actor, case_id=case_id)
            return case_done(request, case_id, _issued(page))
    said = about_case(
        page, title=_("Issue the letter"), lead=_how_it_goes(page), submit=_("Issue the letter")
    )
    return form_page(request, form, with_gate(page, said))


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def deliver(request: HttpRequest, case_id: int) -> HttpResponse:
    """Record that the answer was posted or handed over."""
    page = case_for(request, case_id, Event.DELIVER)
    way = page.request.supply_way
    form = DeliveryForm(sent_in(request), initial={"way": way, "delivered_on": today()})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actor = acting_as(request, *HANDLING, organ_id=page.organ_id)
            record_delivery(actor=actor, case_id=case_id, **form.cleaned_data)
            return case_done(request, case_id, _("Recorded. The clock stopped on that day."))
    said = about_case(
        page,
        title=_("Record the delivery"),
        lead=_("In time is what was posted or signed for on or before the due date."),
        submit=_("Record it"),
    )
    return form_page(request, form, said)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def close(request: HttpRequest, case_id: int) -> HttpResponse:
    """Close a case that was answered."""
    page = case_for(request, case_id, Event.CLOSE)
    form = ConfirmForm(sent_in(request))
    if request.method == "POST":
        with refusals_on(form):
            actor = acting_as(request, *HANDLING, organ_id=page.organ_id)
            close_case(actor=actor, case_id=case_id)
            return case_done(request, case_id, _("Closed."))
    said = about_case(
        page,
        title=_("Close the case"),
        lead=_("The applicant can still open the answer with number and query code."),
        submit=_("Close"),
    )
    return form_page(request, form, said)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def lapse(request: HttpRequest, case_id: int) -> HttpResponse:
    """End a case that was not corrected in time without good reason."""
    page = case_for(request, case_id, Event.LAPSE)
    form = ConfirmForm(sent_in(request))
    if request.method == "POST":
        with refusals_on(form):
            actor = acting_as(request, Role.PERSON_IN_CHARGE, organ_id=page.organ_id)
            lapse_case(actor=actor, case_id=case_id)
            return case_done(request, case_id, _("Ended. The letter is with the applicant."))
    said = about_case(
        page,
        title=_("End the case: not corrected in time"),
        lead=_(
            "First look whether the applicant had a good reason to be late. The case ends at once "
            "and a numbered letter says so; this cannot be taken back."
        ),
        submit=_("End the case"),
        kind="warning",
    )
    return form_page(request, form, said)


def _clerks_of(organ_id: int) -> Choices:
    ids = {person for person, _absent in holders_of(Role.CLERK, organ_id=organ_id, on=today())}
    return sorted(
        ((str(person), name) for person, name in person_names(ids).items()),
        key=lambda one: one[1],
    )


def _how_it_goes(page: CasePage) -> str:
    lead = _("The letter is numbered and signed with today's date. It cannot be changed after.")
    if page.request.supply_way in AT_ONCE:
        more = _("It lies ready for download at once, and the clock stops today.")
    else:
        more = _("The applicant wants it by: %(way)s. Record the delivery when it has happened.")
        more %= {"way": SupplyWay(page.request.supply_way).label}
    return in_one(lead, more)


def _issued(page: CasePage) -> str:
    if page.request.supply_way in AT_ONCE:
        return _("Issued. The applicant can open it now.")
    return _("Issued. Print the letter, send it, and record the delivery.")
