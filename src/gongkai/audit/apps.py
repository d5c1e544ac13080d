"""Wiring of the module `audit`."""

from importlib import import_module

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Registers the module with Django and listens to the kernel."""

    name = "gongkai.audit"
    label = "audit"

    def ready(self) -> None:
        """Register the handlers; they know models, so they load only now."""
        import_module("gongkai.audit.handlers").register()
