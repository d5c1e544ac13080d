"""The first disclosure, while earlier ones are entered and taken back."""

from datetime import date

import time_machine
from tests.factories.records import Office, content, fresh

from gongkai.kernel.types import Role
from gongkai.records.models import PublicationEvent, Record
from gongkai.records.operations.disclosures import record_disclosure, retract_disclosure


def _newspaper(office: Office, record: Record, on: date) -> PublicationEvent:
    return record_disclosure(
        actor=office.acting(Role.CLERK),
        record_id=record.pk,
        form="newspaper",
        disclosed_on=on,
        details={"name": "东川日报", "page": "3"},
    )


def _taken_back(office: Office, event: PublicationEvent) -> tuple[date | None, str]:
    actor = office.acting(Role.CLERK)
    retract_disclosure(actor=actor, record_id=event.record_id, event_id=event.pk, reason="日期有误")
    record = fresh(event.record)
    return record.first_disclosed_on, record.first_disclosure_source


def test_what_was_registered_comes_back(office: Office) -> None:
    told = (date(2019, 5, 1), "省公报2019年第9期")
    record = office.released(first_disclosed_on=told[0], first_disclosure_source=told[1])
    wrong, worse = (_newspaper(office, record, date(year, 1, 2)) for year in (2018, 2017))
    assert fresh(record).first_disclosed_on == date(2017, 1, 2)
    assert _taken_back(office, worse) == (date(2018, 1, 2), wrong.reference)
    assert _taken_back(office, wrong) == told
    later = _newspaper(office, record, date(2020, 1, 2))
    assert _taken_back(office, later) == told


def test_the_day_of_the_publication_comes_back_and_never_that_of_the_listing(
    office: Office,
) -> None:
    record = office.released(content("on_application"))
    with time_machine.travel("2026-06-01T09:00:00+08:00", tick=False):
        office.corrected(record, content())
        wrong = _newspaper(office, record, date(2026, 5, 20))
        assert _taken_back(office, wrong) == (date(2026, 6, 1), "")
