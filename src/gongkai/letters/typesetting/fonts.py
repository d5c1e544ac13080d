"""The typefaces of letters: the organ's own first, then those that come with the package.

Typefaces of the machine are never used, so that a letter looks the same wherever it is made.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import typst

from gongkai.letters.shipped import DATA_FOLDER
from gongkai.letters.typesetting.glyphs import code_points_of

SHIPPED_FOLDER = Path(__file__).resolve().parent.parent / "fonts"


class FontsMissing(RuntimeError):
    """A typeface that comes with the package is not there: the site was not built whole."""


@dataclass(frozen=True, slots=True)
class Role:
    """What a typeface is for: the families to look for, the organ's own first."""

    own: tuple[str, ...]
    shipped: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Typefaces:
    """The typefaces that were found, ready to set letters with."""

    book: typst.Fonts
    families: Mapping[str, tuple[str, ...]]
    """For each role its families, in the order in which a character is looked for."""
    covered: frozenset[int]
    """The code points that some family holds."""


@cache
def roles() -> dict[str, Role]:
    """Return what each role of the layout (title, body, heading) is set in."""
    data = tomllib.loads((DATA_FOLDER / "fonts.toml").read_text(encoding="utf-8"))
    return {name: Role(tuple(row["own"]), row["shipped"]) for name, row in data.items()}


def missing_families(own_folder: Path | None) -> tuple[str, ...]:
    """Return the families of the package that are not there."""
    there = set(_book(own_folder).families())
    return tuple(sorted({role.shipped for role in roles().values()} - there))


def own_families(own_folder: Path | None) -> tuple[str, ...]:
    """Return the families in the organ's own folder."""
    return tuple(_book(own_folder, shipped=False).families()) if own_folder else ()


@cache
def typefaces(own_folder: Path | None) -> Typefaces:
    """Return all typefaces; read once a process, for the book and its characters take time.

    Raises FontsMissing.
    """
    if missing := missing_families(own_folder):
        raise FontsMissing(
            f"Letters need the typefaces {', '.join(missing)} in {SHIPPED_FOLDER}. "
            "Run 'make assets', or install the package as it was built."
        )
    book = _book(own_folder)
    return Typefaces(
        book=book,
        families={name: _order(role, book.families()) for name, role in roles().items()},
        covered=_covered(book),
    )


def _book(own_folder: Path | None, *, shipped: bool = True) -> typst.Fonts:
    folders = [own_folder] if own_folder else []
    if shipped:
        folders.append(SHIPPED_FOLDER)
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in folders],
    )


def _order(role: Role, families: list[str]) -> tuple[str, ...]:
    """Return all families: the role's own, the shipped one, then the rest for rare characters."""
    there = {family.casefold(): family for family in families}
    own = [there[name.casefold()] for name in role.own if name.casefold() in there]
    first = [*own, role.shipped]
    return (*first, *sorted(family for family in families if family not in first))


def _covered(book: typst.Fonts) -> frozenset[int]:
    files = {(Path(font.path), font.index) for font in book.fonts() if font.path}
    return frozenset().union(*(code_points_of(path, index=index) for path, index in files))
