"""Wiring of the module `applications`."""

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    """Registers the module with Django."""

    name = "gongkai.applications"
    label = "applications"
