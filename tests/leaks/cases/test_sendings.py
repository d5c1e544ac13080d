"""What is sent about a case in the name of others is refused and changes nothing."""

import pytest
from django.test import Client
from tests.leaks.cases.doors import case_routes, doors_of_case
from tests.leaks.cases.expectation import may_open
from tests.leaks.cases.people import POSTS, CaseWorld
from tests.leaks.cases.sendings import ONLY_SHOWS, SENDINGS, address_of
from tests.leaks.cases.walker import CaseWalker
from tests.leaks.doors import Door
from tests.leaks.walker import Listener

from gongkai.applications.models import DraftFile
from gongkai.audit.models import AuditEntry
from gongkai.notices.models import Notice, NoticeState

STRANGERS = (
    "citizen",
    *(f"{desk}_{post}" for desk in ("office", "other") for post in POSTS),
    "government_secrecy",
    "government_in_charge",
    "competent_department",
    "administrator",
    "former_clerk",
)


@pytest.fixture
def given_up(case_world: CaseWorld) -> None:
    """Let no mail of the cases have got through, so that somebody must do something."""
    Notice.objects.update(state=NoticeState.GIVEN_UP, next_try_at=None)


@pytest.mark.usefixtures("given_up")
@pytest.mark.parametrize("name", SENDINGS)
def test_only_who_may_changes_a_case(case_world: CaseWorld, listener: Listener, name: str) -> None:
    sending = SENDINGS[name]
    known = case_world.known[sending.case]
    door = Door(name, address_of(name, known), known.key)

    for persona in STRANGERS:
        if persona not in sending.by:
            walker = CaseWalker(case_world, persona, listener)
            before = _done()
            answer = walker.send(door, sending.said(case_world, known))
            assert (_done(), walker.found) == (before, []), persona
            if not may_open(persona, known):
                assert answer.status in {302, 403, 404}, persona

    # Nothing was refused for being wrongly filled in: the same is taken from who may send it.
    persona, before = min(sending.by), _done()
    taken = case_world.client(persona).post(door.address, sending.said(case_world, known))
    assert taken.status_code in {200, 302}
    assert (_done() > before) is (name not in ONLY_SHOWS)


def test_whatever_can_be_sent_is_tried(case_world: CaseWorld) -> None:
    """A new route that takes something is named here until somebody tries it."""
    known, clerk = (
        case_world.known["office-b-delivered-ogi-2008"],
        case_world.client("office_clerk"),
    )
    others = {route.name for route in case_routes(desk=True)} - SENDINGS.keys()

    assert len(others) > 4
    for name in sorted(others):
        door = next(doors_of_case(case_world, known, desk=True, only={name}))
        assert clerk.post(door.address).status_code == 405, name


def test_a_file_is_taken_off_a_form_in_its_own_browser_alone(case_world: CaseWorld) -> None:
    [scan, _other] = DraftFile.objects.order_by("pk")
    organ_id = case_world.organs["office"].pk
    address = f"/apply/{organ_id}/proofs/{scan.pk}/remove/"

    Client().post(address)
    assert DraftFile.objects.filter(pk=scan.pk).exists()
    case_world.drafting().post(address)
    assert not DraftFile.objects.filter(pk=scan.pk).exists()


def _done() -> int:
    """Return how much was done: each operation on a case or a mail leaves its entry."""
    done = AuditEntry.objects.exclude(action__startswith="organs.")
    return done.count()
