"""Wiring of the module `oversight`."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Across organs: the obligation matrix and combing campaigns (P4, P5)."""

    name = "gongkai.oversight"
    label = "oversight"
