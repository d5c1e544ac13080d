"""Wiring of the module `remedies`."""

from importlib import import_module

from django.apps import AppConfig


class RemediesConfig(AppConfig):
    """What people report about an organ: gaps in what it publishes."""

    name = "gongkai.remedies"
    label = "remedies"

    def ready(self) -> None:
        """Make the jobs known to the queue, what is sealed to the keys, and the open reports."""
        import_module("gongkai.remedies.jobs")
        import_module("gongkai.remedies.sealed").register()
        import_module("gongkai.remedies.merging").register()
