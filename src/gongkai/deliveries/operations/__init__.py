"""Writes: one function per use case."""

from gongkai.deliveries.operations.places import (
    DeliveryUnderWay,
    PlaceKnownAlready,
    close_place,
    enter_place,
)

__all__ = ["DeliveryUnderWay", "PlaceKnownAlready", "close_place", "enter_place"]
