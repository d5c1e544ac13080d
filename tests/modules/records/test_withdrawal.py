"""Taking back: one hides, a second confirms or restores, and the tombstone stays."""

from datetime import date, timedelta

import pytest
import time_machine
from tests.factories.records import Office, content, fresh

from gongkai.clock.queries import clock_of
from gongkai.kernel.public import public_epoch
from gongkai.kernel.refusals import NotAllowed
from gongkai.kernel.types import PUBLIC, Role
from gongkai.organs.operations import SignatureDoesNotFit, SignatureTooOld
from gongkai.records.models import Record
from gongkai.records.operations import (
    CONFIRM_PURPOSE,
    BeingWithdrawn,
    MoveNotPossible,
    SecondPersonNeeded,
    begin_new_version,
    confirm_withdrawal,
    restore_record,
    withdraw_record,
    withdrawal_digest,
)
from gongkai.records.queries import (
    Gone,
    by_index_number,
    catalogue,
    catalogue_facets,
    find_copy,
    newest,
    obligations,
    public_counts,
    recent_changes,
    record_file,
    record_page,
)
from gongkai.records.queries.withdrawn import withdrawn_items


def _public_traces(office: Office, record: Record, digest: str) -> list[object]:
    """Return whatever the public side still lets out of the record."""
    facets = catalogue_facets(PUBLIC, organ_id=office.organ.pk)
    cells = obligations(PUBLIC, office.organ.pk)
    traces: list[object] = [
        *catalogue(PUBLIC, organ_id=office.organ.pk).items,
        *newest(PUBLIC, 10),
        *(cell for cell in cells if cell.count or cell.records),
        *(facets.organs + facets.classes + facets.themes + facets.years + facets.forms),
        find_copy(PUBLIC, digest),
    ]
    counts = public_counts(PUBLIC)
    traces += [n for n in (counts.published, counts.listed, counts.organs, counts.this_year) if n]
    return [trace for trace in traces if trace]


def test_what_was_closed_keeps_its_day_while_it_is_held_back(office: Office) -> None:
    record = office.released()
    for day, said in (
        ("2026-03-17", content("exempt")),
        ("2026-03-18", content()),
        ("2026-03-19", content("exempt")),
        ("2026-03-20", content("exempt", title="另一名称")),
    ):
        with time_machine.travel(f"{day}T09:00:00+08:00", tick=False):
            office.corrected(record, said)
    (line,) = withdrawn_items(PUBLIC).items
    assert (line.record_id, line.withdrawn_on) == (record.pk, date(2026, 3, 19))
    with pytest.raises(Gone) as gone:
        record_page(PUBLIC, record.pk)
    assert gone.value.tombstone.withdrawn_on == date(2026, 3, 19)


@pytest.mark.parametrize("confirmed", [False, True])
def test_a_hidden_record_leaves_nothing_but_its_tombstone(office: Office, confirmed: bool) -> None:
    record = office.released(content(statutory_item="A01", theme_code="0201"))
    digest = record_page(PUBLIC, record.pk).digest
    assert _public_traces(office, record, digest)
    withdrawal = office.hidden(record)
    if confirmed:
        office.confirmed(withdrawal)
    assert _public_traces(office, record, digest) == []
    with pytest.raises(Gone) as gone:
        record_page(PUBLIC, record.pk)
    stone = gone.value.tombstone
    assert (stone.index_number, stone.reason) == (record.index_number, "privacy")
    assert stone.title_or_empty == ""
    with pytest.raises(Gone):
        record_file(PUBLIC, record.pk)
    assert by_index_number(PUBLIC, record.index_number or "") == record.pk
    line = recent_changes(PUBLIC, 5)[0]
    assert (line.kind, line.title) == ("withdrawn", "")


def test_the_title_shows_only_where_the_withdrawer_said_so(office: Office) -> None:
    record = office.released(content(title="可以留名的通知"))
    office.hidden(record, title_may_show=True)
    with pytest.raises(Gone) as gone:
        record_page(PUBLIC, record.pk)
    assert gone.value.tombstone.title_or_empty == "可以留名的通知"


def test_the_second_person_has_one_working_day(office: Office) -> None:
    withdrawal = office.hidden(office.released())
    reading = clock_of("withdrawal", withdrawal.pk)
    assert reading is not None
    assert reading.remaining_working_days == 1
    office.confirmed(withdrawal)
    after = clock_of("withdrawal", withdrawal.pk)
    assert after is not None
    assert after.stopped_on is not None


def test_nobody_decides_on_their_own_withdrawal(office: Office) -> None:
    record = office.released()
    leader = office.acting(Role.PERSON_IN_CHARGE)
    withdrawal = withdraw_record(
        actor=leader, record_id=record.pk, reason="wrong", note="", title_may_show=False
    )
    signature = office.signed(
        Role.PERSON_IN_CHARGE, CONFIRM_PURPOSE, withdrawal_digest(fresh(record), withdrawal)
    )
    with pytest.raises(SecondPersonNeeded):
        confirm_withdrawal(actor=leader, record_id=record.pk, signature=signature)
    with pytest.raises(SecondPersonNeeded):
        restore_record(actor=leader, record_id=record.pk, note="")


def test_a_clerk_does_not_confirm(office: Office) -> None:
    record = office.released()
    office.hidden(record)
    with pytest.raises(NotAllowed):
        restore_record(actor=office.acting(Role.CLERK), record_id=record.pk, note="")


@pytest.mark.parametrize("wrong", ["purpose", "digest"])
def test_a_signature_of_something_else_does_not_confirm(office: Office, wrong: str) -> None:
    record = office.released()
    withdrawal = office.hidden(record)
    digest = withdrawal_digest(fresh(record), withdrawal)
    signature = office.signed(
        Role.PERSON_IN_CHARGE,
        "something" if wrong == "purpose" else CONFIRM_PURPOSE,
        "0" * 64 if wrong == "digest" else digest,
    )
    with pytest.raises(SignatureDoesNotFit):
        confirm_withdrawal(
            actor=office.acting(Role.PERSON_IN_CHARGE), record_id=record.pk, signature=signature
        )
    assert fresh(record).standing == "hidden"


def test_a_signature_does_not_keep_for_a_withdrawal(
    office: Office, fixed_moment: time_machine.Traveller
) -> None:
    record = office.released()
    digest = withdrawal_digest(fresh(record), office.hidden(record))
    signature = office.signed(Role.PERSON_IN_CHARGE, CONFIRM_PURPOSE, digest)
    fixed_moment.shift(timedelta(minutes=10, seconds=2))
    with pytest.raises(SignatureTooOld):
        confirm_withdrawal(
            actor=office.acting(Role.PERSON_IN_CHARGE), record_id=record.pk, signature=signature
        )
    assert fresh(record).standing == "hidden"


@pytest.mark.parametrize("category", ["voluntary", "on_application"])
def test_a_restored_record_stands_as_before(office: Office, category: str) -> None:
    record = office.released(content(category))
    before = record_page(PUBLIC, record.pk)
    office.hidden(record)
    office.restored(record)
    assert record_page(PUBLIC, record.pk) == before


def test_nothing_is_released_while_a_withdrawal_waits(office: Office) -> None:
    record = office.released()
    version = office.approved(office.in_correction(record))
    office.hidden(record)
    with pytest.raises(BeingWithdrawn):
        office.release(version)


def test_a_withdrawn_record_is_withdrawn_for_good(office: Office) -> None:
    record = office.released()
    office.confirmed(office.hidden(record))
    with pytest.raises(MoveNotPossible):
        office.restored(record)
    with pytest.raises(MoveNotPossible):
        begin_new_version(actor=office.acting(Role.CLERK), record_id=record.pk, change_note="x")


@pytest.mark.django_db(transaction=True)
def test_the_public_epoch_moves_with_the_commit(office: Office) -> None:
    record = office.released()
    before = public_epoch()
    office.hidden(record)
    assert public_epoch() > before
