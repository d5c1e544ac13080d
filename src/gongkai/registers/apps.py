"""Wiring of the module `registers`."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """Registers (C12, O8): licensing matters, clean-up rounds, the rules column."""

    name = "gongkai.registers"
    label = "registers"
