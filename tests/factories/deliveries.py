"""Reading places and deliveries to them, brought there by the operations of a real site."""

from tests.factories.records import Office

from gongkai.deliveries.models import Delivery, ReadingPlace
from gongkai.deliveries.operations import draw_up_delivery, enter_place, hand_over_delivery
from gongkai.kernel import time
from gongkai.kernel.types import Role


def a_place(office: Office, name: str = "云梦市图书馆") -> ReadingPlace:
    """Return a library that the office's organ keeps and that takes deliveries."""
    return enter_place(
        actor=office.acting(Role.CLERK),
        organ_id=office.organ.pk,
        kind="library",
        name=name,
        address="云梦市书院路1号",
        hours="周二至周日 9:00—17:00",
        telephone="0000-1234567",
        public_note="乘3路公交车至书院路站。",
        takes_deliveries=True,
    )


def drawn_up(office: Office, place: ReadingPlace) -> Delivery:
    """Return what brings the place up to date, drawn up."""
    return draw_up_delivery(
        actor=office.acting(Role.CLERK), organ_id=office.organ.pk, place_id=place.pk
    )


def handed_over(office: Office, place: ReadingPlace) -> Delivery:
    """Return a delivery that is on its way to its place."""
    drawn = drawn_up(office, place)
    return hand_over_delivery(
        actor=office.acting(Role.CLERK), delivery_id=drawn.pk, on=time.today(), means="post"
    )
