"""What is due, what is late, and what was late for ever."""

from datetime import date

import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import organs
from tests.factories.records import Office, an_office, content

from gongkai.kernel import time
from gongkai.kernel.types import PUBLIC, Role, Viewer
from gongkai.records.models import Record
from gongkai.records.queries.clock_lists import (
    due_soon,
    late_count_now,
    late_counts,
    late_now,
    late_then,
)

EARLY = date(2026, 1, 5)


def _ids(lines: tuple[object, ...]) -> list[int]:
    return [line.record_id for line in lines]  # type: ignore[attr-defined]


def test_what_is_due_soon_and_what_is_late_stand_apart(office: Office) -> None:
    late = office.draft(content(generated_on=EARLY)).record
    near = office.draft(content(generated_on=date(2026, 2, 14))).record
    office.draft(content(generated_on=date(2026, 3, 16)))
    viewer, on = office.viewing(Role.CLERK), time.today()
    assert _ids(late_now(viewer, on=on)) == [late.pk]
    assert near.pk in _ids(due_soon(viewer, on=on, within_working_days=10))
    assert late.pk not in _ids(due_soon(viewer, on=on, within_working_days=10))
    assert late_count_now(viewer, on=on) == 1
    assert late_now(PUBLIC, on=on) == ()
    later = office.draft(content(generated_on=date(2026, 1, 6))).record
    assert _ids(late_now(viewer, on=on)) == [late.pk, later.pk]
    assert _ids(late_now(viewer, on=on, most=1)) == [late.pk]


def test_another_laws_limit_shows_its_citation(office: Office) -> None:
    office.draft(
        content(generated_on=date(2026, 3, 13)),
        disclosure_limit_working_days=3,
        disclosure_limit_basis="预算法第十四条",
    )
    (line,) = due_soon(office.viewing(Role.CLERK), on=time.today())
    assert line.other_law == "预算法第十四条"
    assert line.reading.due_on == date(2026, 3, 18)


def test_what_was_late_stays_late_for_ever(office: Office) -> None:
    late = office.released(content(generated_on=EARLY))
    office.released(content(generated_on=date(2026, 3, 2)))
    viewer = office.viewing(Role.PERSON_IN_CHARGE)
    assert late_now(viewer, on=time.today()) == ()
    with time_machine.travel("2031-01-06T09:00:00+08:00", tick=False):
        assert _ids(late_then(viewer, year=2026)) == [late.pk]
        assert late_then(viewer, year=2027) == ()
        (count,) = late_counts(viewer, until_year=2030)
        assert late_counts(viewer, until_year=2031) == late_counts(viewer, until_year=2025) == ()
    assert (count.year, count.organ_id, count.late) == (2026, office.organ.pk, 1)
    assert count.working_days == late_then(viewer, year=2026)[0].reading.late_by_working_days > 0


def test_who_oversees_reads_how_late_an_organ_is_but_no_title_of_what_is_inside(
    office: Office,
) -> None:
    government = organs.an_organ()
    below = an_office(organs.an_organ(parent=government))
    inside = below.draft(content(generated_on=EARLY)).record
    out = below.released(content(generated_on=EARLY))
    overseer = organs.viewing(organs.someone(Role.COMPETENT_DEPARTMENT, government))
    (line,) = late_now(overseer, on=time.today())
    assert (line.record_id, line.title, line.may_open) == (inside.pk, "", False)
    assert line.label == f"#{inside.pk}"
    (told,) = late_then(overseer, year=2026)
    assert told.title == Record.objects.get(pk=out.pk).public_version.title  # type: ignore[union-attr]
    assert late_now(overseer, on=time.today(), organ_ids=[office.organ.pk]) == ()


def test_lists_cost_the_same_for_two_and_for_five_rows(office: Office) -> None:
    viewer = office.viewing(Role.CLERK)

    def cost() -> int:
        return _cost(viewer)

    for _ in range(2):
        office.released(content(generated_on=EARLY))
        office.draft(content(generated_on=EARLY))
    few = cost()
    for _ in range(3):
        office.released(content(generated_on=EARLY))
        office.draft(content(generated_on=EARLY))
    assert cost() == few


def _cost(viewer: Viewer) -> int:
    with CaptureQueriesContext(connection) as captured:
        late_now(viewer, on=time.today())
        late_then(viewer, year=2026)
        late_counts(viewer, until_year=2026)
    return len(captured)
