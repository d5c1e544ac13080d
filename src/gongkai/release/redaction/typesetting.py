"""From blocks to a PDF with the typefaces of the house; words stay data from first to last."""

import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import typst

from gongkai.letters.rules.printable import code_point, printable, uncovered, with_getas
from gongkai.release.inspection.bounds import CannotRead
from gongkai.release.redaction.blocks import (
    Block,
    Cell,
    PageBreak,
    Paragraph,
    Picture,
    Piece,
    PlacedPage,
    Section,
    Table,
)
from gongkai.release.rules.inspection import FileProblem

_TEMPLATE = Path(__file__).with_name("pages.typ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Faces:
    """The typefaces to set with, as the server found them."""

    folders: tuple[Path, ...]
    body: tuple[str, ...]
    heading: tuple[str, ...]
    covered: frozenset[int]
    """Code points that some typeface holds."""

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> "Faces":
        """Return the typefaces that a task was given; `covered` comes as first and last of runs."""
        runs = (range(first, last + 1) for first, last in row["covered"])
        return cls(
            folders=tuple(map(Path, row["folders"])),
            body=tuple(row["body"]),
            heading=tuple(row["heading"]),
            covered=frozenset(code for run in runs for code in run),
        )


def typeset(
    sections: Sequence[Section | PlacedPage], out: Path, *, title: str, faces: Faces
) -> tuple[str, ...]:
    """Write the sections as a PDF; return the characters that no typeface holds, as U+20BB7.

    For each of those stands a geta. Raises CannotRead where a picture is broken.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        writer = _Writer(folder, faces.covered)
        said = {
            "title": writer.words(title),
            "faces": {"body": faces.body, "heading": faces.heading},
            "sections": [writer.section(one) for one in sections],
        }
        (folder / "data.json").write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
        shutil.copyfile(_TEMPLATE, folder / "pages.typ")
        _compile(folder, out, faces)
        return tuple(map(code_point, writer.missing))


def _compile(folder: Path, out: Path, faces: Faces) -> None:
    book = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(one) for one in faces.folders],
    )
    compiler = typst.Compiler(str(folder / "pages.typ"), root=str(folder), font_paths=book)
    try:
        compiler.compile(output=str(out), format="pdf")
    except typst.TypstError as failed:
        raise CannotRead(FileProblem.BROKEN) from failed


@dataclass(slots=True)
class _Writer:
    """Brings blocks into what the template reads."""

    folder: Path
    covered: frozenset[int]
    missing: dict[str, None] = field(default_factory=dict)
    pictures: int = 0

    def words(self, text: str) -> str:
        seen = printable(text)
        absent = uncovered(seen, self.covered)
        self.missing |= dict.fromkeys(absent)
        return with_getas(seen, frozenset(absent))

    def section(self, one: Section | PlacedPage) -> dict[str, Any]:
        if isinstance(one, Section):
            blocks = self.blocks(one.blocks)
            return {"kind": "flowing", "landscape": one.is_landscape, "blocks": blocks}
        pictures = [
            asdict(picture) | {"path": self._picture(picture.path)} for picture in one.pictures
        ]
        return {
            "kind": "placed",
            "width": one.width,
            "height": one.height,
            "texts": [asdict(text) | {"text": self.words(text.text)} for text in one.texts],
            "pictures": pictures,
        }

    def blocks(self, blocks: Sequence[Block]) -> list[dict[str, Any]]:
        return [self._block(one) for one in blocks]

    def _block(self, one: Block) -> dict[str, Any]:
        match one:
            case Paragraph():
                return self._paragraph(one)
            case Picture():
                return {"kind": "picture", "path": self._picture(one.path), "width": one.width}
            case Table():
                return {
                    "kind": "table",
                    "is_small": one.is_small,
                    "widths": [max(width, 0.01) for width in one.widths],
                    "cells": [self._cell(cell) for cell in one.cells],
                }
            case PageBreak():
                return {"kind": "break"}

    def _paragraph(self, one: Paragraph) -> dict[str, Any]:
        return {
            "kind": "paragraph",
            "pieces": [self._piece(piece) for piece in one.pieces],
            "level": one.level,
            "align": one.align,
            "marker": self.words(one.marker),
            "indent": min(one.indent, 8),
            "is_small": one.is_small,
        }

    def _piece(self, piece: Piece) -> dict[str, Any]:
        return {
            "text": self.words(piece.text),
            "bold": piece.bold,
            "italic": piece.italic,
            "underline": piece.underline,
            "strike": piece.strike,
        }

    def _cell(self, cell: Cell) -> dict[str, Any]:
        return {
            "row": cell.row,
            "column": cell.column,
            "rows": cell.rows,
            "columns": cell.columns,
            "align": cell.align,
            "blocks": self.blocks(cell.blocks),
        }

    def _picture(self, path: Path) -> str:
        self.pictures += 1
        name = f"picture-{self.pictures}{path.suffix}"
        shutil.copyfile(path, self.folder / name)
        return name
