"""The home page: what one came for, what is new, what was taken back, whose it is."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.interfaces.portal.entries import entries
from gongkai.interfaces.shared.audience import Audience, GongkaiRequest, audience
from gongkai.organs.queries import organ_tree
from gongkai.records.queries import newest, public_counts, recent_changes
from gongkai.records.queries.embargoes import announced

NEWEST = 8
CHANGES = 4
ANNOUNCED = 3


@audience(Audience.PUBLIC)
@require_safe
def home(request: GongkaiRequest) -> HttpResponse:
    """Show the home page."""
    context = {
        "entries": entries(),
        "examples": [_("housing"), _("budget"), _("emergency plan")],
        "newest": newest(request.viewer, limit=NEWEST),
        "changes": recent_changes(request.viewer, limit=CHANGES),
        "announced": announced()[:ANNOUNCED],
        "counts": public_counts(request.viewer),
        "regions": organ_tree(),
        "suggestions_url": reverse("portal:suggestions"),
    }
    return render(request, "portal/home.html", context)
