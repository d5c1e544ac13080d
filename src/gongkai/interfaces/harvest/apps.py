"""Wiring of the interface `harvest`."""

from django.apps import AppConfig


class HarvestConfig(AppConfig):
    """Registers the interface with Django."""

    name = "gongkai.interfaces.harvest"
    label = "harvest"
