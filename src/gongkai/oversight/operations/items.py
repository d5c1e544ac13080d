"""The items that are cells of an organ."""

from django.utils.translation import gettext_lazy as _

from gongkai.kernel.refusals import NotFound
from gongkai.organs.models import Organ
from gongkai.records.queries.catalogue import default_regime
from gongkai.records.rules.statutory import cells_for


def require_cell(organ: Organ, item: str) -> None:
    """Raise NotFound unless the item is a cell of organs of this level."""
    cells = cells_for(regime=default_regime(), level=organ.level)
    if not any(cell.code == item for cell in cells):
        raise NotFound(_("The lists name no such item for organs of this level."))
