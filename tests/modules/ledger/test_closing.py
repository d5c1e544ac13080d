"""Past days are closed, the empty ones too, and their files prove themselves."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from tests.factories.records import Office, content

from gongkai.kernel.public import PublicChange
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import PUBLIC
from gongkai.ledger.models import LedgerDay, LedgerEntry
from gongkai.ledger.operations import close_past_days
from gongkai.ledger.queries import (
    chain_place,
    closed_day,
    closed_days,
    day_lines,
    ledger_state,
    proof_of,
)
from gongkai.ledger.rules.verifying import DayFile, begins_the_chain, chain_faults, read_day

Committed = Callable[[], list[LedgerEntry]]
MONDAY = date(2026, 3, 16)
DAY = 24 * 3600


def _file(on: date) -> DayFile:
    lines = day_lines(PUBLIC, closed_day(PUBLIC, on))
    return read_day("".join(f"{line}\n" for line in lines), where=on.isoformat())


def test_days_are_closed_one_after_another(
    office: Office, committed: Committed, fixed_moment: time_machine.Traveller
) -> None:
    record = office.released()
    office.released(content("on_application"))
    committed()
    assert close_past_days() == 0
    with pytest.raises(NotFound):
        closed_day(PUBLIC, MONDAY)
    fixed_moment.shift(3 * DAY)
    assert ledger_state().open_since == MONDAY
    assert close_past_days() == 3
    assert close_past_days() == 0
    assert ledger_state().open_since is None
    office.hidden(record)
    committed()
    fixed_moment.shift(DAY)
    assert close_past_days() == 1
    days = [_file(MONDAY + timedelta(days=number)) for number in range(4)]
    assert [day.entries for day in days] == [2, 0, 0, 1]
    assert chain_faults(days) == []
    assert begins_the_chain(days[0])
    assert [day.root for day in closed_days(PUBLIC, year=2026)] == [d.root for d in days[::-1]]


def test_a_closing_moves_what_caches_keep(
    office: Office, committed: Committed, fixed_moment: time_machine.Traveller
) -> None:
    office.released()
    committed()
    fixed_moment.shift(DAY)
    close_past_days()
    assert PublicChange.objects.filter(kind="ledger_day").count() == 1


def test_a_site_on_which_nothing_was_public_has_no_chain(office: Office) -> None:
    office.released(content("exempt"))
    assert close_past_days() == 0
    assert ledger_state().open_since is None


def test_a_copy_has_its_place_and_a_proof_while_it_can_be_read(
    office: Office, committed: Committed, fixed_moment: time_machine.Traveller
) -> None:
    record = office.corrected(office.released(), content())
    committed()
    place = chain_place(PUBLIC, record_id=record.pk, version_number=1)
    assert place is not None
    assert place.root == ""
    fixed_moment.shift(DAY)
    close_past_days()
    place = chain_place(PUBLIC, record_id=record.pk, version_number=1)
    assert place is not None
    day = _file(place.on)
    assert place.root == day.root
    proof = proof_of(PUBLIC, place.sequence)
    assert day.digests[place.sequence] == (record.index_number, 1, proof.digest())
    assert proof.part_with(record.versions.get(number=1).text_file) == "text"
    office.hidden(record)
    assert chain_place(PUBLIC, record_id=record.pk, version_number=1) is None
    for sequence in (place.sequence, place.sequence + 1, 0, 999):
        with pytest.raises(NotFound):
            proof_of(PUBLIC, sequence)


def test_the_proof_of_a_listed_record_commits_to_no_text(
    office: Office, committed: Committed
) -> None:
    office.released(content("on_application"))
    (row,) = committed()
    proof = proof_of(PUBLIC, row.sequence or 0)
    assert (proof.manifest.text, proof.manifest.files) == ("", ())
    assert proof.digest() == row.digest
    assert "title" in proof.manifest.elements


def test_the_database_closes_no_day_out_of_its_turn(
    office: Office, committed: Committed, fixed_moment: time_machine.Traveller
) -> None:
    office.released()
    committed()
    fixed_moment.shift(DAY)
    close_past_days()
    last = LedgerDay.objects.get()
    insert = (
        'INSERT INTO ledger_day ("on", entries, previous_root, root, closed_at)'
        " VALUES (%s, 0, %s, %s, now())"
    )
    for on, previous in (
        (last.on + timedelta(days=2), last.root),
        (last.on + timedelta(days=1), "f" * 64),
        (last.on, last.root),
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as sql:
            sql.execute(insert, [on, previous, "e" * 64])
    changed = "UPDATE ledger_day SET root = repeat('0', 64)"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as sql:
        sql.execute(changed)
