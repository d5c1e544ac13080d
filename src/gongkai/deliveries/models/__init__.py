"""Tables of reading places and of what was delivered to them."""

from gongkai.deliveries.models.delivery import Delivery, DeliveryItem, ItemKind, Means
from gongkai.deliveries.models.place import PlaceKind, ReadingPlace

__all__ = ["Delivery", "DeliveryItem", "ItemKind", "Means", "PlaceKind", "ReadingPlace"]
