"""Wiring of the module `guides`."""

from django.apps import AppConfig


class GuidesConfig(AppConfig):
    """Guide and catalogue editions of an organ; they describe everything below (C9, C10)."""

    name = "gongkai.guides"
    label = "guides"
