"""Checking a copy: is this text the one that was published here?"""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from gongkai.interfaces.portal.crumbs import trail
from gongkai.interfaces.portal.forms.copies import CopyForm
from gongkai.interfaces.shared.audience import Audience, GongkaiRequest, audience
from gongkai.interfaces.shared.components import Crumb
from gongkai.ledger.queries import chain_place
from gongkai.records.queries import find_copy


# Nothing is kept or changed, so there is nothing to forge; and the page works without cookies.
@csrf_exempt
@audience(Audience.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: GongkaiRequest) -> HttpResponse:
    """Say which version of which record a file or a digest is, or that it is unknown.

    The file is hashed as it comes in and is not kept.
    """
    form = _form(request)
    context: dict[str, object] = {"form": form, "crumbs": trail(Crumb(_("Check a copy")))}
    if form.is_bound and form.is_valid():
        digest = form.asked_digest
        found = find_copy(request.viewer, digest)
        context |= {"digest": digest, "found": found}
        if found is not None:
            context["place"] = chain_place(
                request.viewer, record_id=found.card.id, version_number=found.number
            )
    return render(request, "portal/check_copy.html", context)


def _form(request: GongkaiRequest) -> CopyForm:
    if request.method == "POST":
        return CopyForm(request.POST, request.FILES)
    # A digest in the address makes the answer something one can send to somebody.
    return CopyForm(request.GET) if "digest" in request.GET else CopyForm()
