"""Whether a normative document is in force, said later on by other documents."""

from datetime import date

import pytest
from tests.factories.records import Office, content

from gongkai.kernel.types import PUBLIC, Role
from gongkai.records.models import Record, RecordVersion
from gongkai.records.operations import abandon_version, change_validity
from gongkai.records.operations.publications import DayNotPossible
from gongkai.records.queries import record_page
from gongkai.review.models import StepKind

REPEALED_ON = date(2026, 3, 10)


def _repeal(office: Office, record: Record, on: date = REPEALED_ON) -> None:
    change_validity(
        actor=office.acting(Role.CLERK),
        record_id=record.pk,
        validity="repealed",
        on=on,
        note="被新规定废止。",
    )


@pytest.mark.parametrize("state", ["draft", "proposed", "reviewed", "approved"])
def test_a_release_puts_nothing_repealed_in_force_again(office: Office, state: str) -> None:
    """The version in work copied the validity of old; whatever its state, it takes the new one."""
    record = office.released(content(is_normative=True, validity="in_force"))
    version = office.in_correction(record)
    if state != "draft":
        version = getattr(office, state)(version)
    _repeal(office, record)
    version.refresh_from_db()
    remaining = {
        "draft": office.approved,
        "proposed": lambda one: _finished(office, one),
        "reviewed": lambda one: office.step(one, StepKind.APPROVAL),
        "approved": lambda one: one,
    }
    office.release(remaining[state](version))
    version.refresh_from_db()
    assert record_page(PUBLIC, record.pk).card.version_number == 2
    assert record_page(PUBLIC, record.pk).card.validity == "repealed"
    assert version.repealed_on == REPEALED_ON


def _finished(office: Office, version: RecordVersion) -> RecordVersion:
    for kind in (StepKind.SECRECY, StepKind.LEGAL):
        version = office.step(version, kind)
    return office.step(version, StepKind.APPROVAL)


def test_a_version_that_was_given_up_keeps_what_it_said(office: Office) -> None:
    record = office.released(content(is_normative=True, validity="in_force"))
    version = office.in_correction(record)
    abandon_version(actor=office.acting(Role.CLERK), version_id=version.pk, why="不需要。")
    _repeal(office, record)
    version.refresh_from_db()
    assert version.validity == "in_force"


@pytest.mark.parametrize("on", [date(1, 1, 1), date(2026, 3, 17), date(2199, 1, 1)])
def test_what_holds_at_once_holds_from_a_day_that_has_come(office: Office, on: date) -> None:
    record = office.released(content(is_normative=True, validity="in_force"))
    with pytest.raises(DayNotPossible) as refused:
        _repeal(office, record, on)
    assert refused.value.field == "on"
    assert record_page(PUBLIC, record.pk).card.validity == "in_force"
