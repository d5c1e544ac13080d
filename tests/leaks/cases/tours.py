"""Ways through the site: as the public, as an applicant, at the desk; and short rounds."""

from collections.abc import Iterator
from itertools import islice

from django.urls import reverse
from tests.amount import thorough_or
from tests.leaks.cases.doors import (
    doors_of_case,
    filters,
    other_doors,
    questions,
    walked_routes,
)
from tests.leaks.cases.guesses import guesses
from tests.leaks.cases.happenings import happenings
from tests.leaks.cases.people import CaseWorld, staff
from tests.leaks.cases.walker import CaseWalker
from tests.leaks.cases.world import KnownCase
from tests.leaks.doors import Door, same_in_english
from tests.leaks.findings import Finding
from tests.leaks.walker import Listener

LISTS = frozenset({"desk:home", "desk:cases", "desk:letters", "desk:notices", "desk:records"})
"""Where cases, letters and mails of many stand together: everybody looks at all of them."""


THAT_SHOW = frozenset({"desk:case", "desk:sent_file", "desk:reply_file", "desk:letter"})
"""The pages, letters and files of a case, without the forms of its steps."""


def whole_public(world: CaseWorld) -> Iterator[Door]:
    """Yield every address outside the desk, every case's included, and every question."""
    yield from other_doors(world, desk=False)
    yield from filters(desk=False)
    for known in world.known.values():
        yield from doors_of_case(world, known, desk=False)
    yield from questions(world, world.known.values(), desk=False)


def english_public(world: CaseWorld) -> Iterator[Door]:
    """Yield every address outside the desk in English, and one question in six."""
    yield from other_doors(world, desk=False, language="en")
    for known in list(world.known.values())[::6]:
        yield from doors_of_case(world, known, desk=False, language="en")
        yield from map(same_in_english, questions(world, [known], desk=False))


def of_applicant(world: CaseWorld, known: KnownCase) -> Iterator[Door]:
    """Yield the pages of the case that is open in a browser, with its letters and files."""
    for door in other_doors(world, desk=False):
        if door.route.startswith("portal:track"):
            yield door
    yield from doors_of_case(world, known, desk=False)


def desk_of(world: CaseWorld, persona: str) -> Iterator[Door]:
    """Yield the desk's addresses for one persona, others for the next, so that all are tried.

    Every list, in turns narrowed down; each route of a case for one case after the other; the page
    of every twelfth case, thoroughly of every sixth; an eighth of what has nothing to do with
    cases.
    """
    place, cases = staff().index(persona), list(world.known.values())
    for number, door in enumerate(other_doors(world, desk=True)):
        if door.route in LISTS or number % 8 == place % 8:
            yield door
    yield from islice(filters(desk=True), place % 3, None, 3)
    for number, route in enumerate(walked_routes(desk=True)):
        begin = (5 * place + number) % len(cases)
        tried = (
            list(doors_of_case(world, known, desk=True, only={route.name}))
            for known in (*cases[begin:], *cases[:begin])
        )
        # Not every case has letters and files.
        yield from next(filter(None, tried), [])[:1]
    for known in cases[place % 6 :: thorough_or(6, 12)]:
        yield from doors_of_case(world, known, desk=True, only={"desk:case"})
    yield from questions(world, [cases[place % len(cases)]], desk=True)


def desk_of_others(world: CaseWorld, organ: str) -> Iterator[Door]:
    """Yield every address of every fourth case that is another organ's, and their words."""
    others = [known for known in world.known.values() if known.organ != organ][::4]
    for known in others:
        yield from doors_of_case(world, known, desk=True)
    yield from questions(world, others, desk=True)


def round_of_the_public(world: CaseWorld, listener: Listener) -> list[Finding]:
    """Ask for the words of a case, its addresses, and the form that another browser fills in."""
    known = world.known["office-b-proposed-ogi-2008"]
    walker = CaseWalker(world, "citizen", listener)
    walker.walk(questions(world, [known], desk=False))
    walker.walk(doors_of_case(world, known, desk=False))
    walker.walk(
        door for door in other_doors(world, desk=False) if door.route.startswith("portal:apply")
    )
    ask_as_others(walker, known)
    return walker.found


def ask_as_others(walker: CaseWalker, known: KnownCase) -> None:
    """Describe in a form of one's own what was asked for in a case: only what is public is offered.

    One half of a marker is typed, the answer is looked through for the other one.
    """
    organ_id = walker.world.organs[known.organ].pk
    title, asked = (walker.markers.of(known.key, 1, name) for name in ("title", "asked"))
    said = {"title": f"关于{title.chinese}", "asked": f"申请公开{asked.chinese}"}
    address = reverse("portal:apply_offers", args=[organ_id])
    walker.send(Door("portal:apply_offers", f"{address}?{title.chinese}{asked.chinese}"), said)


def round_of_applicants(world: CaseWorld, listener: Listener) -> list[Finding]:
    """Let A try what is B's with a case of their own open, and B look at what is not delivered."""
    own, theirs = (world.known[f"office-{one}-delivered-ogi-2008"] for one in ("a", "b"))
    walker = CaseWalker(world, "a", listener, open_case=own)
    walker.walk(doors_of_case(world, theirs, desk=False))
    found = [*walker.found, *guesses(world)]
    for name in ("reviewed", "replied"):
        waiting = world.known[f"office-b-{name}-ogi-2008"]
        walker = CaseWalker(world, "b", listener, open_case=waiting)
        walker.walk(of_applicant(world, waiting))
        found += walker.found
    return found


def round_of_the_desk(world: CaseWorld, listener: Listener) -> list[Finding]:
    """Let the clerk, the reviewer and other organs' people look at a case and at the lists."""
    proposed, over = (
        world.known[key]
        for key in ("office-b-proposed-ogi-2008", "small-organisation_c-approved-ogi-2008")
    )
    pages = {*THAT_SHOW, "desk:review_reply"}
    lists = [door for door in other_doors(world, desk=True) if door.route in LISTS]
    found: list[Finding] = []
    for persona, wanted in (
        ("office_clerk", doors_of_case(world, proposed, desk=True, only={"desk:case"})),
        ("office_secrecy", doors_of_case(world, proposed, desk=True, only=pages)),
        ("other_clerk", [*doors_of_case(world, proposed, desk=True, only=pages), *lists]),
        ("government_secrecy", doors_of_case(world, over, desk=True, only={"desk:case"})),
    ):
        walker = CaseWalker(world, persona, listener)
        walker.walk(wanted)
        found += walker.found
    return found


ROUNDS = {
    "public": round_of_the_public,
    "applicants": round_of_applicants,
    "desk": round_of_the_desk,
    "traces": happenings,
}
"""Short ways, each for the cases that stand for the others: where a leak shows that is planted."""
