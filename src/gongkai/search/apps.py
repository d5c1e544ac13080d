"""Wiring of the module `search`."""

from importlib import import_module

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Registers the module with Django, its handlers with the events and its jobs."""

    name = "gongkai.search"
    label = "search"
    installation_steps = ("gongkai.search.operations.rebuilding.mend_index",)

    def ready(self) -> None:
        """Register; by name, since the models behind are there only now."""
        import_module("gongkai.search.handlers").register()
        import_module("gongkai.search.jobs")
