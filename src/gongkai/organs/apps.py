"""Wiring of the module `organs`."""

from django.apps import AppConfig


class OrgansConfig(AppConfig):
    """Registers the module with Django."""

    name = "gongkai.organs"
    label = "organs"
