"""Every address at which a case could be met: all routes, filled with all that the world holds.

The routes are those of the site. A new one whose parameters are known is walked without a change
here; one with an unknown parameter fails the walk, which names it.
"""

from collections.abc import Collection, Iterable, Iterator
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import translation
from tests.leaks.cases.people import CaseWorld
from tests.leaks.cases.world import KnownCase
from tests.leaks.doors import Door, filled, is_of_a_case, parameters, routes

from gongkai.interfaces.shared.routes import Route


def case_routes(*, desk: bool) -> list[Route]:
    """Return the routes of a case, at the desk or outside it."""
    return [route for route in routes() if is_of_a_case(route) and _is_at(route, desk=desk)]


def walked_routes(*, desk: bool) -> list[Route]:
    """Return the routes that lead to a case, also those of which it is only the subject."""
    return [route for route in routes() if _leads_to_a_case(route) and _is_at(route, desk=desk)]


def _leads_to_a_case(route: Route) -> bool:
    return is_of_a_case(route) or "subject_id" in parameters(route)


def doors_of_case(
    world: CaseWorld,
    known: KnownCase,
    *,
    desk: bool,
    language: str = "zh-hans",
    only: Collection[str] = (),
) -> Iterator[Door]:
    """Yield every address of one case, at the desk or outside it; or those of some routes."""
    for route in walked_routes(desk=desk):
        if not only or route.name in only:
            yield from filled(route, world.ids | known.parts, language, key=known.key)


def other_doors(world: CaseWorld, *, desk: bool, language: str = "zh-hans") -> Iterator[Door]:
    """Yield every address that is no case's, at the desk or outside it."""
    for route in routes():
        if not _leads_to_a_case(route) and _is_at(route, desk=desk):
            yield from filled(route, world.ids, language)


def questions(world: CaseWorld, known: Iterable[KnownCase], *, desk: bool) -> Iterator[Door]:
    """Yield lists and searches that are asked for the words of these cases."""
    for one in known:
        title, asked = (world.markers.of(one.key, 1, name) for name in ("title", "asked"))
        name = world.markers.of(one.key, 1, "name")
        if desk:
            for word in (one.number, name.latin, asked.latin):
                yield _asking("desk:cases", {"text": word})
            yield _asking("desk:records", {"text": title.latin})
        else:
            for word in (one.number, name.chinese, asked.latin, title.chinese):
                yield _asking("portal:search", {"q": word})
            yield _asking("portal:suggestions", {"q": f"关于{title.chinese[:4]}"})


def filters(*, desk: bool) -> Iterator[Door]:
    """Yield lists with what they can be narrowed to."""
    if not desk:
        yield _asking("portal:search", {"q": "鼋"})
        return
    for state in ("proposed", "delivered"):
        yield _asking("desk:cases", {"state": state})
    for flag in ("mine", "open", "overdue"):
        yield _asking("desk:cases", {flag: "on"})
    yield _asking("desk:letters", {"kind": "granted"})
    yield _asking("desk:letters", {"year": "2026"})
    yield _asking("desk:cases", {"page": 2})


def _asking(route: str, query: dict[str, object]) -> Door:
    with translation.override("zh-hans"):
        return Door(route, f"{reverse(route)}?{urlencode(query)}")


def _is_at(route: Route, *, desk: bool) -> bool:
    return route.name.startswith("desk:") is desk
