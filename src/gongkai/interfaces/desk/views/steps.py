"""From draft to release: propose, release, begin a new version, give one up."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gongkai.interfaces.desk.acting import RELEASERS, acting_as
from gongkai.interfaces.desk.elements import heading_rows
from gongkai.interfaces.desk.forms.standing import ReleaseCorrectionForm, Withdrawn
from gongkai.interfaces.desk.forms.steps import (
    ChangeNoteForm,
    ConfirmForm,
    ProposeForm,
    ReasonForm,
)
from gongkai.interfaces.desk.gate_rows import gate_url
from gongkai.interfaces.desk.gate_summary import going_of
from gongkai.interfaces.desk.layout import (
    FORM_METHODS,
    FormPage,
    Label,
    desk_page,
    form_page,
    record_crumbs,
    sent_in,
)
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.desk.subjects import record_for
from gongkai.interfaces.shared.audience import Audience, audience
from gongkai.kernel.types import Role
from gongkai.records.operations import (
    abandon_version,
    begin_new_version,
    propose_record,
    release_record,
)
from gongkai.records.queries import DeskRecord, numbers_running_out
from gongkai.records.queries.reviewed import returns_of
from gongkai.records.queries.version_moves import asked_about
from gongkai.records.rules.lifecycle import Event
from gongkai.records.rules.normative import signs_of_normative
from gongkai.records.rules.vocabulary import Category, VersionState

RELEASE_WORDS: dict[str, tuple[Label, Label]] = {
    Category.VOLUNTARY.value: (
        gettext_lazy("Publish"),
        gettext_lazy(
            "The index number is minted and everybody can read it from this moment. "
            "The number never changes."
        ),
    ),
    Category.ON_APPLICATION.value: (
        gettext_lazy("List with ★"),
        gettext_lazy(
            "Number, name and summary are listed with ★; the text is handed out on application "
            "only."
        ),
    ),
    Category.EXEMPT.value: (
        gettext_lazy("Hold back"),
        gettext_lazy("Nothing of it is shown to the public. What was public before is taken off."),
    ),
}

_PROPOSED: dict[str, Label] = {
    VersionState.PROPOSED.value: gettext_lazy("Proposed. The secrecy reviewer is next."),
    VersionState.REVIEWED.value: gettext_lazy(
        "Proposed. The very same content was reviewed before: the approval is next."
    ),
}


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def propose(request: HttpRequest, record_id: int) -> HttpResponse:
    """Propose the version in work for release."""
    record = record_for(request, record_id, Event.PROPOSE)
    returns = returns_of(record.current)
    form = ProposeForm(
        sent_in(request),
        looks_normative=bool(signs_of_normative(record.current.content)),
        is_answer=bool(returns) and returns[0].answered_at is None,
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            version = propose_record(
                actor=acting_as(request, Role.CLERK, organ_id=record.organ_id),
                version_id=record.current.id,
                **form.cleaned_data,
            )
            return done(request, record_id, str(_PROPOSED[version.state]))
    said = about(
        record,
        title=_("Propose for release"),
        lead=_(
            "Reviewers sign exactly this content. Any change after this takes the proposal back "
            "to a draft."
        ),
        submit=_("Propose"),
    )
    if record.current.content.category != Category.EXEMPT:
        words = _("What the release gate found, and the decisions")
        said = replace(said, more=(words, gate_url(going_of(record), "desk:findings")))
    context = {"form": form, "said": said, "crumbs": said.crumbs, "returns": returns}
    return desk_page(request, "desk/propose.html", context)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def release(request: HttpRequest, record_id: int) -> HttpResponse:
    """Release the approved version as its category asks."""
    record = record_for(request, record_id, Event.RELEASE)
    form = _release_form(request, record)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actor = acting_as(request, *RELEASERS, organ_id=record.organ_id)
            released = release_record(
                actor=actor, version_id=record.current.id, **_withdrawn_with_it(form)
            )
            number = released.index_number or ""
            return done(request, record_id, _("Released. %(number)s") % {"number": number})
    title, lead = RELEASE_WORDS.get(
        record.current.content.category, (_("Release"), _("Its category is undetermined."))
    )
    said = about(record, title=title, lead=lead, submit=title, warning=_numbers_warning(record))
    return form_page(request, form, said)


def _release_form(request: HttpRequest, record: DeskRecord) -> ConfirmForm | ReleaseCorrectionForm:
    """Return the form of the release; a corrected copy asks what becomes of those before it."""
    if numbers := asked_about(record):
        return ReleaseCorrectionForm(sent_in(request), numbers=numbers)
    return ConfirmForm(sent_in(request))


def _withdrawn_with_it(form: ConfirmForm | ReleaseCorrectionForm) -> Withdrawn:
    if isinstance(form, ReleaseCorrectionForm):
        return form.withdrawn_with_it()
    return Withdrawn(withdrawn_with_it=(), reason="")


def _numbers_warning(record: DeskRecord) -> str:
    left = numbers_running_out(record.id, year=record.current.content.generated_on.year)
    if left is None:
        return ""
    return _(
        "Only %(left)d index numbers are left in this class and year. Tell the system "
        "administrator before they are used up."
    ) % {"left": left}


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def new_version(request: HttpRequest, record_id: int) -> HttpResponse:
    """Begin the next version: a correction or an update."""
    record = record_for(request, record_id, Event.BEGIN_VERSION)
    form = ChangeNoteForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actor = acting_as(request, Role.CLERK, organ_id=record.organ_id)
            begin_new_version(actor=actor, record_id=record_id, **form.cleaned_data)
            messages.success(request, _("The new version is a copy. Change it and propose it."))
            return redirect("desk:edit", record_id=record_id)
    said = about(
        record,
        title=_("Begin a new version"),
        lead=_("The version that stands stays public until the new one is released."),
        submit=_("Begin"),
    )
    return form_page(request, form, said)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def abandon(request: HttpRequest, record_id: int) -> HttpResponse:
    """Give up the version in work."""
    record = record_for(request, record_id, Event.ABANDON)
    form = ReasonForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actor = acting_as(request, Role.CLERK, organ_id=record.organ_id)
            abandon_version(actor=actor, version_id=record.current.id, **form.cleaned_data)
            return done(request, record_id, _("The version is given up; it stays on record."))
    said = about(
        record,
        title=_("Abandon this version"),
        lead=_("It can be read here later, but never released."),
        submit=_("Abandon"),
        kind="warning",
    )
    return form_page(request, form, said)


def about(
    record: DeskRecord,
    *,
    title: Label,
    lead: Label,
    submit: Label,
    kind: str = "",
    warning: Label = "",
) -> FormPage:
    """Return what the page of one step of a record says."""
    return FormPage(
        title=title,
        lead=lead,
        submit=submit,
        kind=kind,
        warning=warning,
        cancel_url=reverse("desk:record", args=[record.id]),
        facts=heading_rows(record),
        crumbs=record_crumbs(record, title),
    )


def done(request: HttpRequest, record_id: int, message: str) -> HttpResponse:
    """Say what was done and go to the record."""
    messages.success(request, message)
    return redirect("desk:record", record_id=record_id)
