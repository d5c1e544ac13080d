"""One earlier version taken back: at once, by two people, while the record stays public."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.backends.utils import CursorWrapper
from tests.factories.attachments import attached
from tests.factories.records import Office, content, fresh

from gongkai.kernel.refusals import NotAllowed, NotFound
from gongkai.kernel.types import PUBLIC, Role
from gongkai.organs.operations import SignatureDoesNotFit
from gongkai.records.models import Record, RecordVersion, VersionFile, Withdrawal
from gongkai.records.operations import (
    CONFIRM_PURPOSE,
    CONFIRM_VERSION_PURPOSE,
    MoveNotPossible,
    NeverReadable,
    SecondPersonNeeded,
    confirm_version_withdrawal,
    detach_file,
    edit_version,
    release_record,
    restore_version,
    version_withdrawal_digest,
    withdraw_version,
)
from gongkai.records.queries import (
    Gone,
    attached_file,
    desk_record,
    find_copy,
    my_queue,
    record_file,
    record_page,
    record_version,
    version_texts,
)
from gongkai.records.queries.version_moves import version_moves
from gongkai.release.models import Layer
from gongkai.release.outlets import is_out
from gongkai.release.queries.redaction import is_result_public
from gongkai.release.rules.doors import Door


@pytest.fixture
def record(office: Office) -> Record:
    """A published record of which a corrected copy took the place of the first."""
    version = office.draft(content(title="初版"))
    attached(office, version, title="名单")
    record = office.release(office.approved(version))
    following = office.in_correction(record)
    clerk = office.acting(Role.CLERK)
    detach_file(actor=clerk, version_id=following.pk, file_id=following.files.get().pk)
    said = content(title="更正版", change_kind="correction", change_note="隐去名单。")
    edit_version(actor=clerk, version_id=following.pk, content=said)
    return office.release(office.approved(following))


def _first(record: Record) -> RecordVersion:
    return record.versions.get(number=1)


def _withdraw(office: Office, record: Record, reason: str = "privacy") -> Withdrawal:
    actor = office.acting(Role.CLERK)
    return withdraw_version(actor=actor, version_id=_first(record).pk, reason=reason)


def _confirm(office: Office, record: Record, purpose: str = CONFIRM_VERSION_PURPOSE) -> None:
    version = _first(record)
    waiting = version.withdrawals.get(outcome="")
    digest = version_withdrawal_digest(record, version, waiting)
    confirm_version_withdrawal(
        actor=office.acting(Role.PERSON_IN_CHARGE),
        version_id=version.pk,
        signature=office.signed(Role.PERSON_IN_CHARGE, purpose, digest),
    )


def test_everything_of_the_version_is_gone_at_once(office: Office, record: Record) -> None:
    file = VersionFile.objects.get(version__number=1, version__record=record)
    digest = record_file(PUBLIC, record.pk, 1).digest
    assert find_copy(PUBLIC, digest) is not None
    _withdraw(office, record)
    for asked in (
        lambda: record_version(PUBLIC, record.pk, 1),
        lambda: record_file(PUBLIC, record.pk, 1),
        lambda: version_texts(PUBLIC, record.pk, 1, 2),
        lambda: attached_file(PUBLIC, record.pk, file.pk),
    ):
        with pytest.raises(Gone) as gone:
            asked()
        stone = gone.value.tombstone
        assert (stone.version_number, stone.reason, stone.title_or_empty) == (1, "privacy", "")
    assert find_copy(PUBLIC, digest) is None
    assert find_copy(PUBLIC, file.stored_id) is None


def test_a_redaction_that_it_alone_let_out_is_out_no_more(office: Office, record: Record) -> None:
    file = VersionFile.objects.get(version__number=1, version__record=record)
    layer = Layer(result_id=file.stored_id)
    assert is_result_public(layer)

    _withdraw(office, record)

    assert is_out(subject_kind="record", door=Door.PUBLIC, subject_id=record.pk)
    assert not is_result_public(layer)


def test_the_record_stays_public_and_its_list_says_what_happened(
    office: Office, record: Record
) -> None:
    _withdraw(office, record)
    page = record_page(PUBLIC, record.pk)
    assert page.card.title == "更正版"
    now, before = page.versions
    assert (now.number, now.withdrawn_on) == (2, None)
    assert before.number == 1
    assert before.withdrawn_on is not None
    assert before.withdrawal_reason == "含有个人信息"


def test_a_second_person_signs_and_it_is_final(office: Office, record: Record) -> None:
    _withdraw(office, record)
    with pytest.raises(SignatureDoesNotFit):
        _confirm(office, record, purpose=CONFIRM_PURPOSE)
    _confirm(office, record)
    assert _first(record).state == "withdrawn"
    assert fresh(record).standing == "published"
    with pytest.raises(MoveNotPossible):
        restore_version(
            actor=office.acting(Role.PERSON_IN_CHARGE), version_id=_first(record).pk, note="x"
        )
    with pytest.raises(Gone):
        record_version(PUBLIC, record.pk, 1)


def test_a_second_person_restores_it_as_it_was(office: Office, record: Record) -> None:
    before = record_version(PUBLIC, record.pk, 1)
    _withdraw(office, record)
    actor = office.acting(Role.SECRECY_REVIEWER)
    restore_version(actor=actor, version_id=_first(record).pk, note="没有个人信息。")
    assert record_version(PUBLIC, record.pk, 1) == before
    _withdraw(office, record, "wrong")
    assert _first(record).state == "hidden"


def test_who_hid_it_cannot_decide(office: Office, record: Record) -> None:
    leader = office.acting(Role.PERSON_IN_CHARGE)
    withdraw_version(actor=leader, version_id=_first(record).pk, reason="secret")
    with pytest.raises(SecondPersonNeeded):
        restore_version(actor=leader, version_id=_first(record).pk, note="x")
    with pytest.raises(NotAllowed):
        restore_version(actor=office.acting(Role.CLERK), version_id=_first(record).pk, note="x")


def test_it_waits_in_the_queue_of_the_second_person_with_its_clock(
    office: Office, record: Record
) -> None:
    waiting = _withdraw(office, record)
    (line,) = my_queue(office.viewing(Role.PERSON_IN_CHARGE), on=waiting.hidden_at.date()).lines
    assert (line.task, line.record_id) == ("confirm_version_withdrawal", record.pk)
    assert line.clock is not None
    seen = desk_record(office.viewing(Role.PERSON_IN_CHARGE), record.pk)
    assert seen.withdrawal is None
    assert seen.waiting_for(1) is not None


def test_what_nobody_could_read_and_what_stands_now_is_not_withdrawn_alone(
    office: Office, record: Record
) -> None:
    clerk = office.acting(Role.CLERK)
    with pytest.raises(MoveNotPossible):
        withdraw_version(actor=clerk, version_id=record.versions.get(number=2).pk, reason="wrong")
    listed = office.corrected(office.released(content("on_application")), content())
    closed = office.corrected(office.corrected(record, content("exempt")), content())
    for one in (listed, closed):
        with pytest.raises(NeverReadable):
            withdraw_version(actor=clerk, version_id=_first(one).pk, reason="wrong")
        seen = desk_record(office.viewing(Role.CLERK), one.pk)
        assert version_moves(office.viewing(Role.CLERK), seen, seen.versions[-1]) == ()


def test_a_withdrawn_version_stays_off_when_the_record_is_published_again(
    office: Office, record: Record
) -> None:
    _withdraw(office, record)
    _confirm(office, record)
    office.corrected(record, content("exempt"))
    with pytest.raises(Gone):
        record_page(PUBLIC, record.pk)
    office.corrected(record, content(title="重新公开"))
    with pytest.raises(Gone):
        record_version(PUBLIC, record.pk, 1)
    with pytest.raises(NotFound):
        record_version(PUBLIC, record.pk, 2)


def test_a_release_takes_the_copies_before_it_with_it(office: Office) -> None:
    record = office.released()
    version = office.approved(office.in_correction(record))
    actor = office.acting(Role.CLERK)
    release_record(actor=actor, version_id=version.pk, withdrawn_with_it=[1], reason="privacy")
    assert _first(record).state == "hidden"
    assert record_page(PUBLIC, record.pk).card.version_number == 2
    # Elements alone were put right: the text file is the same, and it is public now.
    assert find_copy(PUBLIC, record_file(PUBLIC, record.pk).digest) is not None


def _refused(statement: str, *values: object) -> str:
    with pytest.raises(DatabaseError) as refused, transaction.atomic(), connection.cursor() as sql:
        _commit(sql, statement, values)
    return str(refused.value)


def _commit(sql: CursorWrapper, statement: str, values: tuple[object, ...]) -> None:
    sql.execute(statement, values)
    sql.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_database_holds_withdrawal_and_version_to_each_other(
    office: Office, record: Record
) -> None:
    state = "UPDATE records_record_version SET state = %s WHERE id = %s"
    first = _first(record)
    assert "by a withdrawal alone" in _refused(state, "hidden", first.pk)
    withdrawal = _withdraw(office, record)
    assert "second person alone" in _refused(state, "superseded", first.pk)
    assert "not worked on again" in _refused(state, "released", first.pk)
    moved = "UPDATE records_withdrawal SET version_id = NULL WHERE id = %s"
    assert "only be decided" in _refused(moved, withdrawal.pk)
    insert = (
        "INSERT INTO records_withdrawal (record_id, version_id, reason, note, title_may_show,"
        " hidden_by_id, hidden_at, outcome) VALUES (%s, %s, 'wrong', '', false, %s, now(), '')"
    )
    second = record.versions.get(number=2).pk
    clerk = office.clerk.pk
    assert "no earlier version" in _refused(insert, record.pk, second, clerk)
    other = office.corrected(office.released(), content())
    assert "no earlier version" in _refused(insert, record.pk, _first(other).pk, clerk)
    assert "must not stand as readable" in _refused(insert, other.pk, _first(other).pk, clerk)
