"""Every test of records has the shipped tables and an organ with its people."""

import pytest
from tests.factories import records
from tests.factories.records import Office


@pytest.fixture
def tables(db: None) -> None:
    """Grounds, classes, themes and calendars, as the installation loads them."""
    records.load_tables()


@pytest.fixture
def office(tables: None) -> Office:
    """An organ with a clerk, two reviewers and a person in charge."""
    return records.an_office()
