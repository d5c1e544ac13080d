"""Text in pictures, where the extra for it is installed: `pip install gongkai[ocr]`.

What is read this way may be wrong; it is said to be machine read and never takes the place of a
person who looks.
"""

import importlib
import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from PIL import Image

from gongkai.release.rules.findings import Finding, Place
from gongkai.release.rules.personal import find_personal, finding_of

_PACKAGE = "rapidocr_onnxruntime"
_LEAST_CONFIDENCE = 0.5
LEAST_LETTERS = 8
"""Fewer say nothing about what a picture shows."""


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One line that was read, and its box as fractions of the picture."""

    text: str
    box: tuple[float, float, float, float]


class Reader(Protocol):
    """Reads pictures."""

    def read(self, picture: Image.Image) -> list[ReadLine]:
        """Return the lines of a picture, from top to bottom."""
        ...


class _RapidReader:
    def __init__(self, engine: Any, numbers: Any) -> None:
        self._engine = engine
        self._numbers = numbers

    def read(self, picture: Image.Image) -> list[ReadLine]:
        plain = picture.convert("RGB")
        lines, _seconds = self._engine(self._numbers.asarray(plain)[:, :, ::-1])
        return [
            ReadLine(text, _box(corners, plain.size))
            for corners, text, confidence in lines or ()
            if float(confidence) >= _LEAST_CONFIDENCE
        ]


@cache
def reader() -> Reader | None:
    """Return what reads pictures; None where the extra is not installed."""
    if importlib.util.find_spec(_PACKAGE) is None:
        return None
    # Named in a string: the extra is optional, and loading it takes a second.
    engine = importlib.import_module(_PACKAGE).RapidOCR()
    return _RapidReader(engine, importlib.import_module("numpy"))


def text_of(lines: Sequence[ReadLine]) -> str:
    """Return what was read, a line each."""
    return "\n".join(line.text for line in lines)


def read_enough(lines: Sequence[ReadLine]) -> bool:
    """Say whether so much was read that the picture counts as searched."""
    return sum(len("".join(line.text.split())) for line in lines) >= LEAST_LETTERS


def findings_in_lines(lines: Sequence[ReadLine], place: Place) -> list[Finding]:
    """Return what is personal in what was read, each with the box of its first line."""
    text = text_of(lines)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line.text) + 1)
    found = []
    for match in find_personal(text):
        at = max(index for index, start in enumerate(starts[:-1]) if start <= match.start)
        found.append(finding_of(match, Place(page=place.page, part=place.part, box=lines[at].box)))
    return found


def _box(corners: Any, size: tuple[int, int]) -> tuple[float, float, float, float]:
    width, height = size
    across = [min(1.0, max(0.0, float(x) / width)) for x, _y in corners]
    down = [min(1.0, max(0.0, float(y) / height)) for _x, y in corners]
    return min(across), min(down), max(across), max(down)
