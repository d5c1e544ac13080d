"""Every object of a PDF, those that a reader starts from first, then those that nothing reaches."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

MOST_OBJECTS = 300_000
_NO_CONTENT = frozenset({"/XRef", "/ObjStm"})


@dataclass(slots=True)
class Objects:
    """The objects of one document, in the order in which they are reached."""

    reached: list[pikepdf.Object] = field(default_factory=list)
    orphans: list[pikepdf.Object] = field(default_factory=list)
    is_cut: bool = False
    """There are more than are looked at."""


def objects_of(pdf: pikepdf.Pdf) -> Objects:
    """Return all objects with a number of their own; damaged ones are left out."""
    found = Objects()
    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [pdf.trailer]
    while waiting:
        for child in direct_parts(waiting.pop()):
            if not _is_numbered(child) or child.objgen in seen:
                continue
            seen.add(child.objgen)
            found.reached.append(child)
            waiting.append(child)
            if len(seen) > MOST_OBJECTS:
                found.is_cut = True
                return found
    found.reached.append(pdf.trailer)
    found.orphans.extend(
        orphan
        for orphan in pdf.objects
        if _is_numbered(orphan) and orphan.objgen not in seen and _is_content(orphan)
    )
    return found


def _is_content(thing: Any) -> bool:
    """Say whether an object is more than the file's own bookkeeping."""
    return name_in(thing, "/Type") not in _NO_CONTENT and "/Linearized" not in keys(thing)


def direct_parts(whole: Any) -> Iterator[Any]:
    """Yield everything inside an object, and the numbered objects that it names but not theirs."""
    waiting = [whole]
    while waiting:
        for _key, child in items(waiting.pop()):
            yield child
            if not _is_numbered(child):
                waiting.append(child)


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


def _is_numbered(thing: Any) -> bool:
    return isinstance(thing, pikepdf.Object) and bool(thing.is_indirect)
