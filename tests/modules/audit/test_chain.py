"""The chain: sealed at the commit, refused everything else, damage found."""

import time as stopwatch
from itertools import pairwise
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, connection, transaction
from tests.factories.organs import an_organ
from tests.modules.audit.chain import seal, tamper

from gongkai.audit.models import AuditEntry, ChainHead
from gongkai.audit.operations import record_entry
from gongkai.audit.queries import DamageKind, NotedHead, verify_chain
from gongkai.audit.rules.canonical import GENESIS, chained_hash
from gongkai.kernel import time
from gongkai.kernel.public import mark_public_change, public_epoch
from gongkai.kernel.types import SYSTEM
from gongkai.organs.models import Office, Organ

transactional = pytest.mark.django_db(transaction=True)


def write(label: str = "label", **details: str) -> AuditEntry:
    return record_entry(
        actor=SYSTEM,
        action="test.write",
        object_kind="thing",
        object_id=1,
        object_label=label,
        organ_id=None,
        details=details,
    )


@pytest.fixture
def three(db: None) -> list[AuditEntry]:
    with transaction.atomic():
        entries = [write(f"第{n}件 堃喆㛃", note='quote " and 换行\n') for n in range(3)]
    seal()
    for entry in entries:
        entry.refresh_from_db()
    return entries


def test_entries_get_places_in_order_and_each_hash_holds_the_one_before(
    three: list[AuditEntry],
) -> None:
    places = [entry.place or 0 for entry in three]
    assert places == list(range(places[0], places[0] + 3))
    for before, entry in pairwise(three):
        assert entry.previous_hash == before.hash
        assert entry.hash == chained_hash(before.hash, entry.canonical)
    assert ChainHead.objects.get().last_hash == three[-1].hash


def test_an_untouched_chain_is_whole(three: list[AuditEntry]) -> None:
    report = verify_chain()
    assert report.is_whole, report.damages
    assert report.head_hash == three[-1].hash
    assert report.entries == report.head_place


def test_an_empty_trail_is_whole(db: None) -> None:
    report = verify_chain()
    assert (report.is_whole, report.entries, report.head_hash) == (True, 0, GENESIS)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor_name = 'somebody else'",
        "UPDATE audit_entry SET hash = repeat('0', 64)",
        "UPDATE audit_entry SET place = place + 100",
        "DELETE FROM audit_entry",
        "UPDATE audit_chain_head SET last_place = last_place + 1",
        "DELETE FROM audit_chain_head",
    ],
)
def test_the_database_refuses_to_touch_the_trail(three: list[AuditEntry], statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("table", ["audit_entry", "audit_chain_head"])
def test_the_database_refuses_to_empty_the_trail(db: None, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        with pytest.raises(DatabaseError, match="TRUNCATE refused"), transaction.atomic():
            cursor.execute(f"TRUNCATE {table}")


def test_an_entry_cannot_bring_its_own_place(db: None) -> None:
    with pytest.raises(DatabaseError, match="at the commit"), transaction.atomic():
        AuditEntry.objects.create(place=1, at=time.now(), action="x", object_kind="x", object_id=1)


DAMAGES = {
    DamageKind.ALTERED: ["UPDATE audit_entry SET object_label = 'x' WHERE place = {second}"],
    DamageKind.GAP: ["DELETE FROM audit_entry WHERE place = {second}"],
    DamageKind.CUT_OFF: ["DELETE FROM audit_entry WHERE place = {third}"],
    DamageKind.UNSEALED: ["UPDATE audit_entry SET place = NULL WHERE place = {third}"],
    DamageKind.HEAD_MISSING: ["DELETE FROM audit_chain_head"],
    DamageKind.BROKEN_LINK: [
        (
            "UPDATE audit_entry SET canonical = replace(canonical, 'test.write', 'test.done'), "
            "action = 'test.done' WHERE place = {second}"
        ),
        "UPDATE audit_entry SET hash = audit_hash(previous_hash, canonical) WHERE place = {second}",
    ],
}


@pytest.mark.parametrize("kind", DAMAGES)
def test_damage_is_found(three: list[AuditEntry], kind: DamageKind) -> None:
    places = {"second": three[1].place, "third": three[2].place}
    tamper(*(statement.format(**places) for statement in DAMAGES[kind]))
    assert kind in {damage.kind for damage in verify_chain().damages}


def test_a_rewritten_chain_is_found_by_a_head_noted_elsewhere(three: list[AuditEntry]) -> None:
    noted = NotedHead(three[2].place or 0, three[2].hash)
    assert verify_chain(noted=noted).is_whole
    rewritten = NotedHead(noted.place, "f" * 64)
    kinds = {damage.kind for damage in verify_chain(noted=rewritten).damages}
    assert kinds == {DamageKind.NOT_AS_NOTED}


@transactional
def test_what_is_rolled_back_leaves_no_place() -> None:
    with transaction.atomic():
        write("kept")
    with transaction.atomic():
        write("lost")
        transaction.set_rollback(True)
    with transaction.atomic():
        write("kept too")
    assert list(AuditEntry.objects.order_by("place").values_list("place", "object_label")) == [
        (1, "kept"),
        (2, "kept too"),
    ]
    assert verify_chain().is_whole


@transactional
def test_many_writers_make_one_chain_and_never_lock_one_another_out() -> None:
    barrier, failures = Barrier(8), list[Exception]()

    def work(number: int) -> None:
        try:
            barrier.wait()
            for turn in range(10):
                with transaction.atomic():
                    # Half of them mark the change first: the order must not matter.
                    if number % 2:
                        mark_public_change(kind="test", object_id=turn)
                    write(f"{number}/{turn}")
                    if not number % 2:
                        mark_public_change(kind="test", object_id=turn)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    report = verify_chain()
    assert (report.is_whole, report.entries) == (True, 80)
    assert public_epoch() == 80


@transactional
def test_a_commit_that_waits_for_a_row_does_not_hold_the_chain() -> None:
    """A foreign key checked at the commit waits for its row; others must seal meanwhile."""
    organ = an_organ()
    locked, failures = Barrier(2), list[Exception]()

    def owner() -> None:
        try:
            with transaction.atomic():
                Organ.objects.select_for_update().get(pk=organ.pk)
                locked.wait()
                # Long enough that the other stands at its commit and waits for this row.
                stopwatch.sleep(0.4)
                write("owner")
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    thread = Thread(target=owner)
    thread.start()
    locked.wait()
    with transaction.atomic():
        write("other")
        Office.objects.create(organ_id=organ.pk, kind="disclosure", name="办公室")
    thread.join()
    assert not failures
    assert verify_chain().is_whole


@transactional
def test_a_big_transaction_costs_no_more_per_entry() -> None:
    def seconds(entries: int) -> float:
        began = stopwatch.perf_counter()
        with transaction.atomic():
            AuditEntry.objects.bulk_create(
                AuditEntry(at=time.now(), action="x", object_kind="x", canonical=str(n))
                for n in range(entries)
            )
        return (stopwatch.perf_counter() - began) / entries

    seconds(200)
    small, big = seconds(300), seconds(4000)
    assert big < 4 * small
