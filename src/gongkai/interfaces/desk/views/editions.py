"""Guide and catalogue at the desk: what is in force, what is due, what is worked on."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.guides.access import STAFF
from gongkai.guides.models import EditionState
from gongkai.guides.operations import (
    SectionsChanged,
    compile_edition,
    refresh_facts,
    write_sections,
)
from gongkai.guides.queries import DeskEdition, EditionCard, EditionStanding
from gongkai.guides.queries.desk import (
    desk_edition,
    desk_editions,
    desk_guide,
    editions_sent_up,
)
from gongkai.guides.queries.standing import own_standing, standing_below
from gongkai.guides.rules.lifecycle import Event
from gongkai.guides.rules.vocabulary import EditionKind
from gongkai.guides.wording import EVENT_NAMES, fact_name
from gongkai.interfaces.desk.acting import acting_as
from gongkai.interfaces.desk.choices import organ_name
from gongkai.interfaces.desk.edition_pages import (
    TAGS,
    about,
    acting_for_office,
    done,
    edition_for,
    edition_name,
    editions_crumb,
    shown_anew,
    shown_moves,
)
from gongkai.interfaces.desk.elements import NOTHING
from gongkai.interfaces.desk.forms.editions import CompileForm, SectionsForm
from gongkai.interfaces.desk.forms.steps import ConfirmForm
from gongkai.interfaces.desk.layout import (
    FORM_METHODS,
    FormPage,
    Label,
    crumbs,
    desk_page,
    form_page,
    sent_in,
)
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.desk.views.edition_hiding import hiding_rows
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.components import SummaryRow
from gongkai.interfaces.shared.guide_documents import document_of
from gongkai.kernel.refusals import NotAllowed
from gongkai.kernel.time import today
from gongkai.kernel.types import Role
from gongkai.organs.queries import organ_cards

_STATE_NAMES = dict(EditionState.choices)


@dataclass(frozen=True, slots=True)
class _Line:
    """How an organ stands with one kind, in words."""

    standing: EditionStanding
    moved: tuple[str, ...]
    may_compile: bool


@audience(Audience.STAFF)
@require_safe
def editions(request: HttpRequest) -> HttpResponse:
    """Show what is in force and due of the own organs, and what waits above."""
    viewer = viewer_of(request)
    own, above = viewer.organs_as(*STAFF), viewer.organs_as(Role.COMPETENT_DEPARTMENT)
    if not own and not above:
        raise NotAllowed(_("Your role does not permit this. Ask the person whose role it is."))
    clerks = viewer.organs_as(Role.CLERK)
    context = {
        "lines": [_line(one, clerks) for one in own_standing(viewer, on=today())],
        "editions": [_row(card) for card in desk_editions(viewer)],
        "sent_up": [_row(card) for card in editions_sent_up(viewer)] if above else [],
        "has_organs": bool(own),
        "is_competent": bool(above),
        "crumbs": crumbs((_("Guide and catalogue"), "")),
    }
    return desk_page(request, "desk/editions.html", context)


@audience(Audience.STAFF)
@require_safe
def below(request: HttpRequest) -> HttpResponse:
    """Show the competent department which organs have a guide and catalogue that still hold."""
    viewer = viewer_of(request)
    if not viewer.organs_as(Role.COMPETENT_DEPARTMENT):
        raise NotAllowed(_("You do not hold the role that this step needs."))
    found = standing_below(viewer, on=today())
    context = {
        "lines": [_line(one, frozenset()) for one in found],
        "current": sum(one.current is not None and not one.reminds for one in found),
        "due": sum(one.reminds for one in found),
        "sent_up": [_row(card) for card in editions_sent_up(viewer)],
        "total": len(found),
        "crumbs": crumbs(editions_crumb(), (_("Organs below"), "")),
    }
    return desk_page(request, "desk/editions_below.html", context)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def compile_one(request: HttpRequest, organ_id: int, edition_kind: str) -> HttpResponse:
    """Begin an edition with the live data of this moment."""
    kind = EditionKind(edition_kind)
    actor = acting_as(request, Role.CLERK, organ_id=organ_id)
    form = CompileForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = compile_edition(
                actor=actor,
                organ_id=organ_id,
                kind=kind,
                change_note=form.cleaned_data["change_note"],
            )
            messages.success(request, _("Compiled with the data of this moment."))
            return redirect("desk:edition", made.pk)
    title = _("Compile the guide") if kind is EditionKind.GUIDE else _("Compile the catalogue")
    said = FormPage(
        title=title,
        lead=_lead(organ_name(organ_cards([organ_id])[organ_id]), kind),
        submit=_("Compile"),
        cancel_url=reverse("desk:editions"),
        crumbs=crumbs(editions_crumb(), (title, "")),
    )
    return form_page(request, form, said)


@audience(Audience.STAFF)
@require_safe
def edition(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Show an edition: what it says, what can be done, what was done."""
    viewer = viewer_of(request)
    found = desk_edition(viewer, edition_id)
    card = found.card
    context: dict[str, object] = {
        "found": found,
        "card": card,
        "name": edition_name(card),
        "state_name": _STATE_NAMES[card.state.value],
        "state_tag": TAGS[card.state],
        "moved": [fact_name(key) for key in found.moved],
        "moves": list(shown_moves(found)),
        "history": [(EVENT_NAMES[line.event], line) for line in found.history],
        "hiding": hiding_rows(found.hiding),
        "crumbs": crumbs(editions_crumb(), (edition_name(card), "")),
    }
    if card.is_guide:
        context["document"] = document_of(desk_guide(viewer, edition_id))
    return desk_page(request, "desk/edition.html", context)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def sections(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Write the parts that only the organ can say."""
    found = edition_for(request, edition_id, Event.EDIT)
    card = found.card
    form = SectionsForm(
        sent_in(request),
        sections=found.sections,
        change_note=card.change_note,
        seen_digest=found.digest,
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form), shown_anew(form, found.digest, SectionsChanged):
            write_sections(
                actor=acting_for_office(request, card, Role.CLERK),
                edition_id=edition_id,
                sections=list(form.sections()),
                change_note=form.cleaned_data["change_note"],
                seen_digest=form.cleaned_data["seen_digest"],
            )
            return done(request, edition_id, _("The sections are kept."))
    said = about(
        card,
        title=_("The organ's own sections"),
        lead=_(
            "What the system knows stands in the guide already. Write here only what it cannot "
            "know. The release gate looks at it before the public reads it."
        ),
        submit=_("Keep the sections"),
    )
    is_theirs = form.is_bound and form["seen_digest"].value() != request.POST.get("seen_digest")
    context = {
        "form": form,
        "said": said,
        "crumbs": said.crumbs,
        "theirs": _saved(found) if is_theirs else [],
    }
    return desk_page(request, "desk/edition_sections.html", context)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def refresh(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Take over the live data into a guide that is being worked on."""
    found = edition_for(request, edition_id, Event.REFRESH)
    form = ConfirmForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actor = acting_for_office(request, found.card, Role.CLERK)
            refresh_facts(actor=actor, edition_id=edition_id)
            return done(request, edition_id, _("The guide holds the data of this moment."))
    names = [fact_name(key) for key in found.moved]
    lead = (
        _("These facts have changed since: %(names)s.") % {"names": _("; ").join(names)}
        if names
        else _("Nothing has changed since it was compiled.")
    )
    said = about(
        found.card, title=_("Take over the live data"), lead=lead, submit=_("Take it over")
    )
    return form_page(request, form, said)


def _saved(found: DeskEdition) -> list[SummaryRow]:
    """Return what stands in the edition now, to be compared with what was typed."""
    note = SummaryRow(_("What is new in this edition"), found.card.change_note or NOTHING)
    return [note, *(SummaryRow(one.heading, one.text) for one in found.sections)]


def _lead(organ: str, kind: EditionKind) -> str:
    if kind is EditionKind.GUIDE:
        return _(
            "The guide of %(organ)s is filled with what the system knows now: office, hours, "
            "lists, time limits, remedies, reading places. Own sections are taken over from the "
            "edition in force, unless it was taken from the public."
        ) % {"organ": organ}
    return _(
        "The catalogue of %(organ)s is frozen as the public sees it now. What is taken back later "
        "falls silent in it too."
    ) % {"organ": organ}


def _line(standing: EditionStanding, clerks: frozenset[int]) -> _Line:
    return _Line(
        standing=standing,
        moved=tuple(fact_name(key) for key in standing.moved),
        may_compile=standing.organ_id in clerks and standing.in_work is None,
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """An edition in a list of the desk."""

    card: EditionCard
    name: str
    state_name: Label
    tag: str


def _row(card: EditionCard) -> _Row:
    return _Row(
        card=card,
        name=edition_name(card),
        state_name=_STATE_NAMES[card.state.value],
        tag=TAGS[card.state],
    )
