"""Wiring of the module `kernel`."""

from importlib import import_module

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Registers the module with Django and its jobs with the queue."""

    name = "gongkai.kernel"
    label = "kernel"

    def ready(self) -> None:
        """Make jobs, events and sealed columns known.

        A worker fails each job that it has not imported.
        """
        import_module("gongkai.kernel.jobs")
        events = import_module("gongkai.kernel.events")
        events.declare(
            events.KeyAdded, events.KeyRetired, events.ResealingBegun, events.ResealingEnded
        )
        sealing = import_module("gongkai.kernel.sealing")
        sealing.register_sealed("kernel.SealedFile", "wrapped_key", sealing.FILE_KEY)
