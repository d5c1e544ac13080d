"""Office, OFD and ZIP files built part by part, as word processors and spreadsheets write them."""

import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from PIL import Image

Parts = Mapping[str, str | bytes]

NUMBER = "11010519491231002X"
"""An identity number that adds up and belongs to nobody."""
MOBILE = "13800138000"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{OFFICE}" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_SHEET = (
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    f'xmlns:r="{OFFICE}" '
    'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac"'
)
_PROPERTIES = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{core}'
    '<dcterms:created xsi:type="dcterms:W3CDTF">2026-03-16T01:00:00Z</dcterms:created>'
    "</cp:coreProperties>"
)
_MOMENT = (2026, 3, 16, 9, 0, 0)


def pack(parts: Parts) -> bytes:
    """Return a ZIP file with these parts; the same parts give the same bytes."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(zipfile.ZipInfo(name, _MOMENT), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


@dataclass(kw_only=True)
class Link:
    """A relation of a part; `kind` is the last step of its type, or the whole type."""

    id: str
    kind: str
    target: str
    is_external: bool = False

    def xml(self) -> str:
        """Return the element."""
        kind = self.kind if "/" in self.kind else f"{OFFICE}/{self.kind}"
        mode = ' TargetMode="External"' if self.is_external else ""
        return f'<Relationship Id="{self.id}" Type="{kind}" Target="{self.target}"{mode}/>'


def relations(links: Iterable[Link]) -> str:
    """Return a part with relations."""
    inner = "".join(link.xml() for link in links)
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{_XML}<Relationships xmlns="{space}">{inner}</Relationships>'


@dataclass(kw_only=True)
class Office:
    """What all office files have; `core` and `app` are the inside of the property parts."""

    core: str = "<dc:creator></dc:creator>"
    app: str = "<Application>WPS Office</Application><Company></Company>"
    parts: dict[str, str | bytes] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    """Of the main part."""
    root_links: list[Link] = field(default_factory=list)

    def packed(self, main: str) -> dict[str, str | bytes]:
        """Return the parts around a main part."""
        folder, _, name = main.rpartition("/")
        package = "http://schemas.openxmlformats.org/package/2006/relationships"
        root = [
            Link(id="rId1", kind="officeDocument", target=main),
            Link(id="rId2", kind=f"{package}/metadata/core-properties", target="docProps/core.xml"),
            Link(id="rId3", kind="extended-properties", target="docProps/app.xml"),
            *self.root_links,
        ]
        app = f'<Properties xmlns="{OFFICE}/extended-properties">{self.app}</Properties>'
        return {
            "[Content_Types].xml": f"{_XML}<Types><Default Extension='xml'/></Types>",
            "_rels/.rels": relations(root),
            "docProps/core.xml": _XML + _PROPERTIES.format(core=self.core),
            "docProps/app.xml": _XML + app,
            f"{folder}/_rels/{name}.rels": relations(self.links),
            **self.parts,
        }


@dataclass(kw_only=True)
class Docx(Office):
    """A Word document: body, styles and settings as the inside of their parts."""

    body: str = "<w:p><w:r><w:t>关于云台水库供水情况的通知</w:t></w:r></w:p>"
    styles: str = ""
    settings: str = '<w:rsids><w:rsidRoot w:val="00A77B3E"/></w:rsids>'
    before_body: str = ""

    def content(self) -> bytes:
        """Return the file."""
        self.links += [
            Link(id="rIdS", kind="styles", target="styles.xml"),
            Link(id="rIdT", kind="settings", target="settings.xml"),
        ]
        document = (
            f"<w:document {_WORD}>{self.before_body}<w:body>{self.body}</w:body></w:document>"
        )
        return pack(
            {
                **self.packed("word/document.xml"),
                "word/document.xml": _XML + document,
                "word/styles.xml": f"{_XML}<w:styles {_WORD}>{self.styles}</w:styles>",
                "word/settings.xml": f"{_XML}<w:settings {_WORD}>{self.settings}</w:settings>",
            }
        )


def word_part(root: str, inner: str) -> str:
    """Return another part of a Word document, such as a header."""
    return f"{_XML}<w:{root} {_WORD}>{inner}</w:{root}>"


def paragraph(text: str, properties: str = "") -> str:
    """Return a paragraph with one run that has these properties."""
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:p><w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


@dataclass(kw_only=True)
class Sheet:
    """One sheet: rows of values below one another, and what stands around them."""

    name: str = "供水情况"
    rows: list[list[str | int]] = field(default_factory=lambda: [["编号", "水库"], [1, "云台水库"]])
    state: str = ""
    before: str = ""
    """Before the cells: views, columns."""
    after: str = ""
    """Behind the cells: merged cells, drawings, lists."""
    row_attributes: dict[int, str] = field(default_factory=dict)
    """By row, from 1."""
    styles: dict[str, int] = field(default_factory=dict)
    """By cell, `B2`."""
    links: list[Link] = field(default_factory=list)

    def xml(self) -> str:
        """Return the part."""
        rows = "".join(self._row(number) for number in range(1, len(self.rows) + 1))
        cells = f"<sheetData>{rows}</sheetData>"
        return f"{_XML}<worksheet {_SHEET}>{self.before}{cells}{self.after}</worksheet>"

    def _row(self, number: int) -> str:
        values = self.rows[number - 1]
        cells = "".join(self._cell(number, at, value) for at, value in enumerate(values))
        return f'<row r="{number}" {self.row_attributes.get(number, "")}>{cells}</row>'

    def _cell(self, row: int, column: int, value: str | int) -> str:
        name = f"{chr(ord('A') + column)}{row}"
        style = f' s="{self.styles[name]}"' if name in self.styles else ""
        if isinstance(value, int):
            return f'<c r="{name}"{style}><v>{value}</v></c>'
        if value.startswith("="):
            formula, _, cached = value[1:].partition("|")
            return f'<c r="{name}"{style} t="str"><f>{formula}</f><v>{cached}</v></c>'
        return f'<c r="{name}"{style} t="inlineStr"><is><t>{value}</t></is></c>'


@dataclass(kw_only=True)
class Xlsx(Office):
    """A workbook."""

    sheets: list[Sheet] = field(default_factory=lambda: [Sheet()])
    book: str = ""
    """Inside of the workbook part before the sheets."""
    names: str = ""
    """Inside of the workbook part behind the sheets."""
    styles: str = ""

    def content(self) -> bytes:
        """Return the file."""
        listed = ""
        for number, sheet in enumerate(self.sheets, start=1):
            self.links.append(
                Link(id=f"rIdW{number}", kind="worksheet", target=f"worksheets/sheet{number}.xml")
            )
            state = f' state="{sheet.state}"' if sheet.state else ""
            listed += f'<sheet name="{sheet.name}" sheetId="{number}"{state} r:id="rIdW{number}"/>'
            self.parts[f"xl/worksheets/sheet{number}.xml"] = sheet.xml()
            if sheet.links:
                part = f"xl/worksheets/_rels/sheet{number}.xml.rels"
                self.parts[part] = relations(sheet.links)
        self.links.append(Link(id="rIdS", kind="styles", target="styles.xml"))
        self.parts["xl/styles.xml"] = f"{_XML}<styleSheet {_SHEET}>{self.styles}</styleSheet>"
        book = f"{self.book}<sheets>{listed}</sheets>{self.names}"
        self.parts["xl/workbook.xml"] = f"{_XML}<workbook {_SHEET}>{book}</workbook>"
        return pack(self.packed("xl/workbook.xml"))


def sheet_part(root: str, inner: str, attributes: str = "") -> str:
    """Return another part of a workbook, such as its shared strings."""
    return f"{_XML}<{root} {_SHEET} {attributes}>{inner}</{root}>"


@dataclass(kw_only=True)
class Ofd:
    """An OFD document; `pages` are the insides of the layers."""

    pages: list[str] = field(default_factory=lambda: [line("关于云台水库供水情况的通知", 20)])
    info: str = ""
    body: str = ""
    """More inside the body of the document: versions, signatures."""
    document: str = ""
    """More inside the document part: annotations, attachments."""
    parts: dict[str, str | bytes] = field(default_factory=dict)

    def content(self) -> bytes:
        """Return the file."""
        space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
        listed, pages = "", {}
        for at, page in enumerate(self.pages):
            listed += f'<ofd:Page ID="{at + 1}" BaseLoc="Pages/Page_{at}/Content.xml"/>'
            layer = f'<ofd:Content><ofd:Layer ID="9" Type="Body">{page}</ofd:Layer></ofd:Content>'
            part = f"Doc_0/Pages/Page_{at}/Content.xml"
            pages[part] = f"{_XML}<ofd:Page {space}>{layer}</ofd:Page>"
        info = f"<ofd:DocInfo><ofd:DocID>aa</ofd:DocID>{self.info}</ofd:DocInfo>"
        root = f"{info}<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>{self.body}"
        area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
        inner = f"<ofd:CommonData>{area}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>"
        document = f"<ofd:Document {space}>{inner}{self.document}</ofd:Document>"
        return pack(
            {
                "OFD.xml": f"{_XML}<ofd:OFD {space} Version='1.0'><ofd:DocBody>{root}"
                "</ofd:DocBody></ofd:OFD>",
                "Doc_0/Document.xml": _XML + document,
                **pages,
                **self.parts,
            }
        )


def ofd_part(root: str, inner: str) -> str:
    """Return another part of an OFD document."""
    return f'{_XML}<ofd:{root} xmlns:ofd="http://www.ofdspec.org/2016">{inner}</ofd:{root}>'


def line(text: str, top: int, attributes: str = "", inner: str = "", *, size: float = 5) -> str:
    """Return a line of text at so many millimetres from the top."""
    return (
        f'<ofd:TextObject ID="{top}" Boundary="20 {top} 160 6" Size="{size}" {attributes}>{inner}'
        f'<ofd:TextCode X="0" Y="5">{text}</ofd:TextCode></ofd:TextObject>'
    )


def png(colour: str = "white") -> bytes:
    """Return a small picture without anything in it."""
    stream = BytesIO()
    Image.new("RGB", (8, 8), colour).save(stream, "PNG")
    return stream.getvalue()


def write(content: bytes, path: Path) -> None:
    """Write a file of the corpus."""
    path.write_bytes(content)
