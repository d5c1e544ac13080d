"""A composed document as DOCX that screen readers find their way in.

Headings have heading styles, tables a head that repeats, every run its language, the chart a text
that stands for it. Nothing of it comes from a template file: what is in the package is what we
put there.
"""

import json
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import docx
import typst
from django.conf import settings
from django.utils.translation import gettext as _
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt
from docx.styles.style import BaseStyle
from docx.table import Table, _Row

from gongkai.guides.rules.document import (
    Block,
    Chart,
    Document,
    Grid,
    Heading,
    Paragraph,
    Points,
    Rows,
)
from gongkai.kernel.time import now
from gongkai.letters.typesetting import LetterNotTypeset
from gongkai.letters.typesetting.fonts import typefaces

_CHART_TEMPLATE = Path(__file__).resolve().parent.parent / "templates_typst" / "chart.typ"

_BODY_FACE, _HEADING_FACE = "宋体", "黑体"
_LATIN_FACE = "Times New Roman"
_MARGIN, _TEXT_WIDTH = Mm(25), Mm(160)
_CHART_WIDTH = Mm(110)
_NARROWEST, _WIDEST = 8, 40
"""Characters by which a column has its share of the width, however few or many stand in it."""
_PIXELS_PER_INCH = 144


def as_docx(document: Document) -> bytes:
    """Return the document as a Word file (Office Open XML) of A4 pages."""
    paper = docx.Document()
    _set_up(paper, document)
    title = paper.add_paragraph(document.title, style="Title")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in document.lead:
        paper.add_paragraph(line)
    for block in document.blocks:
        _write(paper, block)
    out = BytesIO()
    paper.save(out)
    return out.getvalue()


def _set_up(paper: Paper, document: Document) -> None:
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, _MARGIN)
    said = paper.core_properties
    said.title, said.author, said.comments = document.title, document.organ_name, ""
    said.language = "zh-CN" if document.language == "zh" else "en"
    said.created = said.modified = now().replace(tzinfo=None)
    _set_faces(paper.styles["Normal"], _BODY_FACE, document.language, size=Pt(12))
    for name in ("Title", "Heading 1", "Heading 2"):
        _set_faces(paper.styles[name], _HEADING_FACE, document.language)


def _set_faces(style: BaseStyle, face: str, language: str, *, size: Pt | None = None) -> None:
    """Give a style its typefaces and its language; Word asks for Han and Latin apart."""
    properties = style.element.get_or_add_rPr()
    faces = properties.get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        faces.attrib.pop(qn(f"w:{name}"), None)
    for name, said in (("ascii", _LATIN_FACE), ("hAnsi", _LATIN_FACE), ("eastAsia", face)):
        faces.set(qn(f"w:{name}"), said)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), "zh-CN" if language == "zh" else "en-GB")
    spoken.set(qn("w:eastAsia"), "zh-CN")
    for known in properties.findall(qn("w:lang")):
        properties.remove(known)
    properties.append(spoken)
    if size is not None:
        properties.get_or_add_sz().val = size


def _write(paper: Paper, block: Block) -> None:
    if isinstance(block, Heading):
        paper.add_heading(block.text, level=block.level - 1)
    elif isinstance(block, Paragraph):
        paper.add_paragraph(block.text)
    elif isinstance(block, Points):
        _list(paper, block.items, is_ordered=block.is_ordered)
    elif isinstance(block, Rows):
        head = (_("Name of the row"), _("What it says"))
        _table(paper, Grid(block.caption, head, block.rows))
    elif isinstance(block, Grid):
        _table(paper, block)
    else:
        _chart(paper, block)


def _list(paper: Paper, items: Sequence[str], *, is_ordered: bool) -> None:
    number = _new_numbering(paper) if is_ordered else None
    for item in items:
        line = paper.add_paragraph(item, style="List Number" if is_ordered else "List Bullet")
        if number is not None:
            counted = line._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001 - no other way
            counted.get_or_add_numId().val = number
            counted.get_or_add_ilvl().val = 0


def _new_numbering(paper: Paper) -> int:
    """Return a numbering that begins at one; lists of one style would count on."""
    style = paper.styles["List Number"].element
    known = style.pPr.numPr.numId.val
    numbering = paper.part.numbering_part.element
    abstract = numbering.num_having_numId(known).abstractNumId.val
    begun = numbering.add_num(abstract)
    begun.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(begun.numId)


def _table(paper: Paper, grid: Grid) -> None:
    paper.add_paragraph(grid.caption, style="Caption").paragraph_format.keep_with_next = True
    table = paper.add_table(rows=1, cols=len(grid.columns), style="Table Grid")
    table.autofit = False
    widths = _widths(grid.widths or _asked([grid.columns, *grid.rows]))
    # Word goes by the columns, other programs by the cells.
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    _fill(table.rows[0], grid.columns, widths, is_head=True)
    for row in grid.rows:
        _fill(table.add_row(), row, widths)
    _describe(table, grid.caption)
    paper.add_paragraph("")


def _asked(rows: Sequence[Sequence[str]]) -> list[int]:
    """Return what share of the width each column asks for by its longest cell, within bounds."""
    return [min(max(_NARROWEST, *map(len, texts)), _WIDEST) for texts in zip(*rows, strict=True)]


def _widths(shares: Sequence[int]) -> list[Emu]:
    return [Emu(_TEXT_WIDTH * share // sum(shares)) for share in shares]


def _fill(row: _Row, cells: Sequence[str], widths: Sequence[Emu], *, is_head: bool = False) -> None:
    for cell, text, width in zip(row.cells, cells, widths, strict=True):
        cell.width = width
        run = cell.paragraphs[0].add_run(text)
        run.bold = is_head
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - no other way to mark a head
    for name in ("w:cantSplit", *(("w:tblHeader",) if is_head else ())):
        properties.append(OxmlElement(name))


def _describe(table: Table, caption: str) -> None:
    said = OxmlElement("w:tblCaption")
    said.set(qn("w:val"), caption)
    table._tbl.tblPr.append(said)  # noqa: SLF001 - no other way to name a table


def _chart(paper: Paper, chart: Chart) -> None:
    paper.add_picture(BytesIO(_as_picture(chart)), width=_CHART_WIDTH)
    drawn = paper.inline_shapes[-1]._inline.docPr  # noqa: SLF001 - no other way to describe it
    drawn.set("title", chart.title)
    drawn.set("descr", " ".join([chart.title, *chart.steps]))
    paper.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.CENTER
    paper.add_paragraph(chart.title, style="Caption")
    _list(paper, chart.steps, is_ordered=True)


def _as_picture(chart: Chart) -> bytes:
    compiler = typst.Compiler(
        str(_CHART_TEMPLATE),
        root=str(_CHART_TEMPLATE.parent),
        font_paths=typefaces(settings.LETTER_FONTS).book,
    )
    data = json.dumps({"svg": chart.svg}, ensure_ascii=False)
    drawn = compiler.compile(format="png", ppi=_PIXELS_PER_INCH, sys_inputs={"data": data})
    if not isinstance(drawn, bytes):
        raise LetterNotTypeset("the chart has no page of its own")
    return drawn
