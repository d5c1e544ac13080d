"""Wiring of the module `kernel`."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Registers the module with Django."""

    name = "gongkai.kernel"
    label = "kernel"
