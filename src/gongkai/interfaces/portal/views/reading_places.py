"""Where people read on paper or on a screen: archives, libraries, service halls, reading rooms."""

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.deliveries.queries import reading_places
from gongkai.interfaces.portal.crumbs import trail
from gongkai.interfaces.shared.audience import Audience, GongkaiRequest, audience
from gongkai.interfaces.shared.components import Crumb


@audience(Audience.PUBLIC)
@require_safe
def places(request: GongkaiRequest) -> HttpResponse:
    """List every reading place by region, with address, hours and telephone."""
    by_region = groupby(reading_places(), key=lambda place: place.region_name)
    context = {
        "regions": [(region, list(found)) for region, found in by_region],
        "crumbs": trail(Crumb(_("Reading places"))),
    }
    return render(request, "portal/reading_places.html", context)
