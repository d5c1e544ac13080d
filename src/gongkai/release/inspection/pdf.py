"""PDF files: their pages as they are shown, and all that is in them and not shown."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2

from gongkai.release.inspection import pdf_leftovers
from gongkai.release.inspection.bounds import MOST_TEXT, CannotRead
from gongkai.release.inspection.gathering import Gathered
from gongkai.release.inspection.inner import Inside, look_into
from gongkai.release.inspection.ocr import reader
from gongkai.release.inspection.pdf_frame import Frame
from gongkai.release.inspection.pdf_pages import Way, inspect_page
from gongkai.release.inspection.pdf_parts import (
    add_actions,
    add_form,
    add_layers,
    add_notes,
    add_pieces,
)
from gongkai.release.inspection.pdf_properties import add_properties
from gongkai.release.inspection.pdf_walk import objects_of
from gongkai.release.rules.findings import FindingKind, Place
from gongkai.release.rules.inspection import FileKind, FileProblem, Inspection

MOST_PAGES = 3_000


def inspect_pdf(path: Path, inside: Inside) -> Inspection:
    """Return what is in a PDF; files in it are inspected as `inside` says.

    Raises CannotRead: LOCKED, BROKEN, TOO_MANY_PAGES, and what a file in it makes of the whole.
    """
    gathered = Gathered()
    with _opened(path) as (pdf, document):
        gathered.pages = len(document)
        if gathered.pages > MOST_PAGES:
            return Inspection(
                kind=FileKind.PDF, problem=FileProblem.TOO_MANY_PAGES, pages=gathered.pages
            )
        has_layers = add_layers(pdf, gathered)
        way = Way(has_layers=has_layers, reader=reader() if inside.ocr else None)
        _add_pages(document, gathered, way)
        _add_parts(pdf, document, gathered, inside)
        pdf_leftovers.add_leftovers(path, gathered)
    return gathered.inspection(FileKind.PDF)


@contextmanager
def _opened(path: Path) -> Iterator[tuple[pikepdf.Pdf, pypdfium2.PdfDocument]]:
    try:
        pdf = pikepdf.open(path, suppress_warnings=True)
    except pikepdf.PasswordError as locked:
        raise CannotRead(FileProblem.LOCKED) from locked
    except (pikepdf.PdfError, ValueError) as damaged:
        raise CannotRead(FileProblem.BROKEN) from damaged
    with pdf:
        document = _document(path, pdf)
        try:
            yield pdf, document
        except pikepdf.PdfError as damaged:
            raise CannotRead(FileProblem.BROKEN) from damaged
        finally:
            document.close()


def _document(path: Path, pdf: pikepdf.Pdf) -> pypdfium2.PdfDocument:
    """Return the document as it is drawn; a damaged one as it was mended, which viewers do too."""
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        mended = BytesIO()
    try:
        pdf.save(mended)
        return pypdfium2.PdfDocument(mended.getvalue())
    except (pypdfium2.PdfiumError, pikepdf.PdfError) as damaged:
        raise CannotRead(FileProblem.BROKEN) from damaged


def _add_pages(document: pypdfium2.PdfDocument, gathered: Gathered, way: Way) -> None:
    letters = 0
    for number in range(1, gathered.pages + 1):
        try:
            letters += inspect_page(document, number, gathered, way)
        except pypdfium2.PdfiumError:
            gathered.add(FindingKind.UNREADABLE, Place(page=number))
        if letters > MOST_TEXT:
            gathered.cut()
            return


def _add_parts(
    pdf: pikepdf.Pdf, document: pypdfium2.PdfDocument, gathered: Gathered, inside: Inside
) -> None:
    def inspect_embedded(content: bytes, name: str) -> None:
        with tempfile.TemporaryDirectory(prefix="gongkai-inside-") as folder:
            inner = Path(folder) / "file"
            inner.write_bytes(content)
            look_into(inner, name, inside.deeper(), gathered)

    objects = objects_of(pdf)
    if objects.is_cut:
        gathered.cut()
    add_notes(pdf, _frames(pdf, document), gathered)
    add_form(pdf, gathered)
    add_actions(pdf, objects, gathered)
    add_pieces(objects, gathered, inspect_embedded=inspect_embedded)
    pdf_leftovers.add_unreached(pdf, objects, gathered)
    add_properties(pdf, gathered, name=inside.name)


def _frames(pdf: pikepdf.Pdf, document: pypdfium2.PdfDocument) -> dict[int, Frame]:
    """Return the frames of the pages that bear notes, by number."""
    frames = {}
    for number, page in enumerate(pdf.pages, start=1):
        if "/Annots" in page.obj and number <= len(document):
            shown = document[number - 1]
            frames[number] = Frame.of_page(shown)
            shown.close()
    return frames
