"""What readers ask for in the address: filters, words and page numbers, checked and kept.

An address may hold anything. What cannot be meant is left out and said in words above the list;
nothing of it reaches a query.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.kernel.refusals import Refusal
from gongkai.kernel.text import clean_line

LAST_PAGE = 100_000
FIRST_YEAR, LAST_YEAR = 1900, 2100
LONGEST_WORDS = 200
ORDERS = ("relevance", "newest")

_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)
_CODES = {
    "region": re.compile(r"[0-9]{2,12}", re.ASCII),
    "class": re.compile(r"[0-9A-Z]{2}", re.ASCII),
    "theme": re.compile(r"[0-9]{2,8}", re.ASCII),
    "form": re.compile(r"[a-z_]{2,20}", re.ASCII),
    "assembly": re.compile(r"[a-z_]{2,20}", re.ASCII),
    "serves": re.compile(r"[a-z_]{2,20}", re.ASCII),
    "validity": re.compile(r"[a-z_]{2,20}", re.ASCII),
    "genre": re.compile(r"[^\x00-\x1f]{1,20}"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing in the address that was left out: the parameter's name, and what to do."""

    name: str
    message: str | Promise


class FilterArguments(TypedDict):
    """The filters as the catalogue's queries take them."""

    organ_id: int | None
    region_code: str | None
    class_code: str | None
    theme_code: str | None
    year: int | None
    form: str | None
    genre: str | None
    assembly: str | None
    service_object: str | None
    validity: str | None


@dataclass(frozen=True, slots=True)
class Filters:
    """By what a list is narrowed; None where it is not."""

    organ_id: int | None = None
    region_code: str | None = None
    class_code: str | None = None
    theme_code: str | None = None
    year: int | None = None
    form: str | None = None
    genre: str | None = None
    assembly: str | None = None
    service_object: str | None = None
    validity: str | None = None

    def as_query(self) -> dict[str, str]:
        """Return the filters as parameters of an address."""
        asked = {
            "organ": self.organ_id,
            "region": self.region_code,
            "class": self.class_code,
            "theme": self.theme_code,
            "year": self.year,
            "form": self.form,
            "genre": self.genre,
            "assembly": self.assembly,
            "serves": self.service_object,
            "validity": self.validity,
        }
        return {name: str(value) for name, value in asked.items() if value is not None}

    def as_arguments(self) -> FilterArguments:
        """Return the filters as arguments of the catalogue's queries."""
        return FilterArguments(
            organ_id=self.organ_id,
            region_code=self.region_code,
            class_code=self.class_code,
            theme_code=self.theme_code,
            year=self.year,
            form=self.form,
            genre=self.genre,
            assembly=self.assembly,
            service_object=self.service_object,
            validity=self.validity,
        )

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is narrowed."""
        return not self.as_query()


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list page was asked for, and what of it was left out."""

    filters: Filters
    page: int = 1
    words: str = ""
    order: str = "relevance"
    problems: tuple[Problem, ...] = ()

    def query(self, **changes: str | int | None) -> str:
        """Return the address's query with some parameters changed; None takes one out.

        The page number is never carried over: a changed list begins at its first page.
        """
        parts: dict[str, str | int | None] = {"q": self.words or None}
        parts |= self.filters.as_query()
        parts["order"] = self.order if self.order != "relevance" else None
        parts |= changes
        return urlencode({name: value for name, value in parts.items() if value is not None})


def asked_for(address: Mapping[str, str]) -> Asked:
    """Return what an address asks for; raises nothing whatever it holds."""
    problems: list[Problem] = []
    filters = Filters(
        organ_id=_organ(address, problems),
        region_code=_code(address, "region", problems),
        class_code=_code(address, "class", problems),
        theme_code=_code(address, "theme", problems),
        year=_year(address, problems),
        form=_code(address, "form", problems),
        genre=_code(address, "genre", problems),
        assembly=_code(address, "assembly", problems),
        service_object=_code(address, "serves", problems),
        validity=_code(address, "validity", problems),
    )
    page = _page(address, problems)
    words = _words(address, problems)
    order = address.get("order", "").strip()
    return Asked(
        filters=filters,
        page=page,
        words=words,
        order=order if order in ORDERS else "relevance",
        problems=tuple(problems),
    )


def with_problem(asked: Asked, name: str, message: str | Promise) -> Asked:
    """Return the same with one more thing that was left out."""
    return replace(asked, problems=(*asked.problems, Problem(name, message)))


def _organ(address: Mapping[str, str], problems: list[Problem]) -> int | None:
    raw = address.get("organ", "").strip()
    if not raw:
        return None
    if not _NUMBER.fullmatch(raw):
        problems.append(
            Problem("organ", _("The organ in the address is not known. All organs are shown."))
        )
        return None
    return int(raw)


def _code(address: Mapping[str, str], name: str, problems: list[Problem]) -> str | None:
    raw = address.get(name, "").strip()
    if not raw:
        return None
    if not _CODES[name].fullmatch(raw):
        problems.append(Problem(name, _UNKNOWN_CODES[name]))
        return None
    return raw


_UNKNOWN_CODES: dict[str, Promise] = {
    "region": _("The area in the address is not known. All areas are shown."),
    "class": _("The class in the address is not known. All classes are shown."),
    "theme": _("The theme in the address is not known. All themes are shown."),
    "form": _("The form of disclosure in the address is not known. All forms are shown."),
    "genre": _("The genre in the address is not known. All genres are shown."),
    "assembly": _("The assembly class in the address is not known. All are shown."),
    "serves": _("The service object in the address is not known. All are shown."),
    "validity": _("The validity in the address is not known. All are shown."),
}


def _year(address: Mapping[str, str], problems: list[Problem]) -> int | None:
    raw = address.get("year", "").strip()
    if not raw:
        return None
    if _NUMBER.fullmatch(raw) and FIRST_YEAR <= int(raw) <= LAST_YEAR:
        return int(raw)
    problems.append(
        Problem("year", _("Write the year with four digits, such as 2026. All years are shown."))
    )
    return None


def _page(address: Mapping[str, str], problems: list[Problem]) -> int:
    raw = address.get("page", "").strip()
    if not raw:
        return 1
    if _NUMBER.fullmatch(raw) and int(raw) >= 1:
        return min(int(raw), LAST_PAGE)
    problems.append(Problem("page", _("There is no such page. The first page is shown.")))
    return 1


def _words(address: Mapping[str, str], problems: list[Problem]) -> str:
    raw = address.get("q", "")
    try:
        words = clean_line(raw)
    except Refusal:
        words = clean_line(raw.replace("\0", " "))
    if len(words) > LONGEST_WORDS:
        problems.append(
            Problem("q", _("The search was longer than 200 characters. Only these were used."))
        )
        words = words[:LONGEST_WORDS].rstrip()
    return words


def number_in(raw: str, *, among: Sequence[int], otherwise: int) -> int:
    """Return the number that the address names where it is one of these, else the other."""
    is_number = _NUMBER.fullmatch(raw.strip()) is not None
    return int(raw) if is_number and int(raw) in among else otherwise


def number_of(raw: str) -> int | None:
    """Return the number that the address names, None where it names none."""
    return int(raw) if _NUMBER.fullmatch(raw.strip()) else None
