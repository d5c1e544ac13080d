"""Views of the list of records that people keep under a name."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.interfaces.desk.choices import organs_with
from gongkai.interfaces.desk.forms.bulk import ViewForm
from gongkai.interfaces.desk.layout import (
    FORM_METHODS,
    FormPage,
    crumbs,
    form_page,
    records_crumb,
    sent_in,
)
from gongkai.interfaces.desk.record_filters import filter_form
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Viewer
from gongkai.records.access import STAFF
from gongkai.records.operations.saved_views import change_view, delete_view, save_view
from gongkai.records.queries import SavedViewLine, saved_views


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Keep the filters of the list under a name."""
    viewer = _viewer(request)
    # Whatever the address holds, only filters are kept.
    query = filter_form(viewer, request.GET).query()
    form = ViewForm(sent_in(request), organs=organs_with(viewer.organs_as(*STAFF)))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            name = form.cleaned_data["name"]
            save_view(viewer=viewer, name=name, query=query, shared_with=form.organ_id())
            messages.success(request, _("The view is kept; it stands above the list."))
            return redirect(f"{reverse('desk:records')}?{query}")
    return form_page(request, form, _said(_("Keep this view"), _("Keep")))


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def change(request: HttpRequest, view_id: int) -> HttpResponse:
    """Rename a view of one's own, or say who sees it."""
    viewer = _viewer(request)
    view = _own(viewer, view_id)
    form = ViewForm(
        sent_in(request),
        organs=organs_with(viewer.organs_as(*STAFF)),
        initial={"name": view.name, "shared_with": str(view.shared_with_id or "")},
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            change_view(
                viewer=viewer,
                view_id=view_id,
                name=form.cleaned_data["name"],
                shared_with=form.organ_id(),
            )
            messages.success(request, _("The view is changed."))
            return redirect(f"{reverse('desk:records')}?{view.query}")
    return form_page(request, form, _said(_("Change a view"), _("Save")))


@audience(Audience.STAFF)
@require_POST
def delete(request: HttpRequest, view_id: int) -> HttpResponse:
    """Forget a view of one's own."""
    delete_view(viewer=_viewer(request), view_id=view_id)
    messages.success(request, _("The view is deleted; the records stay as they are."))
    return redirect("desk:records")


def _viewer(request: HttpRequest) -> Viewer:
    viewer = viewer_of(request)
    if not viewer.organs_as(*STAFF):
        raise NotFound(_("There is no such page."))
    return viewer


def _own(viewer: Viewer, view_id: int) -> SavedViewLine:
    views = (view for view in saved_views(viewer) if view.id == view_id and view.is_own)
    view = next(views, None)
    if view is None:
        raise NotFound(_("There is no such view of yours."))
    return view


def _said(title: str, submit: str) -> FormPage:
    return FormPage(
        title=title,
        submit=submit,
        cancel_url=reverse("desk:records"),
        crumbs=crumbs(records_crumb(), (title, "")),
    )
