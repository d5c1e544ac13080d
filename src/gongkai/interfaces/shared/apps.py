"""The parts that every door shares: pages, forms, audiences, theme."""

from django.apps import AppConfig


class SharedConfig(AppConfig):
    """Registers the shared templates, static files and translations."""

    name = "gongkai.interfaces.shared"
    label = "shared"
