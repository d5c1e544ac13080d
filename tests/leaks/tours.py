"""Ways through the site: the whole of it as the public, the desk as everybody, a short round."""

from collections.abc import Callable, Iterator

from django.db import connection
from tests.amount import thorough_or
from tests.leaks.doors import Door, desk_questions, doors, questions, same_in_english
from tests.leaks.expectation import OWN_STAFF
from tests.leaks.people import World
from tests.leaks.walker import Walker
from tests.leaks.world import Known

HTMX = {"HX-Request": "true", "HX-Target": "suggestions"}
_SHARES = thorough_or(1, 6)
"""Into how many shares lists and records are dealt out among the personas."""
SHORT = (
    "listed",
    "proposed-exempt",
    "published-draft",
    "held",
    "corrected",
    "listed-between",
    "version-withdrawn",
    "withdrawn-voluntary",
)


def whole_public(world: World) -> Iterator[Door]:
    """Yield every address of the site outside the desk, for every record, and every question."""
    yield from doors(world, world.known.values(), desk=False)
    yield from questions(world, world.known.values())


def english_public(world: World) -> Iterator[Door]:
    """Yield the addresses outside the desk in English, and one question in six.

    Of every record thoroughly, of every second one in other runs.
    """
    known = list(world.known.values())[:: thorough_or(1, 2)]
    yield from doors(world, known, language="en", desk=False)
    asked = list(questions(world, world.known.values()))
    yield from map(same_in_english, asked[::6])


def short_round(walker: Walker, *, until: Callable[[], bool] = lambda: False) -> None:
    """Walk every route for the records that stand for the others; in English each route once."""
    world = walker.world
    known = [world.known[key] for key in SHORT]
    pages = list(doors(world, known, desk=False))
    walker.walk([*pages, *questions(world, known[:2], whole=False)], until=until)
    one_of_each = {door.route: same_in_english(door) for door in pages}
    english = [door for door in one_of_each.values() if door.address.startswith("/en/")]
    walker.walk(english, until=until)


def desk_of(world: World, persona: str) -> Iterator[Door]:
    """Yield the desk's addresses for one persona.

    Every list and the page of every record, thoroughly, and every sixth one in other runs; of
    every second record one more address, chosen so that the persona tries every route. An organ's
    own people are let in, which is slow and proves little here, so they get the second alone.
    """
    place = world.personas.index(persona)
    for number, door in enumerate(doors(world, (), desk=True)):
        if not door.record and number % _SHARES == place % _SHARES:
            yield door
    for number, one in enumerate(world.known.values()):
        addresses = list(doors_of_record(world, one))
        if persona not in OWN_STAFF[one.organ] and number % _SHARES == place % _SHARES:
            yield addresses[0]
        if number % 2 == place % 2:
            yield addresses[(place + number // 2) % len(addresses)]
    some = list(world.known.values())[place % 5 :: 5]
    yield from desk_questions(world, some)


def doors_of_record(world: World, one: Known) -> Iterator[Door]:
    """Yield the desk's addresses of one record, its own page first."""
    of_it = list(doors(world, [one], desk=True, only_of_records=True))
    return iter(sorted(of_it, key=lambda door: door.route != "desk:record"))


def after_hiding(walker: Walker, one: Known) -> None:
    """Hide a record that the public holds and ask for every page again with its old tag."""
    world = walker.world
    author = world.author
    before = list(_pages_of(world, one))
    tags = {door: walker.visit(door).headers.get("ETag", "") for door in before}
    author.hidden(one)
    settle()
    for door, tag in tags.items():
        answer = walker.visit(door, headers={"If-None-Match": tag} if tag else {})
        if answer.status == 304:
            walker.note("cache", door, f"{one.key} is told to be unchanged")


def _pages_of(world: World, one: Known) -> Iterator[Door]:
    chinese = [
        *(door for door in doors(world, [one], desk=False)),
        *questions(world, [one], whole=False),
    ]
    public = [door for door in chinese if door.route.split(":")[0] in {"portal", "harvest"}]
    static = {"portal:deadline", "portal:accessibility", "portal:complain", "portal:subscribe"}
    yield from (door for door in public if door.route not in static)


def settle() -> None:
    """Let what waits for the commit happen, as it does outside a test."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def head_and_htmx(world: World) -> Iterator[Door]:
    """Yield the pages of a few records, to be asked for without a body and in part."""
    some = [world.known[key] for key in SHORT]
    yield from doors(world, some, desk=False)
    yield from questions(world, some[:3], whole=False)
