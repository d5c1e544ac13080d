"""Everybody tries every address of every case, and nobody meets what is not for them."""

from itertools import cycle

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.conftest import MOMENT
from tests.leaks.cases import expectation as may
from tests.leaks.cases import stories, tours
from tests.leaks.cases.doors import doors_of_case, other_doors
from tests.leaks.cases.filing import DRAFT
from tests.leaks.cases.guesses import as_read, asked, guesses
from tests.leaks.cases.people import CaseWorld, staff
from tests.leaks.cases.walker import CaseWalker
from tests.leaks.cases.world import CaseAuthor, KnownCase
from tests.leaks.doors import UnknownParameter, routes
from tests.leaks.reading import Answer
from tests.leaks.walker import Listener

from gongkai.interfaces.portal.applying.filling import RECEIPT_SHOWN_FOR
from gongkai.interfaces.shared.audience import Audience
from gongkai.interfaces.shared.routes import Route

FIRST = "office-b-delivered-ogi-2008"
NO_NUMBER = "SQ-000000000-2026-00001-00"
KEPT_TO_ITSELF = frozenset({"how_identified", "proposal_note", "outcome_reason"})
"""What the desk shows for a while only, or not at all."""


def test_the_public_meets_nothing_in_chinese(case_world: CaseWorld, listener: Listener) -> None:
    walker = CaseWalker(case_world, "citizen", listener)

    walker.walk(tours.whole_public(case_world))
    for known in case_world.known.values():
        tours.ask_as_others(walker, known)

    assert walker.found == []
    assert walker.seen == set()


def test_the_public_meets_nothing_in_english(case_world: CaseWorld, listener: Listener) -> None:
    walker = CaseWalker(case_world, "citizen", listener)

    walker.walk(tours.english_public(case_world))

    assert walker.found == []


def test_the_public_does_not_notice_one_more_case(
    case_world: CaseWorld, fixed_moment: time_machine.Traveller
) -> None:
    # Feeds name the moment.
    fixed_moment.move_to(MOMENT, tick=False)
    public = {route.name for route in routes() if route.audience is Audience.PUBLIC}
    doors = [door for door in other_doors(case_world, desk=False) if door.route in public]

    def pages() -> dict[str, str]:
        return {door.address: Answer.to(Client().get(door.address)).raw for door in doors}

    before = pages()
    author = CaseAuthor("other", case_world.authors["other"].desk, case_world.markers)
    stories.write(author, "b", "delivered", stories.OLD)

    assert len(before) > 30
    assert pages() == before


def test_with_a_case_of_ones_own_open_nothing_of_anothers_is_met(
    case_world: CaseWorld, listener: Listener
) -> None:
    own = case_world.known["office-a-delivered-ogi-2008"]
    walker = CaseWalker(case_world, "a", listener, open_case=own)

    for known in case_world.known.values():
        if known.applicant != "a":
            walker.walk(doors_of_case(case_world, known, desk=False))
    walker.walk(tours.of_applicant(case_world, own))

    assert walker.found == []
    assert any(place.startswith(own.key) for place in walker.seen)


def test_the_applicant_sees_what_they_sent_and_what_was_sent_to_them(
    case_world: CaseWorld, listener: Listener
) -> None:
    missing, wanted = set(), 0
    for known in _one_in_every_state(case_world):
        walker = CaseWalker(case_world, "b", listener, open_case=known)

        walker.walk(tours.of_applicant(case_world, known))

        assert walker.found == []
        due = _shown_to_the_applicant(case_world, known)
        wanted += len(due)
        missing |= due - walker.seen
    assert missing == set()
    assert wanted > 180


def test_number_and_code_of_different_cases_open_nothing(case_world: CaseWorld) -> None:
    assert guesses(case_world) == []


def test_a_closed_door_does_not_tell_whether_there_is_such_a_number(case_world: CaseWorld) -> None:
    known, own = case_world.known[FIRST], case_world.known["office-a-delivered-ogi-2008"]
    pages = []
    for place, number in enumerate((known.number, NO_NUMBER)):
        network = f"203.0.113.{place}"
        for _try in range(5):
            asked(number, own.code, network=network)
        # Now the right code is not let in either.
        pages.append(as_read(asked(number, known.code, network=network), number))

    assert pages[0][0] == 429
    assert pages[0] == pages[1]


def test_a_form_is_shown_in_the_browser_that_fills_it_in(
    case_world: CaseWorld, listener: Listener
) -> None:
    writer = CaseWalker(case_world, "writer", listener, client=case_world.drafting(), fills_in=True)
    writer.walk(other_doors(case_world, desk=False))
    other = CaseWalker(
        case_world, "b", listener, open_case=case_world.known["office-b-handling-ogi-2008"]
    )
    other.walk(door for door in other_doors(case_world, desk=False) if "apply" in door.route)

    assert writer.found == other.found == []
    told = {s.place for s in case_world.markers.secrets if s.record == DRAFT}
    assert {place.rpartition(".")[2] for place in told - writer.seen} == {
        "identity_number",
        "proof_content",
        "attachment_content",
    }


def test_number_and_code_are_shown_to_the_browser_that_sent_the_form_for_half_an_hour(
    case_world: CaseWorld, fixed_moment: time_machine.Traveller
) -> None:
    organ_id = case_world.organs["office"].pk
    check = reverse("portal:apply_check", args=[organ_id])
    receipt = reverse("portal:apply_receipt", args=[organ_id])
    browser = case_world.drafting()
    browser.post(check)

    def shown(client: Client) -> bool:
        return "SQ-" in client.get(receipt).content.decode()

    assert shown(browser)
    assert not shown(Client())
    fixed_moment.shift(RECEIPT_SHOWN_FOR)
    assert not shown(browser)


@pytest.mark.parametrize("persona", staff())
def test_at_the_desk(case_world: CaseWorld, listener: Listener, persona: str) -> None:
    walker = CaseWalker(case_world, persona, listener)

    walker.walk(tours.desk_of(case_world, persona))

    assert walker.found == []


def test_another_organs_clerk_tries_everything(case_world: CaseWorld, listener: Listener) -> None:
    walker = CaseWalker(case_world, "other_clerk", listener)

    walker.walk(tours.desk_of_others(case_world, "other"))

    assert walker.found == []
    assert {place for place in walker.seen if not place.startswith("staff of ")} == set()


@pytest.mark.parametrize(
    ("persona", "organ"),
    [("office_clerk", "office"), ("office_secrecy", "office"), ("government_secrecy", "small")],
)
def test_who_works_on_a_case_sees_it(
    case_world: CaseWorld, listener: Listener, persona: str, organ: str
) -> None:
    walker = CaseWalker(case_world, persona, listener)
    wanted = set()

    for known in list(case_world.known.values())[::3]:
        if known.organ == organ and may.may_open(persona, known):
            walker.walk(doors_of_case(case_world, known, desk=True, only=tours.THAT_SHOW))
            wanted |= _shown_at_the_desk(case_world, known, persona)

    assert wanted - walker.seen == set()
    assert walker.found == []
    assert wanted


def test_every_route_is_on_somebodys_way(case_world: CaseWorld) -> None:
    walked = {door.route for door in tours.whole_public(case_world)}
    for persona in staff():
        walked |= {door.route for door in tours.desk_of(case_world, persona)}

    assert {route.name for route in routes()} - walked == set()


def test_each_address_of_a_case_is_tried_by_everybody(case_world: CaseWorld) -> None:
    of_cases = {route.name for route in tours.walked_routes(desk=True)}

    assert len(of_cases) > 20
    for persona in staff():
        tried = {door.route for door in tours.desk_of(case_world, persona) if door.record}
        assert of_cases - tried == set(), persona


def test_a_route_with_a_parameter_that_nobody_knows_is_named(
    case_world: CaseWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = Route("fees/<int:fee_id>/", "desk:fee", None, HttpResponse)
    monkeypatch.setattr("tests.leaks.cases.doors.routes", lambda: (new,))

    with pytest.raises(UnknownParameter, match="desk:fee has the parameter fee_id"):
        list(other_doors(case_world, desk=True))


def _one_in_every_state(world: CaseWorld) -> list[KnownCase]:
    """Return B's cases in every state, by turns under either text of the Regulations."""
    names = [stories.OVERDUE, *stories.HISTORIES]
    regimes = cycle((stories.NEW, stories.OLD))
    keys = [f"office-b-{name}-{regime}" for name, regime in zip(names, regimes, strict=False)]
    return [world.known[key] for key in ("b-confirming", *keys)]


def _shown_to_the_applicant(world: CaseWorld, known: KnownCase) -> set[str]:
    """Return the places of what the pages of their case show them; not all that they typed."""
    typed = may.PERSON - {"waiver_reason"} | {"correction_answer", "correction_point"}
    return {
        secret.place
        for secret in world.markers.secrets
        if may.applicant_may_see(world, known, secret) and secret.field not in typed
        if not may.is_of_staff(secret)
    }


def _shown_at_the_desk(world: CaseWorld, known: KnownCase, persona: str) -> set[str]:
    """Return the places of what the desk shows now: of replies the last one."""
    return {
        secret.place
        for secret in world.markers.secrets
        if secret.record == known.key and may.may_see_at_desk(world, persona, secret)
        if secret.field not in KEPT_TO_ITSELF
        if secret.field not in may.OF_A_REPLY or secret.version == known.rounds
    }
