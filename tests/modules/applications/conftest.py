"""Every test of applications has an organ with the people who handle its cases."""

import pytest
from tests.factories.applications import Desk, a_desk


@pytest.fixture
def desk(db: None) -> Desk:
    """An organ with a disclosure office, a clerk, a secrecy reviewer and a person in charge."""
    return a_desk()
