"""Wiring of the module `clock`."""

from django.apps import AppConfig


class ClockConfig(AppConfig):
    """Registers the module with Django."""

    name = "gongkai.clock"
    label = "clock"
