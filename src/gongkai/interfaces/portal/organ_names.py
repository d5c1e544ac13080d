"""Organs' English names, for answers that carry only the Chinese ones."""

from collections.abc import Iterable

from gongkai.interfaces.portal.languages import speaks_chinese
from gongkai.organs.queries import organ_cards


def english_organ_names(ids: Iterable[int]) -> dict[int, str]:
    """Return the organs' English names by id, nothing on pages that speak Chinese."""
    wanted = set(ids)
    if speaks_chinese() or not wanted:
        return {}
    return {organ_id: organ.name_en for organ_id, organ in organ_cards(wanted).items()}
