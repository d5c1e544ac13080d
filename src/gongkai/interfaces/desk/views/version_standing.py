"""One earlier version: withdraw it, confirm that as the second person, or let it be read again."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongkai.interfaces.desk.acting import CONFIRMERS, RELEASERS, acting_as, person_id_of
from gongkai.interfaces.desk.elements import withdrawal_rows
from gongkai.interfaces.desk.forms.standing import (
    ConfirmWithdrawalForm,
    HideForm,
    RestoreForm,
)
from gongkai.interfaces.desk.layout import FORM_METHODS, FormPage, Label, form_page, sent_in
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.desk.subjects import StepClosed, require_open, the_version
from gongkai.interfaces.desk.views.steps import about, done
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.components import SummaryRow
from gongkai.organs.operations import sign
from gongkai.records.operations import (
    CONFIRM_VERSION_PURPOSE,
    confirm_version_withdrawal,
    restore_version,
    withdraw_version,
)
from gongkai.records.queries import DeskRecord, DeskVersion, WithdrawalView, desk_record
from gongkai.records.queries.version_moves import version_moves
from gongkai.records.rules.lifecycle import Event


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def withdraw(request: HttpRequest, record_id: int, number: int) -> HttpResponse:
    """Hide an earlier version from the public at once."""
    record, version = _version_for(request, record_id, number, Event.HIDE)
    form = HideForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actor = acting_as(request, *RELEASERS, organ_id=record.organ_id)
            withdraw_version(actor=actor, version_id=version.id, **form.cleaned_data)
            message = _("Hidden at once. A second person confirms it or restores the version.")
            return done(request, record_id, message)
    said = _about(
        record,
        version,
        title=_("Withdraw this earlier version"),
        lead=_(
            "Its page, text, attachments and comparisons are off the moment you press the button; "
            "the version that stands now stays public. A second person confirms or restores it "
            "within one working day."
        ),
        submit=_("Withdraw at once"),
        kind="warning",
    )
    return form_page(request, form, replace(said, warning=_still_public(record, version)))


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def confirm(request: HttpRequest, record_id: int, number: int) -> HttpResponse:
    """Confirm the withdrawal of an earlier version as the second person."""
    record, version = _version_for(request, record_id, number, Event.CONFIRM)
    form = ConfirmWithdrawalForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            waiting = _waiting(record.waiting_for(number))
            actor = acting_as(request, *CONFIRMERS, organ_id=record.organ_id)
            signature = sign(
                person_id=person_id_of(request),
                secret=form.cleaned_data["secret"],
                purpose=CONFIRM_VERSION_PURPOSE,
                digest=waiting.digest,
            )
            confirm_version_withdrawal(actor=actor, version_id=version.id, signature=signature)
            message = _("Withdrawn. The list of versions says when and why.")
            return done(request, record_id, message)
    said = _about(
        record,
        version,
        title=_("Confirm the withdrawal of this version"),
        lead=_("If it was withdrawn by mistake, go back and restore it instead."),
        submit=_("Sign and confirm"),
        kind="warning",
    )
    return form_page(request, form, said.with_facts(withdrawal_rows(record.waiting_for(number))))


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def restore(request: HttpRequest, record_id: int, number: int) -> HttpResponse:
    """Let an earlier version be read again, as the second person."""
    record, version = _version_for(request, record_id, number, Event.RESTORE)
    form = RestoreForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actor = acting_as(request, *CONFIRMERS, organ_id=record.organ_id)
            restore_version(actor=actor, version_id=version.id, **form.cleaned_data)
            return done(request, record_id, _("Restored. The public can read the version again."))
    said = _about(
        record,
        version,
        title=_("Restore this version"),
        lead=_("The public can read it again at once, among the earlier versions."),
        submit=_("Restore"),
    )
    return form_page(request, form, said.with_facts(withdrawal_rows(record.waiting_for(number))))


def _version_for(
    request: HttpRequest, record_id: int, number: int, event: Event
) -> tuple[DeskRecord, DeskVersion]:
    record = desk_record(viewer_of(request), record_id)
    version = the_version(record, number)
    if request.method != "POST":
        moves = version_moves(viewer_of(request), record, version)
        require_open([move for move in moves if move.event == event])
    return record, version


def _about(
    record: DeskRecord,
    version: DeskVersion,
    *,
    title: Label,
    lead: Label,
    submit: Label,
    kind: str = "",
) -> FormPage:
    page = about(record, title=title, lead=lead, submit=submit, kind=kind)
    facts = [
        SummaryRow(_("Index number"), record.index_number),
        SummaryRow(_("Version"), str(version.number)),
        SummaryRow(_("Name of the information"), version.content.title),
    ]
    return replace(page, facts=facts, cancel_url=_address(record, version))


def _still_public(record: DeskRecord, version: DeskVersion) -> str:
    """Return a warning where the version that stands now has the same attachments."""
    now = next((one for one in record.versions if one.id == record.public_version_id), None)
    known = {file.digest for file in now.files} if now else set()
    same = [file.title for file in version.files if file.digest in known]
    if not same:
        return ""
    return _(
        "The version that stands now has the same attachments, and they stay public: %(titles)s. "
        "Where they hold what nobody may read, withdraw the record or correct it first."
    ) % {"titles": _(", ").join(same)}


def _address(record: DeskRecord, version: DeskVersion) -> str:
    return reverse("desk:version", args=[record.id, version.number])


def _waiting(withdrawal: WithdrawalView | None) -> WithdrawalView:
    if withdrawal is None:
        raise StepClosed(_("No withdrawal waits any more. Look where the version stands."))
    return withdrawal
