"""The attachments of a record in work: added, put in order, called otherwise, taken off."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.interfaces.desk.acting import acting_as
from gongkai.interfaces.desk.forms.attachments import AttachForm
from gongkai.interfaces.desk.gate_summary import gate_summary
from gongkai.interfaces.desk.layout import (
    FORM_METHODS,
    desk_page,
    files_in,
    record_crumbs,
    sent_in,
)
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.desk.subjects import record_for
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.bodies import LARGEST_FORM, takes_large_body
from gongkai.interfaces.shared.handing_out import hand_over
from gongkai.interfaces.shared.once import submitted_once
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.types import Actor, Role
from gongkai.records.operations import attach_upload, detach_file, move_file, retitle_file
from gongkai.records.queries import DeskFile, DeskRecord, desk_record
from gongkai.records.rules.lifecycle import Event
from gongkai.release.doors import open_inside
from gongkai.release.rules.doors import Subject


@audience(Audience.STAFF)
@takes_large_body(LARGEST_FORM)
@require_http_methods(FORM_METHODS)
def attachments(request: HttpRequest, record_id: int) -> HttpResponse:
    """List the attachments of the version in work and add files to it."""
    record = record_for(request, record_id, Event.EDIT)
    actor = acting_as(request, Role.CLERK, organ_id=record.organ_id)
    form = AttachForm(sent_in(request), files_in(request))
    form.upload_for(actor, Subject(kind="record", id=record.id, organ_id=record.organ_id))
    if request.method == "POST" and form.take_uploads() and form.is_valid():
        with refusals_on(form), submitted_once(request, form.once_key) as submission:
            if not submission.result:
                _attach(actor, record, form)
                submission.result = reverse("desk:attachments", args=[record_id])
                messages.success(request, _said(len(form.uploads)))
        if not form.errors:
            return redirect("desk:attachments", record_id=record_id)
    context = {
        "form": form,
        "record": record,
        "version": record.current,
        "gate": gate_summary(record),
        "takes_back": record.current.state != "draft",
        "cancel_url": reverse("desk:record", args=[record_id]),
        "crumbs": record_crumbs(record, _("Attachments")),
    }
    return desk_page(request, "desk/attachments.html", context)


@audience(Audience.STAFF)
@require_POST
def change(request: HttpRequest, record_id: int, attachment_id: int) -> HttpResponse:
    """Move an attachment one place, call it otherwise, or take it off."""
    record = record_for(request, record_id, Event.EDIT)
    _file_of(record, attachment_id)
    act = _ACTS.get(str(request.POST.get("do", "")))
    if act is None:
        raise NotFound(_("There is no such page."))
    actor = acting_as(request, Role.CLERK, organ_id=record.organ_id)
    try:
        act(request, actor, record, attachment_id)
    except NotFound:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:attachments", record_id=record_id)


@audience(Audience.STAFF)
@require_safe
def download(request: HttpRequest, record_id: int, attachment_id: int) -> HttpResponseBase:
    """Hand over an attachment to whoever sees the version."""
    record = desk_record(viewer_of(request), record_id)
    files = [file for version in record.versions for file in version.files]
    found = next((file for file in files if file.id == attachment_id), None)
    if found is None:
        raise NotFound(_("There is no such attachment."))
    return hand_over(open_inside(digest=found.digest, name=found.name, media_type=found.media_type))


def _attach(actor: Actor, record: DeskRecord, form: AttachForm) -> None:
    # All of them or none: who is refused one finds the rest still ticked.
    title = form.cleaned_data["title"] if len(form.uploads) == 1 else ""
    with transaction.atomic():
        for upload in form.uploads:
            attach_upload(actor=actor, version_id=record.current.id, key=upload.key, title=title)


def _said(number: int) -> str:
    return ngettext(
        "%(number)d file is attached and is being examined.",
        "%(number)d files are attached and are being examined.",
        number,
    ) % {"number": number}


def _file_of(record: DeskRecord, attachment_id: int) -> DeskFile:
    found = next((file for file in record.current.files if file.id == attachment_id), None)
    if found is None:
        raise NotFound(_("There is no such attachment."))
    return found


def _move(by: int) -> "Act":
    def move(_request: HttpRequest, actor: Actor, record: DeskRecord, file_id: int) -> None:
        place = [file.id for file in record.current.files].index(file_id) + 1
        move_file(actor=actor, version_id=record.current.id, file_id=file_id, to=place + by)

    return move


def _remove(request: HttpRequest, actor: Actor, record: DeskRecord, file_id: int) -> None:
    detach_file(actor=actor, version_id=record.current.id, file_id=file_id)
    messages.success(request, _("The attachment is taken off."))


def _retitle(request: HttpRequest, actor: Actor, record: DeskRecord, file_id: int) -> None:
    title = str(request.POST.get("title", ""))
    retitle_file(actor=actor, version_id=record.current.id, file_id=file_id, title=title)


Act = Callable[[HttpRequest, Actor, DeskRecord, int], None]
_ACTS: Mapping[str, Act] = {
    "up": _move(-1),
    "down": _move(1),
    "remove": _remove,
    "retitle": _retitle,
}
