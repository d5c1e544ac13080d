"""On what ground an organ discloses a register, and under which item of its list. Pure."""

from dataclasses import dataclass

from gongkai.records.rules.statutory import item_of, lists_bind

LICENSING, CLEANUP = "licensing", "cleanup"


@dataclass(frozen=True, slots=True)
class Basis:
    """The ground of a voluntary disclosure; `item` is '' where no item of a list is meant."""

    item: str
    ground_code: str


_BY_LIST = {
    ("ogi-2008", LICENSING): Basis("A07", "ogi-2008/list-county-and-above"),
    ("ogi-2008", CLEANUP): Basis("A01", "ogi-2008/list-county-and-above"),
    ("ogi-2019", LICENSING): Basis("20.5", "ogi-2019/list-all-organs"),
    ("ogi-2019", CLEANUP): Basis("20.1", "ogi-2019/list-all-organs"),
}
_BESIDE_THE_LISTS = {
    ("ogi-2008", LICENSING): Basis("", "ogi-2008/organ-functions"),
    ("ogi-2008", CLEANUP): Basis("", "ogi-2008/wide-knowledge"),
    ("ogi-2019", LICENSING): Basis("", "ogi-2019/public-interest"),
    ("ogi-2019", CLEANUP): Basis("", "ogi-2019/public-interest"),
}


def basis_of(*, regime: str, register: str, level: str, organ_kind: str) -> Basis:
    """Return the basis on which an organ of the level and kind discloses the register.

    The items bind governments of county level and above and their departments (2007 art. 10;
    all organs by 2019 art. 20). The list of a township names neither register (2007 art. 12):
    its procedures and what must be widely known it discloses by art. 9(3) and 9(2).
    """
    listed = _BY_LIST[regime, register]
    item = item_of(listed.item)
    binds = lists_bind(organ_kind) and item is not None and level in item.levels
    return listed if binds else _BESIDE_THE_LISTS[regime, register]
