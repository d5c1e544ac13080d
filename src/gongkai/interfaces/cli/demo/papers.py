"""The files of the demo, made when it is filled: a letter, a scan, a table, a form, an archive."""

import json
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import pypdfium2
import typst
from openpyxl import Workbook

from gongkai.letters.typesetting.fonts import SHIPPED_FOLDER

Row = Sequence[str | int]
_SCANNED_DPI = 110
_POINTS = 72
_PAPER = """#set page(paper: "a4", margin: 28mm)
#set text(font: "Noto Serif SC", size: 12pt, lang: "zh", region: "cn")
#set par(leading: 1em, spacing: 1em, first-line-indent: (amount: 2em, all: true))
#let said = json(bytes(sys.inputs.said))
#align(center, text(size: 18pt, said.title))
#v(1em)
#said.lines.map(line => par(line)).join()
"""
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def letter(title: str, lines: Sequence[str]) -> bytes:
    """Return a document as PDF."""
    said = json.dumps({"title": title, "lines": list(lines)})
    with tempfile.TemporaryDirectory(prefix="gongkai-demo-") as folder:
        main = Path(folder) / "paper.typ"
        main.write_text(_PAPER, encoding="utf-8")
        compiler = typst.Compiler(str(main), root=folder, font_paths=_book())
        made = compiler.compile(format="pdf", sys_inputs={"said": said})
    return made if isinstance(made, bytes) else b""


def scan(pdf: bytes) -> bytes:
    """Return the first page of a document as a scanner would: a picture without text."""
    document = pypdfium2.PdfDocument(pdf)
    picture = document[0].render(scale=_SCANNED_DPI / _POINTS).to_pil().convert("L")
    document.close()
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def table(name: str, rows: Sequence[Row], *, behind: Sequence[Row] = ()) -> bytes:
    """Return a workbook; the rows `behind` stand on a sheet that nobody sees."""
    book = Workbook()
    sheet = book.active or book.create_sheet()
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    if behind:
        hidden = book.create_sheet("底册")
        for row in behind:
            hidden.append(list(row))
        hidden.sheet_state = "hidden"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def form(lines: Sequence[str], *, struck: str = "", remark: str = "") -> bytes:
    """Return a DOCX; `struck` is left in it as a tracked deletion, `remark` as a comment."""
    body = "".join(f"<w:p>{_run(line)}</w:p>" for line in lines)
    if struck:
        body += (
            '<w:p><w:del w:id="1" w:author="经办人" w:date="2026-03-01T08:00:00Z">'
            f"<w:r><w:delText>{escape(struck)}</w:delText></w:r></w:del></w:p>"
        )
    if remark:
        body += '<w:p><w:r><w:commentReference w:id="2"/></w:r></w:p>'
    comment = f'<w:comment w:id="2" w:author="经办人"><w:p>{_run(remark)}</w:p></w:comment>'
    return _packed(
        {
            "[Content_Types].xml": _content_types(),
            "_rels/.rels": _relation("officeDocument", "word/document.xml"),
            "word/_rels/document.xml.rels": _relation("comments", "comments.xml"),
            "word/document.xml": _part("document", f"<w:body>{body}</w:body>"),
            "word/comments.xml": _part("comments", comment if remark else ""),
        }
    )


def archive(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP archive of the files."""
    return _packed(files)


@cache
def _book() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(SHIPPED_FOLDER)],
    )


def _packed(parts: Mapping[str, str | bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            # A date of its own: the same demo makes the same bytes.
            package.writestr(zipfile.ZipInfo(name, (2026, 1, 5, 9, 0, 0)), content)
    return out.getvalue()


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _part(root: str, content: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{_WORD}">{content}</w:{root}>'


def _relation(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/{kind}" Target="{target}"/></Relationships>'
    )


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_WORD_TYPE}.{kind}+xml"/>'
        for part, kind in (("document", "document.main"), ("comments", "comments"))
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
