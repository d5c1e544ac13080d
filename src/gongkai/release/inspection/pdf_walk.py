"""Every object of a PDF, those that a reader starts from first, then those that nothing reaches."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

MOST_OBJECTS = 300_000
_MOST_STRING = 100_000
"""Bytes; what is longer is data."""
_NO_CONTENT = frozenset({"/XRef", "/ObjStm"})
_TELLING = frozenset(
    {"/S", "/EF", "/Thumb", "/PieceInfo", "/XObject", "/SMask", "/G", "/Subtype", "/Type"}
)
_CONTAINERS = (pikepdf.Array, pikepdf.Dictionary, pikepdf.Stream)


@dataclass(slots=True)
class Objects:
    """The objects of one document that have a number, and what is worth a look inside them."""

    reached: list[pikepdf.Object] = field(default_factory=list)
    orphans: list[pikepdf.Object] = field(default_factory=list)
    """What nothing leads to."""
    telling: list[pikepdf.Object] = field(default_factory=list)
    """Dictionaries and streams, also nested ones, with a key that anybody here asks for."""
    texts: list[str] = field(default_factory=list)
    is_cut: bool = False
    """There are more than are looked at."""

    def look_into(self, thing: Any) -> list[Any]:
        """Note what is in an object and return the numbered objects that it names."""
        named: list[Any] = []
        waiting = [thing]
        while waiting:
            whole = waiting.pop()
            pairs = list(items(whole))
            if not _TELLING.isdisjoint(key for key, _child in pairs):
                self.telling.append(whole)
            for _key, child in pairs:
                if isinstance(child, pikepdf.String):
                    if len(bytes(child)) < _MOST_STRING:
                        self.texts.append(str(child))
                elif isinstance(child, _CONTAINERS):
                    (named if child.is_indirect else waiting).append(child)
        return named


def objects_of(pdf: pikepdf.Pdf) -> Objects:
    """Return all objects with a number of their own; damaged ones are left out."""
    found = Objects()
    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [pdf.trailer]
    while waiting:
        for child in found.look_into(waiting.pop()):
            if child.objgen in seen:
                continue
            seen.add(child.objgen)
            found.reached.append(child)
            waiting.append(child)
            if len(seen) > MOST_OBJECTS:
                found.is_cut = True
                return found
    for orphan in pdf.objects:
        if isinstance(orphan, _CONTAINERS) and orphan.objgen not in seen and _is_content(orphan):
            found.orphans.append(orphan)
            found.look_into(orphan)
    return found


def _is_content(thing: Any) -> bool:
    """Say whether an object is more than the file's own bookkeeping."""
    return name_in(thing, "/Type") not in _NO_CONTENT and "/Linearized" not in keys(thing)


def parts_of(whole: Any) -> Iterator[Any]:
    """Yield an object and everything directly inside it."""
    waiting = [whole]
    while waiting:
        part = waiting.pop()
        yield part
        waiting.extend(
            child
            for _key, child in items(part)
            if isinstance(child, _CONTAINERS) and not child.is_indirect
        )


def items(whole: Any) -> Iterator[tuple[str, Any]]:
    """Yield the entries of a dictionary or a stream, or of a list with an empty key."""
    try:
        if isinstance(whole, pikepdf.Array):
            yield from (("", child) for child in whole)
        elif isinstance(whole, pikepdf.Dictionary | pikepdf.Stream):
            yield from whole.items()
    except (pikepdf.PdfError, ValueError, TypeError):
        return


def keys(whole: Any) -> frozenset[str]:
    """Return the names of the entries of a dictionary or a stream; empty for anything else."""
    if isinstance(whole, pikepdf.Dictionary | pikepdf.Stream):
        return frozenset(whole.keys())
    return frozenset()


def entry(whole: Any, *path: str) -> Any:
    """Return what stands at the end of a path of names; None where it breaks off."""
    for name in path:
        if name not in keys(whole):
            return None
        whole = whole.get(name)
    return whole


def name_in(whole: Any, key: str) -> str:
    """Return a name or a text in an entry as text; empty where there is none."""
    value = entry(whole, key)
    return str(value) if isinstance(value, pikepdf.Name | pikepdf.String | str) else ""


def words_in(value: Any) -> str:
    """Return a text, a stream of text or a list of them as text."""
    if isinstance(value, pikepdf.String | str):
        return str(value)
    if isinstance(value, pikepdf.Stream):
        return stream_of(value).decode("utf-8", "replace")
    return ""


def stream_of(stream: pikepdf.Stream, most: int = 50_000_000) -> bytes:
    """Return the content of a stream; empty where it cannot be unpacked, or is a bomb."""
    try:
        if int(entry(stream, "/Length") or 0) > most:
            return b""
        return stream.read_bytes()[:most]
    except (pikepdf.PdfError, ValueError, NotImplementedError):
        return b""
