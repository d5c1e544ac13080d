"""What happens to a record is entered as it happens, and nothing that was never public is."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from tests.factories.attachments import attached
from tests.factories.merging import merged
from tests.factories.records import Office, an_office, content

from gongkai.kernel.types import PUBLIC, Role
from gongkai.ledger.models import LedgerEntry
from gongkai.ledger.operations import enter_what_is_public, opening
from gongkai.ledger.queries import chain_place, feed_after, proof_of
from gongkai.records.models import Record, RecordVersion
from gongkai.records.operations import change_validity, restore_version, withdraw_version

Committed = Callable[[], list[LedgerEntry]]


def _told(rows: list[LedgerEntry]) -> list[tuple[str, int, str]]:
    return [(row.kind, row.version_number, row.detail) for row in rows]


def test_the_life_of_a_record(office: Office, committed: Committed) -> None:
    record = office.released(content(is_normative=True, validity="in_force"))
    office.corrected(record, content(is_normative=True, validity="in_force"))
    change_validity(
        actor=office.acting(Role.CLERK),
        record_id=record.pk,
        validity="repealed",
        on=date(2026, 3, 10),
        note="",
    )
    office.hidden(record)
    office.restored(record)
    office.confirmed(office.hidden(record))
    rows = committed()
    assert _told(rows) == [
        ("published", 1, ""),
        ("corrected", 2, "correction"),
        ("validity", 2, "repealed"),
        ("hidden", 2, "privacy"),
        ("restored", 2, ""),
        ("hidden", 2, "privacy"),
        ("withdrawn", 2, "privacy"),
    ]
    assert [row.sequence for row in rows] == [1, 2, 3, 4, 5, 6, 7]
    assert [bool(row.digest) for row in rows] == [True, True, False, False, True, False, False]


def test_listed_closed_and_published_again(office: Office, committed: Committed) -> None:
    record = office.released(content("on_application"))
    office.corrected(record, content("on_application"))
    office.corrected(record, content("exempt"))
    office.corrected(record, content())
    assert [kind for kind, _version, _detail in _told(committed())] == [
        "listed",
        "corrected",
        "closed",
        "published",
    ]


def test_an_earlier_version_is_withdrawn_and_restored(office: Office, committed: Committed) -> None:
    record = office.corrected(office.released(), content())
    first = record.versions.get(number=1)
    withdraw_version(actor=office.acting(Role.CLERK), version_id=first.pk, reason="secret")
    restore_version(
        actor=office.acting(Role.PERSON_IN_CHARGE), version_id=first.pk, note="不涉密。"
    )
    assert _told(committed())[-2:] == [
        ("version_hidden", 1, "secret"),
        ("version_restored", 1, ""),
    ]


def test_what_was_closed_is_proved_no_more_nor_told_as_restored(
    office: Office, committed: Committed
) -> None:
    record = office.corrected(office.released(), content())
    first = record.versions.get(number=1)
    withdraw_version(actor=office.acting(Role.CLERK), version_id=first.pk, reason="secret")
    office.corrected(record, content("on_application"))
    office.corrected(record, content())
    restore_version(
        actor=office.acting(Role.PERSON_IN_CHARGE), version_id=first.pk, note="不涉密。"
    )
    assert _told(committed())[-1] == ("published", 4, "correction")
    places = {n: chain_place(PUBLIC, record_id=record.pk, version_number=n) for n in (1, 2, 4)}
    assert [number for number, place in places.items() if place] == [4]


def test_what_was_never_public_is_never_told(office: Office, committed: Committed) -> None:
    office.released(content("exempt"))
    office.approved(office.draft())
    held = office.released(content("exempt"))
    office.corrected(held, content("exempt"))
    assert committed() == []


def test_no_entry_holds_what_a_record_says(office: Office, committed: Committed) -> None:
    record = office.released(content(title="不得外传的标题", summary="不得外传的概述"))
    office.hidden(record)
    committed()
    feed = "".join(entry.line() for entry in feed_after(PUBLIC).entries)
    assert record.index_number is not None
    assert record.index_number in feed
    assert "不得外传" not in feed
    nonce = LedgerEntry.objects.exclude(nonce="").get().nonce
    assert nonce not in feed


@pytest.mark.parametrize(
    ("category", "obtained", "told"),
    [
        ("voluntary", "from_people", {"how_obtained": "from_people"}),
        ("voluntary", "from_organ", {"how_obtained": "from_organ", "maker": "某局"}),
        ("on_application", "from_organ", {}),
    ],
)
def test_a_proof_names_those_alone_whom_the_page_names(
    office: Office, committed: Committed, category: str, obtained: str, told: dict[str, str]
) -> None:
    office.released(content(category, how_obtained=obtained, maker="某局"))
    (row,) = committed()
    assert row.sequence is not None
    proof = proof_of(PUBLIC, row.sequence)
    elements = proof.manifest.elements
    making = ("how_obtained", "maker", "co_makers", "lead_organ")
    assert {name: elements[name] for name in making if name in elements} == told
    assert proof.digest() == row.digest


def test_a_release_that_is_rolled_back_leaves_no_entry(
    office: Office, committed: Committed
) -> None:
    version = office.approved(office.draft())
    with transaction.atomic():
        office.release(version)
        transaction.set_rollback(True)
    assert committed() == []
    office.release(RecordVersion.objects.get(pk=version.pk))
    assert [row.sequence for row in committed()] == [1]


def test_what_was_public_before_the_feed_is_brought_forward_once(
    office: Office, committed: Committed
) -> None:
    version = office.draft()
    attached(office, version)
    record = office.corrected(office.release(office.approved(version)), content())
    office.released(content("on_application"))
    office.hidden(office.released())
    committed()
    _forget_the_feed()
    enter_what_is_public()
    enter_what_is_public()
    rows = committed()
    assert {row.kind for row in rows} == {"brought_forward"}
    assert [(row.record_id == record.pk, row.version_number) for row in rows] == [
        (True, 1),
        (True, 2),
        (False, 1),
    ]


def test_two_that_begin_the_feed_enter_nothing_twice(
    office: Office, committed: Committed, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.released()
    committed()
    _forget_the_feed()
    ask = opening._unknown

    def overtaken(**asked: object) -> list[int]:
        found = ask(**asked)  # type: ignore[arg-type]
        monkeypatch.setattr(opening, "_unknown", ask)
        enter_what_is_public()
        return found

    monkeypatch.setattr(opening, "_unknown", overtaken)
    enter_what_is_public()
    assert len(committed()) == 1


def _forget_the_feed() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM ledger_entry")
        cursor.execute("ALTER TABLE ledger_entry ENABLE TRIGGER USER")


def test_public_records_of_a_merged_organ_are_entered_under_the_other(
    office: Office, committed: Committed
) -> None:
    other = an_office()
    published = office.released()
    office.released(content("exempt"))
    office.draft()
    merged(office, other)
    told = [(row.kind, row.record_id, row.organ_code) for row in committed()]
    assert told == [
        ("published", published.pk, office.organ.organisation_code),
        ("transferred", published.pk, other.organ.organisation_code),
    ]


def _refused(statement: str, *values: object) -> str:
    with pytest.raises(DatabaseError) as refused, transaction.atomic(), connection.cursor() as sql:
        sql.execute(statement, values)
    return str(refused.value)


def test_the_database_keeps_entries_as_they_are(office: Office, committed: Committed) -> None:
    office.released()
    (row,) = committed()
    assert "never changes" in _refused("UPDATE ledger_entry SET detail = 'x' WHERE id = %s", row.pk)
    assert "Cannot delete" in _refused("DELETE FROM ledger_entry WHERE id = %s", row.pk)
    assert "only goes on" in _refused("UPDATE ledger_head SET last_sequence = 0")
    assert "only goes on" in _refused("DELETE FROM ledger_head")
    copy = (
        "INSERT INTO ledger_entry (sequence, chained_on, kind, record_id, version_id, index_number,"
        " organ_code, version_number, detail, happened_at, happened_on, nonce, digest)"
        " SELECT %s, now(), kind, record_id, version_id, index_number, organ_code, version_number,"
        " detail, happened_at, happened_on, nonce, digest FROM ledger_entry WHERE id = %s"
    )
    assert "when its transaction commits" in _refused(copy, 99, row.pk)
    assert Record.objects.count() == 1
