"""Reads: values out."""

from gongkai.deliveries.queries.deliveries import (
    DeliveryLine,
    DeliveryPage,
    ItemLine,
    deliveries,
    delivery,
    is_receiver,
    is_sender,
)
from gongkai.deliveries.queries.due import DuePlace, due_for, due_places
from gongkai.deliveries.queries.places import PlaceCard, place_card, places_of, reading_places

__all__ = [
    "DeliveryLine",
    "DeliveryPage",
    "DuePlace",
    "ItemLine",
    "PlaceCard",
    "deliveries",
    "delivery",
    "due_for",
    "due_places",
    "is_receiver",
    "is_sender",
    "place_card",
    "places_of",
    "reading_places",
]
