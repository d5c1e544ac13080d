"""The register of letters sent (发文登记)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Viewer
from gongkai.letters.access import registers_open_to
from gongkai.letters.models import Letter
from gongkai.letters.queries.letters import LetterLine, line_of
from gongkai.letters.rules.facts import LetterKind

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """One page of the register. `page` and `pages` count from 1; an empty register has one page."""

    lines: tuple[LetterLine, ...]
    total: int
    page: int
    pages: int


def register_of(
    viewer: Viewer,
    *,
    organ_id: int | None = None,
    year: int | None = None,
    kind: LetterKind | None = None,
    page: int = 1,
) -> RegisterPage:
    """Return the letters of the viewer's organs, the newest first; two queries.

    A page beyond the last one is the last one. Empty where the viewer may read no register.
    """
    organs = registers_open_to(viewer)
    rows = Letter.objects.filter(
        organ_id__in=organs if organ_id is None else organs & {organ_id}
    ).select_related("stored")
    if year is not None:
        rows = rows.filter(year=year)
    if kind is not None:
        rows = rows.filter(kind=kind.value)
    total = rows.count()
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(page, 1), pages)
    start = (page - 1) * PAGE_SIZE
    found = rows.order_by("-issued_on", "-pk")[start : start + PAGE_SIZE]
    return RegisterPage(tuple(line_of(row) for row in found), total, page, pages)


def registered_letter(viewer: Viewer, letter_id: int) -> LetterLine:
    """Return a letter of a register that the viewer may read; raises NotFound for all others."""
    rows = Letter.objects.filter(pk=letter_id, organ_id__in=registers_open_to(viewer))
    row = rows.select_related("stored").first()
    if row is None:
        raise NotFound(_("There is no such letter."))
    return line_of(row)
