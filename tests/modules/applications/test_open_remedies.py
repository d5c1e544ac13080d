"""Who reconsiders what an organ answered, from where the organ stands."""

from datetime import date

import pytest

from gongkai.applications.open_remedies import respondent_of
from gongkai.applications.rules.remedies import reconsideration_bodies
from gongkai.organs.models import Organ

PROVINCE = Organ(pk=1, name="省政府", kind="government", level="province")
OFFICE = Organ(pk=2, name="行署", kind="dispatched", level="city", parent=PROVINCE)
COUNTY = Organ(pk=3, name="县政府", kind="government", level="county", parent=OFFICE)
TOWN = Organ(pk=4, name="乡政府", kind="government", level="township", parent=COUNTY)
HEALTH = Organ(pk=5, name="县卫生局", kind="department", level="county", parent=COUNTY)
CLINIC = Organ(pk=6, name="县疾控中心", kind="institution", level="county", parent=HEALTH)
STATION = Organ(pk=7, name="乡水务站", kind="institution", level="township", parent=TOWN)
LOST = Organ(pk=8, name="无名局", kind="institution", level="county")
TAXES = Organ(pk=9, name="省税务局", kind="department", level="province", is_led_from_above=True)
COUNTY_TAXES = Organ(
    pk=10,
    name="县税务局",
    kind="department",
    level="county",
    parent=COUNTY,
    line_superior=TAXES,
    is_led_from_above=True,
)
BRANCH = Organ(pk=11, name="海关", level="city", parent=TAXES, is_led_from_above=True)


@pytest.mark.parametrize(
    ("organ", "before", "since"),
    [
        (PROVINCE, "省政府", "省政府"),
        (COUNTY, "行署", "行署"),
        (TOWN, "县政府", "县政府"),
        (HEALTH, "县政府", "县政府"),
        (CLINIC, "县卫生局", "县政府"),
        (STATION, "乡政府", "县政府"),
        (LOST, "", ""),
        (TAXES, "", ""),
        (COUNTY_TAXES, "省税务局", "省税务局"),
        (BRANCH, "省税务局", "省税务局"),
    ],
    ids=lambda value: value.name if isinstance(value, Organ) else None,
)
def test_who_reconsiders_what_an_organ_answered(organ: Organ, before: str, since: str) -> None:
    found = [
        "".join(reconsideration_bodies(respondent_of(organ), on=day))
        for day in (date(2023, 12, 31), date(2024, 1, 1))
    ]
    assert found == [before, since]
