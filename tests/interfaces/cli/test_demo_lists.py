"""What the demo shows of the lists: a rhythm, statements, gaps in each state."""

import pytest
from tests.factories import organs, records

from gongkai.interfaces.cli.demo.founding import Province
from gongkai.interfaces.cli.demo.list_acts import keep_the_lists
from gongkai.kernel.time import today
from gongkai.kernel.types import Role
from gongkai.oversight.queries.statements import standing_statements
from gongkai.remedies.queries import gap_reports


@pytest.mark.django_db
def test_statements_and_reports_stand_there_in_several_states() -> None:
    records.load_tables()
    city = organs.an_organ("东河市人民政府", kind="government", level="city")
    office = records.an_office(organs.an_organ("东河市政府办公室", level="city", parent=city))
    organs.someone(Role.COMPETENT_DEPARTMENT, city)

    keep_the_lists(Province(organs={"east": city.pk, "east-office": office.organ.pk}, staff={}))

    viewer = office.viewing(Role.CLERK)
    states = [line.state for line in standing_statements(viewer).items]
    assert states == ["stated", "stated", "confirmed"]
    reports = [line.state for line in gap_reports(viewer, on=today()).lines]
    assert reports == ["open", "open", "promised", "closed"]
