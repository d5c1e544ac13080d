"""Every address of the site: all routes, their parameters filled with all that the world holds.

A route is known by its name and its parameters. A new route whose parameters are known is walked
without a change here; one with an unknown parameter fails the walk, which names it. What belongs
to one application is walked by `tests/leaks/cases`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse, translate_url
from django.utils import translation
from tests.leaks.people import World
from tests.leaks.world import Known

from gongkai.interfaces.shared.routes import Route, all_routes
from gongkai.kernel.time import today
from gongkai.ledger.models import LedgerEntry
from gongkai.records.models import RecordVersion, VersionFile
from gongkai.release.rules.work import Work
from gongkai.review.models import Referral

LANGUAGES = ("zh-hans", "en")
OF_A_CASE = frozenset({"case_id", "letter_id", "file_id", "notice_id"})
"""A route with one of these parameters leads to something of one application."""
OF_A_RECORD = frozenset({"record_id", "subject_id"})
"""A route with one of these leads to one record; the gate calls a record its subject."""
_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


class UnknownParameter(LookupError):
    """A route has a parameter for which the world holds no values."""


@dataclass(frozen=True, slots=True)
class Door:
    """One address, of which route, and of which record where it is one's."""

    route: str
    address: str
    record: str = ""

    @property
    def is_desk(self) -> bool:
        """Say whether the address belongs to the staff workspace."""
        return self.route.startswith("desk:")


@cache
def routes() -> tuple[Route, ...]:
    """Return every route of the site, named as in Chinese."""
    with translation.override("zh-hans"):
        return all_routes()


def parameters(route: Route) -> tuple[str, ...]:
    """Return the names of a route's parameters in order."""
    return tuple(_PARAMETER.findall(route.path))


def is_of_a_case(route: Route) -> bool:
    """Say whether the route leads to something of one application."""
    return bool(OF_A_CASE.intersection(parameters(route)))


def doors(
    world: World,
    known: Iterable[Known],
    *,
    language: str = "zh-hans",
    desk: bool,
    only_of_records: bool = False,
) -> Iterator[Door]:
    """Yield the address of every route of the desk, or of all others, for these records.

    `only_of_records` keeps to the routes of one record. Routes of applications are left out.
    """
    known = list(known)
    everywhere = (_values(world, known), "")
    of_each = [(_values(world, [one]), one.key) for one in known]
    for route in routes():
        if route.name.startswith("desk:") is not desk or is_of_a_case(route):
            continue
        is_of_a_record = bool(OF_A_RECORD.intersection(parameters(route)))
        if only_of_records and not is_of_a_record:
            continue
        for values, key in of_each if is_of_a_record else [everywhere]:
            yield from filled(route, values, language, key=key)


def filled(
    route: Route, values: Mapping[str, Sequence[object]], language: str, *, key: str = ""
) -> Iterator[Door]:
    """Yield the addresses of a route with all values of its parameters."""
    names = parameters(route)
    if unknown := set(names) - values.keys():
        raise UnknownParameter(
            f"{route.name} has the parameter {unknown.pop()}, which no test fills"
        )
    with translation.override(language):
        for chosen in product(*(values[name] for name in names)):
            address = reverse(route.name, kwargs=dict(zip(names, chosen, strict=True)))
            yield Door(route.name, address, key)


def _values(world: World, known: list[Known]) -> dict[str, list[object]]:
    """Return by name what the parameters of addresses are filled with for these records."""
    numbers = {number for one in known for number in one.states}
    values: dict[str, list[object]] = {
        "record_id": [one.id for one in known],
        "organ_id": [organ.pk for organ in world.organs.values()],
        "number": [*sorted(numbers), max(numbers, default=0) + 1],
        "index_number": [*filter(None, (one.index_number for one in known)), *_guesses(known)],
        "attachment_id": [file_id for one in known for file_id in one.files.values()],
        "part": [1, 2],
        "day": [today()],
        "sequence": _sequences(known),
        "size": ["large"],
        "item": ["A04"],
        "kind": ["disclosure", "supervision"],
        "ending": ["csv", "xlsx"],
        # Answers those alone who were asked; tests of the desk ask them.
        "question_id": [1],
        "edition_kind": ["guide", "catalogue"],
        # An upload answers its sender alone and shows no content; tests of the desk try its keys.
        "key": [UUID(int=1)],
    }
    values |= _at_the_gate(known) | _around_the_review()
    return values | {key: list(ids) for key, ids in world.ids.items()}


def _at_the_gate(known: list[Known]) -> dict[str, list[object]]:
    """Return what the pages of the gate and of redactions are asked for; nothing is redacted."""
    digests = VersionFile.objects.filter(pk__in=[pk for one in known for pk in one.files.values()])
    return {
        "subject_kind": ["record"],
        "subject_id": [one.id for one in known],
        "door": ["public"],
        "finding_kind": ["mobile"],
        "tag": ["0" * 64],
        "digest": list(digests.values_list("stored_id", flat=True)[:1]) or ["0" * 64],
        "work": [next(iter(Work)).value],
        "work_id": [1],
        "material_id": [1],
        "layer_id": [1],
    }


def _around_the_review() -> dict[str, list[object]]:
    """Return what the pages around the review are asked for."""
    referrals = Referral.objects.order_by("pk").values_list("pk", flat=True)
    return {"step": ["secrecy", "legal"], "referral_id": list(referrals[:2]) or [1]}


def _sequences(known: list[Known]) -> list[object]:
    """Return the numbers of the change feed's entries about these records."""
    rows = LedgerEntry.objects.filter(record__in=[one.id for one in known])
    return list(rows.order_by("sequence").values_list("sequence", flat=True)) or [1]


def _guesses(known: list[Known]) -> list[str]:
    """Return numbers as one would guess them: the next serial, the internal number."""
    last = max((one.index_number for one in known if one.index_number), default="")
    following = f"{last[:-4]}{int(last[-4:]) + 1:04}" if last[-4:].isdigit() else "0000"
    return [following, *(str(one.id) for one in known if not one.index_number)]


def questions(world: World, known: Iterable[Known], *, whole: bool = True) -> Iterator[Door]:
    """Yield lists with what may be asked of them: filters, words of every kind, digests.

    The whole asks every filter of every list; otherwise one of each stands for the rest.
    """
    known = list(known)
    yield from (_asking(name, query) for name, query in _filters(world, known, whole=whole))
    for one in known:
        yield _asking("portal:apply", {"record": one.id})
        yield _asking("portal:search", {"q": one.index_number or str(one.id)})
        yield from (_asking(name, query) for name, query in _words(world, one))
        yield from (_asking("portal:check_copy", {"digest": found}) for found in _digests(one))
    yield _asking("portal:deadline", {"received": "2026-03-02"})


def _asking(route: str, query: dict[str, object], *, language: str = "zh-hans") -> Door:
    with translation.override(language):
        return Door(route, f"{reverse(route)}?{urlencode(query)}")


def _filters(
    world: World, known: list[Known], *, whole: bool
) -> Iterator[tuple[str, dict[str, object]]]:
    bureau, other = world.organs["office"].pk, world.organs["other"].pk
    years = sorted({one.year for one in known})
    filters: list[dict[str, object]] = [
        {"organ": bureau},
        {"theme": "0102"},
        {"class": "90"},
        {"year": years[-1]},
    ]
    if whole:
        filters += [{"organ": other}, {"organ": world.organs["government"].pk}]
        filters += [{"theme": "01"}, {"theme": "02"}, {"class": "99"}, {"class": "01"}]
        filters += [{"year": year} for year in years[:-1]]
        filters += [{"region": "960000"}, {"organ": bureau, "year": 2025}]
        filters += [{"organ": bureau, "theme": "0102", "class": "90"}, {"organ": other, "page": 2}]
    for query in filters:
        yield "portal:search", query
        yield "portal:catalogue", query
    for query in filters[:: 4 if whole else 9]:
        yield "portal:catalogue_csv", query
        yield "portal:catalogue_xlsx", query
        yield "portal:catalogue_json", query
    yield "portal:catalogue_pdf", filters[0]
    yield "portal:catalogue", {"form": "website"}
    yield "portal:catalogue", {"form": "gazette"}
    yield "portal:search", {"q": "鼋", "order": "newest"}
    yield "portal:search", {"q": "通知"}
    for name in ("apply", "apply_blank_form", "complain"):
        yield f"portal:{name}", {"organ": bureau}


def _words(world: World, one: Known) -> Iterator[tuple[str, dict[str, object]]]:
    search, suggest = "portal:search", "portal:suggestions"
    for secret in world.markers.secrets:
        if secret.record != one.key:
            continue
        if secret.field == "title":
            yield search, {"q": secret.chinese}
            yield search, {"q": secret.latin, "order": "newest"}
            yield search, {"q": secret.chinese[2:4]}
            yield suggest, {"q": f"关于{secret.chinese[:4]}"}
            yield suggest, {"q": secret.latin}
        elif secret.field == "document_number":
            yield search, {"q": f"云{secret.text}〔{one.year}〕{secret.version}号"}
        elif secret.field in {"summary", "text", "file_body"}:
            yield search, {"q": secret.latin}


def _digests(one: Known) -> list[str]:
    pairs = RecordVersion.objects.filter(record_id=one.id).values_list("digest", "text_file")
    files = VersionFile.objects.filter(version__record_id=one.id).values_list("stored_id")
    return sorted({digest for known in (*pairs, *files) for digest in known if digest})


def desk_questions(world: World, known: Iterable[Known]) -> Iterator[Door]:
    """Yield the lists of the desk with words and filters."""
    for one in known:
        title = world.markers.of(one.key, max(one.states), "title")
        yield _asking("desk:records", {"text": title.latin})
    for organ in world.organs.values():
        yield _asking("desk:register", {"organ": organ.pk})


def same_in_english(door: Door) -> Door:
    """Return the address of the same page in English; of what has one address, the same."""
    return replace(door, address=translate_url(door.address, "en"))
