"""What an OFD (GB/T 33190-2016) shows: its texts and pictures, each where it stands on its page.

Lines and areas are not drawn: what is redacted is the words. Layers and objects that are not
visible are left out.
"""

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gongkai.release.inspection.bounds import CannotRead
from gongkai.release.inspection.packages import Package, open_package
from gongkai.release.redaction.blocks import PlacedPage, PlacedPicture, PlacedText
from gongkai.release.redaction.embedded import save_picture
from gongkai.release.redaction.shown import MOST_PAGES
from gongkai.release.redaction.xml_tree import Element, attribute, child, children, local, tree_of
from gongkai.release.rules.inspection import FileProblem

_POINTS = 72 / 25.4
"""In a millimetre."""
_A4 = (0.0, 0.0, 210.0, 297.0)
_LARGEST_PICTURE = 100_000_000
_LARGEST_SIDE = 5_000.0
"""Millimetres."""


def pages_of(path: Path, folder: Path) -> tuple[PlacedPage, ...]:
    """Return the pages of all documents in the file; raises CannotRead."""
    with open_package(path) as package:
        root = tree_of(package, _exact(package, "OFD.xml"))
        pages: list[PlacedPage] = []
        for body in children(root, "DocBody"):
            said = child(body, "DocRoot")
            if said is not None and said.text:
                document = _Document(package, folder, _within("", said.text))
                pages.extend(document.pages())
            if len(pages) > MOST_PAGES:
                raise CannotRead(FileProblem.TOO_MANY_PAGES)
    if not pages:
        raise CannotRead(FileProblem.EMPTY)
    return tuple(pages)


def _exact(package: Package, name: str) -> str:
    """Return the name as the package spells it: programs disagree about capitals."""
    if name in package.parts:
        return name
    wanted = name.casefold()
    found = next((part for part in package.parts if part.casefold() == wanted), None)
    if found is None:
        raise CannotRead(FileProblem.BROKEN)
    return found


def _within(base: str, location: str) -> str:
    """Return the part that a location names, seen from the part that names it."""
    target = location.strip()
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), target)).lstrip("/")


@dataclass(slots=True)
class _Document:
    """One document of the file."""

    package: Package
    folder: Path
    part: str
    media: dict[str, str] = field(default_factory=dict)
    """The parts of pictures by their ids."""
    drawn: int = 0

    def pages(self) -> Iterator[PlacedPage]:
        root = tree_of(self.package, _exact(self.package, self.part))
        common = child(root, "CommonData")
        self.media = dict(self._media(common)) if common is not None else {}
        usual = _box(child(common, "PageArea", "PhysicalBox"))
        templates = {
            attribute(one, "ID"): _within(self.part, attribute(one, "BaseLoc"))
            for one in (children(common, "TemplatePage") if common is not None else ())
        }
        listed = child(root, "Pages")
        for page in children(listed, "Page") if listed is not None else ():
            yield self._page(_within(self.part, attribute(page, "BaseLoc")), usual, templates)

    def _page(
        self,
        part: str,
        usual: tuple[float, float, float, float] | None,
        templates: Mapping[str, str],
    ) -> PlacedPage:
        root = tree_of(self.package, _exact(self.package, part))
        box = _box(child(root, "Area", "PhysicalBox")) or usual or _A4
        texts: list[PlacedText] = []
        pictures: list[PlacedPicture] = []
        behind = [
            tree_of(self.package, _exact(self.package, templates[name]))
            for one in children(root, "Template")
            if (name := attribute(one, "TemplateID")) in templates
        ]
        for content in (*behind, root):
            for node, shift in _objects(child(content, "Content"), (-box[0], -box[1])):
                if local(node) == "TextObject":
                    texts.extend(_texts(node, shift))
                else:
                    pictures.extend(self._picture(node, shift))
        width, height = (min(max(side, 1.0), _LARGEST_SIDE) * _POINTS for side in box[2:])
        return PlacedPage(width=width, height=height, texts=tuple(texts), pictures=tuple(pictures))

    def _media(self, common: Element) -> Iterator[tuple[str, str]]:
        for named in children(common, "PublicRes", "DocumentRes"):
            part = _exact(self.package, _within(self.part, named.text or ""))
            resources = tree_of(self.package, part)
            base = posixpath.join(posixpath.dirname(part), attribute(resources, "BaseLoc"), "x")
            for one in resources.iter():
                file = child(one, "MediaFile") if local(one) == "MultiMedia" else None
                if file is not None and file.text:
                    yield attribute(one, "ID"), _within(base, file.text)

    def _picture(self, node: Element, shift: tuple[float, float]) -> Iterator[PlacedPicture]:
        part, box = self.media.get(attribute(node, "ResourceID"), ""), _numbers(node, "Boundary")
        if part not in self.package.parts or len(box) != 4 or min(box[2:]) <= 0:
            return
        self.drawn += 1
        path = self.folder / f"ofd-{self.drawn}.png"
        if save_picture(self.package.read(part, _LARGEST_PICTURE), path):
            yield PlacedPicture(
                path=path,
                left=(box[0] + shift[0]) * _POINTS,
                top=(box[1] + shift[1]) * _POINTS,
                width=min(box[2], _LARGEST_SIDE) * _POINTS,
                height=min(box[3], _LARGEST_SIDE) * _POINTS,
            )


def _objects(
    holder: Element | None, shift: tuple[float, float]
) -> Iterator[tuple[Element, tuple[float, float]]]:
    """Yield what is visible of texts and pictures, and how far it is moved, in millimetres."""
    for node in holder if holder is not None else ():
        if attribute(node, "Visible").casefold() == "false":
            continue
        if local(node) in {"TextObject", "ImageObject"}:
            yield node, shift
        elif local(node) in {"Layer", "PageBlock"}:
            yield from _objects(node, shift)


def _texts(node: Element, shift: tuple[float, float]) -> Iterator[PlacedText]:
    boundary = [*_numbers(node, "Boundary"), 0.0, 0.0]
    matrix = _numbers(node, "CTM")
    a, b, c, d, e, f = matrix if len(matrix) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    size = (_numbers(node, "Size") or [4.0])[0] * (abs(d) or 1.0)
    if attribute(node, "Alpha") == "0":
        return
    x = y = 0.0
    for code in children(node, "TextCode"):
        x, y = (_numbers(code, "X") or [x])[0], (_numbers(code, "Y") or [y])[0]
        steps = _steps(attribute(code, "DeltaX")), _steps(attribute(code, "DeltaY"))
        for piece, across, down in _pieces(code.text or "", *steps):
            at_x, at_y = x + across, y + down
            yield PlacedText(
                text=piece,
                left=(boundary[0] + shift[0] + a * at_x + c * at_y + e) * _POINTS,
                baseline=(boundary[1] + shift[1] + b * at_x + d * at_y + f) * _POINTS,
                size=min(max(size * _POINTS, 1.0), 400.0),
            )


def _pieces(
    text: str, across: list[float], down: list[float]
) -> Iterator[tuple[str, float, float]]:
    """Yield the letters with their places: one by one where the file says how far each is off."""
    letters = text.strip("\r\n")
    if not across and not down:
        if letters:
            yield letters, 0.0, 0.0
        return
    x = y = 0.0
    for at, letter in enumerate(letters):
        yield letter, x, y
        x += across[min(at, len(across) - 1)] if across else 0.0
        y += down[min(at, len(down) - 1)] if down else 0.0


def _steps(said: str) -> list[float]:
    """Return distances; `g 3 4.2` stands for three times 4.2."""
    steps: list[float] = []
    words = said.split()
    while words:
        word = words.pop(0)
        if word == "g" and len(words) >= 2:
            times, distance = words.pop(0), words.pop(0)
            steps.extend([_number(distance)] * min(int(_number(times)), 10_000))
        else:
            steps.append(_number(word))
    return steps


def _box(node: Element | None) -> tuple[float, float, float, float] | None:
    said = [_number(word) for word in (node.text or "").split()] if node is not None else []
    return (said[0], said[1], said[2], said[3]) if len(said) == 4 and min(said[2:]) > 0 else None


def _numbers(node: Element, name: str) -> list[float]:
    return [_number(word) for word in attribute(node, name).split()]


def _number(word: str) -> float:
    try:
        value = float(word)
    except ValueError:
        return 0.0
    return value if abs(value) < 1e6 else 0.0
