"""Every figure that the public sees, against what was counted from what was done."""

import csv
from collections import Counter
from collections.abc import Iterator
from io import BytesIO, StringIO
from urllib.parse import parse_qsl, urlsplit

from django.test import Client
from openpyxl import load_workbook
from tests.leaks.doors import Door
from tests.leaks.people import World
from tests.leaks.reading import Answer
from tests.leaks.world import Known

PER_SEARCH_PAGE = 10
Wrong = Iterator[tuple[str, str]]


def wrong(world: World, door: Door, answer: Answer, client: Client) -> Wrong:
    """Yield the kind and the facts of every figure of the answer that is not as expected."""
    if answer.status != 200 or not answer.body:
        return
    if door.route == "portal:search":
        yield from _search(world, door, answer, client)
    elif door.route == "portal:catalogue":
        yield from _catalogue(world, door, answer)
    elif door.route in {"portal:catalogue_csv", "portal:catalogue_xlsx"}:
        yield from _compare("catalogue-download", _rows(answer), len(_wanted(world, door)))
    elif door.route == "portal:organ":
        organ_id = int(door.address.rstrip("/").rsplit("/", 1)[1])
        expected = sum(world.organs[one.organ].pk == organ_id for one in _public(world))
        yield from _compare("organ-count", answer.organ_total, expected)
    elif door.route == "portal:home":
        yield from _compare("portal-figures", answer.figures, _figures(world))
    elif door.route in {"harvest:newest", "harvest:organ"}:
        yield from _feed(world, door, answer)


def _feed(world: World, door: Door, answer: Answer) -> Wrong:
    public = _public(world)
    if door.route == "harvest:organ":
        organ_id = int(door.address.split("/")[2])
        public = [one for one in public if world.organs[one.organ].pk == organ_id]
    yield from _compare("feed", answer.entries, len(public))


def _search(world: World, door: Door, answer: Answer, client: Client) -> Wrong:
    """Compare the figures with the records that the answer lists over all its pages."""
    total = answer.total
    if total is None:
        return
    asked = _asked(door)
    if not asked.get("q"):
        yield from _compare("search-count", total, len(_wanted(world, door)))
    ids = answer.listed
    for page in range(2, -(-total // PER_SEARCH_PAGE) + 1):
        if asked.get("page", "1") != "1":
            return
        following = client.get(door.address, {**asked, "page": str(page)})
        ids += Answer.to(following).listed
    yield from _compare("search-count", total, len(set(ids)))
    by_id = {one.id: one for one in world.known.values()}
    listed = [by_id[record_id] for record_id in set(ids) if record_id in by_id]
    yield from _facets(world, answer, listed, total)


def _catalogue(world: World, door: Door, answer: Answer) -> Wrong:
    expected = _wanted(world, door)
    yield from _compare("catalogue-count", answer.total or 0, len(expected))
    yield from _facets(world, answer, expected, len(expected))


def _facets(world: World, answer: Answer, listed: list[Known], total: int) -> Wrong:
    counted = answer.facets
    for chosen in counted.pop("chosen", Counter()):
        yield from _compare("facet", int(chosen), total)
    for name, counts in counted.items():
        if name == "form":
            expected = Counter({"website": len(listed)})
        elif name == "theme":
            # Of the first level, or of the second below the one that was chosen.
            width = len(next(iter(counts)))
            expected = Counter(one.theme[:width] for one in listed if len(one.theme) >= width)
        else:
            expected = Counter(_value(world, one, name) for one in listed)
        yield from _compare("facet", counts, expected)


def _value(world: World, one: Known, name: str) -> str:
    values = {
        "organ": str(world.organs[one.organ].pk),
        "class": one.class_code,
        "year": str(one.year),
    }
    return values[name]


def _wanted(world: World, door: Door) -> list[Known]:
    """Return the public records that the filters of the address leave."""
    found = _public(world)
    for name, value in _asked(door).items():
        if name in {"organ", "year", "class"}:
            found = [one for one in found if _value(world, one, name) == value]
        elif name == "theme":
            found = [one for one in found if one.theme.startswith(value)]
        elif name == "form":
            found = found if value == "website" else []
    return found


def _asked(door: Door) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(door.address).query))


def _public(world: World) -> list[Known]:
    return [one for one in world.known.values() if one.is_public]


def _figures(world: World) -> list[int]:
    public = _public(world)
    published = sum(one.standing == "published" for one in public)
    organs = len({one.organ for one in public})
    # All of them went out on the day on which the tests begin.
    return [len(public), published, len(public) - published, organs]


def _rows(answer: Answer) -> int:
    if answer.body.startswith(b"PK"):
        sheet = load_workbook(BytesIO(answer.body), read_only=True).worksheets[0]
        return sum(1 for _row in sheet.iter_rows()) - 1
    return sum(1 for _row in csv.reader(StringIO(answer.raw))) - 1


def _compare(kind: str, found: object, expected: object) -> Wrong:
    if found != expected:
        yield kind, f"{found} instead of {expected}"
