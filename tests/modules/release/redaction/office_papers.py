"""Office documents to be redacted and cleaned, with all that such documents hide."""

import zipfile
from collections.abc import Mapping
from datetime import date
from io import BytesIO

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from PIL import Image, ImageDraw
from tests.modules.release.redaction.papers import ADDRESS, IDENTITY_NUMBER, MOBILE, NAME, RARE_NAME

HIDDEN = {
    "deleted": "删除的意见DELETED7788",
    "comment": "批注里的话COMMENT7788",
    "vanish": "隐藏的文字VANISH7788",
    "author": "作者甲AUTHOR7788",
    "custom": "自定义CUSTOM7788",
}
INSERTED = "后来加入的一句话"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
_DRAW = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Default Extension="png" ContentType="image/png"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
<Override PartName="/word/comments.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"/>
<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>
<Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/>
<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
</Types>"""  # noqa: E501
_BODY = f"""
<w:p><w:pPr><w:pStyle w:val="1"/></w:pPr><w:r><w:t>补偿安置情况</w:t></w:r></w:p>
<w:p w:rsidR="00AB12CD"><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr></w:pPr>
<w:r><w:t>申请人</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{NAME}</w:t></w:r>
<w:r><w:t xml:space="preserve">，身份证号 </w:t></w:r><w:r><w:t>{IDENTITY_NUMBER[:9]}</w:t></w:r>
<w:r><w:t>{IDENTITY_NUMBER[9:]}</w:t></w:r></w:p>
<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr></w:pPr>
<w:commentRangeStart w:id="1"/><w:r><w:t>住址：{ADDRESS}。</w:t></w:r><w:commentRangeEnd w:id="1"/>
<w:r><w:commentReference w:id="1"/></w:r>
<w:del w:id="2" w:author="{HIDDEN["author"]}" w:date="2026-03-01T08:00:00Z"><w:r><w:delText>{HIDDEN["deleted"]}</w:delText></w:r></w:del>
<w:ins w:id="3" w:author="{HIDDEN["author"]}" w:date="2026-03-01T08:00:00Z"><w:r><w:t>{INSERTED}</w:t></w:r></w:ins>
<w:r><w:rPr><w:vanish/></w:rPr><w:t>{HIDDEN["vanish"]}</w:t></w:r></w:p>
<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="4000"/><w:gridCol w:w="2000"/></w:tblGrid>
<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>户主及电话</w:t></w:r></w:p></w:tc>
<w:tc><w:p><w:r><w:t>面积</w:t></w:r></w:p></w:tc></w:tr>
<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>{RARE_NAME}</w:t></w:r></w:p></w:tc>
<w:tc><w:p><w:r><w:t>{MOBILE}</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>88.5</w:t></w:r></w:p></w:tc></w:tr>
<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>
<w:tc><w:p><w:r><w:t>#let x = 1 *粗* $a$ \\ @x</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>12</w:t></w:r></w:p></w:tc></w:tr>
</w:tbl>
<w:p><w:r><w:drawing><wp:inline {_DRAW}><wp:extent cx="2540000" cy="1270000"/>
<wp:docPr id="1" name="图片 1" descr="{HIDDEN["custom"]}"/><a:graphic><a:graphicData><pic:pic><pic:blipFill>
<a:blip r:embed="rId3"/><a:srcRect r="50000"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>
</wp:inline></w:drawing></w:r></w:p>
<w:p><w:r><w:t>可以公开的结论。</w:t></w:r></w:p>
<w:sectPr w:rsidR="00AB12CD"><w:footerReference w:type="default" r:id="rId6"/><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>
"""  # noqa: E501


def a_picture() -> bytes:
    """Return a picture whose right half a document cuts off."""
    picture = Image.new("RGB", (400, 200), (220, 235, 250))
    ImageDraw.Draw(picture).rectangle((200, 0, 399, 199), fill=(255, 0, 0))
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def a_docx(*, body: str = _BODY, more: Mapping[str, bytes] | None = None) -> bytes:
    """Return a document with headings, a list, a table, a picture and everything hidden."""
    parts: dict[str, str | bytes] = {**_parts(body), **(more or {})}
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def _parts(body: str) -> dict[str, str | bytes]:
    return {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relations(
            ("rId1", "officeDocument", "word/document.xml"),
            ("rId2", "core-properties", "docProps/core.xml"),
        ),
        "word/document.xml": _part("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": _relations(
            ("rId1", "styles", "styles.xml"),
            ("rId2", "comments", "comments.xml"),
            ("rId3", "image", "media/image1.png"),
            ("rId4", "numbering", "numbering.xml"),
            ("rId6", "footer", "footer1.xml"),
        ),
        "word/styles.xml": _part(
            "styles",
            '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/>'
            '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>',
        ),
        "word/numbering.xml": _part(
            "numbering",
            '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
            '<w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>',
        ),
        "word/comments.xml": _part(
            "comments",
            f'<w:comment w:id="1" w:author="{HIDDEN["author"]}"><w:p><w:r>'
            f"<w:t>{HIDDEN['comment']}</w:t></w:r></w:p></w:comment>",
        ),
        "word/footer1.xml": _part("ftr", "<w:p><w:r><w:t>青林市房屋征收办公室</w:t></w:r></w:p>"),
        "docProps/core.xml": (
            '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
            'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:creator>{HIDDEN['author']}</dc:creator></cp:coreProperties>"
        ),
        "word/media/image1.png": a_picture(),
    }


def _part(root: str, content: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{_W}" xmlns:r="{_R}">'
        f"{content}</w:{root}>"
    )


def _relations(*rows: tuple[str, str, str]) -> str:
    said = "".join(
        f'<Relationship Id="{name}" Type="{_R}/{kind}" Target="{target}"/>'
        for name, kind, target in rows
    )
    return f'<Relationships xmlns="{_REL}">{said}</Relationships>'


SHEET_HIDDEN = ("隐藏表SHEET6655", "隐藏行ROW6655", "隐藏列COLUMN6655", "批注NOTE6655")


def an_xlsx(*, rows: int = 3, wide: bool = False) -> bytes:
    """Return a workbook with visible and hidden sheets, rows and columns."""
    book = Workbook()
    sheet = book.active
    sheet.title = "补偿明细"
    sheet.merge_cells("A1:D1")
    sheet["A1"] = "青林市望湖路片区补偿明细表"
    sheet.append(["姓名", "身份证号", "金额", "日期", SHEET_HIDDEN[2]])
    sheet.append([NAME, IDENTITY_NUMBER, 1234567.5, date(2026, 3, 16), "x"])
    sheet.append([SHEET_HIDDEN[1], "x", 1, date(2026, 1, 1), "x"])
    for number in range(rows):
        sheet.append([RARE_NAME, MOBILE, 0.25 + number, date(2026, 3, 17), "x"])
    for row in range(3, sheet.max_row + 1):
        sheet.cell(row, 3).number_format = "#,##0.00"
        sheet.cell(row, 4).number_format = 'yyyy"年"m"月"d"日"'
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["E"].hidden = True
    sheet.column_dimensions["B"].width = 24
    sheet["A1"].font = Font(bold=True)
    sheet["A2"].fill = PatternFill("solid", fgColor="FFDDDDDD")
    sheet["A3"].comment = Comment(SHEET_HIDDEN[3], "某人")
    if wide:
        for column in range(6, 40):
            sheet.cell(2, column, f"指标{column}")
            sheet.cell(3, column, column * 1000)
    secret = book.create_sheet("内部")
    secret["A1"] = SHEET_HIDDEN[0]
    secret.sheet_state = "hidden"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def an_ofd() -> bytes:
    """Return a page whose words stand at their places, one of them on a layer that is not shown."""
    ofd = 'xmlns:ofd="http://www.ofdspec.org/2016"'

    def words(number: int, x: float, y: float, said: str, more: str = "") -> str:
        return (
            f'<ofd:TextObject ID="{number}" Boundary="{x} {y} 150 8" Font="1" Size="5" {more}>'
            f'<ofd:TextCode X="0" Y="5">{said}</ofd:TextCode></ofd:TextObject>'
        )

    content = (
        f'<ofd:Page {ofd}><ofd:Content><ofd:Layer ID="1">'
        + words(2, 30, 40, "关于征地补偿的批复")
        + words(3, 30, 55, f"申请人{NAME}，电话{MOBILE}。")
        + words(4, 30, 70, "OFD看不见8877", 'Visible="false"')
        + '<ofd:TextObject ID="9" Boundary="30 85 150 8" Font="1" Size="5">'
        '<ofd:TextCode X="0" Y="5" DeltaX="g 3 6">逐字排列</ofd:TextCode></ofd:TextObject>'
        "</ofd:Layer></ofd:Content></ofd:Page>"
    )
    parts = {
        "OFD.xml": f'<ofd:OFD {ofd} Version="1.0"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml'
        "</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {ofd}><ofd:CommonData><ofd:PageArea>"
        "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
        '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages>'
        "</ofd:Document>",
        "Doc_0/Pages/Page_0/Content.xml": content,
    }
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, said in parts.items():
            package.writestr(name, said)
    return out.getvalue()
