"""Everybody tries every address, and nobody meets what is not for them."""

import re
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.urls import reverse
from tests.amount import thorough_or
from tests.factories import organs
from tests.leaks import tours
from tests.leaks.doors import Door, UnknownParameter, doors, is_of_a_case, routes
from tests.leaks.expectation import OPEN, OWN_STAFF, public_may_see
from tests.leaks.findings import Finding, named
from tests.leaks.people import CITIZEN, World, everybody
from tests.leaks.walker import Listener, Walker

from gongkai.audit.queries import entries_about, entries_of_organ
from gongkai.interfaces.shared.routes import Route
from gongkai.organs.queries import overseen_by

pytestmark = pytest.mark.django_db

SAID_AT_THE_DESK = (OPEN - {"file_body"}) | {"ground_reason", "secrecy_opinion", "approval_opinion"}


def _leaks(walker: Walker) -> list[Finding]:
    return named(walker.found)


def test_the_public_meets_nothing_in_chinese(citizen: Walker, world: World) -> None:
    citizen.walk(tours.whole_public(world))

    assert _leaks(citizen) == []
    # The walk proves something only where it can see: all that is public was met.
    public = {s.place for s in world.markers.secrets if public_may_see(world.known[s.record], s)}
    assert len(public) > 100
    # What went before a document is told beside its present text only.
    assert public - citizen.seen <= {"corrected.v1.history"}


def test_the_public_meets_nothing_in_english(citizen: Walker, world: World) -> None:
    citizen.walk(tours.english_public(world))

    assert _leaks(citizen) == []


@pytest.mark.parametrize("persona", everybody())
def test_at_the_desk(world: World, listener: Listener, persona: str) -> None:
    walker = Walker(world, persona, listener)

    walker.walk(tours.desk_of(world, persona))

    assert _leaks(walker) == []


@pytest.mark.parametrize("persona", everybody())
def test_what_staff_read_on_public_pages_is_what_everybody_reads(
    world: World, listener: Listener, persona: str
) -> None:
    walker = Walker(world, persona, listener)
    some = ("published-draft", "held", "proposed-exempt", "listed", "withdrawn-voluntary")

    for key in some:
        known = world.known[key]
        walker.visit(Door("portal:record", f"/records/{known.id}/", key))
    walker.visit(Door("portal:search", f"/search/?{urlencode({'q': '鼋'})}"))

    assert _leaks(walker) == []


def test_the_organs_own_people_see_their_work(world: World, listener: Listener) -> None:
    walker = Walker(world, "clerk", listener)
    own = [one for one in world.known.values() if one.organ == "office"][::4]

    for one in own:
        walker.walk(list(tours.doors_of_record(world, one))[:1])
        for number in one.states:
            address = reverse("desk:version", args=[one.id, number])
            walker.visit(Door("desk:version", address, one.key))

    wanted = {
        secret.place
        for one in own
        for secret in world.markers.secrets
        if secret.record == one.key and secret.field in SAID_AT_THE_DESK
    }
    assert wanted - walker.seen == set()
    assert _leaks(walker) == []


@pytest.mark.parametrize("persona", ["other_clerk", "administrator", "supervision"])
def test_what_is_sent_by_others_is_refused_without_a_word(
    world: World, listener: Listener, persona: str
) -> None:
    walker = Walker(world, persona, listener)

    for one in list(world.known.values())[::6]:
        if persona in OWN_STAFF[one.organ]:
            continue
        for door in tours.doors_of_record(world, one):
            assert walker.visit(door, method="post").status in {403, 404, 405}

    assert _leaks(walker) == []


def test_other_ways_of_asking(citizen: Walker, world: World) -> None:
    for door in tours.head_and_htmx(world):
        citizen.visit(door, method="head")
        citizen.visit(door, headers=tours.HTMX)

    assert _leaks(citizen) == []


def test_what_never_was_public_is_refused_as_if_it_were_not_there(
    citizen: Walker, world: World
) -> None:
    stranger = citizen.visit(Door("portal:record", "/records/999999999/"))

    for one in world.known.values():
        if one.standing == "unreleased" or (one.standing == "held" and not one.index_number):
            answer = citizen.visit(Door("portal:record", f"/records/{one.id}/", one.key))
            own = re.compile(rf"(records(?:/|%2F)){one.id}\b")
            as_stranger = own.sub(r"\g<1>999999999", answer.raw)
            assert (answer.status, as_stranger) == (404, stranger.raw), one.key


def test_the_next_request_after_hiding(citizen: Walker, world: World) -> None:
    for key in ("published-draft", "corrected", "listed")[: thorough_or(3, 1)]:
        tours.after_hiding(citizen, world.known[key])

    assert _leaks(citizen) == []


def test_nothing_was_logged_or_mailed_while_the_work_was_done(
    built: tuple[World, list[str]], world: World
) -> None:
    assert world.markers.found_in(built[1]) == set()


@pytest.mark.parametrize("persona", [name for name in everybody() if name != CITIZEN])
def test_the_audit_trail_holds_no_content(world: World, persona: str) -> None:
    viewer = organs.viewing(world.people[persona])
    overseen = overseen_by(viewer)
    lines = [
        line
        for organ in world.organs.values()
        for line in entries_of_organ(viewer, organ_id=organ.pk, overseen=overseen, limit=2000)
    ]
    for one in list(world.known.values())[::3]:
        found = entries_about(viewer, object_kind="record", object_id=one.id, overseen=overseen)
        lines += found

    said = world.markers.found_in(map(repr, lines))

    # Reasons and notes of the steps are what the trail is for, and of a file which it was: its
    # digest tells nothing of it. The content is not there.
    content = (OPEN | {"ground_reason"}) - {"file_digest"}
    assert {s.place for s in said if s.field in content} == set()


def test_no_route_is_left_out(world: World, citizen: Walker, listener: Listener) -> None:
    """A new route is walked by its parameters alone; this names one that was not."""
    clerk = Walker(world, "clerk", listener)
    some = [world.known[key] for key in ("published-draft", "listed")]

    citizen.walk(doors(world, some, desk=False))
    clerk.walk(doors(world, some, desk=True))

    walked_here = {route.name for route in routes() if not is_of_a_case(route)}
    assert walked_here - citizen.visited - clerk.visited == set()
    assert _leaks(citizen) + _leaks(clerk) == []


def test_a_route_with_a_parameter_that_nobody_knows_is_named(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = Route("complaints/<int:complaint_id>/", "portal:complaint", None, HttpResponse)
    monkeypatch.setattr("tests.leaks.doors.routes", lambda: (new,))

    with pytest.raises(UnknownParameter, match="portal:complaint has the parameter complaint_id"):
        list(doors(world, world.known.values(), desk=False))
