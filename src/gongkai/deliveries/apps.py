"""Wiring of the module `deliveries`."""

from django.apps import AppConfig


class DeliveriesConfig(AppConfig):
    """Reading places and what was handed to them: archives, libraries, service halls."""

    name = "gongkai.deliveries"
    label = "deliveries"
