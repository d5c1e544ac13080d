"""Inspect one file: tell what it is, look into it, and say what stopped it as its problem."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from gongkai.release.inspection.answers import answer_of
from gongkai.release.inspection.archives import inspect_archive
from gongkai.release.inspection.bounds import CannotRead
from gongkai.release.inspection.docx import inspect_docx
from gongkai.release.inspection.images import inspect_image
from gongkai.release.inspection.inner import Inside
from gongkai.release.inspection.ofd import inspect_ofd
from gongkai.release.inspection.pdf import inspect_pdf
from gongkai.release.inspection.plain import inspect_text
from gongkai.release.inspection.sniffing import kind_of
from gongkai.release.inspection.xlsx import inspect_xlsx
from gongkai.release.rules.findings import cut_findings
from gongkai.release.rules.inspection import FileKind, FileProblem, Inspection

Inspector = Callable[[Path, FileKind, Inside], Inspection]


def do_task(arguments: dict[str, Any]) -> dict[str, Any]:
    """Inspect the file at `path` that was sent under `name`; `ocr` reads pictures too."""
    inspection = inspect_file(
        Path(arguments["path"]), arguments["name"], ocr=bool(arguments.get("ocr"))
    )
    return answer_of(inspection)


def inspect_file(path: Path, name: str, *, ocr: bool = False) -> Inspection:
    """Return what is in a file, at most MOST_FINDINGS of it.

    Raises nothing for whatever is in the file except MemoryError: what stops the inspection is
    the problem that it says.
    """
    found = inspect_inside(path, name, Inside(inspect=inspect_inside, ocr=ocr))
    return replace(found, findings=cut_findings(found.findings))


def inspect_inside(path: Path, name: str, inside: Inside) -> Inspection:
    """Inspect one file, or one inside another; raises nothing for what is in it."""
    try:
        kind = kind_of(path, name)
    except CannotRead as refused:
        return Inspection(problem=refused.problem)
    if isinstance(kind, FileProblem):
        return Inspection(problem=kind)
    try:
        return _INSPECTORS[kind](path, kind, replace(inside, name=name))
    except CannotRead as refused:
        return Inspection(kind=kind, problem=refused.problem)
    except (ValueError, LookupError, ArithmeticError, OSError, RecursionError):
        # Nobody thought of what this file holds; it is the file that cannot be read.
        return Inspection(kind=kind, problem=FileProblem.BROKEN)


def _of_text(path: Path, kind: FileKind, _inside: Inside) -> Inspection:
    return inspect_text(path, kind)


def _of_picture(path: Path, kind: FileKind, inside: Inside) -> Inspection:
    return inspect_image(path, kind, ocr=inside.ocr)


_INSPECTORS: Mapping[FileKind, Inspector] = {
    FileKind.PDF: lambda path, _, inside: inspect_pdf(path, inside),
    FileKind.DOCX: lambda path, _, inside: inspect_docx(path, inside),
    FileKind.XLSX: lambda path, _, inside: inspect_xlsx(path, inside),
    FileKind.OFD: lambda path, _, inside: inspect_ofd(path, inside),
    FileKind.ZIP: lambda path, _, inside: inspect_archive(path, inside),
    FileKind.TEXT: _of_text,
    FileKind.CSV: _of_text,
    FileKind.PNG: _of_picture,
    FileKind.JPEG: _of_picture,
    FileKind.TIFF: _of_picture,
    FileKind.GIF: _of_picture,
    FileKind.WEBP: _of_picture,
}
