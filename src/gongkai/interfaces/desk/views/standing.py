"""After the release: withdraw, confirm or restore, validity, disclosures in other forms."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongkai.interfaces.desk.acting import (
    CONFIRMERS,
    RELEASERS,
    VALIDITY_KEEPERS,
    acting_as,
    person_id_of,
)
from gongkai.interfaces.desk.elements import withdrawal_rows
from gongkai.interfaces.desk.forms.standing import (
    ConfirmWithdrawalForm,
    RestoreForm,
    ValidityForm,
    WithdrawForm,
)
from gongkai.interfaces.desk.layout import FORM_METHODS, form_page, sent_in
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.desk.subjects import StepClosed, record_for, require_role
from gongkai.interfaces.desk.views.steps import about, done
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.organs.operations import sign
from gongkai.records.operations import (
    CONFIRM_PURPOSE,
    change_validity,
    confirm_withdrawal,
    restore_record,
    withdraw_record,
)
from gongkai.records.queries import WithdrawalView, desk_record
from gongkai.records.rules.lifecycle import Event


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def withdraw(request: HttpRequest, record_id: int) -> HttpResponse:
    """Hide the record from the public at once."""
    record = record_for(request, record_id, Event.HIDE)
    form = WithdrawForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actor = acting_as(request, *RELEASERS, organ_id=record.organ_id)
            withdraw_record(actor=actor, record_id=record_id, **form.cleaned_data)
            message = _("Hidden at once. A second person confirms it or restores the record.")
            return done(request, record_id, message)
    said = about(
        record,
        title=_("Withdraw"),
        lead=_(
            "It is out of pages, search, feeds and files the moment you press the button. A second "
            "person confirms or restores it within one working day. The number stays taken."
        ),
        submit=_("Withdraw at once"),
        kind="warning",
    )
    return form_page(request, form, said)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def confirm(request: HttpRequest, record_id: int) -> HttpResponse:
    """Confirm a withdrawal as the second person."""
    record = record_for(request, record_id, Event.CONFIRM)
    form = ConfirmWithdrawalForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            waiting = _waiting(record.withdrawal)
            actor = acting_as(request, *CONFIRMERS, organ_id=record.organ_id)
            signature = sign(
                person_id=person_id_of(request),
                secret=form.cleaned_data["secret"],
                purpose=CONFIRM_PURPOSE,
                digest=waiting.digest,
            )
            confirm_withdrawal(actor=actor, record_id=record_id, signature=signature)
            return done(request, record_id, _("Withdrawn. The tombstone stays in its place."))
    said = about(
        record,
        title=_("Confirm the withdrawal"),
        lead=_("If it was withdrawn by mistake, go back and restore it instead."),
        submit=_("Sign and confirm"),
        kind="warning",
    )
    return form_page(request, form, said.with_facts(withdrawal_rows(record.withdrawal)))


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def restore(request: HttpRequest, record_id: int) -> HttpResponse:
    """Put a hidden record back before the public, as the second person."""
    record = record_for(request, record_id, Event.REPUBLISH, Event.RELIST)
    form = RestoreForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actor = acting_as(request, *CONFIRMERS, organ_id=record.organ_id)
            off = restore_record(actor=actor, record_id=record_id, **form.cleaned_data)
            _say_what_stays_off(request, off)
            return done(request, record_id, _("Restored. The public sees it again."))
    said = about(
        record,
        title=_("Restore"),
        lead=_("The public sees it again at once, as it was."),
        submit=_("Restore"),
    )
    return form_page(request, form, said.with_facts(withdrawal_rows(record.withdrawal)))


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def validity(request: HttpRequest, record_id: int) -> HttpResponse:
    """Say that a normative document is amended, lapsed or repealed."""
    record = desk_record(viewer_of(request), record_id)
    require_role(request, record, *VALIDITY_KEEPERS)
    form = ValidityForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actor = acting_as(request, *VALIDITY_KEEPERS, organ_id=record.organ_id)
            change_validity(actor=actor, record_id=record_id, **form.cleaned_data)
            return done(request, record_id, _("The validity is changed. The public reads it."))
    said = about(
        record,
        title=_("Change the validity"),
        lead=_("The text stays as it was approved; its page says since when it is so."),
        submit=_("Change"),
    )
    return form_page(request, form, said)


def _say_what_stays_off(request: HttpRequest, numbers: Sequence[int]) -> None:
    if numbers:
        said = _(
            "Not restored with it: version %(numbers)s. Decide what the release gate found there; "
            "a second person then restores it, or confirms that it stays withdrawn."
        )
        messages.warning(request, said % {"numbers": ", ".join(map(str, numbers))})


def _waiting(withdrawal: WithdrawalView | None) -> WithdrawalView:
    if withdrawal is None:
        raise StepClosed(_("No withdrawal waits any more. Look where the record stands."))
    return withdrawal
