"""Wiring of the module `ledger`."""

from importlib import import_module

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The public change feed and its hash chain: publications, corrections, withdrawals."""

    name = "gongkai.ledger"
    label = "ledger"
    installation_steps = ("gongkai.ledger.operations.opening.enter_what_is_public",)

    def ready(self) -> None:
        """Register; by name, since the models behind are there only now."""
        import_module("gongkai.ledger.handlers").register()
        import_module("gongkai.ledger.jobs")
