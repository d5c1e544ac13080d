"""Writes: one function per use case."""

from gongkai.deliveries.operations.deliveries import (
    MOST_LINES,
    NothingDue,
    draw_up_delivery,
    enter_receipt,
    hand_over_delivery,
)
from gongkai.deliveries.operations.places import (
    DeliveryUnderWay,
    PlaceKnownAlready,
    close_place,
    enter_place,
)

__all__ = [
    "MOST_LINES",
    "DeliveryUnderWay",
    "NothingDue",
    "PlaceKnownAlready",
    "close_place",
    "draw_up_delivery",
    "enter_place",
    "enter_receipt",
    "hand_over_delivery",
]
