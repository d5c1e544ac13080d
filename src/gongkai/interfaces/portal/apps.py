"""Wiring of the interface `portal`."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Registers the interface with Django."""

    name = "gongkai.interfaces.portal"
    label = "portal"
