"""Wiring of the module `review`."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Registers the module with Django."""

    name = "gongkai.review"
    label = "review"
