"""The way of an edition: opinions, up to the competent department, to the public."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from gongkai.guides.operations import (
    DECIDE_PURPOSE,
    EditionChanged,
    abandon_edition,
    approve_edition,
    close_consultation,
    open_consultation,
    publish_edition,
    return_edition,
    send_up,
)
from gongkai.guides.operations.consulting import SHORTEST_PERIOD_DAYS
from gongkai.guides.queries import DeskEdition
from gongkai.guides.rules.lifecycle import Event
from gongkai.interfaces.desk.acting import person_id_of
from gongkai.interfaces.desk.edition_pages import (
    about,
    acting_above,
    acting_for_office,
    done,
    edition_for,
    shown_anew,
)
from gongkai.interfaces.desk.forms.editions import (
    ConsultForm,
    EditionDecisionForm,
    SendForm,
    SendUpdateForm,
)
from gongkai.interfaces.desk.forms.steps import ConfirmForm, ReasonForm
from gongkai.interfaces.desk.layout import FORM_METHODS, form_page, sent_in
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.shared.audience import Audience, audience
from gongkai.kernel.time import today
from gongkai.organs.operations import sign

_USUAL_PERIOD = timedelta(days=14)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def open_one(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Lay a draft open for opinions."""
    found = edition_for(request, edition_id, Event.OPEN_CONSULTATION)
    form = ConsultForm(sent_in(request), initial={"until_on": today() + _USUAL_PERIOD})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            open_consultation(
                actor=acting_for_office(request, found.card),
                edition_id=edition_id,
                until_on=form.last_day(),
            )
            return done(request, edition_id, _("The public reads the draft now."))
    said = about(
        found.card,
        title=_("Lay it open for opinions"),
        lead=_(
            "Everybody reads the draft from today on and may say what should be otherwise, for "
            "at least %(days)d days."
        )
        % {"days": SHORTEST_PERIOD_DAYS},
        submit=_("Lay it open"),
    )
    return form_page(request, form, said)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def close(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Close a consultation whose last day is over."""
    found = edition_for(request, edition_id, Event.CLOSE_CONSULTATION)
    form = ConfirmForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            close_consultation(actor=acting_for_office(request, found.card), edition_id=edition_id)
            return done(request, edition_id, _("Closed. Look at the opinions and answer them."))
    said = about(
        found.card,
        title=_("Close the consultation"),
        lead=_("The draft is no longer shown; the opinions stay."),
        submit=_("Close it"),
    )
    return form_page(request, form, said)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def send(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Send an edition up to the competent department."""
    found = edition_for(request, edition_id, Event.SEND_UP)
    was_consulted = found.card.consulted_until_on is not None
    form = SendForm(sent_in(request)) if was_consulted else SendUpdateForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            send_up(
                actor=acting_for_office(request, found.card),
                edition_id=edition_id,
                skipped_because=form.cleaned_data.get("skipped_because", ""),
            )
            return done(request, edition_id, _("Sent up. The competent department decides."))
    said = about(
        found.card,
        title=_("Send it up for approval"),
        lead=_("The competent department approves exactly this content, or returns it."),
        submit=_("Send it up"),
    )
    return form_page(request, form, said)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def decide(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Approve an edition or return it with reasons, signed."""
    found = edition_for(request, edition_id, Event.APPROVE)
    form = EditionDecisionForm(sent_in(request), initial={"seen_digest": found.digest})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form), shown_anew(form, found.digest, EditionChanged):
            message = _decided(request, found, form)
            return done(request, edition_id, message)
    said = about(
        found.card,
        title=_("Approve or return"),
        lead=_("Read the edition before you sign: you sign exactly the content of its page."),
        submit=_("Sign and decide"),
    )
    return form_page(request, form, said)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def publish(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Publish what was approved."""
    found = edition_for(request, edition_id, Event.PUBLISH)
    form = ConfirmForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            publish_edition(actor=acting_for_office(request, found.card), edition_id=edition_id)
            return done(request, edition_id, _("Published. The edition before stays readable."))
    said = about(
        found.card,
        title=pgettext("edition", "Publish"),
        lead=_("Everybody reads this edition from now on; it supersedes the one before."),
        submit=pgettext("edition", "Publish"),
    )
    return form_page(request, form, said)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def abandon(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Give an edition up, with the reason."""
    found = edition_for(request, edition_id, Event.ABANDON)
    form = ReasonForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            abandon_edition(
                actor=acting_for_office(request, found.card),
                edition_id=edition_id,
                why=form.cleaned_data["why"],
            )
            return done(request, edition_id, _("Given up. It stays in the history."))
    said = about(
        found.card,
        title=_("Give this edition up"),
        lead=_("A consultation that runs ends with it. What was said is kept."),
        submit=_("Give it up"),
        kind="warning",
    )
    return form_page(request, form, said)


def _decided(request: HttpRequest, found: DeskEdition, form: EditionDecisionForm) -> str:
    said = form.cleaned_data
    actor = acting_above(request, found.card)
    signature = sign(
        person_id=person_id_of(request),
        secret=said["secret"],
        purpose=DECIDE_PURPOSE,
        digest=said["seen_digest"],
    )
    if said["decision"] == "approve":
        approve_edition(
            actor=actor,
            edition_id=found.card.id,
            seen_digest=said["seen_digest"],
            signature=signature,
            opinion=said["opinion"],
        )
        return _("Approved. The organ publishes it.")
    return_edition(
        actor=actor,
        edition_id=found.card.id,
        seen_digest=said["seen_digest"],
        signature=signature,
        reasons=said["opinion"],
    )
    return _("Returned. The organ reads your reasons.")
