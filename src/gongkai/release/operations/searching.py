"""Looking for what may have to be withheld: a term or kinds of data, on every page of a paper.

Nothing is withheld by it: the boxes it returns are put on the layer by whoever asked.
"""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from gongkai.kernel.files import path_of
from gongkai.kernel.refusals import Refusal
from gongkai.release.apart import Limits, TaskFailed
from gongkai.release.models import Material
from gongkai.release.redacting import page_png_apart, search_apart
from gongkai.release.rules.boxes import Box
from gongkai.release.rules.findings import FindingKind

_LIMITS = Limits(seconds=60)
"""Somebody waits for it."""


class SearchFailed(Refusal):
    """The document could not be searched."""


def find_term(*, material_id: int, term: str, ground_code: str) -> tuple[Box, ...]:
    """Return boxes over every place of a term. Raises SearchFailed."""
    return _found(material_id, ground_code, terms=(term,))


def find_kinds(
    *, material_id: int, kinds: Sequence[FindingKind], ground_code: str
) -> tuple[Box, ...]:
    """Return boxes over every place of data of these kinds. Raises SearchFailed."""
    return _found(material_id, ground_code, kinds=kinds)


def page_picture(*, digest: str, number: int, dpi: int) -> bytes:
    """Return a page of a stored PDF as PNG. Raises SearchFailed where it cannot be drawn."""
    try:
        return page_png_apart(path_of(digest), number, dpi=dpi)
    except TaskFailed as failed:
        raise SearchFailed(_("This page cannot be drawn.")) from failed


def _found(
    material_id: int,
    ground_code: str,
    *,
    terms: Sequence[str] = (),
    kinds: Sequence[FindingKind] = (),
) -> tuple[Box, ...]:
    material = Material.objects.get(pk=material_id)
    if material.paper_id is None:
        return ()
    try:
        found = search_apart(path_of(material.paper_id), terms=terms, kinds=kinds, limits=_LIMITS)
    except TaskFailed as failed:
        raise SearchFailed(
            _("The document could not be searched. Draw the areas by hand.")
        ) from failed
    boxes = (box for hit in found.hits for box in hit.boxes)
    return tuple(replace(box, ground_code=ground_code) for box in boxes)
