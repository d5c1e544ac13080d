"""Wiring of the module `registers`."""

from importlib import import_module

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """Registers (C12, O8): licensing matters, clean-up rounds, the rules column."""

    name = "gongkai.registers"
    label = "registers"

    def ready(self) -> None:
        """Register; by name, since the models behind are there only now."""
        import_module("gongkai.registers.merging").register()
