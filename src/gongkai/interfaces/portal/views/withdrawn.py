"""The list of what was withdrawn, by organ and year."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.interfaces.portal.crumbs import trail
from gongkai.interfaces.portal.parameters import number_in
from gongkai.interfaces.shared.audience import Audience, GongkaiRequest, audience
from gongkai.interfaces.shared.components import ColumnTags, Crumb, page_number, pages_of
from gongkai.records.queries.withdrawn import withdrawn_index, withdrawn_items

PAGE_SIZE = 20


@audience(Audience.PUBLIC)
@require_safe
def withdrawn(request: GongkaiRequest) -> HttpResponse:
    """List what was taken back; what the address asks for and is not there is left out."""
    index = withdrawn_index(request.viewer)
    organs = [int(organ.value) for organ in index.organs]
    organ = number_in(request.GET.get("organ", ""), among=organs, otherwise=0) or None
    year = number_in(request.GET.get("year", ""), among=index.years, otherwise=0) or None
    wanted = page_number(request.GET.get("page"))
    found = withdrawn_items(request.viewer, organ_id=organ, year=year, page=wanted, size=PAGE_SIZE)
    if wanted > found.pages:
        found = withdrawn_items(
            request.viewer, organ_id=organ, year=year, page=found.pages, size=PAGE_SIZE
        )
    context = {
        "found": found,
        "organs": index.organs,
        "years": index.years,
        "organ": str(organ or ""),
        "year": year,
        "list_query": urlencode({k: v for k, v in (("organ", organ), ("year", year)) if v}),
        "pages": pages_of(items=found.total, number=found.page, per_page=PAGE_SIZE),
        "crumbs": trail(
            Crumb(_("Corrections and withdrawals"), reverse("portal:changes")),
            Crumb(_("Withdrawn information")),
        ),
        "column_tags": ColumnTags(
            name=_("Withdrawn information"),
            description=_("What was public and was withdrawn: number, day and reason."),
            keywords=_("withdrawals"),
            kind=_("Information disclosure"),
        ),
    }
    return render(request, "portal/withdrawn_list.html", context)
