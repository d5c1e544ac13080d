"""What is undetermined: the queue, what is known of each, questions and their answers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.interfaces.desk.acting import acting_as
from gongkai.interfaces.desk.categories import staff_record
from gongkai.interfaces.desk.choices import grouped_grounds, organ_name, organs_with
from gongkai.interfaces.desk.forms.categories import (
    AnswerForm,
    NoteForm,
    OrganFilter,
    QuestionForm,
)
from gongkai.interfaces.desk.forms.steps import ConfirmForm
from gongkai.interfaces.desk.layout import (
    FORM_METHODS,
    FormPage,
    crumbs,
    desk_page,
    form_page,
    record_crumbs,
    sent_in,
)
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.desk.subjects import StepClosed
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.components import SummaryRow, page_number, pages_of
from gongkai.interfaces.shared.once import submitted_once
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.time import today
from gongkai.kernel.types import Role
from gongkai.records.access import ASKERS, STAFF
from gongkai.records.operations.research import (
    add_research_note,
    answer_question,
    ask_question,
    take_back_question,
)
from gongkai.records.queries.research import (
    count_questions_waiting_for,
    question_put_to,
    questions_put_to,
    research_of,
    undetermined_queue,
)
from gongkai.review.access import CONSULTED
from gongkai.review.queries.referrals import organs_to_ask

PER_PAGE = 50


@audience(Audience.STAFF)
@require_safe
def undetermined(request: HttpRequest) -> HttpResponse:
    """Show what has no category yet, the oldest first."""
    viewer = viewer_of(request)
    own = organs_with(viewer.organs_as(*STAFF))
    filters = OrganFilter(request.GET, organs=own)
    only_old = request.GET.get("old") == "on"
    number = page_number(request.GET.get("page"))
    found = undetermined_queue(
        viewer,
        organ_ids=filters.organ_ids(),
        only_old=only_old,
        page=number,
        size=PER_PAGE,
    )
    context = {
        "lines": found.items,
        "pages": pages_of(items=found.total, number=number, per_page=PER_PAGE),
        "only_old": only_old,
        "hidden": [("old", "on")] if only_old else [],
        "edits": viewer.organs_as(Role.CLERK),
        "filter": filters if len(own) > 1 else None,
        "crumbs": crumbs((_("Undetermined"), "")),
    }
    return desk_page(request, "desk/undetermined.html", context)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def research(request: HttpRequest, record_id: int) -> HttpResponse:
    """Show what is known about a record's category, and take another note."""
    record = staff_record(request, record_id)
    form = NoteForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form), submitted_once(request, form.once_key) as submission:
            if not submission.result:
                actor = acting_as(request, *STAFF, organ_id=record.organ_id)
                add_research_note(actor=actor, record_id=record_id, text=form.cleaned_data["text"])
                submission.result = reverse("desk:research", args=[record_id])
        if not form.errors:
            messages.success(request, _("The note is kept."))
            return redirect("desk:research", record_id=record_id)
    known = research_of(record_id)
    is_open = record.current.content.category == "undetermined"
    asks = record.organ_id in viewer_of(request).organs_as(*ASKERS)
    context = {
        "record": record,
        "research": known,
        "form": form,
        "may_note": is_open,
        "may_ask": is_open and known.waiting is None and asks,
        "may_take_back": known.waiting is not None and asks,
        "crumbs": record_crumbs(record, _("Research")),
    }
    return desk_page(request, "desk/research.html", context)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def ask(request: HttpRequest, record_id: int) -> HttpResponse:
    """Put the question to the competent department or the secrecy bureau."""
    record = staff_record(request, record_id, *ASKERS)
    able = [(str(card.id), organ_name(card)) for card in organs_to_ask(record.organ_id, on=today())]
    form = QuestionForm(sent_in(request), organs=able)
    back = reverse("desk:research", args=[record_id])
    if request.method == "POST" and form.is_valid():
        with refusals_on(form), submitted_once(request, form.once_key) as submission:
            if not submission.result:
                ask_question(
                    actor=acting_as(request, *ASKERS, organ_id=record.organ_id),
                    record_id=record_id,
                    to_organ_id=form.cleaned_data["to_organ"],
                    question=form.cleaned_data["question"],
                )
                submission.result = back
        if not form.errors:
            messages.success(request, _("The question is asked. Its answer will stand here."))
            return redirect(back)
    context = {
        "record": record,
        "form": form,
        "cancel_url": back,
        "crumbs": record_crumbs(record, _("Ask for the category")),
    }
    return desk_page(request, "desk/ask_question.html", context)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def take_back(request: HttpRequest, record_id: int) -> HttpResponse:
    """Take the question that waits for its answer back."""
    record = staff_record(request, record_id, *ASKERS)
    waiting = research_of(record_id).waiting
    if waiting is None:
        raise StepClosed(_("No question waits for its answer. Look at the record again."))
    form = ConfirmForm(sent_in(request))
    back = reverse("desk:research", args=[record_id])
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actor = acting_as(request, *ASKERS, organ_id=record.organ_id)
            take_back_question(actor=actor, record_id=record_id)
            messages.success(request, _("The question is taken back. Another can be asked."))
            return redirect(back)
    said = FormPage(
        title=_("Take the question back"),
        lead=_("Whoever was asked reads the draft no longer. The question stays on record."),
        submit=_("Take back"),
        kind="warning",
        cancel_url=back,
        facts=[
            SummaryRow(_("Whom to ask"), waiting.to_organ_name),
            SummaryRow(_("Question"), waiting.question),
        ],
        crumbs=record_crumbs(record, _("Take the question back")),
    )
    return form_page(request, form, said)


@audience(Audience.STAFF)
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """Show the questions that were put to the viewer's organ: those that wait, then the answers."""
    viewer = viewer_of(request)
    if not viewer.organs_as(*CONSULTED):
        raise NotFound(_("There is no such page."))
    number = page_number(request.GET.get("page"))
    lines = questions_put_to(viewer, page=number, size=PER_PAGE)
    context = {
        "waiting": [line for line in lines if line.waits],
        "pages": pages_of(
            items=count_questions_waiting_for(viewer), number=number, per_page=PER_PAGE
        ),
        "answered": [line for line in lines if line.answered_at is not None],
        "crumbs": crumbs((_("Questions about categories"), "")),
    }
    return desk_page(request, "desk/questions.html", context)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def question(request: HttpRequest, question_id: int) -> HttpResponse:
    """Show a question with the draft it is about, and take its answer."""
    viewer = viewer_of(request)
    asked = question_put_to(viewer, question_id)
    form = AnswerForm(sent_in(request), grounds=grouped_grounds())
    back = reverse("desk:questions")
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            organ_id = asked.line.to_organ_id
            actor = acting_as(request, *CONSULTED, organ_id=organ_id)
            answer_question(actor=actor, question_id=question_id, **form.cleaned_data)
            messages.success(request, _("Your answer is kept with the record."))
            return redirect(back)
    context = {
        "asked": asked,
        "line": asked.line,
        "form": form,
        "cancel_url": back,
        "crumbs": crumbs((_("Questions about categories"), back), (_("Question"), "")),
    }
    return desk_page(request, "desk/question.html", context)
