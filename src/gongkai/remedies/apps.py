"""Wiring of the module `remedies`."""

from django.apps import AppConfig


class RemediesConfig(AppConfig):
    """What people report about an organ: gaps in what it publishes."""

    name = "gongkai.remedies"
    label = "remedies"
