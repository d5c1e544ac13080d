"""Who reads the pages of links between documents and of class tables."""

from collections.abc import Callable

from tests.factories import organs
from tests.interfaces.desk.conftest import Town

from gongkai.kernel.types import Role
from gongkai.records.operations import LinkEnd, link_records
from gongkai.records.operations.classes import adopt_class_table


def _published(town: Town) -> list[object]:
    return [town.published().pk]


def _linked(town: Town) -> list[object]:
    record = town.published()
    link = link_records(
        actor=town.office.acting(Role.CLERK),
        record_id=record.pk,
        kind="implements",
        to=LinkEnd(text="云政发〔2008〕12号"),
        since_on=organs.today(),
    )
    return [record.pk, link.pk]


def _organ(town: Town) -> list[object]:
    return [town.office.organ.pk]


def _own_table(town: Town) -> list[object]:
    adopt_class_table(actor=town.office.acting(Role.CLERK), organ_id=town.office.organ.pk)
    return _organ(town)


def _class(town: Town) -> list[object]:
    return [*_own_table(town), "01"]


ELEMENTS_TABLE: list[tuple[str, Callable[[Town], list[object]], set[str], set[str]]] = [
    ("links", _published, {"clerk", "legal", "in_charge"}, {"reviewer"}),
    ("unlink", _linked, {"clerk", "legal", "in_charge"}, {"reviewer"}),
    ("class_table", _organ, {"clerk", "in_charge"}, set()),
    ("add_class", _own_table, {"clerk", "in_charge"}, set()),
    ("change_class", _class, {"clerk", "in_charge"}, set()),
]
