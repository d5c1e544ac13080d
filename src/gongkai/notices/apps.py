"""Wiring of the module `notices`."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Registers the module with Django."""

    name = "gongkai.notices"
    label = "notices"
