"""Releasing a version: publish, list with ★, hold back."""

import hashlib
from datetime import date

import pytest
from django.db import connection
from tests.factories.records import Office, an_office, content, fresh

from gongkai.audit.models import AuditEntry
from gongkai.clock.queries import clock_of
from gongkai.clock.rules.history import ClockState
from gongkai.kernel.files import open_file
from gongkai.kernel.models import OutboxEvent
from gongkai.kernel.refusals import NotAllowed, NotFound
from gongkai.kernel.types import PUBLIC, Role
from gongkai.records.models import PublicationEvent, RecordVersion
from gongkai.records.operations import (
    ContentChanged,
    MoveNotPossible,
    WrongCategory,
    hold_record,
    list_record,
    publish_record,
    release_record,
)
from gongkai.records.queries import Gone, record_file, record_page


def test_a_voluntary_record_is_published_with_number_file_event_and_stopped_clock(
    office: Office,
) -> None:
    record = office.released(content(statutory_item="A01"))
    version = record.versions.get()
    code = office.organ.organisation_code
    assert record.standing == "published"
    assert record.index_number == f"{code}-01-2026-0001"
    assert version.state == "released"
    with open_file(version.text_file) as file:
        held = file.read()
    assert hashlib.sha256(held).hexdigest() == version.text_file
    assert held.decode().startswith(f"索引号：{record.index_number}\n信息名称：{version.title}\n")
    assert held.endswith(version.text.encode() + b"\n")
    published = PublicationEvent.objects.get(record=record)
    assert (published.form, published.disclosed_on) == ("website", date(2026, 3, 16))
    reading = clock_of("record", record.pk)
    assert reading is not None
    assert reading.state is ClockState.STOPPED
    kinds = list(OutboxEvent.objects.values_list("kind", flat=True))
    assert "records.record_published" in kinds
    assert AuditEntry.objects.filter(action="records.publish", object_id=str(record.pk)).exists()


def test_a_record_on_application_is_listed_and_its_text_stays_closed(office: Office) -> None:
    record = office.released(content("on_application"))
    version = record.versions.get()
    assert record.standing == "listed"
    assert record.index_number is not None
    assert version.text_file == ""
    page = record_page(PUBLIC, record.pk)
    assert page.card.is_listed
    assert (page.text, page.digest, page.versions) == ("", "", ())
    with pytest.raises(NotFound):
        record_file(PUBLIC, record.pk)
    reading = clock_of("record", record.pk)
    assert reading is not None
    assert reading.state is ClockState.NOT_APPLICABLE


def test_an_exempt_record_is_held_without_number_and_unknown_to_the_public(office: Office) -> None:
    record = office.released(content("exempt"))
    assert record.standing == "held"
    assert record.index_number is None
    assert record.public_version is None
    with pytest.raises(NotFound) as refusal:
        record_page(PUBLIC, record.pk)
    assert not isinstance(refusal.value, Gone)


def test_numbers_of_one_group_follow_each_other(office: Office) -> None:
    numbers = [office.released(content(statutory_item="A01")).index_number for _ in range(3)]
    assert [number[-4:] for number in numbers if number] == ["0001", "0002", "0003"]


@pytest.mark.parametrize("state", ["draft", "proposed", "reviewed"])
def test_nothing_is_released_before_its_approval(office: Office, state: str) -> None:
    version = office.draft()
    if state == "proposed":
        office.proposed(version)
    if state == "reviewed":
        office.reviewed(version)
    with pytest.raises(MoveNotPossible):
        release_record(actor=office.acting(Role.CLERK), version_id=version.pk)
    assert fresh(version.record).standing == "unreleased"


def test_a_version_whose_content_was_changed_behind_the_operations_is_refused(
    office: Office,
) -> None:
    version = office.approved(office.draft())
    # Only somebody who takes the trigger away can do this; the operation still notices.
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE records_record_version DISABLE TRIGGER USER")
        cursor.execute("UPDATE records_record_version SET text = 'x' WHERE id = %s", [version.pk])
        cursor.execute("ALTER TABLE records_record_version ENABLE TRIGGER USER")
    with pytest.raises(ContentChanged):
        release_record(actor=office.acting(Role.CLERK), version_id=version.pk)


def test_each_kind_of_release_asks_for_its_category(office: Office) -> None:
    version = office.approved(office.draft(content("on_application")))
    clerk = office.acting(Role.CLERK)
    for wrong in (publish_record, hold_record):
        with pytest.raises(WrongCategory):
            wrong(actor=clerk, version_id=version.pk)
    assert list_record(actor=clerk, version_id=version.pk).standing == "listed"


@pytest.mark.parametrize("role", [Role.SECRECY_REVIEWER, Role.LEGAL_REVIEWER])
def test_reviewers_do_not_release(office: Office, role: Role) -> None:
    version = office.approved(office.draft())
    with pytest.raises(NotAllowed):
        release_record(actor=office.acting(role), version_id=version.pk)


def test_another_organs_clerk_does_not_release(office: Office) -> None:
    version = office.approved(office.draft())
    with pytest.raises(NotAllowed):
        release_record(actor=an_office().acting(Role.CLERK), version_id=version.pk)


def test_information_not_on_the_website_is_published_as_an_entry_without_file(
    office: Office,
) -> None:
    record = office.released(content(forms=("reading_room",), text=""))
    assert record.standing == "published"
    assert not PublicationEvent.objects.filter(record=record).exists()
    assert RecordVersion.objects.get(record=record).text_file == ""
