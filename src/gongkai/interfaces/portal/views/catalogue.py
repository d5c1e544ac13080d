"""The catalogue: by organ, class, theme, year and form of disclosure (requirement C8)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.interfaces.portal.crumbs import trail
from gongkai.interfaces.portal.facets import Group, chosen_options, group
from gongkai.interfaces.portal.parameters import Asked, asked_for, with_problem
from gongkai.interfaces.shared.audience import Audience, GongkaiRequest, audience
from gongkai.interfaces.shared.components import ColumnTags, Crumb, pages_of
from gongkai.records.queries import FacetCount, Page, RecordCard, catalogue, catalogue_facets

PAGE_SIZE = 20


@audience(Audience.PUBLIC)
@require_safe
def catalogue_page(request: GongkaiRequest) -> HttpResponse:
    """Show one page of the catalogue, narrowed as the address says."""
    asked = asked_for(request.GET)
    filters = asked.filters.as_arguments()
    found = catalogue(request.viewer, **filters, page=asked.page, size=PAGE_SIZE)
    if asked.page > found.pages:
        asked = with_problem(asked, "page", _past_the_end(found.pages))
        found = catalogue(request.viewer, **filters, page=found.pages, size=PAGE_SIZE)
    groups = _groups(request, asked, found)
    context = {
        "asked": asked,
        "problems": asked.problems,
        "found": found,
        "cards": found.items,
        "groups": groups,
        "chosen": chosen_options(groups),
        "pages": pages_of(items=found.total, number=found.page, per_page=PAGE_SIZE),
        "list_query": asked.query(),
        "crumbs": trail(Crumb(_("Catalogue"))),
        "column_tags": ColumnTags(
            name=_("Catalogue"),
            description=_("Catalogue of government information by organ, class and theme."),
            keywords=_("catalogue of government information"),
            kind=_("Information disclosure"),
        ),
    }
    return render(request, "portal/catalogue.html", context)


def _past_the_end(pages: int) -> str:
    return _("The list has only %(pages)d pages. The last one is shown.") % {"pages": pages}


def _groups(request: GongkaiRequest, asked: Asked, found: Page[RecordCard]) -> tuple[Group, ...]:
    counts = catalogue_facets(request.viewer, **asked.filters.as_arguments())
    counted: tuple[tuple[str, tuple[FacetCount, ...]], ...] = (
        ("organ", counts.organs),
        ("class", counts.classes),
        ("theme", counts.themes),
        ("year", counts.years),
        ("genre", counts.genres),
        ("assembly", counts.assemblies),
        ("serves", counts.service_objects),
        ("validity", counts.validities),
        ("form", counts.forms),
        ("region", ()),
    )
    return tuple(group(name, values, asked, total=found.total) for name, values in counted)
