"""A PDF without what it hides: its pages as they are shown, with their text, and nothing beside."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from pikepdf import Array, Dictionary, Pdf, Stream

from gongkai.release.inspection.bounds import CannotRead
from gongkai.release.redaction.layers import drop_hidden_layers, has_layers
from gongkai.release.redaction.shown import MOST_PAGES
from gongkai.release.rules.findings import FindingKind
from gongkai.release.rules.inspection import FileProblem

_KEPT_OF_PAGE = frozenset(
    {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents"}
    | {"/UserUnit", "/Group"}
)
_GONE = ("/Metadata", "/PieceInfo", "/LastModified", "/OC", "/OPI", "/Measure", "/PtData", "/AF")
"""Of any object: what programs note for themselves, and files that hang on it."""
_HIDDEN, _NO_VIEW = 2, 32
_SHOWN = frozenset(
    {"/Widget", "/Stamp", "/FreeText", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly"}
    | {"/Ink", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Caret"}
)
"""Notes that are drawn on the page: they become part of it, without what they say inside."""
_FILES = frozenset({"/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia", "/3D"})
_LONGEST_SEARCH = 600_000_000


def clean_pdf(source: Path, out: Path) -> frozenset[FindingKind]:
    """Write the pages into a new PDF; return the kinds of what was removed. Raises CannotRead."""
    with tempfile.TemporaryDirectory() as name:
        bare, flat = Path(name) / "bare.pdf", Path(name) / "flat.pdf"
        try:
            removed = _without_hidden(source, bare)
            _flatten(bare, flat)
            _copy_pages(flat, out)
        except pikepdf.PasswordError as locked:
            raise CannotRead(FileProblem.LOCKED) from locked
        except (pikepdf.PdfError, pypdfium2.PdfiumError) as broken:
            raise CannotRead(FileProblem.BROKEN) from broken
    if _saves(source) > 1:
        removed |= {FindingKind.EARLIER_STATE}
    return removed


def _without_hidden(source: Path, out: Path) -> frozenset[FindingKind]:
    with Pdf.open(source) as pdf:
        if not len(pdf.pages):
            raise CannotRead(FileProblem.EMPTY)
        if len(pdf.pages) > MOST_PAGES:
            raise CannotRead(FileProblem.TOO_MANY_PAGES)
        removed = set(_in_catalogue(pdf))
        drop_hidden_layers(pdf)
        for page in pdf.pages:
            removed |= set(_of_page(page.obj))
        pdf.save(out, encryption=False)
    return frozenset(removed)


def _in_catalogue(pdf: Pdf) -> Iterator[FindingKind]:
    root = pdf.Root
    if set(pdf.docinfo.keys()) - {"/Producer"} or "/Metadata" in root:
        yield FindingKind.PROPERTIES
    if has_layers(pdf):
        yield FindingKind.LAYER
    names = root.get("/Names", Dictionary())
    if "/EmbeddedFiles" in names or "/AF" in root or "/Collection" in root:
        yield FindingKind.EMBEDDED_FILE
    if "/JavaScript" in names or "/OpenAction" in root or "/AA" in root:
        yield FindingKind.ACTIVE_CONTENT
    if root.get("/AcroForm", Dictionary()).get("/Fields"):
        yield FindingKind.FORM_DATA


def _of_page(page: pikepdf.Object) -> Iterator[FindingKind]:
    """Take off the page what is not drawn on it, and yield the kinds of that."""
    kept = []
    for note in page.get("/Annots", Array()):
        if not isinstance(note, Dictionary):
            continue
        subtype, flags = str(note.get("/Subtype")), int(note.get("/F", 0))
        if subtype in _SHOWN and not flags & (_HIDDEN | _NO_VIEW):
            kept.append(note)
        yield from _kinds_of_note(subtype, note)
    if "/Annots" in page:
        page.Annots = Array(kept)
    if "/AA" in page:
        yield FindingKind.ACTIVE_CONTENT
    if "/PieceInfo" in page or "/Metadata" in page:
        yield FindingKind.PROPERTIES


def _kinds_of_note(subtype: str, note: pikepdf.Object) -> Iterator[FindingKind]:
    if subtype in _FILES:
        yield FindingKind.EMBEDDED_FILE
    elif subtype not in {"/Widget", "/Link"}:
        yield FindingKind.COMMENT
    if "/A" in note or "/AA" in note:
        yield FindingKind.ACTIVE_CONTENT


def _flatten(source: Path, out: Path) -> None:
    """Make forms and drawn notes part of their pages."""
    document = pypdfium2.PdfDocument(source)
    try:
        document.init_forms()
        for number in range(len(document)):
            page = document[number]
            pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
            page.close()
        document.save(out)
    finally:
        document.close()


def _copy_pages(source: Path, out: Path) -> None:
    with Pdf.open(source) as flat, Pdf.new() as clean:
        for one in flat.objects:
            if isinstance(one, Dictionary | Stream):
                for key in _GONE:
                    if key in one:
                        del one[key]
        for page in flat.pages:
            # Inherited sizes are written down first: the tree they come from stays behind.
            page.obj.MediaBox, page.obj.CropBox = Array(page.mediabox), Array(page.cropbox)
            for key in set(page.obj.keys()) - _KEPT_OF_PAGE:
                del page.obj[key]
        clean.pages.extend(flat.pages)
        clean.Root.Lang = pikepdf.String("zh-CN")
        clean.save(out, deterministic_id=True, object_stream_mode=_PACKED)


_PACKED = pikepdf.ObjectStreamMode.generate


def _saves(source: Path) -> int:
    """Return how often the file was saved over itself: each time it says where its end is.

    A file that is made to be read from the web says it twice from the first.
    """
    with source.open("rb") as stream:
        raw = stream.read(_LONGEST_SEARCH)
    return raw.count(b"startxref") - (b"/Linearized" in raw[:2048])
