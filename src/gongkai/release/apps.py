"""Wiring of the module `release`."""

from importlib import import_module

from django.apps import AppConfig


class ReleaseConfig(AppConfig):
    """Registers the module with Django and its jobs with the queue."""

    name = "gongkai.release"
    label = "release"

    def ready(self) -> None:
        """Make the jobs known; they know models, so only now."""
        import_module("gongkai.release.jobs")
        import_module("gongkai.release.intake_jobs")
        import_module("gongkai.release.redaction_jobs")
