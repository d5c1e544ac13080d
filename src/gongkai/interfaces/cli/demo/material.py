"""The invented material of the demo, read from its data files into typed values."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import cast

_DATA = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True, slots=True)
class RegionPlan:
    """A region to be founded."""

    code: str
    name: str
    level: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class OrganPlan:
    """An organ to be founded; `code` only where it has one of its own."""

    key: str
    region: str
    kind: str
    name: str
    short: str
    en: str
    mark: str
    parent: str | None = None
    line: str | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """How a kind of document reads; the braces are filled in by `writing`."""

    title: str
    summary: str
    body: tuple[str, ...]
    item: str = ""
    levels: tuple[str, ...] = ()
    topics: tuple[str, ...] = ("",)
    theme: str = ""
    genre: str = ""
    ground: str = ""
    normative: bool = False
    numbered: bool = False
    setup: bool = False


@dataclass(frozen=True, slots=True)
class Material:
    """Everything the demo is made of."""

    regions: tuple[RegionPlan, ...]
    organs: tuple[OrganPlan, ...]
    patterns: tuple[Pattern, ...]
    on_application: tuple[Pattern, ...]
    exempt: tuple[Pattern, ...]
    undetermined: tuple[Pattern, ...]
    family_names: tuple[str, ...]
    given_names: tuple[str, ...]
    streets: tuple[str, ...]

    def person_name(self, dice: Random) -> str:
        """Return an invented name."""
        return dice.choice(self.family_names) + dice.choice(self.given_names)

    def level_of(self, organ: OrganPlan) -> str:
        """Return the level of the organ's region."""
        return next(region.level for region in self.regions if region.code == organ.region)

    def area_of(self, organ: OrganPlan) -> str:
        """Return the name of the organ's region."""
        return next(region.name for region in self.regions if region.code == organ.region)


def read_material() -> Material:
    """Read the data files of the demo."""
    world = _read("world.json")
    writings = _read("writings.json")
    return Material(
        regions=tuple(RegionPlan(*row) for row in cast("list[list[str]]", world["regions"])),
        organs=tuple(_organ(row) for row in cast("list[dict[str, str]]", world["organs"])),
        patterns=_patterns(writings["patterns"]),
        on_application=_patterns(writings["on_application"]),
        exempt=_patterns(writings["exempt"]),
        undetermined=_patterns(writings["undetermined"]),
        family_names=_names(writings["family_names"]),
        given_names=_names(writings["given_names"]),
        streets=_names(writings["streets"]),
    )


def _read(name: str) -> dict[str, object]:
    return cast("dict[str, object]", json.loads((_DATA / name).read_text(encoding="utf-8")))


def _organ(row: dict[str, str]) -> OrganPlan:
    return OrganPlan(**row)


def _names(value: object) -> tuple[str, ...]:
    return tuple(cast("list[str]", value))


def _patterns(value: object) -> tuple[Pattern, ...]:
    return tuple(_pattern(row) for row in cast("list[dict[str, object]]", value))


def _pattern(row: dict[str, object]) -> Pattern:
    body = cast("Sequence[str]", row.get("body") or [cast(str, row.get("text", ""))])
    return Pattern(
        title=cast(str, row["title"]),
        summary=cast(str, row["summary"]),
        body=tuple(body),
        item=cast(str, row.get("item", "")),
        levels=tuple(cast("list[str]", row.get("levels", []))),
        topics=tuple(cast("list[str]", row.get("topics", [""]))),
        theme=cast(str, row.get("theme", "")),
        genre=cast(str, row.get("genre", "")),
        ground=cast(str, row.get("ground", "")),
        normative=bool(row.get("normative")),
        numbered=bool(row.get("numbered")),
        setup=bool(row.get("setup")),
    )
