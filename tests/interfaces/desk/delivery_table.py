"""Who reads the pages of disclosures in other forms, of reading places and of deliveries."""

from collections.abc import Callable

from tests.factories import organs
from tests.factories.deliveries import a_place, drawn_up, handed_over
from tests.interfaces.desk.conftest import Town

from gongkai.deliveries.operations import enter_receipt
from gongkai.kernel.files import store_file
from gongkai.kernel.types import Role
from gongkai.records.operations.disclosures import record_disclosure

STAFF = {"clerk", "reviewer", "legal", "in_charge"}
SEERS = {"clerk", "in_charge", "competent", "supervision"}


def _nothing(town: Town) -> list[object]:
    return []


def _organ(town: Town) -> list[object]:
    return [town.office.organ.pk]


def _gazette(town: Town) -> list[object]:
    return [town.published().pk, "gazette"]


def _disclosed(town: Town) -> list[object]:
    record = town.published()
    event = record_disclosure(
        actor=town.office.acting(Role.CLERK),
        record_id=record.pk,
        form="gazette",
        disclosed_on=organs.today(),
        details={"issue": "2026年第3期"},
        evidence=store_file("公报第8页".encode()),
        evidence_name="公报第8页.txt",
    )
    return [record.pk, event.pk]


def _place(town: Town) -> list[object]:
    return [a_place(town.office).pk]


def _due(town: Town) -> list[object]:
    return [town.office.organ.pk, *_place(town)]


def _drawn_up(town: Town) -> list[object]:
    town.published()
    return [drawn_up(town.office, a_place(town.office)).pk]


def _delivery(town: Town) -> list[object]:
    town.published()
    return [handed_over(town.office, a_place(town.office)).pk]


def _received(town: Town) -> list[object]:
    (delivery_id,) = _delivery(town)
    enter_receipt(
        actor=town.office.acting(Role.CLERK),
        delivery_id=int(str(delivery_id)),
        on=organs.today(),
        received_by_name="岑远",
        receipt=store_file("签收".encode()),
        receipt_name="签收.txt",
        receipt_media_type="text/plain",
    )
    return [delivery_id]


DELIVERY_TABLE: list[tuple[str, Callable[[Town], list[object]], set[str], set[str]]] = [
    ("enter_disclosure", _gazette, {"clerk", "in_charge"}, {"reviewer", "legal"}),
    ("retract_disclosure", _disclosed, {"clerk", "in_charge"}, {"reviewer", "legal"}),
    ("disclosure_evidence", _disclosed, STAFF, set()),
    ("missing_disclosures", _nothing, STAFF | {"other_clerk"}, set()),
    ("reading_places", _nothing, {"clerk", "in_charge", "other_clerk"}, set()),
    ("new_place", _organ, {"clerk", "in_charge"}, set()),
    ("reading_place", _place, {"clerk", "in_charge"}, set()),
    ("close_place", _place, {"clerk", "in_charge"}, set()),
    ("deliveries", _nothing, SEERS | {"other_clerk"}, set()),
    ("draw_up_delivery", _due, {"clerk", "in_charge"}, set()),
    ("delivery", _delivery, SEERS, set()),
    ("delivery_package", _delivery, SEERS, set()),
    ("hand_over_delivery", _drawn_up, {"clerk", "in_charge"}, set()),
    ("delivery_receipt", _delivery, {"clerk", "in_charge"}, set()),
    ("delivery_receipt_file", _received, SEERS, set()),
]
