"""Tables of the module `guides`."""

from gongkai.guides.models.edition import (
    CatalogueEntry,
    Edition,
    EditionKind,
    EditionMove,
    EditionState,
)
from gongkai.guides.models.hiding import EditionHiding
from gongkai.guides.models.opinion import Opinion, OpinionState

__all__ = [
    "CatalogueEntry",
    "Edition",
    "EditionHiding",
    "EditionKind",
    "EditionMove",
    "EditionState",
    "Opinion",
    "OpinionState",
]
