"""An edition that should not have been published: hidden at once, then confirmed or restored."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongkai.guides.operations import confirm_hiding, hide_edition, restore_edition
from gongkai.guides.operations.hiding import CONFIRM_PURPOSE
from gongkai.guides.queries.values import EditionHidingView
from gongkai.guides.rules.lifecycle import Event
from gongkai.interfaces.desk.acting import CONFIRMERS, person_id_of
from gongkai.interfaces.desk.edition_pages import (
    about,
    acting_for_office,
    done,
    edition_for,
)
from gongkai.interfaces.desk.elements import NOTHING
from gongkai.interfaces.desk.forms.standing import ConfirmWithdrawalForm, HideForm
from gongkai.interfaces.desk.forms.steps import ConfirmForm
from gongkai.interfaces.desk.layout import FORM_METHODS, form_page, sent_in
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.desk.subjects import StepClosed
from gongkai.interfaces.shared.audience import Audience, audience
from gongkai.interfaces.shared.components import SummaryRow
from gongkai.interfaces.shared.templatetags.gongkai import moment
from gongkai.organs.operations import sign
from gongkai.records.models import WithdrawalReason

_REASONS = dict(WithdrawalReason.choices)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def hide(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Take an edition from the public at once."""
    found = edition_for(request, edition_id, Event.HIDE)
    form = HideForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            hide_edition(
                actor=acting_for_office(request, found.card),
                edition_id=edition_id,
                reason=form.cleaned_data["reason"],
                note=form.cleaned_data["note"],
            )
            message = _("Hidden at once. A second person confirms it or restores the edition.")
            return done(request, edition_id, message)
    said = about(
        found.card,
        title=_("Take it from the public"),
        lead=_(
            "Its page and its files are gone the moment you press the button. A second person "
            "confirms or restores it within one working day. The list of editions keeps number, "
            "day and reason."
        ),
        submit=_("Take it back at once"),
        kind="warning",
    )
    return form_page(request, form, said)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def confirm(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Confirm as the second person that an edition stays taken back."""
    found = edition_for(request, edition_id, Event.CONFIRM_HIDING)
    form = ConfirmWithdrawalForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            waiting = _waiting(found.hiding)
            actor = acting_for_office(request, found.card, *CONFIRMERS)
            signature = sign(
                person_id=person_id_of(request),
                secret=form.cleaned_data["secret"],
                purpose=CONFIRM_PURPOSE,
                digest=waiting.digest,
            )
            confirm_hiding(actor=actor, edition_id=edition_id, signature=signature)
            return done(request, edition_id, _("Confirmed. The edition stays taken back."))
    said = about(
        found.card,
        title=_("Confirm that it is taken back"),
        lead=_("If it was taken back by mistake, go back and restore it instead."),
        submit=_("Sign and confirm"),
        kind="warning",
    )
    return form_page(request, form, said.with_facts(hiding_rows(found.hiding)))


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def restore(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Put an edition back before the public, as the second person."""
    found = edition_for(request, edition_id, Event.RESTORE)
    form = ConfirmForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actor = acting_for_office(request, found.card, *CONFIRMERS)
            restore_edition(actor=actor, edition_id=edition_id)
            return done(request, edition_id, _("Restored. The public sees it again."))
    said = about(
        found.card,
        title=_("Restore"),
        lead=_("The public sees it again at once, as it was."),
        submit=_("Restore"),
    )
    return form_page(request, form, said.with_facts(hiding_rows(found.hiding)))


def hiding_rows(hiding: EditionHidingView | None) -> list[SummaryRow]:
    """Return how an edition was taken from the public, for the staff."""
    if hiding is None:
        return []
    return [
        SummaryRow(_("Reason"), str(_REASONS[hiding.reason])),
        SummaryRow(_("Withdrawn by"), hiding.hidden_by_name),
        SummaryRow(_("Hidden since"), moment(hiding.hidden_at)),
        SummaryRow(_("Note for the second person"), hiding.note or NOTHING),
        SummaryRow(_("Digest that is signed"), hiding.digest),
    ]


def _waiting(hiding: EditionHidingView | None) -> EditionHidingView:
    if hiding is None:
        raise StepClosed(_("Its state does not allow this step. Look where the edition stands."))
    return hiding
