"""Drafts that lie open for opinions: reading them, saying something, reading the answer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.guides.operations import TooManyOpinions, give_opinion
from gongkai.guides.queries import Consultation, open_consultations, public_guide
from gongkai.guides.queries import consultation as consultation_of
from gongkai.interfaces.portal.crumbs import trail
from gongkai.interfaces.portal.forms.opinions import OpinionForm
from gongkai.interfaces.portal.languages import in_reader_language
from gongkai.interfaces.shared.audience import Audience, GongkaiRequest, audience, viewer_of
from gongkai.interfaces.shared.components import Crumb, page_number, pages_of
from gongkai.interfaces.shared.guide_documents import document_of
from gongkai.interfaces.shared.network import network_of
from gongkai.interfaces.shared.once import submitted_once
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.types import PUBLIC

PER_PAGE = 50
TOO_MANY, NOT_ACCEPTED = 429, 422


@audience(Audience.PUBLIC)
@require_safe
def consultations(request: GongkaiRequest) -> HttpResponse:
    """List the drafts on which the public may say something now."""
    context = {
        "consultations": open_consultations(request.viewer),
        "crumbs": trail(Crumb(_("Drafts open for opinions"))),
    }
    return render(request, "portal/consultations.html", context)


@audience(Audience.PUBLIC)
@require_safe
def consultation(request: GongkaiRequest, edition_id: int) -> HttpResponse:
    """Show a draft with the way to say something, and later the opinions and their answer."""
    number = page_number(request.GET.get("page"))
    found = consultation_of(request.viewer, edition_id, page=number, size=PER_PAGE)
    context: dict[str, object] = {
        "found": found,
        "pages": pages_of(items=found.shown, number=number, per_page=PER_PAGE),
        "card": found.card,
        "crumbs": _trail(found),
    }
    if found.is_open and found.card.is_guide:
        context["document"] = document_of(public_guide(request.viewer, edition_id))
    return render(request, "portal/consultation.html", context)


@audience(Audience.ANYONE)
@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Take an opinion on a draft that lies open."""
    found = consultation_of(PUBLIC, edition_id)
    if not found.is_open and request.method != "POST":
        return redirect("portal:consultation", edition_id)
    form = OpinionForm(request.POST) if request.method == "POST" else OpinionForm()
    status = 200
    if form.is_bound and form.is_valid():
        try:
            return redirect(_taken(request, edition_id, form))
        except NotFound:
            raise
        except Refusal as refusal:
            form.add_refusal(refusal)
            status = TOO_MANY if isinstance(refusal, TooManyOpinions) else NOT_ACCEPTED
    elif form.is_bound:
        status = NOT_ACCEPTED
    context = {"form": form, "card": found.card, "crumbs": _trail(found, Crumb(_("Your opinion")))}
    return render(request, "portal/opinion.html", context, status=status)


@audience(Audience.ANYONE)
@require_safe
def thanks(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Say that an opinion was taken and what becomes of it."""
    found = consultation_of(viewer_of(request), edition_id)
    context = {"card": found.card, "crumbs": _trail(found, Crumb(_("Your opinion")))}
    return render(request, "portal/opinion_taken.html", context)


def _taken(request: HttpRequest, edition_id: int, form: OpinionForm) -> str:
    with submitted_once(request, form.once_key) as submission:
        if not submission.result:
            said = form.cleaned_data
            give_opinion(
                edition_id=edition_id,
                text=said["text"],
                name=said["name"],
                contact=said["contact"],
                address=network_of(request),
            )
            submission.result = reverse("portal:opinion_taken", args=[edition_id])
    return submission.result


def _trail(found: Consultation, *steps: Crumb) -> list[Crumb]:
    card = found.card
    name = in_reader_language(card.organ_name, card.organ_name_en)
    here = Crumb(_("Draft of edition %(number)d") % {"number": card.number})
    if steps:
        here = Crumb(here.label, reverse("portal:consultation", args=[card.id]))
    return trail(
        Crumb(_("Drafts open for opinions"), reverse("portal:consultations")),
        Crumb(name, reverse("portal:organ", args=[card.organ_id])),
        here,
        *steps,
    )
