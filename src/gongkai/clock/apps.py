"""Wiring of the module `clock`."""

from collections.abc import Callable
from importlib import import_module

from django.apps import AppConfig


class ClockConfig(AppConfig):
    """Registers the module with Django; stops the start when the regimes' data are wrong."""

    name = "gongkai.clock"
    label = "clock"

    @property
    def installation_steps(self) -> list[Callable[[], object]]:
        """Return what an installation does after the migrations: enter the shipped years."""
        return [import_module("gongkai.clock.operations").load_shipped_calendars]

    def ready(self) -> None:
        """Register events and regimes; handlers know models, so they load only now."""
        import_module("gongkai.clock.handlers").register()
