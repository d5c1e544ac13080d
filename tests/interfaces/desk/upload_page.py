"""A page with files, as the desk's forms make them; the whole site and this page beside it."""

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.http import require_http_methods

from gongkai.config import urls as site
from gongkai.interfaces.desk.acting import acting_as
from gongkai.interfaces.desk.forms.uploads import UploadsMixin
from gongkai.interfaces.desk.layout import FORM_METHODS, FormPage, files_in, form_page, sent_in
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.bodies import LARGEST_FORM, takes_large_body
from gongkai.interfaces.shared.once import OnceForm
from gongkai.kernel.types import Role
from gongkai.release.rules.doors import Subject

SUBJECT_ID = 7
ADDRESS = "/try/"


class TryForm(UploadsMixin, OnceForm):
    """Files, and a field that can be wrong."""

    note = forms.CharField(label="附注")


@audience(Audience.STAFF)
@takes_large_body(LARGEST_FORM)
@require_http_methods(FORM_METHODS)
def attach(request: HttpRequest) -> HttpResponse:
    """Take files like any page of the desk, and say what was taken."""
    (organ_id,) = viewer_of(request).organs_as(Role.CLERK)
    actor = acting_as(request, Role.CLERK, organ_id=organ_id)
    form = TryForm(sent_in(request), files_in(request))
    form.upload_for(actor, Subject(kind="record", id=SUBJECT_ID, organ_id=organ_id))
    if request.method == "POST" and form.take_uploads() and form.is_valid():
        taken = [[one.name, one.size, one.stored_id] for one in form.uploads]
        return JsonResponse({"taken": taken}, json_dumps_params={"ensure_ascii": False})
    said = FormPage(title="附件", submit="保存", cancel_url="/desk/", takes_file=True)
    return form_page(request, form, said)


urlpatterns = [path(ADDRESS[1:], attach, name="try"), *site.urlpatterns]
handler404 = "gongkai.interfaces.shared.errors.not_found"
