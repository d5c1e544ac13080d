"""Wiring of the interface `desk`."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Registers the interface with Django."""

    name = "gongkai.interfaces.desk"
    label = "desk"
