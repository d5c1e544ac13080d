"""Who reads the pages of the registers."""

from collections.abc import Callable
from datetime import date

from tests.factories.registers import a_matter
from tests.interfaces.desk.conftest import Town

from gongkai.kernel.types import Role
from gongkai.registers.models import CleanupRound
from gongkai.registers.operations import add_document, open_round

KEEPERS = {"clerk", "in_charge"}
CLEANERS = {"clerk", "legal", "in_charge"}
REGISTER_ONLY_SENT_TO = {"choose_rule"}


def _nothing(town: Town) -> list[object]:
    return []


def _organ(town: Town) -> list[object]:
    return [town.office.organ.pk]


def _matter(town: Town) -> list[object]:
    return [a_matter(town.office).pk]


def _opened(town: Town) -> CleanupRound:
    return open_round(
        actor=town.office.acting(Role.CLERK),
        organ_id=town.office.organ.pk,
        title="2026年规范性文件清理",
        issued_until_on=date(2026, 3, 16),
        decide_by_on=date(2026, 6, 30),
    )


def _round(town: Town) -> list[object]:
    return [_opened(town).pk]


def _document(town: Town) -> list[object]:
    opened = _opened(town)
    item = add_document(actor=town.office.acting(Role.CLERK), round_id=opened.pk, title="供水办法")
    return [opened.pk, item.pk]


REGISTER_TABLE: list[tuple[str, Callable[[Town], list[object]], set[str], set[str]]] = [
    ("registers", _nothing, {*KEEPERS, "other_clerk"}, set()),
    ("new_matter", _organ, KEEPERS, set()),
    ("licensing_matter", _matter, KEEPERS, set()),
    ("end_matter", _matter, KEEPERS, set()),
    ("compile_register", _organ, {"clerk"}, set()),
    ("rules_column", _nothing, {*KEEPERS, "other_clerk"}, set()),
    ("cleanup_rounds", _nothing, {*CLEANERS, "other_clerk"}, set()),
    ("new_cleanup_round", _nothing, {*CLEANERS, "other_clerk"}, set()),
    ("cleanup_round", _round, CLEANERS, set()),
    ("add_cleanup_document", _round, CLEANERS, set()),
    ("decide_cleanup", _document, CLEANERS, set()),
    ("compile_cleanup", _round, {"clerk"}, set()),
    ("carry_out_cleanup", _round, CLEANERS, set()),
]
