"""The statutory lists: what organs of each level must disclose on their own (requirement P5).

`ogi-2008`: Regulations 2007 art. 10 (A01-A11, county level and above and their departments),
art. 11 (B01-B04, cities and counties), art. 12 (C01-C08, townships).
`ogi-2019`: Regulations 2019 art. 20 (20.1-20.15) and art. 21 (21c, cities and counties; 21t,
townships). S01, set-up, functions and procedures, is a fixed cell of every organ (2007 art. 9(3));
the text of 2019 names it among its items (art. 20(2)), so there item 20.2 is that cell.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

DEFAULT_CLASS = "99"
SET_UP = "S01"
SET_UP_CLASS = "90"
_SET_UP_ITEMS = {"ogi-2019": "20.2"}
_NOT_BOUND = frozenset({"legislature", "public_enterprise"})


@dataclass(frozen=True, slots=True)
class StatutoryItem:
    """One item of a list, with the class its records go to unless the organ says otherwise."""

    code: str
    regime: str
    article: str
    name_zh: str
    name_en: str
    levels: frozenset[str]
    class_code: str


@lru_cache(maxsize=1)
def statutory_items() -> tuple[StatutoryItem, ...]:
    """Return every item of both regimes in the order of the lists, S01 last."""
    text = (
        resources.files("gongkai.records.data").joinpath("statutory_items.json").read_text("utf-8")
    )
    return tuple(
        StatutoryItem(
            code=item["code"],
            regime=item["regime"],
            article=item["article"],
            name_zh=item["name_zh"],
            name_en=item["name_en"],
            levels=frozenset(item["levels"]),
            class_code=item["class"],
        )
        for item in json.loads(text)
    )


def items_for(*, regime: str, level: str) -> tuple[StatutoryItem, ...]:
    """Return the items that bind an organ of the level under the regime, S01 included.

    `level` is national, province, city, county or township.
    """
    return tuple(
        item for item in statutory_items() if item.regime in {regime, ""} and level in item.levels
    )


def set_up_cell(regime: str) -> str:
    """Return the item that is the fixed cell of every organ: its set-up, functions, procedures.

    >>> set_up_cell("ogi-2008"), set_up_cell("ogi-2019")
    ('S01', '20.2')
    """
    return _SET_UP_ITEMS.get(regime, SET_UP)


def cells_of_regime(regime: str) -> tuple[StatutoryItem, ...]:
    """Return the items of a regime that are cells of its matrix, each matter once."""
    fixed = set_up_cell(regime)
    return tuple(
        item
        for item in statutory_items()
        if item.regime == regime or (not item.regime and item.code == fixed)
    )


def cells_for(*, regime: str, level: str) -> tuple[StatutoryItem, ...]:
    """Return the items of `items_for` that are cells: the set-up of the organ once."""
    return tuple(item for item in cells_of_regime(regime) if level in item.levels)


def lists_bind(kind: str) -> bool:
    """Say whether the lists bind an organ of the kind.

    They bind governments, their departments and the bodies that a law authorises (Regulations
    2007 art. 10-12, 36). A people's congress is no administrative organ; a public enterprise
    discloses by reference to the Regulations and by its own rules (2007 art. 37, 2019 art. 55).
    """
    return kind not in _NOT_BOUND


def item_of(code: str) -> StatutoryItem | None:
    """Return the item of a code, None where no list has it."""
    return next((item for item in statutory_items() if item.code == code), None)


def default_class(statutory_item: str) -> str:
    """Return the two-digit class of an item's records: 01-15, 21-28, 90; 99 without item."""
    item = item_of(statutory_item)
    return DEFAULT_CLASS if item is None else item.class_code
