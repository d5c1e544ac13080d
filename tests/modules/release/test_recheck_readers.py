"""Who reads what is out and would not pass today."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import organs, records
from tests.factories.records import Office
from tests.modules.release.out import BAD, PHONE, World, a_file, world

from gongkai.kernel.types import SYSTEM, Role, Viewer
from gongkai.organs.models import Organ
from gongkai.release.models import Recheck
from gongkai.release.operations.rechecking import (
    begin_recheck,
    run_recheck,
)
from gongkai.release.queries.rechecks import last_recheck

pytestmark = pytest.mark.django_db
__all__ = ["world"]


def _run(why: str = "a test") -> Recheck:
    row = begin_recheck(actor=SYSTEM, why=why)
    run_recheck(recheck_id=row.pk)
    row.refresh_from_db()
    return row


def _viewer(role: Role, organ: Organ) -> Viewer:
    return organs.viewing(organs.someone(role, organ))


def test_what_was_withdrawn_since_is_not_reported(world: World) -> None:
    kept, gone = world.add(texts=BAD), world.add(texts=BAD)
    _run()
    world.out.discard(gone)

    report = last_recheck(_viewer(Role.CLERK, world.organ))

    assert report is not None
    assert [item.subject_id for organ in report.organs for item in organ.items] == [kept]


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.CLERK, True),
        (Role.SECRECY_REVIEWER, True),
        (Role.PERSON_IN_CHARGE, True),
        (Role.LEGAL_REVIEWER, False),
        (Role.SYSTEM_ADMINISTRATOR, False),
        (Role.DEPUTY, False),
        (Role.SUPERVISION, False),
    ],
)
def test_who_reads_it_for_an_organ(world: World, role: Role, sees: bool) -> None:
    world.add(a_file("名单", PHONE), texts=None)
    _run()

    report = last_recheck(_viewer(role, world.organ))

    assert report is not None
    assert report.failing == (1 if sees else 0)


def test_the_competent_department_reads_it_below_without_names_of_files(world: World) -> None:
    above = organs.an_organ("云梦市人民政府", kind="government", level="city")
    world.organ.parent = above
    world.organ.save()
    world.add(a_file("名单", PHONE), texts=None)
    _run()

    report = last_recheck(_viewer(Role.COMPETENT_DEPARTMENT, above))
    other = last_recheck(_viewer(Role.COMPETENT_DEPARTMENT, organs.an_organ("山阴市政府")))

    assert report is not None
    [item] = report.organs[0].items
    assert (item.label, item.name, item.is_own) == ("YM-1", "", False)
    assert other is not None
    assert other.failing == 0


def test_as_many_questions_for_twenty_items_as_for_two(world: World) -> None:
    viewer = _viewer(Role.CLERK, world.organ)
    counts = []
    for _more in range(2):
        for _number in range(2 if not counts else 18):
            world.add(texts=BAD)
        _run()
        with CaptureQueriesContext(connection) as asked:
            report = last_recheck(viewer)
        assert report is not None
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_a_real_record_is_looked_at_again() -> None:
    records.load_tables()
    office: Office = records.an_office()
    office.released(records.content("voluntary", text="湖区水位公告。"))

    row = _run()

    assert (row.checked > 0, row.ended_at is not None) == (True, True)
