"""The database refuses what the operations would never do, even to its superuser."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from tests.factories.records import Office, content

from gongkai.kernel import time
from gongkai.records.models import ImportRow, ImportRun, Record, RecordVersion
from gongkai.release.models import Clearance


def _refused(sql: str, *parameters: object) -> str:
    refused = pytest.raises(DatabaseError)
    with refused as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)
    return str(refusal.value)


PUBLISH = (
    "UPDATE records_record SET standing = 'published', public_version_id = %s, "
    "index_number = 'X-1', index_serial = 1, index_organ_id = organ_id, "
    "released_at = now(), released_on = now() WHERE id = %s"
)


@pytest.mark.parametrize("state", ["draft", "proposed", "reviewed", "approved"])
def test_nothing_is_published_past_release(office: Office, state: str) -> None:
    version = office.draft()
    if state == "proposed":
        office.proposed(version)
    elif state == "reviewed":
        office.reviewed(version)
    elif state == "approved":
        office.approved(version)
    assert "no released version" in _refused(PUBLISH, version.pk, version.record_id)


@pytest.mark.parametrize("state", ["draft", "proposed", "reviewed"])
def test_no_version_is_called_released_past_its_reviews(office: Office, state: str) -> None:
    version = office.draft()
    if state == "proposed":
        office.proposed(version)
    elif state == "reviewed":
        office.reviewed(version)
    sql = "UPDATE records_record_version SET state = 'released', released_at = now() WHERE id = %s"
    assert "not reviewed and approved" in _refused(sql, version.pk)


def test_no_version_arrives_released_without_evidence(office: Office) -> None:
    """The import inserts released rows; that is open to rows with evidence alone."""
    version = office.draft()
    version.pk, version.number, version.state = None, 2, "released"
    version.released_at = version.created_at
    source = _import_row(office, evidence=False)
    for row in (None, source):
        version.import_row = row
        with pytest.raises(DatabaseError, match="not reviewed"), transaction.atomic():
            version.save(force_insert=True)
    version.import_row = _import_row(office, evidence=True)
    with (
        pytest.raises(DatabaseError, match="not cleared by the release gate"),
        transaction.atomic(),
    ):
        version.save(force_insert=True)
    version.clearance = _clearance_of(version.record, office)
    version.save(force_insert=True)
    assert version.pk is not None


def _clearance_of(record: Record, office: Office) -> Clearance:
    return Clearance.objects.create(
        door="public",
        subject_kind="record",
        subject_id=record.pk,
        organ=office.organ,
        digest="0" * 64,
        rules=1,
        cleared_at=time.now(),
    )


def _import_row(office: Office, *, evidence: bool) -> ImportRow:
    run, _ = ImportRun.objects.get_or_create(
        file_digest="0" * 64,
        mapping_digest="0" * 64,
        defaults={"decided_by": office.leader, "started_at": time.now()},
    )
    return ImportRow.objects.create(
        run=run,
        line=1,
        source_digest=str(evidence),
        evidence_on=date(2007, 3, 5) if evidence else None,
        evidence_place="省公报" if evidence else "",
        imported_at=time.now(),
    )


@pytest.mark.parametrize(
    "column",
    ["title", "summary", "text", "document_number", "remark", "digest", "ground_reason"],
)
def test_what_was_proposed_cannot_be_changed(office: Office, column: str) -> None:
    version = office.approved(office.draft())
    sql = f"UPDATE records_record_version SET {column} = 'x' WHERE id = %s"  # noqa: S608
    assert "no draft" in _refused(sql, version.pk)


def test_a_category_cannot_be_opened_behind_the_reviews(office: Office) -> None:
    record = office.released(content("on_application"))
    sql = "UPDATE records_record_version SET category = 'voluntary' WHERE record_id = %s"
    assert "no draft" in _refused(sql, record.pk)
    sql = "UPDATE records_record SET standing = 'published' WHERE id = %s"
    assert "cannot stand as published" in _refused(sql, record.pk)


def test_another_proposal_cannot_be_put_under_a_version(office: Office) -> None:
    passed = office.approved(office.draft())
    other = office.draft()
    sql = (
        "UPDATE records_record_version SET state = 'released', released_at = now(), "
        "proposal_id = %s WHERE id = %s"
    )
    assert "not reviewed" in _refused(sql, passed.proposal_id, other.pk)


@pytest.mark.parametrize(
    "change",
    ["index_number = 'Y'", "index_number = NULL", "class_code = '99'", "index_serial = 77"],
)
def test_a_number_never_changes(office: Office, change: str) -> None:
    record = office.released(content(statutory_item="A01"))
    sql = f"UPDATE records_record SET {change} WHERE id = %s"  # noqa: S608
    assert "never change" in _refused(sql, record.pk)


def test_released_things_are_never_deleted(office: Office) -> None:
    record = office.released()
    _refused("DELETE FROM records_record_version WHERE record_id = %s", record.pk)
    _refused("DELETE FROM records_record WHERE id = %s", record.pk)
    _refused("DELETE FROM records_publication_event WHERE record_id = %s", record.pk)
    assert Record.objects.filter(pk=record.pk).exists()


def test_proofs_of_a_released_version_stay(office: Office) -> None:
    record = office.released()
    for change in ("proposal_id = NULL", "text_file = ''", "released_at = now()", "number = 9"):
        sql = f"UPDATE records_record_version SET {change} WHERE record_id = %s"  # noqa: S608
        assert "proofs cannot change" in _refused(sql, record.pk)


def test_a_withdrawn_record_does_not_come_back(office: Office) -> None:
    record = office.released()
    office.confirmed(office.hidden(record))
    sql = "UPDATE records_record SET standing = 'published' WHERE id = %s"
    assert "withdrawn for good" in _refused(sql, record.pk)
    sql = "UPDATE records_withdrawal SET reason = 'other' WHERE record_id = %s"
    assert "decided, and once" in _refused(sql, record.pk)
    _refused("DELETE FROM records_withdrawal WHERE record_id = %s", record.pk)


def test_counters_only_count_up(office: Office) -> None:
    office.released()
    _refused("UPDATE records_index_counter SET last_serial = 0")
    _refused("DELETE FROM records_index_counter")


@pytest.mark.parametrize(
    "table",
    [
        "records_record",
        "records_record_version",
        "records_publication_event",
        "records_withdrawal",
        "records_index_counter",
        "records_import_row",
    ],
)
def test_tables_are_not_emptied(db: None, table: str) -> None:
    # The tests' own emptying needs these triggers off; a real database has them on.
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_no_truncate")
    assert "TRUNCATE" in _refused(f"TRUNCATE {table} CASCADE")


def test_an_ordinary_draft_may_still_be_edited_by_hand(office: Office) -> None:
    # The guard stops releases past the reviews, not work on drafts.
    version = office.draft()
    RecordVersion.objects.filter(pk=version.pk).update(remark="x")
    version.refresh_from_db()
    assert version.remark == "x"
