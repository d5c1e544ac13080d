"""Every test of the feed has an organ with its people, and a way to let entries be numbered."""

from collections.abc import Callable

import pytest
from django.db import connection
from tests.factories import records
from tests.factories.records import Office

from gongkai.ledger.models import LedgerEntry


@pytest.fixture
def office(db: None) -> Office:
    """An organ with a clerk, two reviewers and a person in charge."""
    records.load_tables()
    return records.an_office()


@pytest.fixture
def committed() -> Callable[[], list[LedgerEntry]]:
    """Do what a commit does for the entries, and return all of them in their order."""

    def number() -> list[LedgerEntry]:
        connection.check_constraints()
        return list(LedgerEntry.objects.order_by("sequence"))

    return number
