"""Reads: values out."""

from gongkai.deliveries.queries.places import PlaceCard, place_card, places_of, reading_places

__all__ = ["PlaceCard", "place_card", "places_of", "reading_places"]
