"""Register information and edit the version that is in work."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongkai.interfaces.desk.acting import acting_as
from gongkai.interfaces.desk.choices import organs_of, record_choices
from gongkai.interfaces.desk.differences import differences
from gongkai.interfaces.desk.forms.record import NextVersionForm, RecordForm, RegisterForm
from gongkai.interfaces.desk.layout import (
    FORM_METHODS,
    crumbs,
    desk_page,
    record_crumbs,
    records_crumb,
    sent_in,
)
from gongkai.interfaces.desk.proposed_summary import asks_for_summary, with_proposed_summary
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.desk.subjects import record_for
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.once import submitted_once
from gongkai.interfaces.shared.templatetags.gongkai import day
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Role
from gongkai.records.operations import ChangedMeanwhile, edit_version, register_record
from gongkai.records.queries.reviewed import returns_of
from gongkai.records.rules.content import VersionContent
from gongkai.records.rules.lifecycle import Event

OF_THE_RECORD = (
    "class_code",
    "first_disclosed_on",
    "first_disclosure_source",
    "disclosure_limit_working_days",
    "disclosure_limit_basis",
)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def register(request: HttpRequest) -> HttpResponse:
    """Register information of one of the viewer's organs."""
    organ_id = _organ_of(request)
    form = RegisterForm(sent_in(request), choices=record_choices(organ_id))
    if asks_for_summary(request):
        form = with_proposed_summary(request, form, choices=record_choices(organ_id))
    elif request.method == "POST" and form.is_valid():
        with refusals_on(form), submitted_once(request, form.once_key) as submission:
            if not submission.result:
                submission.result = _registered(request, organ_id, form.cleaned_data)
        if not form.errors:
            messages.success(request, _("Registered as a draft. Propose it when it is complete."))
            return redirect(submission.result)
    context = {
        "form": form,
        "title": _("Register information"),
        "organs": organs_of(viewer_of(request), Role.CLERK),
        "organ_id": str(organ_id),
        "cancel_url": reverse("desk:records"),
        "crumbs": crumbs(records_crumb(), (_("Register information"), "")),
    }
    return desk_page(request, "desk/record_form.html", context)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, record_id: int) -> HttpResponse:
    """Edit the version in work; a proposal of it becomes void."""
    record = record_for(request, record_id, Event.EDIT)
    version = record.current
    kind = RecordForm if version.number == 1 else NextVersionForm
    choices = record_choices(record.organ_id)
    initial = initial_from(version.content) | {"seen_digest": version.digest}
    form = kind(sent_in(request), choices=choices, initial=initial)
    if asks_for_summary(request):
        form = with_proposed_summary(request, form, choices=choices)
    form.fields.pop("class_code")
    if not asks_for_summary(request) and request.method == "POST" and form.is_valid():
        with refusals_on(form), _kept_for_a_second_look(request, form, version.digest):
            said = content_said(_sent_of(form), version.content)
            saved = edit_version(
                actor=acting_as(request, Role.CLERK, organ_id=record.organ_id),
                version_id=version.id,
                content=said,
                seen_digest=form.cleaned_data["seen_digest"],
            )
            messages.success(request, _saved_words(said.generated_on, saved.generated_on))
            return redirect("desk:record", record_id=record_id)
    context = {
        "form": form,
        "title": _("Edit"),
        "takes_back": version.state != "draft",
        "theirs": differences(form) if form.changed_meanwhile else None,
        "returns": returns_of(version),
        "cancel_url": reverse("desk:record", args=[record_id]),
        "crumbs": record_crumbs(record, _("Edit")),
    }
    return desk_page(request, "desk/record_form.html", context)


def _saved_words(said: date, kept: date) -> str:
    words = _("Saved as a draft.")
    if kept == said:
        return words
    follows = _(
        "The date generated followed the kind of change: it is %(day)s now. Correct it where the "
        "change is of another day."
    )
    return f"{words} {follows % {'day': day(kept)}}"


@contextmanager
def _kept_for_a_second_look(request: HttpRequest, form: RecordForm, digest: str) -> Iterator[None]:
    # Saving again replaces the other's work knowingly: the form now holds the digest of that work.
    try:
        yield
    except ChangedMeanwhile:
        typed = request.POST.copy()
        typed["seen_digest"] = digest
        form.data = typed
        form.changed_meanwhile = True
        raise


def _organ_of(request: HttpRequest) -> int:
    own = viewer_of(request).organs_as(Role.CLERK)
    if not own:
        raise NotFound(_("There is no such page."))
    asked = request.POST.get("organ_id") or request.GET.get("organ") or ""
    wanted = int(asked) if asked.isdecimal() and len(asked) < 12 else min(own)
    if wanted not in own:
        raise NotFound(_("There is no such page."))
    return wanted


def _registered(request: HttpRequest, organ_id: int, values: Mapping[str, Any]) -> str:
    record = register_record(
        actor=acting_as(request, Role.CLERK, organ_id=organ_id),
        organ_id=organ_id,
        content=content_said(values),
        **{name: values[name] for name in OF_THE_RECORD},
    )
    return reverse("desk:record", args=[record.pk])


def _sent_of(form: RecordForm) -> dict[str, Any]:
    """Return what the form was sent with: a field that did not come along is not an empty one."""
    return {
        name: value
        for name, value in form.cleaned_data.items()
        if not form.fields[name].widget.value_omitted_from_data(
            form.data, form.files, form.add_prefix(name)
        )
    }


def content_said(values: Mapping[str, Any], before: VersionContent | None = None) -> VersionContent:
    """Return what the form says; what it does not ask for stays as it was `before`."""
    names = [field.name for field in fields(VersionContent)]
    said = {name: values[name] for name in names if name in values}
    said["forms"] = tuple(said["forms"])
    said |= {name: _lines(said[name]) for name in ("history", "co_makers") if name in said}
    # What this form does not ask for stays as it was.
    return VersionContent(**said) if before is None else replace(before, **said)


def initial_from(content: VersionContent) -> dict[str, object]:
    """Return what fills the form with this content."""
    shown = {field.name: getattr(content, field.name) for field in fields(VersionContent)}
    lines = {name: "\n".join(getattr(content, name)) for name in ("history", "co_makers")}
    return shown | lines | {"forms": list(content.forms)}


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line.strip())
