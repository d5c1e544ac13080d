"""Redaction as the server asks for it: everything that opens a file is done apart.

All functions raise TaskFailed where the file cannot be worked on; FileRefused says why.
"""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from django.conf import settings

from gongkai.letters.typesetting.fonts import SHIPPED_FOLDER, typefaces
from gongkai.release.apart import Limits, Task, TaskFailed, path_argument, run_apart
from gongkai.release.rules.boxes import Box
from gongkai.release.rules.findings import FindingKind
from gongkai.release.rules.inspection import FileProblem
from gongkai.release.rules.remaining import HalfCovered, RemainingPage, StillElsewhere

LABEL_TYPEFACE = SHIPPED_FOLDER / "NotoSansSC_500Medium.ttf"
"""What the ground in a box is written with."""
_LONG = Limits(seconds=1_200, memory=3_000_000_000, output=2_000_000_000)
"""A thousand pages take some minutes."""
_SHORT = Limits(seconds=60)


class FileRefused(TaskFailed):
    """The file cannot be worked on; `problem` says why."""

    def __init__(self, problem: FileProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class ProofFailed(TaskFailed):
    """What was made could still hold something that was to be removed, so nothing was made.

    Never the file's fault: it is to be told to who maintains this system.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The PDF on which boxes are drawn."""

    sizes: tuple[tuple[float, float], ...]
    """Width and height of each page in points, as it is shown."""
    missing: tuple[str, ...] = ()
    """Characters that no typeface holds, as U+20BB7; 〓 stands for each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """One place where something was found; several boxes where it runs over a line's end."""

    page: int
    boxes: tuple[Box, ...]
    term: str = ""
    kind: FindingKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """What a search found in a whole document."""

    hits: tuple[SearchHit, ...]
    textless_pages: tuple[int, ...] = ()
    """Pages without text, which must be read by eye."""
    is_cut: bool = False
    """There were more hits than are told."""

    def by_page(self) -> dict[int, int]:
        """Return how many hits each page has."""
        pages = sorted(hit.page for hit in self.hits)
        return {page: len(list(hits)) for page, hits in groupby(pages)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted:
    """What a redaction left."""

    pages: int
    title: str
    """The title without what was removed: the name under which the file may leave; empty where
    the nameless title was taken."""
    remaining: tuple[RemainingPage, ...]
    still_elsewhere: tuple[StillElsewhere, ...] = ()
    """Removed in one place, there in another: was it overlooked?"""
    half_covered: tuple[HalfCovered, ...] = field(default=())
    """Boxes that cut through letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """A copy without hidden data."""

    removed: tuple[FindingKind, ...]
    """The kinds of what was removed, each once."""
    media_type: str


def convert_apart(source: Path, name: str, out: Path, *, limits: Limits = _LONG) -> Paper:
    """Write the file, which was sent as `name`, to `out` as the PDF that is to be redacted."""
    answer = _asked(
        Task.CONVERT,
        {
            "source": path_argument(source),
            "name": name,
            "out": path_argument(out),
            "faces": _faces(settings.LETTER_FONTS),
        },
        limits,
    )
    return Paper(sizes=_sizes(answer["sizes"]), missing=tuple(answer["missing"]))


def page_sizes_apart(source: Path, *, limits: Limits = _SHORT) -> tuple[tuple[float, float], ...]:
    """Return width and height of each page of a PDF in points, as it is shown."""
    answer = _asked(Task.RENDER, {"source": path_argument(source)}, limits)
    return _sizes(answer["sizes"])


def page_picture_apart(
    source: Path,
    page: int,
    out: Path,
    *,
    dpi: float = 100,
    marked: Sequence[Box] = (),
    limits: Limits = _SHORT,
) -> tuple[int, int]:
    """Write one page of a PDF as PNG to `out` and return its pixels; marked areas are framed.

    A thumbnail is a page at 20 dots per inch.
    """
    asked = {
        "source": path_argument(source),
        "page": page,
        "out": path_argument(out),
        "dpi": dpi,
        "marked": [box.as_row() for box in marked],
    }
    answer = _asked(Task.RENDER, asked, limits)
    return int(answer["width"]), int(answer["height"])


def page_png_apart(
    source: Path, page: int, *, dpi: float = 100, marked: Sequence[Box] = ()
) -> bytes:
    """Return one page of a PDF as PNG, for who waits for it; kept nowhere."""
    with tempfile.TemporaryDirectory(prefix="gongkai-page-") as folder:
        out = Path(folder) / "page.png"
        page_picture_apart(source, page, out, dpi=dpi, marked=marked)
        return out.read_bytes()


def search_apart(
    source: Path,
    *,
    terms: Sequence[str] = (),
    kinds: Sequence[FindingKind] = (),
    limits: Limits = _LONG,
) -> SearchResult:
    """Return where in a PDF the terms and the kinds of personal data stand, as boxes."""
    asked = {
        "source": path_argument(source),
        "terms": list(terms),
        "kinds": [kind.value for kind in kinds],
    }
    answer = _asked(Task.SEARCH, asked, limits)
    return SearchResult(
        hits=tuple(map(_hit, answer["hits"])),
        textless_pages=tuple(answer["textless_pages"]),
        is_cut=answer["is_cut"],
    )


def redact_apart(
    source: Path,
    boxes: Sequence[Box],
    out: Path,
    *,
    title: str,
    nameless: str = "",
    dpi: float = 200,
    limits: Limits = _LONG,
) -> Redacted:
    """Write the PDF without what lies under the boxes to `out`; its label stands in each box.

    `out` appears only when it is proved that nothing is left. What was removed is taken out of
    the title too; where it could not be read and `nameless` is given, that is the title. Raises
    ProofFailed.
    """
    asked = {
        "source": path_argument(source),
        "boxes": [box.as_row() for box in boxes],
        "out": path_argument(out),
        "title": title,
        "nameless": nameless,
        "dpi": dpi,
        "typeface": str(LABEL_TYPEFACE),
    }
    answer = _asked(Task.REDACT, asked, limits)
    if leaks := answer.get("leaks"):
        raise ProofFailed("; ".join(f"{leak['where']} of page {leak['page']}" for leak in leaks))
    return Redacted(
        pages=answer["pages"],
        title=answer["title"],
        remaining=tuple(map(RemainingPage.of_row, answer["remaining"])),
        still_elsewhere=tuple(StillElsewhere(**one) for one in answer["still_elsewhere"]),
        half_covered=tuple(HalfCovered(**one) for one in answer["half_covered"]),
    )


def clean_apart(source: Path, name: str, out: Path, *, limits: Limits = _LONG) -> Cleaned:
    """Write a copy of the file without its hidden data to `out` and say what was removed."""
    asked = {"source": path_argument(source), "name": name, "out": path_argument(out)}
    answer = _asked(Task.CLEAN, asked, limits)
    return Cleaned(
        removed=tuple(map(FindingKind, answer["removed"])), media_type=answer["media_type"]
    )


def _asked(task: Task, arguments: Mapping[str, object], limits: Limits) -> Mapping[str, Any]:
    answer = run_apart(task, arguments, limits=limits)
    if problem := answer.get("problem"):
        raise FileRefused(FileProblem(str(problem)))
    return answer


def _sizes(rows: Sequence[Sequence[float]]) -> tuple[tuple[float, float], ...]:
    return tuple((float(width), float(height)) for width, height in rows)


def _hit(row: Mapping[str, Any]) -> SearchHit:
    return SearchHit(
        page=row["page"],
        term=row["term"],
        kind=FindingKind(row["kind"]) if row["kind"] else None,
        boxes=tuple(map(Box.of_row, row["boxes"])),
    )


@cache
def _faces(own_folder: Path | None) -> Mapping[str, object]:
    """Return the typefaces as a task takes them: it cannot ask the settings."""
    faces = typefaces(own_folder)
    folders = [own_folder, SHIPPED_FOLDER] if own_folder else [SHIPPED_FOLDER]
    return {
        "folders": [path_argument(folder) for folder in folders],
        "body": list(faces.families["body"]),
        "heading": list(faces.families["heading"]),
        "covered": _runs(faces.covered),
    }


def _runs(codes: frozenset[int]) -> list[tuple[int, int]]:
    """Return code points as first and last of each unbroken run."""
    runs: list[tuple[int, int]] = []
    for code in sorted(codes):
        if runs and runs[-1][1] == code - 1:
            runs[-1] = (runs[-1][0], code)
        else:
            runs.append((code, code))
    return runs
