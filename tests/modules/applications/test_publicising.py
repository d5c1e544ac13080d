"""What was given to one can be proposed for all: a draft record, and nothing of the applicant."""

from datetime import date

import pytest
from tests.factories import records
from tests.factories.applications import NOT_HELD, Desk, a_desk, a_submission

from gongkai.applications.models import Reply
from gongkai.applications.operations import (
    AlreadyProposedToPublic,
    MoveNotPossible,
    NothingWasGiven,
    propose_public,
    withdraw_application,
)
from gongkai.applications.queries import case_page
from gongkai.audit.models import AuditEntry
from gongkai.kernel.refusals import NotAllowed, NotFound
from gongkai.kernel.time import today
from gongkai.kernel.types import PUBLIC, Actor, Role
from gongkai.records.models import Record
from gongkai.records.queries import catalogue


@pytest.fixture(autouse=True)
def tables(db: None) -> None:
    """The tables of records, as the installation loads them."""
    records.load_tables()


@pytest.fixture
def case_id(desk: Desk) -> int:
    """A case in which something was given."""
    given = desk.received()
    desk.accepted(given.case_id)
    desk.replied(given.case_id)
    return given.case_id


def _propose(desk: Desk, case_id: int, by: Actor | None = None) -> Record:
    return propose_public(
        actor=by or desk.acting(Role.CLERK),
        case_id=case_id,
        title="2025年度东湖片区危旧房改造资金使用情况",
        summary="资金的安排和使用。",
        text="2025年度安排资金三千万元。",
        generated_on=date(2026, 3, 2),
    )


def test_it_becomes_a_draft_that_nobody_outside_sees(desk: Desk, case_id: int) -> None:
    record = _propose(desk, case_id)
    assert (record.standing, record.organ_id) == ("unreleased", desk.organ.pk)
    version = record.versions.get()
    assert (version.state, version.category) == ("draft", "undetermined")
    assert catalogue(PUBLIC, organ_id=desk.organ.pk).items == ()
    assert Reply.objects.get().record_id == record.pk


def test_nothing_of_the_application_goes_into_it(desk: Desk, case_id: int) -> None:
    version = _propose(desk, case_id).versions.get()
    said = f"{version.title}{version.summary}{version.text}{version.remark}{version.change_note}"
    for private in ("石小禾", "SQ-", "东湖路8号", "11010519491231002X"):
        assert private not in said
    entry = AuditEntry.objects.get(action="applications.propose_public")
    assert entry.details == {"record": str(Record.objects.get().pk)}


def test_once(desk: Desk, case_id: int) -> None:
    clerk = desk.viewing(Role.CLERK)
    assert case_page(clerk, case_id, on=today()).may_propose_public
    _propose(desk, case_id)
    assert not case_page(clerk, case_id, on=today()).may_propose_public
    with pytest.raises(AlreadyProposedToPublic):
        _propose(desk, case_id)
    assert Record.objects.count() == 1


def test_where_something_was_given(desk: Desk) -> None:
    given = desk.received()
    desk.accepted(given.case_id)
    desk.replied(given.case_id, NOT_HELD)
    with pytest.raises(NothingWasGiven):
        _propose(desk, given.case_id)
    assert not case_page(desk.viewing(Role.CLERK), given.case_id, on=today()).may_propose_public


def test_after_the_answer(desk: Desk) -> None:
    given, withdrawn = desk.received(a_submission(supply_way="post")), desk.received()
    withdraw_application(case_id=withdrawn.case_id)
    for case_id in (given.case_id, withdrawn.case_id):
        with pytest.raises(MoveNotPossible):
            _propose(desk, case_id)
    desk.accepted(given.case_id)
    desk.replied(given.case_id)
    assert _propose(desk, given.case_id).pk


@pytest.mark.parametrize("role", [Role.SECRECY_REVIEWER, Role.PERSON_IN_CHARGE])
def test_by_the_organs_clerk(desk: Desk, case_id: int, role: Role) -> None:
    for actor in (desk.acting(role), a_desk().acting(Role.CLERK)):
        with pytest.raises(NotAllowed):
            _propose(desk, case_id, by=actor)
    with pytest.raises(NotFound):
        _propose(desk, case_id + 1)
    assert not Record.objects.exists()
