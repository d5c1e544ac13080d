"""Wiring of the module `audit`."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Registers the module with Django."""

    name = "gongkai.audit"
    label = "audit"
