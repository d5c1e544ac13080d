"""A crash between any two steps of publish, replace or withdraw leaves what the next run completes.

Every operation is killed before each of its writes, before its commit, and between the stored file
and its row; what it wrote until then must be gone, and the next run must find its way.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from django.db import connection, transaction
from tests.factories.records import Office, content, fresh

from gongkai.kernel.files import open_file, path_of, store_file
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import PUBLIC, Role
from gongkai.records.contents import content_of
from gongkai.records.models import Record, RecordVersion
from gongkai.records.operations import (
    CONFIRM_PURPOSE,
    begin_new_version,
    confirm_withdrawal,
    edit_version,
    propose_record,
    withdrawal_digest,
)
from gongkai.records.operations import release as releasing
from gongkai.records.queries import record_file, record_page
from gongkai.review.models import Decision, StepKind
from gongkai.search.queries import search_public

_KEPT = ("records", "review", "clock", "audit", "search", "kernel", "release")
_SHIPPED = (
    *("records_ground", "records_theme_class", "records_information_class"),
    *("clock_calendar_edition", "clock_calendar_day", "search_lexeme_frequency"),
)
_WRITE = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)


class Killed(BaseException):
    """The process is gone; nothing that catches exceptions may stop it."""


@dataclass
class Executioner:
    """Counts the writes of an operation and kills it before one of them."""

    kill_before: int | None = None
    tables: list[str] = field(default_factory=list)
    """The table of each write, in their order."""

    def __call__(self, execute: Callable[..., Any], sql: str, *more: Any) -> Any:
        if (write := _WRITE.match(sql.lstrip())) is not None:
            if len(self.tables) == self.kill_before:
                raise Killed
            self.tables.append(write[1])
        return execute(sql, *more)


@pytest.fixture(scope="module")
def tables_kept() -> list[str]:
    """Return the tables in which anything of a record is kept."""
    models = [name for name in connection.introspection.django_table_names() if "_" in name]
    return sorted(n for n in models if n.split("_")[0] in _KEPT and n not in _SHIPPED)


def _everything(tables_kept: list[str]) -> list[tuple[str, str]]:
    """Return a digest of all rows of each table."""
    one = "SELECT '{0}', coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM {0} t"
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(one.format(name) for name in tables_kept))
        return sorted(cursor.fetchall())


def _tables_written(operation: Callable[[], object]) -> list[str]:
    """Return the table of each write of the operation, which is killed before its commit."""

    def die_before_the_commit() -> None:
        with transaction.atomic(), connection.execute_wrapper(counting):
            operation()
            raise Killed

    counting = Executioner()
    with pytest.raises(Killed):
        die_before_the_commit()
    return counting.tables


def killed_everywhere(operation: Callable[[], object], tables_kept: list[str]) -> int:
    """Kill the operation at each seam, then let it run to its end; return how many seams it has."""
    before = _everything(tables_kept)
    written = _tables_written(operation)
    touched = sorted(set(written) & set(tables_kept))
    there = _everything(touched)
    for seam in range(len(written)):
        killer = Executioner(kill_before=seam)
        with pytest.raises(Killed), connection.execute_wrapper(killer):
            operation()
        assert _everything(touched) == there, f"what was written before {written[seam]} was kept"
    assert _everything(tables_kept) == before
    operation()
    assert _everything(touched) != there
    return len(written)


def _as_the_public_sees_it(record: Record) -> str | None:
    """Return the title under which everybody finds the record; page, file and search agree."""
    number = fresh(record).index_number
    hits = search_public(number).hits if number else []
    try:
        page = record_page(PUBLIC, record.pk)
    except NotFound:
        assert not hits
        return None
    assert [(hit.record_id, hit.title) for hit in hits] == [(record.pk, page.card.title)]
    if page.card.is_listed:
        return page.card.title
    with open_file(record_file(PUBLIC, record.pk).digest) as file:
        assert page.card.title in file.read().decode()
    return page.card.title


def test_publishing_killed_at_every_seam(office: Office, tables_kept: list[str]) -> None:
    first = office.released()
    version = office.approved(office.draft())
    assert killed_everywhere(lambda: office.release(version), tables_kept) > 8
    record = fresh(version.record)
    assert record.index_serial == (first.index_serial or 0) + 1
    assert _as_the_public_sees_it(record) == version.title
    assert record.publications.count() == 1


def test_holding_back_what_was_public_killed_at_every_seam(
    office: Office, tables_kept: list[str]
) -> None:
    record = office.released(content("on_application"))
    assert _as_the_public_sees_it(record) == record.versions.get().title
    clerk = office.acting(Role.CLERK)
    version = begin_new_version(actor=clerk, record_id=record.pk, change_note="改为不公开。")
    said = content("exempt", change_note="改为不公开。", change_kind="replacement")
    version = office.approved(edit_version(actor=clerk, version_id=version.pk, content=said))
    killed_everywhere(lambda: office.release(version), tables_kept)
    assert (fresh(record).standing, _as_the_public_sees_it(record)) == ("held", None)


def test_replacing_killed_at_every_seam(office: Office, tables_kept: list[str]) -> None:
    record = office.released()
    clerk = office.acting(Role.CLERK)
    version = begin_new_version(actor=clerk, record_id=record.pk, change_note="更正。")
    said = replace(content_of(version), title="关于更正后事项的通知", text="第一条 更正后的事项。")
    said = replace(said, change_kind="correction")
    version = office.approved(edit_version(actor=clerk, version_id=version.pk, content=said))
    number = record.index_number
    killed_everywhere(lambda: office.release(version), tables_kept)
    record = fresh(record)
    assert record.index_number == number
    assert _as_the_public_sees_it(record) == "关于更正后事项的通知"
    states = record.versions.order_by("number").values_list("state", flat=True)
    assert list(states) == ["superseded", "released"]


def test_withdrawing_killed_at_every_seam(office: Office, tables_kept: list[str]) -> None:
    record = office.released()
    killed_everywhere(lambda: office.hidden(record), tables_kept)
    assert _as_the_public_sees_it(record) is None
    withdrawal = record.withdrawals.get()
    # Signed once: a signature under a confirmation that was killed is still good.
    digest = withdrawal_digest(fresh(record), withdrawal)
    signature = office.signed(Role.PERSON_IN_CHARGE, CONFIRM_PURPOSE, digest)

    def confirm() -> None:
        actor = office.acting(Role.PERSON_IN_CHARGE)
        confirm_withdrawal(actor=actor, record_id=record.pk, signature=signature)

    killed_everywhere(confirm, tables_kept)
    assert (fresh(record).standing, _as_the_public_sees_it(record)) == ("withdrawn", None)


def test_restoring_killed_at_every_seam(office: Office, tables_kept: list[str]) -> None:
    record = office.released()
    office.hidden(record)
    killed_everywhere(lambda: office.restored(record), tables_kept)
    assert _as_the_public_sees_it(record) == record.versions.get().title


def test_proposing_anew_and_taking_the_review_over_killed_at_every_seam(
    office: Office, tables_kept: list[str]
) -> None:
    version = office.step(office.reviewed(office.draft()), StepKind.APPROVAL, Decision.RETURN)

    def propose() -> RecordVersion:
        actor = office.acting(Role.CLERK)
        return propose_record(actor=actor, version_id=version.pk, note="已核对。")

    killed_everywhere(propose, tables_kept)
    assert RecordVersion.objects.get(pk=version.pk).state == "reviewed"


def test_a_crash_after_the_file_was_stored_leaves_bytes_that_no_door_opens(
    office: Office, tables_kept: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    version = office.approved(office.draft())
    before = _everything(tables_kept)
    stored: list[str] = []

    def store_and_die(content: bytes) -> object:
        stored.append(store_file(content).digest)
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(releasing, "store_file", store_and_die)
        with pytest.raises(Killed):
            office.release(version)
    assert _everything(tables_kept) == before
    assert path_of(stored[0]).exists()
    assert _as_the_public_sees_it(version.record) is None
    record = office.release(version)
    version.refresh_from_db()
    # The next run meets its own bytes again and keeps them, once.
    assert version.text_file == stored[0]
    assert _as_the_public_sees_it(record) == version.title
