"""Opinions on a draft: read with who gave them, shown or kept back, answered together."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.guides.models import OpinionState
from gongkai.guides.operations import answer_opinions, keep_opinion_back, show_opinion
from gongkai.guides.queries import DeskOpinion
from gongkai.guides.queries.desk import edition_label, opinion_of, opinions_of
from gongkai.guides.rules.lifecycle import Event
from gongkai.interfaces.desk.edition_pages import (
    about,
    acting_for_office,
    done,
    edition_crumbs,
    edition_for,
)
from gongkai.interfaces.desk.forms.editions import AnswerForm, OpinionDecisionForm
from gongkai.interfaces.desk.layout import FORM_METHODS, desk_page, form_page, sent_in
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.components import SummaryRow, page_number, pages_of
from gongkai.interfaces.shared.templatetags.gongkai import moment

PER_PAGE = 50
_NAMES = dict(OpinionState.choices)


@audience(Audience.STAFF)
@require_safe
def opinions(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Show every opinion on a draft to the office that looks after it."""
    viewer = viewer_of(request)
    number = page_number(request.GET.get("page"))
    found = opinions_of(viewer, edition_id, page=number, size=PER_PAGE)
    card = edition_label(viewer, edition_id)
    context = {
        "card": card,
        "opinions": [(one, _NAMES[one.state.value]) for one in found.items],
        "pages": pages_of(items=found.total, number=number, per_page=PER_PAGE),
        "crumbs": edition_crumbs(card, _("Opinions")),
    }
    return desk_page(request, "desk/opinions.html", context)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def opinion(request: HttpRequest, edition_id: int, opinion_number: int) -> HttpResponse:
    """Decide whether everybody may read an opinion."""
    viewer = viewer_of(request)
    one = opinion_of(viewer, edition_id, opinion_number)
    card = edition_label(viewer, edition_id)
    form = OpinionDecisionForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actor = acting_for_office(request, card)
            if form.cleaned_data["decision"] == "show":
                show_opinion(actor=actor, opinion_id=one.id)
            else:
                keep_opinion_back(actor=actor, opinion_id=one.id, why=form.cleaned_data["why"])
            messages.success(request, _("Decided."))
            return redirect(reverse("desk:opinions", args=[edition_id]))
    said = about(
        card,
        title=_("Opinion %(number)d") % {"number": one.number},
        submit=_("Decide"),
    )
    return form_page(request, form, said.with_facts(_rows(one)))


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def answer(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Answer all opinions together."""
    found = edition_for(request, edition_id, Event.ANSWER)
    form = AnswerForm(sent_in(request), initial={"answer": found.answer})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            answer_opinions(
                actor=acting_for_office(request, found.card),
                edition_id=edition_id,
                answer=form.cleaned_data["answer"],
            )
            return done(request, edition_id, _("Answered. Everybody reads it."))
    said = about(
        found.card,
        title=_("Answer the opinions"),
        lead=_("Everybody reads the answer beside the opinions that are shown."),
        submit=_("Answer"),
    )
    return form_page(request, form, said)


def _rows(one: DeskOpinion) -> list[SummaryRow]:
    return [
        SummaryRow(_("Opinion"), one.text),
        SummaryRow(_("Given"), moment(one.given_at)),
        SummaryRow(_("Name"), one.name or _("not said")),
        SummaryRow(_("Contact"), one.contact or _("not said")),
    ]
