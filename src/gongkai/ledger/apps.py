"""Wiring of the module `ledger`."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The public change feed and its hash chain: publications, corrections, withdrawals."""

    name = "gongkai.ledger"
    label = "ledger"
