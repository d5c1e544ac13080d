"""The 1,500 real regulations, whole or cut into articles and paragraphs. No database here."""

import gzip
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
_NAME = Path("data/regulations.jsonl.gz")


@dataclass(frozen=True, slots=True)
class Regulation:
    """One document, or one piece of one."""

    title: str
    issuer: str
    area: str
    made_on: date
    document_number: str
    text: str


def path() -> Path:
    """Return where the file lies; ends the program with a message where it is missing."""
    shared = Path(os.environ.get("GONGKAI_SHARED") or REPOSITORY.parent / "shared")
    if not (shared / _NAME).is_file():
        print(
            f"The regulations are not at {shared / _NAME}; this benchmark needs them. "
            "Name the folder that holds data/regulations.jsonl.gz in GONGKAI_SHARED.",
            file=sys.stderr,
        )
        raise SystemExit(2)
    return shared / _NAME


def regulations() -> list[Regulation]:
    """Return the regulations as they are in the file."""
    with gzip.open(path(), "rt", encoding="utf-8") as lines:
        return [_regulation(json.loads(line)) for line in lines]


def pieces(number: int) -> Iterator[Regulation]:
    """Yield so many records: every article, then every paragraph until there are enough.

    A piece is titled by its document and its own first words, so that titles differ.
    """
    whole = regulations()
    made = 0
    for cut in (_articles, _paragraphs):
        for regulation in whole:
            for text in cut(regulation.text):
                yield Regulation(
                    f"{regulation.title}{text[:24]}",
                    regulation.issuer,
                    regulation.area,
                    regulation.made_on,
                    "",
                    text,
                )
                made += 1
                if made == number:
                    return


def _articles(text: str) -> list[str]:
    parts = text.split("\n第")
    return [part if place == 0 else f"第{part}" for place, part in enumerate(parts)]


def _paragraphs(text: str) -> list[str]:
    return [line for line in text.split("\n") if line and not line.startswith("## ")]


def _regulation(row: dict[str, str]) -> Regulation:
    return Regulation(
        title=row["title"],
        issuer=row["issuer"],
        area=row["area"],
        made_on=date.fromisoformat(row["date"]),
        document_number=row["document_number"],
        text=row["text"],
    )
