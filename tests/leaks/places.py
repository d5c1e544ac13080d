"""Reading places, a delivery, registers and a disclosure, in the world of the leak test."""

from tests.factories.deliveries import a_place, handed_over
from tests.factories.records import Office
from tests.factories.registers import a_matter, kept_in_work

from gongkai.kernel import time
from gongkai.kernel.types import Role
from gongkai.records.models import Record
from gongkai.records.operations import record_disclosure


def keep_places(office: Office) -> dict[str, list[object]]:
    """Supply a place and keep the registers; return ids by the names of parameters."""
    published = Record.objects.filter(organ=office.organ, standing="published").order_by("pk")[0]
    event = record_disclosure(
        actor=office.acting(Role.CLERK),
        record_id=published.pk,
        form="gazette",
        disclosed_on=time.today(),
        details={"issue": "2026年第3期"},
    )
    delivery = handed_over(office, a_place(office))
    kept = kept_in_work(office)
    return {
        "place_id": [delivery.place_id],
        "delivery_id": [delivery.pk],
        "matter_id": [a_matter(office).pk],
        "round_id": [kept["round"]],
        "item_id": [kept["document"]],
        "event_id": [event.pk],
        "form_code": ["gazette"],
    }
