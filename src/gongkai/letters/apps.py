"""Wiring of the module `letters`."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """Registers the module with Django."""

    name = "gongkai.letters"
    label = "letters"
