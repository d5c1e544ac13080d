"""How much of the statutory lists organs fill, by region: figures for everybody."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.interfaces.portal.crumbs import trail
from gongkai.interfaces.shared.audience import Audience, GongkaiRequest, audience
from gongkai.interfaces.shared.components import ColumnTags, Crumb
from gongkai.kernel.time import today
from gongkai.oversight.queries.matrix_public import coverage_by_region
from gongkai.remedies.queries import GapFigures, gap_figures

NONE_REPORTED = GapFigures(reported=0, answered=0)


@audience(Audience.PUBLIC)
@require_safe
def coverage(request: GongkaiRequest) -> HttpResponse:
    """Show each organ with the share of its items under which something is published."""
    gaps = gap_figures()
    regions = [
        {
            "region": region,
            "rows": [
                {"row": row, "gaps": gaps.get(row.organ_id, NONE_REPORTED)} for row in region.rows
            ],
        }
        for region in coverage_by_region(today=today())
    ]
    context = {
        "regions": regions,
        "today": today(),
        "crumbs": trail(Crumb(_("What organs have published of their lists"))),
        "column_tags": ColumnTags(
            name=_("What organs have published of their lists"),
            description=_("For each organ: how many items of the statutory list are filled."),
            keywords=_("statutory lists"),
            kind=_("Organs"),
        ),
    }
    return render(request, "portal/coverage.html", context)
