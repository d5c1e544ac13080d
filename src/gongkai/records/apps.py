"""Wiring of the module `records`."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Registers the module with Django."""

    name = "gongkai.records"
    label = "records"
