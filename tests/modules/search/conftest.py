"""An organ whose people can release records."""

import pytest
from tests.factories import records
from tests.factories.records import Office


@pytest.fixture
def office(db: None) -> Office:
    """Return an organ with all its people, on an installation with its shipped tables."""
    records.load_tables()
    return records.an_office()
