"""Drafting the reply: its matters, its files, and the letter as it would go out."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.applications.leaving import SUBJECT
from gongkai.applications.operations import (
    ChangedMeanwhile,
    add_reply_file,
    draft_reply,
    remove_reply_file,
)
from gongkai.applications.queries import CasePage
from gongkai.applications.queries.previews import reply_preview
from gongkai.applications.rules.lifecycle import Event
from gongkai.applications.rules.reply import MOST_ITEMS
from gongkai.applications.rules.vocabulary import CaseState
from gongkai.applications.shipped import regimes
from gongkai.interfaces.desk.acting import acting_as
from gongkai.interfaces.desk.case_gate import case_gate
from gongkai.interfaces.desk.case_rows import (
    case_heading_rows,
    request_rows,
    shown_answers,
    shown_files,
)
from gongkai.interfaces.desk.case_wording import gap_text, offered_state, why_this_outcome
from gongkai.interfaces.desk.forms.cases import ReplyFilesForm
from gongkai.interfaces.desk.forms.reply import ReplyForm, initial_of, matters_of, places_in
from gongkai.interfaces.desk.layout import (
    FORM_METHODS,
    case_crumbs,
    desk_page,
    files_in,
    sent_in,
)
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.desk.subjects import case_for
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.bodies import LARGEST_FORM, takes_large_body
from gongkai.interfaces.shared.handing_out import show_pdf
from gongkai.interfaces.shared.once import submitted_once
from gongkai.kernel.time import today
from gongkai.kernel.types import Actor, Role
from gongkai.release.rules.doors import Subject

UNDER_REVIEW = frozenset({CaseState.PROPOSED, CaseState.REVIEWED, CaseState.APPROVED})
CHOOSE, ADD, REMOVE, FILES = "choose", "add", "remove-", "files"


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def reply(request: HttpRequest, case_id: int) -> HttpResponse:
    """Draft the reply; adding, removing and choosing reload the form and keep nothing yet."""
    page = case_for(request, case_id, Event.DRAFT_REPLY)
    if request.method != "POST":
        return _shown(request, page, _form_of(page))
    form = _sent_form(request, page)
    wanted = str(request.POST.get("do", ""))
    if wanted in {CHOOSE, ADD} or wanted.startswith(REMOVE):
        return _shown(request, page, _changed(page, form, wanted))
    if form.is_valid():
        with refusals_on(form), _kept_for_a_second_look(request, page, form):
            _save(request, page, form)
            messages.success(request, _("Saved as a draft."))
            route = "desk:reply_files" if wanted == FILES else "desk:reply"
            return redirect(route, case_id=case_id)
    return _shown(request, page, form)


@audience(Audience.STAFF)
@takes_large_body(LARGEST_FORM)
@require_http_methods(FORM_METHODS)
def files(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show the files that go with the reply, and put more with it."""
    page = case_for(request, case_id, Event.DRAFT_REPLY)
    actor = acting_as(request, Role.CLERK, organ_id=page.organ_id)
    form = ReplyFilesForm(sent_in(request), files_in(request))
    form.upload_for(actor, Subject(kind=SUBJECT, id=case_id, organ_id=page.organ_id))
    if request.method == "POST" and form.take_uploads() and form.is_valid():
        with refusals_on(form), submitted_once(request, form.once_key) as submission:
            if not submission.result:
                _add_files(actor, page, form)
                submission.result = reverse("desk:reply_files", args=[case_id])
        if not form.errors:
            messages.success(request, _("Added. What is found in it is shown here in a moment."))
            return redirect("desk:reply_files", case_id=case_id)
    context = {
        "form": form,
        "page": page,
        "facts": case_heading_rows(page),
        "files": shown_files(page, page.reply) if page.reply else [],
        "gate": case_gate(page),
        "takes_back": page.state in UNDER_REVIEW,
        "cancel_url": reverse("desk:case", args=[case_id]),
        "crumbs": case_crumbs(page, _("Files of the reply")),
    }
    return desk_page(request, "desk/reply_files.html", context)


@audience(Audience.STAFF)
@require_POST
def remove_file(request: HttpRequest, case_id: int, file_id: int) -> HttpResponse:
    """Take a file off the reply."""
    page = case_for(request, case_id, Event.DRAFT_REPLY)
    actor = acting_as(request, Role.CLERK, organ_id=page.organ_id)
    remove_reply_file(actor=actor, case_id=case_id, file_id=file_id)
    messages.success(request, _("Removed from the reply."))
    return redirect("desk:reply_files", case_id=case_id)


@audience(Audience.STAFF)
@require_safe
def letter(request: HttpRequest, case_id: int) -> HttpResponseBase:
    """Show the letter as it would be issued now."""
    content = reply_preview(viewer_of(request), case_id, on=today())
    return show_pdf(name=_("preview.pdf"), content=content)


def _form_of(page: CasePage) -> ReplyForm:
    """Return the form with the draft; a first draft begins with what was asked for."""
    saved = page.reply
    if saved is None or not saved.answers:
        matters = [{"asked": page.request.asked}]
        return _form(page, None, places=1, initial=initial_of(matters))
    whole = {
        "outcome_code": saved.outcome_code if saved.outcome_reason else "",
        "outcome_reason": saved.outcome_reason,
        "based_on": saved.digest_now,
    }
    initial = initial_of(matters_of(saved.answers)) | whole
    return _form(page, None, places=len(saved.answers), initial=initial)


def _sent_form(request: HttpRequest, page: CasePage) -> ReplyForm:
    return _form(page, request.POST, places=places_in(request.POST))


def _form(
    page: CasePage, data: Any, *, places: int, initial: Mapping[str, object] | None = None
) -> ReplyForm:
    rules = regimes()[page.regime_id]
    offered = rules.outcomes_offered(offered_state(page.state), on=today())
    return ReplyForm(data, regime=rules, offered=offered, places=places, initial=initial)


def _changed(page: CasePage, form: ReplyForm, wanted: str) -> ReplyForm:
    """Return the form with a matter more or less, or as it was sent; nothing is judged yet."""
    matters = form.typed()
    if wanted == ADD and len(matters) < MOST_ITEMS:
        matters.append({})
    place = wanted.removeprefix(REMOVE)
    if wanted.startswith(REMOVE) and place in map(str, range(len(matters))) and len(matters) > 1:
        del matters[int(place)]
    initial = initial_of(matters) | form.typed_of_the_whole()
    return _form(page, None, places=len(matters), initial=initial)


def _save(request: HttpRequest, page: CasePage, form: ReplyForm) -> None:
    said = form.cleaned_data
    draft_reply(
        actor=acting_as(request, Role.CLERK, organ_id=page.organ_id),
        case_id=page.case_id,
        answers=form.answers(),
        outcome_code=said["outcome_code"],
        outcome_reason=said["outcome_reason"],
        based_on=said["based_on"],
    )


@contextmanager
def _kept_for_a_second_look(
    request: HttpRequest, page: CasePage, form: ReplyForm
) -> Iterator[None]:
    # Saving again replaces the colleague's text knowingly: the form now holds its digest.
    try:
        yield
    except ChangedMeanwhile:
        typed = request.POST.copy()
        typed["based_on"] = page.reply.digest_now if page.reply else ""
        form.data = typed
        form.changed_meanwhile = True
        raise


def _shown(request: HttpRequest, page: CasePage, form: ReplyForm) -> HttpResponse:
    context = {
        "form": form,
        "page": page,
        "request_rows": request_rows(page),
        "one_outcome": why_this_outcome(form.chosen(), form.regime),
        "gaps": [gap_text(gap) for gap in page.reply.gaps] if page.reply else [],
        "theirs": shown_answers(page) if form.changed_meanwhile else [],
        "takes_back": page.state in UNDER_REVIEW,
        "cancel_url": reverse("desk:case", args=[page.case_id]),
        "crumbs": case_crumbs(page, _("Reply")),
    }
    if request.headers.get("HX-Request"):
        return render(request, "desk/reply_fields.html", context)
    return desk_page(request, "desk/reply.html", context)


def _add_files(actor: Actor, page: CasePage, form: ReplyFilesForm) -> None:
    # All of them or none: the clerk who is refused one finds the rest still ticked.
    with transaction.atomic():
        for upload in form.uploads:
            add_reply_file(actor=actor, case_id=page.case_id, upload=upload.key)
