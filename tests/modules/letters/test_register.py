"""The register of letters: who reads it, how it is narrowed, what it costs."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.organs import a_staffed_organ, an_organ, someone, viewing
from tests.modules.letters.test_issue_letter import issue

from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import PUBLIC, Role
from gongkai.letters.queries import register as register_module
from gongkai.letters.queries import register_of, registered_letter
from gongkai.letters.rules.facts import LetterKind

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [Role.CLERK, Role.PERSON_IN_CHARGE])
def test_who_handles_cases_reads_the_register(role: Role) -> None:
    staff = a_staffed_organ()
    letter = issue(staff.acts(Role.CLERK), staff.organ)
    viewer = viewing(someone(role, staff.organ))
    page = register_of(viewer)
    assert [(line.number, line.addressee) for line in page.lines] == [(letter.number, "张镕堃")]
    assert registered_letter(viewer, letter.pk).number == letter.number


@pytest.mark.parametrize(
    "role",
    [role for role in Role if role not in (Role.CLERK, Role.PERSON_IN_CHARGE)],
)
def test_nobody_else_of_the_organ_reads_it(role: Role) -> None:
    staff = a_staffed_organ()
    letter = issue(staff.acts(Role.CLERK), staff.organ)
    viewer = viewing(someone(role, staff.organ))
    assert register_of(viewer).total == 0
    with pytest.raises(NotFound):
        registered_letter(viewer, letter.pk)


def test_other_organs_and_the_public_do_not_read_it() -> None:
    staff = a_staffed_organ()
    superior = a_staffed_organ()
    below = a_staffed_organ(an_organ(parent=superior.organ))
    for office in (staff, below):
        issue(office.acts(Role.CLERK), office.organ)
    for viewer in (PUBLIC, viewing(superior.clerk), viewing(superior.in_charge)):
        assert register_of(viewer).total == 0
        assert register_of(viewer, organ_id=staff.organ.pk).lines == ()
        assert register_of(viewer, organ_id=below.organ.pk).lines == ()


def test_the_newest_letter_comes_first() -> None:
    staff = a_staffed_organ()
    clerk = staff.acts(Role.CLERK)
    days = [date(2026, 3, 16), date(2026, 3, 20), date(2026, 3, 18), date(2026, 3, 20)]
    made = [issue(clerk, staff.organ, on=on) for on in days]
    order = [made[3], made[1], made[2], made[0]]
    lines = register_of(viewing(staff.clerk)).lines
    assert [line.id for line in lines] == [letter.pk for letter in order]


def test_the_register_is_narrowed_by_organ_year_and_kind() -> None:
    staff, other = a_staffed_organ(), a_staffed_organ()
    clerk = staff.acts(Role.CLERK)
    wanted = issue(clerk, staff.organ, LetterKind.REFUSED, on=date(2027, 2, 1))
    issue(clerk, staff.organ, LetterKind.REFUSED, on=date(2026, 2, 2))
    issue(clerk, staff.organ, LetterKind.GRANTED, on=date(2027, 2, 1))
    issue(other.acts(Role.CLERK), other.organ, LetterKind.REFUSED, on=date(2027, 2, 1))
    page = register_of(
        viewing(staff.clerk), organ_id=staff.organ.pk, year=2027, kind=LetterKind.REFUSED
    )
    assert [line.id for line in page.lines] == [wanted.pk]


def test_pages_hold_all_letters_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register_module, "PAGE_SIZE", 2)
    staff = a_staffed_organ()
    viewer = viewing(staff.clerk)
    assert (register_of(viewer).page, register_of(viewer).pages) == (1, 1)
    made = {issue(staff.acts(Role.CLERK), staff.organ).pk for _ in range(5)}
    pages = [register_of(viewer, page=number) for number in (1, 2, 3)]
    assert [len(page.lines) for page in pages] == [2, 2, 1]
    assert {line.id for page in pages for line in page.lines} == made
    assert register_of(viewer, page=99).page == 3
    assert register_of(viewer, page=0).page == 1


def test_the_register_costs_the_same_for_two_and_twenty_letters() -> None:
    staff = a_staffed_organ()
    viewer = viewing(staff.clerk)
    costs = []
    for more in (2, 18):
        for number in range(more):
            issue(staff.acts(Role.CLERK), staff.organ, on=date(2026, 3, 1) + timedelta(number))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            register_of(viewer)
        costs.append(len(queries))
    assert costs == [2, 2]
