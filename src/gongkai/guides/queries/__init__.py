"""Reads: values out."""

from gongkai.guides.queries.public import (
    catalogue_edition,
    consultation,
    current_editions,
    edition_before,
    entries_of,
    entry_numbers,
    hidden_editions,
    open_consultations,
    public_edition,
    public_editions,
    public_guide,
)
from gongkai.guides.queries.values import (
    CatalogueEdition,
    Consultation,
    DeskEdition,
    DeskOpinion,
    EditionCard,
    EditionMoveOption,
    EditionStanding,
    EntryLine,
    GuideEdition,
)

__all__ = [
    "CatalogueEdition",
    "Consultation",
    "DeskEdition",
    "DeskOpinion",
    "EditionCard",
    "EditionMoveOption",
    "EditionStanding",
    "EntryLine",
    "GuideEdition",
    "catalogue_edition",
    "consultation",
    "current_editions",
    "edition_before",
    "entries_of",
    "entry_numbers",
    "hidden_editions",
    "open_consultations",
    "public_edition",
    "public_editions",
    "public_guide",
]
