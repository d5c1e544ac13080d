"""What a PDF keeps and no page shows: earlier states, pages taken out, unpainted content, texts."""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

from gongkai.release.inspection.gathering import Gathered
from gongkai.release.inspection.pdf_history import History
from gongkai.release.inspection.pdf_walk import (
    Objects,
    entry,
    items,
    keys,
    name_in,
    stream_of,
)
from gongkai.release.rules.findings import FindingKind, Place

_EARLIER = Place(part="earlier state")
_TAKEN_OUT = Place(part="page outside the document")
_UNREACHED = Place(part="unused content")
_AFTER_END = Place(part="outside the document")
_TEXT = re.compile(rb"(?:[)>\]]|\s)T[jJ]\b|['\"]\s")
_PAINTS = re.compile(rb"/([^\s/<>\[\]()%]+)\s+Do\b")
_MOST_STATES = 20
_MOST_STREAMS = 400


def add_leftovers(path: Path, gathered: Gathered) -> None:
    """Gather what the bytes of the file keep of earlier states and around the document."""
    history = History(path)
    ends = history.ends_of_earlier_states()
    for number, end in enumerate(ends[-_MOST_STATES:], start=1):
        gathered.add(FindingKind.EARLIER_STATE, Place(part=f"earlier state {number}"))
        state = history.state(end)
        if state is None:
            gathered.cut()
        else:
            gathered.search(_text_of(state), _EARLIER)
    if not ends and history.overwritten():
        gathered.add(FindingKind.EARLIER_STATE, _EARLIER)
    stray = history.stray()
    if stray:
        gathered.search(stray.decode("utf-8", "replace"), _AFTER_END)
        gathered.add(FindingKind.EMBEDDED_FILE, _AFTER_END)


def _text_of(content: bytes) -> str:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        return ""
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    except pypdfium2.PdfiumError:
        return ""
    finally:
        document.close()


def add_unreached(pdf: pikepdf.Pdf, objects: Objects, gathered: Gathered) -> None:
    """Gather pages that are not in the document, content that nothing paints, and all texts."""
    in_tree = {page.objgen for page in pdf.pages}
    taken_out = [
        thing
        for thing in objects.telling
        if name_in(thing, "/Type") == "/Page" and thing.objgen not in in_tree
    ]
    if taken_out:
        gathered.add(FindingKind.HIDDEN_TEXT, _TAKEN_OUT)
        gathered.search(_as_pages(taken_out), _TAKEN_OUT)
    used_by_taken = {child.objgen for page in taken_out for child in _contents(page)}
    orphans = [
        thing
        for thing in objects.orphans
        if isinstance(thing, pikepdf.Stream) and thing.objgen not in used_by_taken
    ]
    unpainted = [*orphans, *_unpainted(objects)]
    _add_unpainted(pdf, unpainted, gathered)
    gathered.search_each(objects.texts, Place(part="texts"))


def _contents(page: Any) -> list[Any]:
    contents = entry(page, "/Contents")
    return list(contents) if isinstance(contents, pikepdf.Array) else [contents] if contents else []


def _unpainted(objects: Objects) -> Iterator[pikepdf.Stream]:
    """Yield the forms and pictures that resources name and no content paints."""
    named = {
        value.objgen: (key.removeprefix("/"), value)
        for part in objects.telling
        for key, value in items(entry(part, "/XObject"))
        if isinstance(value, pikepdf.Stream)
    }
    if not named:
        return
    masks = {
        value.objgen
        for part in objects.telling
        for value in (entry(part, "/SMask"), entry(part, "/G"))
        if isinstance(value, pikepdf.Stream)
    }
    painted = _painted_names(objects)
    for objgen, (name, stream) in named.items():
        if name not in painted and objgen not in masks:
            yield stream


def _painted_names(objects: Objects) -> set[str]:
    painted: set[str] = set()
    for thing in objects.reached:
        if isinstance(thing, pikepdf.Stream) and _may_paint(thing):
            painted.update(found.decode("latin-1") for found in _PAINTS.findall(stream_of(thing)))
    return painted


def _may_paint(stream: pikepdf.Stream) -> bool:
    names = keys(stream)
    return "/Subtype" not in names or name_in(stream, "/Subtype") == "/Form"


def _add_unpainted(pdf: pikepdf.Pdf, streams: list[pikepdf.Stream], gathered: Gathered) -> None:
    if len(streams) > _MOST_STREAMS:
        gathered.cut()
    for stream in streams[:_MOST_STREAMS]:
        if name_in(stream, "/Subtype") == "/Image":
            gathered.add(FindingKind.CUT_PICTURE, _UNREACHED)
        elif _may_paint(stream) and _TEXT.search(stream_of(stream)):
            gathered.add(FindingKind.HIDDEN_TEXT, _UNREACHED)
            gathered.search(_drawn_alone(pdf, stream), _UNREACHED)


def _drawn_alone(pdf: pikepdf.Pdf, stream: pikepdf.Stream) -> str:
    """Return the text of content that no page has, read with the typefaces of the pages."""
    fonts: dict[str, Any] = {}
    for shown in pdf.pages:
        fonts.update(items(entry(shown.obj, "/Resources", "/Font")))
    own = entry(stream, "/Resources")
    resources = own if own is not None else pikepdf.Dictionary(Font=pikepdf.Dictionary(fonts))
    content = pdf.make_stream(stream_of(stream))
    page = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=[0, 0, 1000, 1000],
        Resources=resources,
        Contents=content,
    )
    return _as_pages([pdf.make_indirect(page)])


def _as_pages(pages: Iterable[Any]) -> str:
    alone = pikepdf.new()
    for page in pages:
        try:
            alone.pages.append(pikepdf.Page(page))
        except (pikepdf.PdfError, ValueError, TypeError):
            continue
    written = BytesIO()
    try:
        alone.save(written)
    except pikepdf.PdfError:
        return ""
    return _text_of(written.getvalue()) if alone.pages else ""
