"""The organs of the area, and the page of each."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.interfaces.portal.applying.addressing import where_to_apply
from gongkai.interfaces.portal.crumbs import trail
from gongkai.interfaces.portal.languages import in_reader_language
from gongkai.interfaces.shared.audience import Audience, GongkaiRequest, audience
from gongkai.interfaces.shared.components import ColumnTags, Crumb
from gongkai.kernel.time import today
from gongkai.organs.queries import organ_page, organ_tree
from gongkai.oversight.models import RhythmName
from gongkai.oversight.queries.matrix_public import public_row
from gongkai.oversight.queries.matrix_values import MatrixRow
from gongkai.records.queries import ObligationCell, catalogue, obligations

NEWEST = 5


@audience(Audience.PUBLIC)
@require_safe
def organs(request: GongkaiRequest) -> HttpResponse:
    """Show all organs by area."""
    context = {
        "regions": organ_tree(),
        "crumbs": trail(Crumb(_("Organs"))),
        "column_tags": ColumnTags(
            name=_("Organs"),
            description=_("The organs that disclose information here, by area."),
            keywords=_("government organs"),
            kind=_("Organs"),
        ),
    }
    return render(request, "portal/organs.html", context)


@audience(Audience.PUBLIC)
@require_safe
def organ(request: GongkaiRequest, organ_id: int) -> HttpResponse:
    """Show one organ: whom to ask, what it must disclose and has, what is new."""
    page = organ_page(organ_id)
    name = in_reader_language(page.card.name, page.card.name_en)
    newest = catalogue(request.viewer, organ_id=organ_id, page=1, size=NEWEST)
    row = public_row(organ_id, today=today())
    context = {
        "page": page,
        "name": name,
        "obligations": [_line(cell, row) for cell in obligations(request.viewer, organ_id)],
        "coverage": row.coverage if row else None,
        "newest": newest.items,
        "total": newest.total,
        "apply_url": where_to_apply(organ_id),
        "crumbs": trail(Crumb(_("Organs"), reverse("portal:organs")), Crumb(name)),
        "column_tags": ColumnTags(
            name=name,
            description=_("Information disclosed by %(organ)s") % {"organ": name},
            keywords=page.card.name,
            kind=_("Organs"),
        ),
    }
    return render(request, "portal/organ.html", context)


def _line(cell: ObligationCell, row: MatrixRow | None) -> dict[str, object]:
    stands = row.cells.get(cell.item) if row else None
    rhythm = RhythmName(stands.rhythm.value).label if stands else ""
    return {"cell": cell, "stands": stands, "rhythm": rhythm}
