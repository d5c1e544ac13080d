"""Wiring of the module `kernel`."""

from importlib import import_module

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Registers the module with Django and its jobs with the queue."""

    name = "gongkai.kernel"
    label = "kernel"

    def ready(self) -> None:
        """Make the jobs known: a worker that has not imported them fails each one it takes."""
        import_module("gongkai.kernel.jobs")
