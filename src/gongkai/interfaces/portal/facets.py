"""What a list can be narrowed by: links with counts, the chosen ones with a way back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.interfaces.portal import labels
from gongkai.interfaces.portal.languages import in_reader_language
from gongkai.interfaces.portal.parameters import Asked
from gongkai.organs.queries import organ_cards, region_choices
from gongkai.records.queries import themes

SHOWN = 12


class Counted(Protocol):
    """A value with its label, in the language of the request, and how often it occurs."""

    @property
    def value(self) -> int | str:
        """The value as it stands in an address."""

    @property
    def label(self) -> str:
        """Its name."""

    @property
    def count(self) -> int:
        """How many entries of the list carry it."""


@dataclass(frozen=True, slots=True)
class Option:
    """A value to narrow by; `url` narrows by it, or gives it up where it is chosen."""

    label: str
    count: int
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The values of one kind; `rest` are those beyond the first dozen."""

    name: str
    title: str | Promise
    options: tuple[Option, ...]
    rest: tuple[Option, ...] = ()

    @property
    def is_open(self) -> bool:
        """Say whether its values are seen at first: what one narrows by most, or has chosen."""
        return self.name in OPEN_AT_FIRST or any(option.is_chosen for option in self.options)


TITLES: dict[str, Promise] = {
    "organ": _("Organ"),
    "region": _("Area"),
    "class": _("Class"),
    "theme": _("Theme"),
    "year": _("Year"),
    "form": _("Form of disclosure"),
    "genre": _("Genre"),
    "assembly": _("Assembly class"),
    "serves": _("Service object"),
    "validity": _("Validity"),
}
_NAMES: dict[str, Mapping[str, Promise]] = {
    "form": labels.FORMS,
    "assembly": labels.ASSEMBLIES,
    "serves": labels.SERVICE_OBJECTS,
    "validity": labels.VALIDITY,
}
"""Closed lists whose names are the same on every page."""
OPEN_AT_FIRST = frozenset({"organ", "class", "theme", "year"})


def group(
    name: str,
    counted: Iterable[Counted],
    asked: Asked,
    *,
    total: int,
    known: Mapping[str, str] | None = None,
) -> Group:
    """Return the options of one kind; a chosen value is there also where it is not counted.

    `total` is the length of the list, which is what a chosen value counts; `known` are labels by
    value that go before those counted.
    """
    chosen = asked.filters.as_query().get(name)
    names = known or {}
    options = [
        Option(
            label=names.get(str(one.value)) or _said(name, one),
            count=total if str(one.value) == chosen else one.count,
            url=_url(asked, name, str(one.value), chosen),
            is_chosen=str(one.value) == chosen,
        )
        for one in counted
    ]
    if chosen is not None and not any(option.is_chosen for option in options):
        label = names.get(chosen) or _name_of(name, chosen)
        options.append(Option(label, total, _url(asked, name, chosen, chosen), is_chosen=True))
    options.sort(key=lambda option: not option.is_chosen)
    return Group(name, TITLES[name], tuple(options[:SHOWN]), tuple(options[SHOWN:]))


def chosen_options(groups: Iterable[Group]) -> tuple[tuple[str | Promise, Option], ...]:
    """Return what the list is narrowed by, with the kind's title."""
    return tuple(
        (each.title, option)
        for each in groups
        for option in (*each.options, *each.rest)
        if option.is_chosen
    )


def _said(name: str, one: Counted) -> str:
    known = _NAMES.get(name)
    return str(labels.said(known, str(one.value))) if known else one.label


def _url(asked: Asked, name: str, value: str, chosen: str | None) -> str:
    return "?" + asked.query(**{name: None if value == chosen else value})


def _name_of(name: str, value: str) -> str:
    """Return the name of a value that the list does not count; itself where it has none."""
    if name == "organ":
        organ = organ_cards([int(value)]).get(int(value))
        return in_reader_language(organ.name, organ.name_en) if organ else value
    if name == "region":
        return dict(region_choices()).get(value, value)
    if name == "theme":
        return next((theme.name for theme in themes() if theme.code == value), value)
    return str(labels.said(_NAMES.get(name, {}), value))
