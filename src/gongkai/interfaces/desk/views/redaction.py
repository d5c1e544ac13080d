"""Redaction: the material with its two layers, from the first box to the approved file."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.interfaces.desk.acting import acting_as
from gongkai.interfaces.desk.forms.redaction import ProposalForm
from gongkai.interfaces.desk.gate_exchange import exchange
from gongkai.interfaces.desk.gate_subjects import outgoing_of
from gongkai.interfaces.desk.layout import desk_page
from gongkai.interfaces.desk.redaction_rows import (
    door_of,
    layer_cards,
    material_crumbs,
    subject_link,
)
from gongkai.interfaces.desk.subjects import StepClosed
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.handing_out import hand_over
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.time import today
from gongkai.kernel.types import Actor
from gongkai.release.access import DECIDERS, reviews_for, works_for
from gongkai.release.doors import open_inside
from gongkai.release.models import LayerState
from gongkai.release.operations.cleaning import make_clean_copy
from gongkai.release.operations.layers import begin_layer, propose_layer, take_layer_back
from gongkai.release.operations.materials import begin_material, try_material_again
from gongkai.release.queries.redaction import (
    LayerPage,
    MaterialPage,
    layer_page,
    material_page,
)
from gongkai.release.rules.doors import FileOut
from gongkai.release.wording import KINDS

PDF = "application/pdf"


class NameRefused(Refusal):
    """A file cannot be called so."""


@audience(Audience.STAFF)
@require_POST
def begin(request: HttpRequest, subject_kind: str, subject_id: int, digest: str) -> HttpResponse:
    """Make a file that is on its way out ready to be redacted, and open it."""
    going = outgoing_of(request, subject_kind, subject_id)
    file = _file_in(going.files, digest)
    actor = acting_as(request, *DECIDERS, organ_id=going.subject.organ_id)
    material = begin_material(actor=actor, subject=going.subject, file=file)
    return redirect("desk:material", material_id=material.pk)


@audience(Audience.STAFF)
@require_safe
def material(request: HttpRequest, material_id: int) -> HttpResponse:
    """Show a material with its layers and what can be done with each."""
    viewer = viewer_of(request)
    page = material_page(viewer, material_id, on=today())
    context = {
        "page": page,
        "cards": layer_cards(
            page,
            draws=works_for(viewer, page.organ_id) and bool(viewer.organs_as(*DECIDERS)),
            reviews=reviews_for(viewer, page.organ_id, on=today()),
            person_id=viewer.person_id,
        ),
        "is_waiting": page.state == "waiting" or _is_being_made(page),
        "subject_link": subject_link(page.subject),
        "crumbs": material_crumbs(page),
    }
    return desk_page(request, "desk/material.html", context)


@audience(Audience.STAFF)
@require_POST
def begin_layer_of(request: HttpRequest, material_id: int, door: str) -> HttpResponse:
    """Begin a layer, or go on with the one in work."""
    page = material_page(viewer_of(request), material_id, on=today())
    layer = begin_layer(actor=_drawer(request, page), material_id=material_id, door=door_of(door))
    return redirect("desk:layer_page", layer_id=layer.pk, number=1)


@audience(Audience.STAFF)
@require_POST
def propose(request: HttpRequest, layer_id: int) -> HttpResponse:
    """Freeze the boxes and have the file made."""
    page, _layer = layer_of(request, layer_id)
    form = ProposalForm(request.POST)
    try:
        if not form.is_valid():
            raise NameRefused(" ".join(map(str, form.errors.get("title", []))), field="title")
        propose_layer(
            actor=_drawer(request, page), layer_id=layer_id, title=form.cleaned_data["title"]
        )
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Proposed. The file is being made and then waits for review."))
    return redirect("desk:material", material_id=page.id)


@audience(Audience.STAFF)
@require_POST
def take_back(request: HttpRequest, layer_id: int) -> HttpResponse:
    """Draw on at a proposed layer."""
    page, _layer = layer_of(request, layer_id)
    take_layer_back(actor=_drawer(request, page), layer_id=layer_id)
    return redirect("desk:layer_page", layer_id=layer_id, number=1)


@audience(Audience.STAFF)
@require_POST
def try_again(request: HttpRequest, material_id: int) -> HttpResponse:
    """Prepare the pages of a stuck material once more."""
    page = material_page(viewer_of(request), material_id, on=today())
    try_material_again(actor=_drawer(request, page), material_id=material_id)
    messages.success(request, _("Queued again."))
    return redirect("desk:material", material_id=material_id)


@audience(Audience.STAFF)
@require_POST
def use(request: HttpRequest, layer_id: int) -> HttpResponse:
    """Let the approved file go with the reply or the record, in the place of its source."""
    page, layer = layer_of(request, layer_id)
    if layer.state is not LayerState.APPROVED:
        raise StepClosed(_("Only an approved file can be used."))
    try:
        placed = exchange(
            request,
            subject=page.subject,
            door=layer.door,
            old_digest=page.source_digest,
            file=FileOut(name=layer.outgoing_name, digest=layer.result_digest),
        )
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        return redirect("desk:material", material_id=page.id)
    messages.success(request, placed.said)
    return redirect(placed.url)


@audience(Audience.STAFF)
@require_POST
def clean(request: HttpRequest, subject_kind: str, subject_id: int, digest: str) -> HttpResponse:
    """Exchange a file for a copy without what nobody sees in it."""
    going = outgoing_of(request, subject_kind, subject_id)
    file = _file_in(going.files, digest)
    actor = acting_as(request, *DECIDERS, organ_id=going.subject.organ_id)
    try:
        copy = make_clean_copy(actor=actor, subject=going.subject, file=file)
        placed = exchange(
            request,
            subject=going.subject,
            door=going.door,
            old_digest=digest,
            file=copy.file,
            keeps_title=True,
        )
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        return redirect("desk:findings", subject_kind, subject_id, going.door)
    removed = ", ".join(str(KINDS[kind]) for kind in copy.removed)
    messages.success(request, _("Taken out: %(removed)s.") % {"removed": removed or "–"})
    return redirect(placed.url)


@audience(Audience.STAFF)
@require_safe
def result(request: HttpRequest, layer_id: int) -> HttpResponseBase:
    """Hand the made file to the staff."""
    _page, layer = layer_of(request, layer_id)
    return hand_over(open_inside(digest=_made(layer), name=layer.outgoing_name, media_type=PDF))


@audience(Audience.STAFF)
@require_safe
def remaining(request: HttpRequest, layer_id: int) -> HttpResponse:
    """Show the text that a layer leaves, and the inventory of what it withholds."""
    page, layer = layer_of(request, layer_id)
    context: Mapping[str, object] = {
        "page": page,
        "layer": layer,
        "crumbs": material_crumbs(page, _("Remaining text")),
    }
    return desk_page(request, "desk/remaining.html", context)


def layer_of(request: HttpRequest, layer_id: int) -> tuple[MaterialPage, LayerPage]:
    """Return a layer with its material; raises NotFound, also for who may not see it."""
    return layer_page(viewer_of(request), layer_id, on=today())


def _drawer(request: HttpRequest, page: MaterialPage) -> Actor:
    return acting_as(request, *DECIDERS, organ_id=page.organ_id)


def _file_in(files: Sequence[FileOut], digest: str) -> FileOut:
    found = next((file for file in files if file.digest == digest), None)
    if found is None:
        raise NotFound(_("There is no such file."))
    return found


def _made(layer: LayerPage) -> str:
    if not layer.result_digest:
        raise NotFound(_("There is no such file, or it is not ready yet."))
    return layer.result_digest


def _is_being_made(page: MaterialPage) -> bool:
    return any(layer.state is LayerState.MAKING for layer in page.layers)
