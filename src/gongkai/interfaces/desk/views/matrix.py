"""The obligation matrix: what every organ below must disclose, and how far it does."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.interfaces.desk.forms.matrix import MatrixFilterForm
from gongkai.interfaces.desk.layout import crumbs, desk_page
from gongkai.interfaces.desk.matrix_rows import matrix_csv, matrix_xlsx, shown_items, shown_row
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.components import page_number, pages_of
from gongkai.interfaces.shared.handing_out import content_disposition, with_pass
from gongkai.interfaces.shared.sheets import CSV, XLSX
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.time import today
from gongkai.oversight.access import OVERSEEING, OWN
from gongkai.oversight.queries.matrix import matrix
from gongkai.oversight.queries.matrix_values import Matrix
from gongkai.release.doors import built_pass
from gongkai.release.rules.doors import Door

PER_PAGE = 20


@audience(Audience.STAFF)
@require_safe
def obligation_matrix(request: HttpRequest) -> HttpResponse:
    """Show the organs by items in a period, a page of organs at a time."""
    form = _filter(request)
    number = page_number(request.GET.get("page"))
    found = _found(request, form, page=number, size=PER_PAGE)
    form.offer_regions(found.regions)
    context = {
        "filter": form,
        "matrix": found,
        "items": shown_items(found),
        "rows": [shown_row(row, found.items) for row in found.rows],
        "pages": pages_of(items=found.total, number=number, per_page=PER_PAGE),
        "query": request.GET.urlencode(),
        "crumbs": crumbs((_("Obligation matrix"), "")),
    }
    return desk_page(request, "desk/matrix.html", context)


@audience(Audience.STAFF)
@require_safe
def as_xlsx(request: HttpRequest) -> HttpResponse:
    """Hand out all organs that the filters leave as a workbook."""
    found = _found(request, _filter(request))
    return _file(matrix_xlsx(found), XLSX, f"{found.period.key}.xlsx")


@audience(Audience.STAFF)
@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """Hand out all cells that the filters leave as CSV."""
    found = _found(request, _filter(request))
    return _file(matrix_csv(found), CSV, f"{found.period.key}.csv")


def _filter(request: HttpRequest) -> MatrixFilterForm:
    return MatrixFilterForm(request.GET, today=today())


def _found(
    request: HttpRequest, form: MatrixFilterForm, *, page: int = 1, size: int | None = None
) -> Matrix:
    viewer = viewer_of(request)
    if not viewer.organs_as(*OVERSEEING, *OWN):
        raise NotFound(_("There is no such page."))
    return matrix(
        viewer,
        period=form.chosen_period,
        today=today(),
        wanted=form.wanted(),
        page=page,
        size=size,
    )


def _file(content: bytes, media_type: str, ending: str) -> HttpResponse:
    name = f"{_('Obligation matrix')} {ending}"
    headers = {"Content-Disposition": content_disposition(name)}
    response = HttpResponse(content, content_type=media_type, headers=headers)
    # Figures and titles that everybody may know: it is built of the public's own query.
    return with_pass(response, built_pass(Door.PUBLIC, "obligation matrix"))
