"""Wiring of the module `deliveries`."""

from importlib import import_module

from django.apps import AppConfig


class DeliveriesConfig(AppConfig):
    """Reading places and what was handed to them: archives, libraries, service halls."""

    name = "gongkai.deliveries"
    label = "deliveries"

    def ready(self) -> None:
        """Register; by name, since the models behind are there only now."""
        import_module("gongkai.deliveries.merging").register()
