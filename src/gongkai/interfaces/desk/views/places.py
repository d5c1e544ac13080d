"""Reading places of an organ: entered, changed, closed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.deliveries.access import EDITORS
from gongkai.deliveries.operations import close_place, enter_place
from gongkai.deliveries.queries import PlaceCard, place_card, places_of
from gongkai.interfaces.desk.acting import acting_as
from gongkai.interfaces.desk.choices import organ_name
from gongkai.interfaces.desk.forms.deliveries import PlaceForm
from gongkai.interfaces.desk.forms.steps import ConfirmForm
from gongkai.interfaces.desk.layout import (
    FORM_METHODS,
    FormPage,
    crumbs,
    desk_page,
    form_page,
    sent_in,
)
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.components import SummaryRow
from gongkai.kernel.refusals import NotFound
from gongkai.organs.queries import organ_cards

_FIELDS = (
    "kind",
    "name",
    "address",
    "hours",
    "telephone",
    "public_note",
    "takes_deliveries",
)


@audience(Audience.STAFF)
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Show the reading places of the viewer's organs."""
    organs = organ_cards(_organs(request))
    context = {
        "lists": [(card, places_of(organ_id)) for organ_id, card in organs.items()],
        "crumbs": crumbs((_("Reading places"), "")),
    }
    return desk_page(request, "desk/reading_places.html", context)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def new_place(request: HttpRequest, organ_id: int) -> HttpResponse:
    """Enter a reading place of an organ."""
    _require_editor(request, organ_id)
    form = PlaceForm(sent_in(request), initial={"kind": "reading_room"})
    return _edited(request, form, organ_id, None) or _shown(form, request, organ_id, _("Enter"))


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def place(request: HttpRequest, place_id: int) -> HttpResponse:
    """Change what is said of a reading place."""
    kept = _own_place(request, place_id)
    form = PlaceForm(sent_in(request), initial={name: getattr(kept, name) for name in _FIELDS})
    return _edited(request, form, kept.organ_id, place_id) or _shown(
        form, request, kept.organ_id, _("Save")
    )


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def close(request: HttpRequest, place_id: int) -> HttpResponse:
    """Close a reading place."""
    kept = _own_place(request, place_id)
    form = ConfirmForm(sent_in(request))
    if request.method == "POST":
        with refusals_on(form):
            actor = acting_as(request, *EDITORS, organ_id=kept.organ_id)
            close_place(actor=actor, organ_id=kept.organ_id, place_id=place_id)
            messages.success(request, _("Closed. Guides and pages no longer name it."))
            return redirect("desk:reading_places")
    said = _page(
        _("Close the reading place"),
        pgettext("reading place", "Close"),
        [SummaryRow(_("Name of the place"), kept.name)],
    )
    return form_page(request, form, said)


def _edited(
    request: HttpRequest, form: PlaceForm, organ_id: int, place_id: int | None
) -> HttpResponse | None:
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actor = acting_as(request, *EDITORS, organ_id=organ_id)
            enter_place(actor=actor, organ_id=organ_id, place_id=place_id, **form.cleaned_data)
            messages.success(request, _("Saved. The public reads it now."))
            return redirect("desk:reading_places")
    return None


def _shown(form: PlaceForm, request: HttpRequest, organ_id: int, submit: str) -> HttpResponse:
    lead = organ_name(organ_cards([organ_id])[organ_id])
    said = _page(_("Reading place"), submit, [SummaryRow(_("Organ"), lead)])
    return form_page(request, form, said)


def _page(title: str, submit: str, facts: list[SummaryRow]) -> FormPage:
    back = reverse("desk:reading_places")
    return FormPage(
        title=title,
        submit=submit,
        cancel_url=back,
        facts=facts,
        crumbs=crumbs((_("Reading places"), back), (title, "")),
    )


def _organs(request: HttpRequest) -> frozenset[int]:
    own = viewer_of(request).organs_as(*EDITORS)
    if not own:
        raise NotFound(_("There is no such page."))
    return own


def _require_editor(request: HttpRequest, organ_id: int) -> None:
    if organ_id not in _organs(request):
        raise NotFound(_("There is no such page."))


def _own_place(request: HttpRequest, place_id: int) -> PlaceCard:
    # Of a place that was closed meanwhile what is sent in is judged by the operation.
    kept = place_card(place_id, also_closed=request.method == "POST")
    _require_editor(request, kept.organ_id)
    return kept
