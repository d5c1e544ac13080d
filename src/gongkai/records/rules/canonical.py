"""Back from the canonical text of a version's content to its elements. Pure."""

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date

from gongkai.records.rules.content import AttachedFile, VersionContent

_ELEMENTS = frozenset(field.name for field in fields(VersionContent))


def content_from(canonical: str) -> VersionContent:
    """Return the content whose canonical text this is.

    What stands outside the digest, or came to the elements later, says nothing.

    >>> said = VersionContent(title="通知", summary="概述", generated_on=date(2026, 3, 2))
    >>> content_from(said.canonical()) == said
    True
    """
    plain: Mapping[str, object] = json.loads(canonical)
    values = {name: _value(name, said) for name, said in plain.items() if name in _ELEMENTS}
    return VersionContent(**values)  # type: ignore[arg-type]


def _value(name: str, said: object) -> object:
    if name == "files" and isinstance(said, list):
        return tuple(AttachedFile(**file) for file in said)
    if isinstance(said, list):
        return tuple(said)
    if name.endswith("_on") and isinstance(said, str):
        return date.fromisoformat(said)
    return said
