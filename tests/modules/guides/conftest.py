"""Every test of guides has the shipped tables, an organ with its people, and who approves."""

import pytest
from tests.factories import guides, organs, records
from tests.factories.guides import Press


@pytest.fixture
def press(db: None) -> Press:
    """A bureau below a city's government, with its offices entered."""
    records.load_tables()
    government = organs.an_organ("云梦市人民政府", level="city", kind="government")
    bureau = organs.an_organ("云梦市水务局", level="city", parent=government)
    return guides.a_press(records.an_office(bureau), government)
