"""Drawing a layer, page by page: by hand, by a term, by kinds of data."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.interfaces.desk.acting import acting_as
from gongkai.interfaces.desk.forms.redaction import AreaForm, GroundForm, KindsForm, TermForm
from gongkai.interfaces.desk.layout import FORM_METHODS, desk_page
from gongkai.interfaces.desk.redaction_rows import (
    DOORS,
    boxes_on,
    grounds_to_withhold,
    material_crumbs,
    pages_with_boxes,
)
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.desk.views.redaction import layer_of
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.handing_out import show_picture
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.time import today
from gongkai.release.access import DECIDERS
from gongkai.release.models import LayerState
from gongkai.release.operations.layers import add_boxes, remove_boxes
from gongkai.release.operations.searching import find_kinds, find_term, page_picture
from gongkai.release.queries.redaction import LayerPage, MaterialPage, material_page
from gongkai.release.rules.boxes import Box
from gongkai.release.rules.findings import FindingKind

AREA, TERM, KINDS = "area", "term", "kinds"
_SEEN_DPI = 110
"""Of a page on the screen; what is made is finer."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way of withholding something on the drawing page."""

    form: type[GroundForm]
    boxes: Callable[[MaterialPage, int, Any], tuple[Box, ...]]


WAYS: dict[str, Way] = {
    AREA: Way(AreaForm, lambda _page, number, form: (form.box(number),)),
    TERM: Way(
        TermForm,
        lambda page, _number, form: find_term(
            material_id=page.id,
            term=form.cleaned_data["term"],
            ground_code=form.cleaned_data["ground"],
        ),
    ),
    KINDS: Way(
        KindsForm,
        lambda page, _number, form: find_kinds(
            material_id=page.id,
            kinds=[FindingKind(kind) for kind in form.cleaned_data["kinds"]],
            ground_code=form.cleaned_data["ground"],
        ),
    ),
}


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def layer_page(request: HttpRequest, layer_id: int, number: int) -> HttpResponse:
    """Show a page with its boxes, and withhold more on it or everywhere."""
    page, layer = layer_of(request, layer_id)
    _require_page(page, number)
    sent = str(request.POST.get("way", "")) if request.method == "POST" else ""
    grounds = grounds_to_withhold()
    forms = {
        name: way.form(request.POST if name == sent else None, grounds=grounds, prefix=name)
        for name, way in WAYS.items()
    }
    form = forms.get(sent)
    if form is not None and form.is_valid():
        with refusals_on(form):
            boxes = WAYS[sent].boxes(page, number, form)
            _withhold(request, page, layer, boxes, form)
            return redirect("desk:layer_page", layer_id=layer_id, number=number)
    return desk_page(request, "desk/layer_page.html", _context(page, layer, number, forms, form))


@audience(Audience.STAFF)
@require_POST
def remove(request: HttpRequest, layer_id: int, number: int) -> HttpResponse:
    """Take the chosen boxes off the layer."""
    page, _layer = layer_of(request, layer_id)
    typed = (str(sent) for sent in request.POST.getlist("box"))
    chosen = [int(sent) for sent in typed if sent.isascii() and sent.isdigit() and len(sent) < 19]
    actor = acting_as(request, *DECIDERS, organ_id=page.organ_id)
    removed = remove_boxes(actor=actor, layer_id=layer_id, box_ids=chosen)
    said = ngettext("%(count)d box was removed.", "%(count)d boxes were removed.", removed)
    messages.success(request, said % {"count": removed})
    return redirect("desk:layer_page", layer_id=layer_id, number=number)


@audience(Audience.STAFF)
@require_safe
def paper_picture(request: HttpRequest, material_id: int, number: int) -> HttpResponseBase:
    """Show a page of the material as a picture."""
    page = material_page(viewer_of(request), material_id, on=today())
    return _picture(page.paper_digest, number)


@audience(Audience.STAFF)
@require_safe
def result_picture(request: HttpRequest, layer_id: int, number: int) -> HttpResponseBase:
    """Show a page of the made file as a picture."""
    _page, layer = layer_of(request, layer_id)
    return _picture(layer.result_digest, number)


def _picture(digest: str, number: int) -> HttpResponseBase:
    if not digest:
        raise NotFound(_("The pages are still being prepared. Come back in a moment."))
    return show_picture(page_picture(digest=digest, number=number, dpi=_SEEN_DPI))


def _withhold(
    request: HttpRequest,
    page: MaterialPage,
    layer: LayerPage,
    boxes: tuple[Box, ...],
    form: GroundForm,
) -> None:
    if not boxes:
        messages.warning(
            request,
            _("Nothing was found. Pages that are pictures cannot be searched: draw on them."),
        )
        return
    add_boxes(
        actor=acting_as(request, *DECIDERS, organ_id=page.organ_id),
        layer_id=layer.id,
        boxes=boxes,
        ground_name=form.ground_name,
        note=str(form.cleaned_data["note"]),
    )
    messages.success(request, _said(boxes))


def _said(boxes: tuple[Box, ...]) -> str:
    pages = sorted({box.page for box in boxes})
    said = ngettext(
        "%(count)d area is withheld, on page %(pages)s.",
        "%(count)d areas are withheld, on page %(pages)s.",
        len(boxes),
    )
    return said % {"count": len(boxes), "pages": ", ".join(map(str, pages))}


def _require_page(page: MaterialPage, number: int) -> None:
    if not 1 <= number <= len(page.sizes):
        raise NotFound(_("There is no such page."))


def _context(
    page: MaterialPage,
    layer: LayerPage,
    number: int,
    forms: dict[str, GroundForm],
    sent: GroundForm | None,
) -> dict[str, object]:
    width, height = page.sizes[number - 1]
    total = len(page.sizes)
    return {
        "page": page,
        "layer": layer,
        "door": DOORS[layer.door],
        "number": number,
        "total": total,
        "previous": number - 1 if number > 1 else None,
        "next": number + 1 if number < total else None,
        "width": round(width, 2),
        "height": round(height, 2),
        "boxes": boxes_on(layer, number, width=width, height=height),
        "others": pages_with_boxes(layer),
        "is_drawn": layer.state is LayerState.DRAWING,
        "form": sent,
        "forms": forms,
        "picture_url": reverse("desk:paper_picture", args=[page.id, number]),
        "crumbs": material_crumbs(page, DOORS[layer.door]),
    }
