"""Wiring of the module `applications`."""

from importlib import import_module

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    """Registers the module with Django, its jobs with the queue and what it seals with the keys."""

    name = "gongkai.applications"
    label = "applications"

    def ready(self) -> None:
        """Read the regimes, so that bad data stops the start; make jobs and sealed columns known.

        Raises ApplicationDataRefused where a data file is wrong.
        """
        shipped = import_module("gongkai.applications.shipped")
        shipped.regimes()
        shipped.remedies()
        import_module("gongkai.applications.jobs")
        import_module("gongkai.applications.sealed").register()
