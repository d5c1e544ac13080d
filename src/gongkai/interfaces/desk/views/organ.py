"""What an organ's own people enter about it: its offices and its introduction."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.interfaces.desk.acting import acting_as
from gongkai.interfaces.desk.choices import organ_name
from gongkai.interfaces.desk.forms.organ import IntroductionForm, OfficeForm
from gongkai.interfaces.desk.layout import (
    FORM_METHODS,
    SETTINGS_ROLES,
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
from gongkai.kernel.types import Viewer
from gongkai.letters.queries import letter_mark
from gongkai.organs.models.organ import OfficeKind
from gongkai.organs.operations import set_office
from gongkai.organs.operations.describing import describe_organ
from gongkai.organs.queries import OfficeCard, OrganPage, organ_cards, organ_page

OFFICE_FIELDS = ("name", "address", "hours", "telephone", "fax", "email", "postcode")


@audience(Audience.STAFF)
@require_safe
def organ_settings(request: HttpRequest) -> HttpResponse:
    """Show the viewer's organs with what the public reads about each."""
    own = organ_cards(viewer_of(request).organs_as(*SETTINGS_ROLES))
    pages = [_settings_of(organ_page(organ_id)) for organ_id in own]
    return desk_page(
        request,
        "desk/organ_settings.html",
        {"organs": pages, "crumbs": crumbs((_("Organ settings"), ""))},
    )


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def office(request: HttpRequest, organ_id: int, kind: str) -> HttpResponse:
    """Enter the disclosure office or the supervision office."""
    _require_settings(viewer_of(request), organ_id)
    page = organ_page(organ_id)
    kept = page.disclosure if kind == OfficeKind.DISCLOSURE else page.supervision
    form = OfficeForm(sent_in(request), initial=_office_values(kept))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actor = acting_as(request, *SETTINGS_ROLES, organ_id=organ_id)
            set_office(actor=actor, organ_id=organ_id, kind=kind, **form.cleaned_data)
            return _saved(request)
    title = str(OfficeKind(kind).label)
    return form_page(request, form, _page_about(page, title, _("Save")))


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def introduction(request: HttpRequest, organ_id: int) -> HttpResponse:
    """Enter what the organ says of itself."""
    _require_settings(viewer_of(request), organ_id)
    page = organ_page(organ_id)
    form = IntroductionForm(
        sent_in(request),
        initial={"introduction": page.introduction, "website": page.website},
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actor = acting_as(request, *SETTINGS_ROLES, organ_id=organ_id)
            describe_organ(actor=actor, organ_id=organ_id, **form.cleaned_data)
            return _saved(request)
    return form_page(request, form, _page_about(page, _("Introduction"), _("Save")))


def _require_settings(viewer: Viewer, organ_id: int) -> None:
    if organ_id not in viewer.organs_as(*SETTINGS_ROLES):
        raise NotFound(_("There is no such page."))


def _saved(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Saved. The public page of the organ shows it now."))
    return redirect("desk:organ_settings")


def _page_about(page: OrganPage, title: str, submit: str) -> FormPage:
    back = reverse("desk:organ_settings")
    return FormPage(
        title=title,
        lead=organ_name(page.card),
        submit=submit,
        cancel_url=back,
        crumbs=crumbs((_("Organ settings"), back), (title, "")),
    )


def _office_values(office: OfficeCard | None) -> dict[str, object]:
    return {field: getattr(office, field) for field in OFFICE_FIELDS} if office else {}


def _settings_of(page: OrganPage) -> dict[str, object]:
    return {
        "name": organ_name(page.card),
        "id": page.card.id,
        "introduction": page.introduction,
        "website": page.website,
        "mark": letter_mark(page.card.id),
        "offices": [
            _office_rows(page.card.id, kind, office)
            for kind, office in (
                (OfficeKind.DISCLOSURE, page.disclosure),
                (OfficeKind.SUPERVISION, page.supervision),
            )
        ],
    }


def _office_rows(organ_id: int, kind: OfficeKind, office: OfficeCard | None) -> dict[str, object]:
    labels = OfficeForm.base_fields
    return {
        "title": kind.label,
        "url": reverse("desk:office", args=[organ_id, kind.value]),
        "rows": [
            SummaryRow(str(labels[field].label), getattr(office, field) or "—")
            for field in OFFICE_FIELDS
        ]
        if office
        else [],
    }
