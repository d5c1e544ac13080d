"""An inspection as what JSON can say, both ways: it is made apart and read by the server."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from gongkai.release.rules.findings import Finding, FindingKind, Place
from gongkai.release.rules.inspection import (
    FileKind,
    FileProblem,
    Inspection,
    Member,
    TextPart,
)


def answer_of(inspection: Inspection) -> dict[str, Any]:
    """Return the inspection as a task says it; unlike a stored row it carries whole values."""
    return {
        "kind": inspection.kind,
        "problem": inspection.problem,
        "findings": [_clean(one.as_row() | {"value": one.value}) for one in inspection.findings],
        "texts": [_clean(asdict(text)) for text in inspection.texts],
        "pages": inspection.pages,
        "members": [_clean(asdict(member)) for member in inspection.members],
    }


def _clean(said: Any) -> Any:
    """Return what JSON says without characters that neither UTF-8 nor a database can keep."""
    if isinstance(said, str):
        return said.replace("\0", "").encode("utf-8", "replace").decode()
    if isinstance(said, dict):
        return {key: _clean(value) for key, value in said.items()}
    return said


def inspection_from(answer: Mapping[str, Any]) -> Inspection:
    """Return the inspection that a task said."""
    return Inspection(
        kind=FileKind(answer["kind"]) if answer["kind"] else None,
        problem=FileProblem(answer["problem"]) if answer["problem"] else None,
        findings=tuple(_finding(row) for row in answer["findings"]),
        texts=tuple(TextPart(**row) for row in answer["texts"]),
        pages=answer["pages"],
        members=tuple(Member(**row) for row in answer["members"]),
    )


def _finding(row: Mapping[str, Any]) -> Finding:
    return Finding(
        kind=FindingKind(row["kind"]),
        place=Place.of_row(row["place"]),
        excerpt=row["excerpt"],
        value=row["value"],
    )
