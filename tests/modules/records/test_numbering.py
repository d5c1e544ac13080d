"""Minting: the last serial, other templates, the organ's own class table."""

import pytest
from pytest_django import Settings
from tests.factories.records import Office, content

from gongkai.kernel.types import Role
from gongkai.records.models import IndexCounter, InformationClass, Record
from gongkai.records.operations import (
    CreditCodeMissing,
    NoSuchClass,
    SerialExhausted,
    register_record,
)


def test_a_spent_group_refuses_before_anything_is_written(office: Office) -> None:
    said = content(statutory_item="A01")
    IndexCounter.objects.create(organ=office.organ, class_code="01", year=2026, last_serial=9998)
    assert office.released(said).index_number == f"{office.organ.organisation_code}-01-2026-9999"
    version = office.approved(office.draft(said))
    with pytest.raises(SerialExhausted):
        office.release(version)
    version.refresh_from_db()
    assert (version.state, Record.objects.get(pk=version.record_id).standing) == (
        "approved",
        "unreleased",
    )
    assert IndexCounter.objects.get().last_serial == 9999


def test_the_national_form_counts_through_all_classes(office: Office, settings: Settings) -> None:
    settings.INDEX_NUMBER_TEMPLATE = "{organ}/{year}-{serial:5}"
    code = office.organ.organisation_code
    made = [office.released(content(statutory_item=item)).index_number for item in ("A01", "A02")]
    assert made == [f"{code}/2026-00001", f"{code}/2026-00002"]


def test_a_template_of_credit_codes_asks_for_one(office: Office, settings: Settings) -> None:
    settings.INDEX_NUMBER_TEMPLATE = "{credit}/{year}-{serial:5}"
    with pytest.raises(CreditCodeMissing):
        office.released()


def test_years_and_classes_have_counters_of_their_own(office: Office) -> None:
    items = ["A01", "A02", "A01", ""]
    numbers = [office.released(content(statutory_item=item)).index_number or "" for item in items]
    assert [number[10:12] + number[-5:] for number in numbers] == [
        "01-0001",
        "02-0001",
        "01-0002",
        "99-0001",
    ]


def test_an_organs_own_table_replaces_the_default_one(office: Office) -> None:
    InformationClass.objects.create(
        organ=office.organ, code="05", name_zh="本局专项", name_en="Our own", position=1
    )
    clerk = office.acting(Role.CLERK)
    with pytest.raises(NoSuchClass):
        register_record(actor=clerk, organ_id=office.organ.pk, content=content(), class_code="01")
    record = register_record(
        actor=clerk, organ_id=office.organ.pk, content=content(), class_code="05"
    )
    assert record.class_code == "05"
