"""Wiring of the module `search`."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Registers the module with Django."""

    name = "gongkai.search"
    label = "search"
