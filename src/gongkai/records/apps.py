"""Wiring of the module `records`."""

from importlib import import_module

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Registers the module with Django and makes its events known."""

    name = "gongkai.records"
    label = "records"
    installation_steps = ("gongkai.records.operations.installation.load_shipped_tables",)

    def ready(self) -> None:
        """Declare the events and the jobs; they know models, so they load only now."""
        import_module("gongkai.records.handlers").register()
        import_module("gongkai.records.bulk_jobs")
        import_module("gongkai.records.jobs")
