"""The review of one layer: every page as it will leave, what it withholds, what it leaves."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongkai.interfaces.desk.acting import person_id_of
from gongkai.interfaces.desk.forms.redaction import LayerDecisionForm
from gongkai.interfaces.desk.layout import FORM_METHODS, desk_page, sent_in
from gongkai.interfaces.desk.redaction_rows import DOORS, material_crumbs
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.desk.subjects import StepClosed
from gongkai.interfaces.desk.views.redaction import layer_of
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.kernel.refusals import NotAllowed
from gongkai.kernel.time import today
from gongkai.kernel.types import Actor, Role
from gongkai.organs.operations import sign
from gongkai.organs.queries import actor_for
from gongkai.release.access import reviews_for
from gongkai.release.models import LayerState
from gongkai.release.operations.layer_review import SIGNING_PURPOSE, PublicWider, decide_layer
from gongkai.release.queries.redaction import LayerPage, MaterialPage
from gongkai.review.access import deciding_organ
from gongkai.review.models import Decision, StepKind


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def review(request: HttpRequest, layer_id: int) -> HttpResponse:
    """Show a made layer as it will leave, and decide it."""
    page, layer = layer_of(request, layer_id)
    _require_open(request, page, layer)
    form, in_the_way = LayerDecisionForm(sent_in(request)), ""
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            try:
                _decide(request, page, layer, form.cleaned_data)
            except PublicWider as wider:
                in_the_way = reverse("desk:material", args=[wider.material_id])
                raise
            return redirect("desk:material", material_id=page.id)
    context = {
        "form": form,
        "in_the_way": in_the_way,
        "page": page,
        "layer": layer,
        "door": DOORS[layer.door],
        "numbers": [
            (number, round(width), round(height))
            for number, (width, height) in enumerate(page.sizes, start=1)
        ],
        "cancel_url": reverse("desk:material", args=[page.id]),
        "crumbs": material_crumbs(page, _("Review")),
    }
    return desk_page(request, "desk/layer_review.html", context)


def _require_open(request: HttpRequest, page: MaterialPage, layer: LayerPage) -> None:
    if not reviews_for(viewer_of(request), page.organ_id, on=today()):
        raise NotAllowed(_("Your role does not permit this. Ask the person whose role it is."))
    if request.method != "POST" and layer.state is not LayerState.MADE:
        raise StepClosed(_("This layer does not wait for its review."))


def _decide(
    request: HttpRequest, page: MaterialPage, layer: LayerPage, values: Mapping[str, Any]
) -> None:
    actor = _reviewer(request, page.organ_id)
    # Signed before the operation and outside its transaction: wrong secrets stay counted.
    signature = sign(
        person_id=person_id_of(request),
        secret=values["secret"],
        purpose=SIGNING_PURPOSE,
        digest=values["seen_digest"],
    )
    decision = Decision(values["decision"])
    decided = decide_layer(
        actor=actor,
        layer_id=layer.id,
        decision=decision,
        opinion=values["opinion"],
        seen_digest=values["seen_digest"],
        signature=signature,
    )
    approved = _("Approved. The file can now go with the reply or the record.")
    returned = _("Returned with your opinion.")
    messages.success(request, approved if decision is Decision.PASS else returned)
    for other in decided.let_go:
        said = _(
            "The public layer of “%(name)s” showed more than this one withholds and is not out, so "
            "it counts no more. Whoever draws there begins a new one."
        )
        messages.warning(request, said % {"name": other.material.name})


def _reviewer(request: HttpRequest, organ_id: int) -> Actor:
    decides = deciding_organ(organ_id=organ_id, kind=StepKind.SECRECY.value, on=today())
    return actor_for(
        person_id=person_id_of(request),
        role=Role.SECRECY_REVIEWER,
        organ_id=decides,
        on=today(),
    )
