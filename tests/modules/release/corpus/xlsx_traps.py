"""Workbooks that hide something, each with a twin that looks the same and hides nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.modules.release.corpus.building import (
    MOBILE,
    NUMBER,
    Link,
    Sheet,
    Xlsx,
    png,
    relations,
    sheet_part,
)
from tests.modules.release.corpus.trap import Trap

from gongkai.release.rules.findings import FindingKind

_K = FindingKind
Make = Callable[[], bytes]
_ROWS: list[list[str | int]] = [["编号", "水库"], [1, "云台水库"], [2, "青山水库"]]
_STYLES = (
    "<numFmts><numFmt numFmtId='170' formatCode=';;;'/>"
    "<numFmt numFmtId='171' formatCode='&quot;***&quot;'/></numFmts>"
    "<fonts><font><sz val='11'/></font><font><sz val='11'/><color rgb='FFFFFFFF'/></font>"
    "<font><sz val='1'/></font><font><sz val='11'/><color theme='0'/></font></fonts>"
    "<fills><fill><patternFill patternType='none'/></fill>"
    "<fill><patternFill patternType='gray125'/></fill>"
    "<fill><patternFill patternType='solid'><fgColor rgb='FF1F4E79'/></patternFill></fill>"
    "<fill><patternFill patternType='solid'><fgColor rgb='FF000000'/></patternFill></fill></fills>"
    "<cellXfs><xf fontId='0' fillId='0'/><xf fontId='1' fillId='0'/><xf fontId='1' fillId='2'/>"
    "<xf fontId='0' fillId='0' numFmtId='170'/><xf fontId='0' fillId='0' numFmtId='171'/>"
    "<xf fontId='2' fillId='0'/><xf fontId='3' fillId='0'/><xf fontId='0' fillId='3'/></cellXfs>"
    "<dxfs><dxf><font><color rgb='FFFFFFFF'/></font></dxf><dxf><font><color rgb='FFFF0000'/></font>"
    "</dxf><dxf><numFmt numFmtId='170' formatCode=';;;'/></dxf></dxfs>"
)
WHITE, WHITE_ON_BLUE, NO_FORMAT, STARS, TINY, THEME_WHITE, BLACK = 1, 2, 3, 4, 5, 6, 7


def book(sheet: dict[str, Any] | None = None, **more: Any) -> Make:
    """Return how to make a workbook whose one sheet has these properties."""

    def make() -> bytes:
        own = {"rows": _ROWS, **(sheet or {})}
        return Xlsx(sheets=[Sheet(**own)], styles=_STYLES, **more).content()

    return make


def books(*sheets: Callable[[], Sheet]) -> Make:
    """Return how to make a workbook with these sheets."""
    return lambda: Xlsx(sheets=[make() for make in sheets], styles=_STYLES).content()


def with_part(kind: str, name: str, content: str | bytes, **more: Any) -> Make:
    """Return how to make a workbook with one more part that the workbook uses."""
    return lambda: Xlsx(
        parts={f"xl/{name}": content}, links=[Link(id="rIdX", kind=kind, target=name)], **more
    ).content()


def on_sheet(kind: str, name: str, content: str | bytes, after: str = "", **more: Any) -> Make:
    """Return how to make a workbook with one more part that its sheet uses."""
    return lambda: Xlsx(
        sheets=[
            Sheet(
                rows=more.get("rows", _ROWS),
                after=after,
                links=[Link(id="rIdX", kind=kind, target=f"../{name}")],
            )
        ],
        parts={f"xl/{name}": content, **more.get("parts", {})},
    ).content()


def _trap(
    name: str,
    finds: FindingKind,
    build: Make,
    clean: Make | None = None,
    *,
    holds: str = "",
    allowed: frozenset[FindingKind] = frozenset(),
) -> Trap:
    def write(path: Path) -> None:
        path.write_bytes(build())

    def write_twin(path: Path) -> None:
        assert clean is not None
        path.write_bytes(clean())

    return Trap(
        name=name,
        build=write,
        finds=finds,
        clean=write_twin if clean else None,
        holds=holds,
        allowed=allowed,
    )


def _second(state: str) -> Callable[[], Sheet]:
    return lambda: Sheet(name="名单", rows=[["姓名", "身份证号"], ["王芳", NUMBER]], state=state)


def _public(state: str = "") -> Callable[[], Sheet]:
    return lambda: Sheet(name="其他", rows=[["说明"], ["无"]], state=state)


_COLUMN = "<cols><col min='2' max='2' {}/></cols>"
_TAIL = "<cols><col min='5' max='16384' hidden='1'/></cols>"

SHEETS = [
    _trap("xlsx-hidden-sheet.xlsx", _K.HIDDEN_SHEET, books(Sheet, _second("hidden")),
          books(Sheet, _public()), holds=NUMBER),
    _trap("xlsx-very-hidden-sheet.xlsx", _K.HIDDEN_SHEET, books(Sheet, _second("veryHidden")),
          holds=NUMBER),
    _trap("xlsx-hidden-window.xlsx", _K.HIDDEN_SHEET,
          book(book="<bookViews><workbookView visibility='hidden'/></bookViews>"),
          book(book="<bookViews><workbookView/></bookViews>")),
    _trap("xlsx-hidden-row.xlsx", _K.HIDDEN_ROW, book({"row_attributes": {3: "hidden='1'"}}),
          book({"row_attributes": {3: "hidden='0'"}})),
    _trap("xlsx-flat-row.xlsx", _K.HIDDEN_ROW,
          book({"row_attributes": {3: "ht='0' customHeight='1'"}}),
          book({"row_attributes": {3: "ht='15' customHeight='1'"}})),
    _trap("xlsx-filtered-row.xlsx", _K.HIDDEN_ROW,
          book({"row_attributes": {2: "hidden='1'"},
                "after": "<autoFilter ref='A1:B3'><filterColumn colId='1'><filters>"
                         "<filter val='青山水库'/></filters></filterColumn></autoFilter>"}),
          book({"after": "<autoFilter ref='A1:B3'/>"})),
    _trap("xlsx-folded-row.xlsx", _K.HIDDEN_ROW,
          book({"row_attributes": {2: "hidden='1' outlineLevel='1'", 3: "collapsed='1'"}}),
          book({"row_attributes": {2: "outlineLevel='1'"}})),
    _trap("xlsx-all-rows-flat.xlsx", _K.HIDDEN_ROW,
          book({"before": "<sheetFormatPr defaultRowHeight='0' customHeight='1'/>"})),
    _trap("xlsx-hidden-column.xlsx", _K.HIDDEN_COLUMN,
          book({"before": _COLUMN.format("hidden='1'")}), book({"before": _TAIL})),
    _trap("xlsx-narrow-column.xlsx", _K.HIDDEN_COLUMN,
          book({"before": _COLUMN.format("width='0' customWidth='1'")}),
          book({"before": _COLUMN.format("width='9'")})),
    _trap("xlsx-folded-column.xlsx", _K.HIDDEN_COLUMN,
          book({"before": _COLUMN.format("hidden='1' outlineLevel='1'")})),
]  # fmt: skip

_COVER = (
    "<xdr:twoCellAnchor><xdr:from><xdr:col>1</xdr:col><xdr:row>1</xdr:row></xdr:from><xdr:to>"
    "<xdr:col>{0}</xdr:col><xdr:row>{0}</xdr:row></xdr:to><xdr:sp><xdr:spPr><a:solidFill>"
    "<a:srgbClr val='000000'/></a:solidFill></xdr:spPr></xdr:sp></xdr:twoCellAnchor>"
)


def _drawing(inner: str) -> Make:
    return on_sheet("drawing", "drawings/drawing1.xml", sheet_part("xdr:wsDr", inner))


def _conditional(change: int) -> Make:
    rule = f"<cfRule type='expression' dxfId='{change}'><formula>TRUE</formula></cfRule>"
    return book({"after": f"<conditionalFormatting sqref='A2:B3'>{rule}</conditionalFormatting>"})


HIDDEN = [
    _trap("xlsx-white-cell.xlsx", _K.HIDDEN_TEXT, book({"styles": {"B2": WHITE}}),
          book({"styles": {"B2": WHITE_ON_BLUE}})),
    _trap("xlsx-white-of-the-theme.xlsx", _K.HIDDEN_TEXT, book({"styles": {"B2": THEME_WHITE}})),
    _trap("xlsx-format-shows-nothing.xlsx", _K.HIDDEN_TEXT, book({"styles": {"A2": NO_FORMAT}})),
    _trap("xlsx-format-shows-stars.xlsx", _K.HIDDEN_TEXT, book({"styles": {"A2": STARS}}),
          book({"styles": {"B2": STARS}})),
    _trap("xlsx-tiny-letters.xlsx", _K.HIDDEN_TEXT, book({"styles": {"B2": TINY}})),
    _trap("xlsx-black-on-black.xlsx", _K.HIDDEN_TEXT, book({"styles": {"B2": BLACK}})),
    _trap("xlsx-under-merged.xlsx", _K.HIDDEN_TEXT,
          book({"after": "<mergeCells><mergeCell ref='A2:B2'/></mergeCells>"}),
          book({"rows": [["编号"], [1]],
                "after": "<mergeCells><mergeCell ref='A2:B2'/></mergeCells>"})),
    _trap("xlsx-conditional-white.xlsx", _K.HIDDEN_TEXT, _conditional(0), _conditional(1)),
    _trap("xlsx-conditional-format.xlsx", _K.HIDDEN_TEXT, _conditional(2)),
    _trap("xlsx-symbols-only.xlsx", _K.HIDDEN_TEXT,
          book({"after": "<conditionalFormatting sqref='A2:A3'><cfRule><iconSet showValue='0'/>"
                         "</cfRule></conditionalFormatting>"}),
          book({"after": "<conditionalFormatting sqref='A2:A3'><cfRule><iconSet/></cfRule>"
                         "</conditionalFormatting>"})),
    _trap("xlsx-hidden-name.xlsx", _K.HIDDEN_TEXT,
          book(names=f"<definedNames><definedName name='x' hidden='1'>&quot;{NUMBER}&quot;"
                     "</definedName></definedNames>"),
          book(names="<definedNames><definedName name='_xlnm._FilterDatabase' hidden='1'>"
                     "供水情况!$A$1:$B$3</definedName></definedNames>"), holds=NUMBER),
    _trap("xlsx-scenario.xlsx", _K.HIDDEN_TEXT,
          book({"after": f"<scenarios><scenario name='方案' user='王芳'><inputCells r='A1' "
                         f"val='{NUMBER}'/></scenario></scenarios>"}), holds=NUMBER),
    _trap("xlsx-custom-xml.xlsx", _K.HIDDEN_TEXT,
          lambda: Xlsx(parts={"customXml/item1.xml": "<a>内部</a>"},
                       links=[Link(id="rIdX", kind="customXml",
                                   target="../customXml/item1.xml")]).content()),
    _trap("xlsx-black-box.xlsx", _K.COVERED_TEXT, _drawing(_COVER.format(2)),
          _drawing(_COVER.format(2).replace("solidFill", "noFill"))),
    _trap("xlsx-picture-over-cells.xlsx", _K.COVERED_TEXT,
          on_sheet("drawing", "drawings/drawing1.xml",
                   sheet_part("xdr:wsDr", _COVER.format(2).replace("xdr:sp>", "xdr:pic>"))),
          _drawing(_COVER.format(9).replace(">1<", ">5<"))),
    _trap("xlsx-shape-over-one-cell.xlsx", _K.COVERED_TEXT, _drawing(_COVER.format(1))),
]  # fmt: skip


def _comment(root: str, inner: str, kind: str) -> Make:
    return on_sheet(kind, f"{root}1.xml", sheet_part(root, inner))


COMMENTS = [
    _trap("xlsx-comment.xlsx", _K.COMMENT,
          _comment("comments", "<authors><author>王芳</author></authors><commentList><comment "
                               "ref='B2' authorId='0'><text><t>内部</t></text></comment>"
                               "</commentList>", "comments"),
          _comment("comments", "<authors/><commentList/>", "comments")),
    _trap("xlsx-comment-with-number.xlsx", _K.COMMENT,
          _comment("comments", "<authors/><commentList><comment ref='B2'><text><t>"
                               f"{NUMBER}</t></text></comment></commentList>", "comments"),
          holds=NUMBER),
    _trap("xlsx-threaded-comment.xlsx", _K.COMMENT,
          _comment("ThreadedComments", f"<threadedComment ref='B2'><text>{NUMBER}</text>"
                                       "</threadedComment>", "threadedComment"), holds=NUMBER),
    _trap("xlsx-log-of-changes.xlsx", _K.TRACKED_CHANGE,
          with_part("revisionLog", "revisions/log.xml",
                    sheet_part("revisions", f"<rcc><nc><is><t>{NUMBER}</t></is></nc></rcc>")),
          holds=NUMBER),
]  # fmt: skip

_PIVOT = sheet_part(
    "pivotCacheDefinition",
    f"<cacheFields><cacheField name='身份证号'><sharedItems><s v='{NUMBER}'/></sharedItems>"
    "</cacheField></cacheFields>",
    "refreshedBy='王芳'",
)

CACHED = [
    _trap("xlsx-pivot-items.xlsx", _K.CACHED_DATA,
          with_part("pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml", _PIVOT),
          holds=NUMBER),
    _trap("xlsx-pivot-records.xlsx", _K.CACHED_DATA,
          with_part("pivotCacheRecords", "pivotCache/pivotCacheRecords1.xml",
                    sheet_part("pivotCacheRecords", f"<r><s v='{NUMBER}'/></r>")), holds=NUMBER),
    _trap("xlsx-other-book.xlsx", _K.CACHED_DATA,
          with_part("externalLink", "externalLinks/externalLink1.xml",
                    sheet_part("externalLink", "<externalBook><sheetDataSet><sheetData><row><cell "
                               f"r='A1'><v>{NUMBER}</v></cell></row></sheetData></sheetDataSet>"
                               "</externalBook>")), holds=NUMBER),
    _trap("xlsx-slicer.xlsx", _K.CACHED_DATA,
          with_part("http://schemas.microsoft.com/office/2007/relationships/slicerCache",
                    "slicerCaches/slicerCache1.xml",
                    sheet_part("slicerCacheDefinition", "<i n='王芳'/>", "name='姓名'"))),
    _trap("xlsx-chart-of-other-book.xlsx", _K.CACHED_DATA,
          on_sheet("drawing", "drawings/drawing1.xml", sheet_part("xdr:wsDr", ""),
                   parts={"xl/drawings/_rels/drawing1.xml.rels": relations(
                              [Link(id="r1", kind="chart", target="../charts/chart1.xml")]),
                          "xl/charts/chart1.xml": "<c:chart xmlns:c='c'><c:f>[1]工资!$A$1</c:f>"
                                                  "<c:v>9</c:v></c:chart>"}),
          on_sheet("drawing", "drawings/drawing1.xml", sheet_part("xdr:wsDr", ""),
                   parts={"xl/drawings/_rels/drawing1.xml.rels": relations(
                              [Link(id="r1", kind="chart", target="../charts/chart1.xml")]),
                          "xl/charts/chart1.xml": "<c:chart xmlns:c='c'><c:f>供水情况!$A$1</c:f>"
                                                  "<c:v>9</c:v></c:chart>"})),
]  # fmt: skip


def _strings(*texts: str) -> str:
    return sheet_part("sst", "".join(f"<si><t>{text}</t></si>" for text in texts))


def _shared(*texts: str) -> Make:
    """A sheet that shows the first shared string alone."""
    cells = "<row r='4'><c r='A4' t='s'><v>0</v></c></row>"
    return lambda: Xlsx(
        sheets=[_WithShared(rows=_ROWS, before=cells)],
        parts={"xl/sharedStrings.xml": _strings(*texts)},
        links=[Link(id="rIdX", kind="sharedStrings", target="sharedStrings.xml")],
    ).content()


class _WithShared(Sheet):
    def xml(self) -> str:
        """Return the part with a row as it is given in `before`."""
        row, self.before = self.before, ""
        return super().xml().replace("</sheetData>", f"{row}</sheetData>")


LEFT_OVER = [
    _trap("xlsx-left-over-text.xlsx", _K.EARLIER_STATE, _shared("编号", f"王芳 {NUMBER}"),
          _shared("编号"), holds=NUMBER),
    _trap("xlsx-part-nobody-uses.xlsx", _K.EARLIER_STATE,
          lambda: Xlsx(parts={"xl/worksheets/sheet9.xml": Sheet(rows=[[NUMBER]]).xml()}).content(),
          holds=NUMBER),
    _trap("xlsx-sheet-nobody-lists.xlsx", _K.EARLIER_STATE,
          with_part("worksheet", "worksheets/sheet9.xml", Sheet(rows=[[NUMBER]]).xml()),
          holds=NUMBER),
]  # fmt: skip

OTHERS = [
    _trap("xlsx-author.xlsx", _K.PROPERTIES,
          lambda: Xlsx(core="<dc:creator>王芳</dc:creator>").content(),
          lambda: Xlsx(core="<dc:creator>openpyxl</dc:creator>").content()),
    _trap("xlsx-saved-by.xlsx", _K.PROPERTIES,
          book(book="<x15ac:absPath url='C:\\Users\\wangfang\\Desktop\\'/>"),
          book(book="<x15ac:absPath url='D:\\公开\\2026\\'/>")),
    _trap("xlsx-pivot-refreshed-by.xlsx", _K.PROPERTIES,
          with_part("pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml", _PIVOT)),
    _trap("xlsx-persons.xlsx", _K.PROPERTIES,
          with_part("http://schemas.microsoft.com/office/2017/10/relationships/person",
                    "persons/person.xml", "<personList><person displayName='王芳'/></personList>"),
          with_part("http://schemas.microsoft.com/office/2017/10/relationships/person",
                    "persons/person.xml", "<personList/>")),
    _trap("xlsx-embedded-workbook.xlsx", _K.EMBEDDED_FILE,
          on_sheet("package", "embeddings/Microsoft_Excel_Worksheet.xlsx",
                   Xlsx(sheets=[Sheet(rows=[[NUMBER]])]).content()), holds=NUMBER),
    _trap("xlsx-ole-object.xlsx", _K.EMBEDDED_FILE,
          on_sheet("oleObject", "embeddings/oleObject1.bin",
                   b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(60) + f"tel {MOBILE} ".encode()),
          holds=MOBILE),
    _trap("xlsx-connection.xlsx", _K.ACTIVE_CONTENT,
          with_part("connections", "connections.xml",
                    sheet_part("connections", "<connection name='库' id='1'/>"))),
    _trap("xlsx-active-control.xlsx", _K.ACTIVE_CONTENT,
          on_sheet("control", "activeX/activeX1.xml", "<ax:ocx xmlns:ax='a'/>")),
    _trap("xlsx-link-loads.xlsx", _K.ACTIVE_CONTENT,
          lambda: Xlsx(links=[Link(id="rIdX", kind="externalLinkPath", is_external=True,
                                   target="file:///D:/工资.xlsx")]).content(),
          lambda: Xlsx(links=[Link(id="rIdX", kind="hyperlink", is_external=True,
                                   target="https://www.example.org/")]).content()),
    _trap("xlsx-background-picture.xlsx", _K.EARLIER_STATE,
          on_sheet("image", "media/image1.png", png()),
          on_sheet("image", "media/image1.png", png(), after="<picture r:id='rIdX'/>"),
          allowed=frozenset({_K.UNREADABLE})),
]  # fmt: skip

NUMBERS = [
    _trap("xlsx-number-in-cell.xlsx", _K.IDENTITY_NUMBER,
          book({"rows": [["编号", "证件"], [1, NUMBER]]}),
          book({"rows": [["编号", "年份"], [110105, 2026]]}), holds=NUMBER),
    _trap("xlsx-number-over-cells.xlsx", _K.IDENTITY_NUMBER, book({"rows": [list(NUMBER)]}),
          holds=NUMBER),
    _trap("xlsx-mobile-as-number.xlsx", _K.MOBILE,
          book({"rows": [["手机"], [int(MOBILE)]]}), holds=MOBILE),
    _trap("xlsx-name-under-its-label.xlsx", _K.NAME,
          book({"rows": [["序号", "姓名"], [1, "王芳"]]}),
          book({"rows": [["序号", "水库"], [1, "云台"]]}), holds="王芳"),
    _trap("xlsx-number-cached.xlsx", _K.IDENTITY_NUMBER,
          book({"rows": [[f"=VLOOKUP(A1,B1:C9,2)|{NUMBER}"]]}), holds=NUMBER),
    _trap("xlsx-number-in-formula.xlsx", _K.IDENTITY_NUMBER,
          book({"rows": [[f"=IF(A1,&quot;{NUMBER}&quot;,&quot;&quot;)|"]]}), holds=NUMBER),
    _trap("xlsx-number-in-choices.xlsx", _K.IDENTITY_NUMBER,
          book({"after": "<dataValidations><dataValidation sqref='A1'><formula1>&quot;否,"
                         f"{NUMBER}&quot;</formula1></dataValidation></dataValidations>"}),
          book({"after": "<dataValidations><dataValidation sqref='A1'><formula1>&quot;是,否&quot;"
                         "</formula1></dataValidation></dataValidations>"}), holds=NUMBER),
    _trap("xlsx-number-in-header.xlsx", _K.IDENTITY_NUMBER,
          book({"after": f"<headerFooter><oddHeader>&amp;C{NUMBER}</oddHeader></headerFooter>"}),
          book({"after": "<headerFooter><oddHeader>&amp;C第&amp;P页</oddHeader></headerFooter>"}),
          holds=NUMBER),
    _trap("xlsx-number-in-drawing.xlsx", _K.IDENTITY_NUMBER,
          _drawing(f"<xdr:sp><xdr:txBody><a:p><a:r><a:t>{NUMBER}</a:t></a:r></a:p></xdr:txBody>"
                   "</xdr:sp>"), holds=NUMBER),
    _trap("xlsx-number-in-sheet-name.xlsx", _K.MOBILE, books(lambda: Sheet(name=f"电话{MOBILE}")),
          holds=MOBILE),
]  # fmt: skip

XLSX_TRAPS: list[Trap] = [
    *SHEETS, *HIDDEN, *COMMENTS, *CACHED, *LEFT_OVER, *OTHERS, *NUMBERS,
]  # fmt: skip
