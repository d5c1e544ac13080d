"""Wiring of the module `guides`."""

from importlib import import_module

from django.apps import AppConfig


class GuidesConfig(AppConfig):
    """Guide and catalogue editions of an organ; they describe everything below (C9, C10)."""

    name = "gongkai.guides"
    label = "guides"

    def ready(self) -> None:
        """Register; by name, since the models behind are there only now."""
        import_module("gongkai.guides.handlers").register()
        import_module("gongkai.guides.sealed").register()
        import_module("gongkai.guides.jobs")
