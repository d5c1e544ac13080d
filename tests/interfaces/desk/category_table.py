"""The addresses of categories with who may open them, for the table of all of the desk."""

from collections.abc import Callable
from datetime import date

from tests.factories import organs
from tests.interfaces.desk.conftest import Town

from gongkai.kernel.types import Role
from gongkai.records.models import OpenQuestion, Record
from gongkai.records.operations.embargo import Plan, set_embargo
from gongkai.records.operations.research import ask_question

STAFF = {"clerk", "reviewer", "legal", "in_charge"}
OWN = STAFF | {"other_clerk"}
READERS = OWN | {"competent", "supervision"}


def _nothing(town: Town) -> list[object]:
    return []


def _csv(town: Town) -> list[object]:
    return ["csv"]


def _xlsx(town: Town) -> list[object]:
    return ["xlsx"]


def _undecided(town: Town) -> list[object]:
    return [town.draft("undetermined").pk]


def _ask(town: Town) -> OpenQuestion:
    return ask_question(
        actor=town.office.acting(Role.CLERK),
        record_id=town.draft("undetermined").pk,
        to_organ_id=town.government.pk,
        question="应当主动公开吗？",
    )


def _question(town: Town) -> list[object]:
    return [_ask(town).pk]


def _asked(town: Town) -> list[object]:
    return [_ask(town).record_id]


def _held(town: Town) -> list[object]:
    office = town.office
    return [office.release(office.approved(town.draft("exempt").versions.get())).pk]


def _partly(town: Town) -> list[object]:
    return [town.draft("exempt", split="partly", split_reason="附表可以公开。").pk]


def _approved(town: Town) -> Record:
    return town.office.approved(town.draft().versions.get()).record


def _ready(town: Town) -> list[object]:
    return [_approved(town).pk]


def _put_off(town: Town) -> list[object]:
    record = _approved(town)
    set_embargo(
        actor=organs.acting(town.office.leader, Role.PERSON_IN_CHARGE, town.office.organ),
        version_id=record.versions.get().pk,
        plan=Plan(publish_on=date(2026, 3, 20), reason="同步", announcement="将予公布。"),
    )
    return [record.pk]


CATEGORY_TABLE: list[tuple[str, Callable[[Town], list[object]], set[str], set[str]]] = [
    ("research", _undecided, STAFF, set()),
    ("ask_question", _undecided, {"clerk", "reviewer", "in_charge"}, {"legal"}),
    ("take_back_question", _asked, {"clerk", "reviewer", "in_charge"}, {"legal"}),
    ("questions", _nothing, {"competent"}, set()),
    ("question", _question, {"competent"}, set()),
    ("exempt", _nothing, OWN, set()),
    ("review_exemption", _held, {"reviewer", "in_charge"}, {"clerk", "legal"}),
    ("register_part", _partly, {"clerk"}, STAFF - {"clerk"}),
    ("planned", _nothing, OWN, set()),
    ("embargo", _ready, {"in_charge"}, STAFF - {"in_charge"}),
    ("cancel_embargo", _put_off, {"in_charge"}, STAFF - {"in_charge"}),
    ("announce_embargo", _put_off, {"reviewer"}, STAFF - {"reviewer"}),
    ("clock_due", _nothing, READERS, set()),
    ("clock_late", _nothing, READERS, set()),
    ("clock_due_file", _csv, READERS, set()),
    ("clock_late_file", _xlsx, READERS, set()),
]
