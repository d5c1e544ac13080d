"""Word documents that hide something, each with a twin that looks the same and hides nothing."""

from collections.abc import Callable

from tests.modules.release.corpus.building import (
    MOBILE,
    NUMBER,
    Docx,
    Link,
    Xlsx,
    paragraph,
    png,
    word_part,
)
from tests.modules.release.corpus.trap import Trap

from gongkai.release.rules.findings import FindingKind

_PICTURE_READ_BY_EYE = frozenset({FindingKind.UNREADABLE})
_SECRET = f"王芳，身份证号：{NUMBER}"
_WHITE = "<w:color w:val='FFFFFF'/>"
_ON_BLACK = "<w:color w:val='{}'/><w:shd w:val='clear' w:fill='000000'/>"
_PLAIN = paragraph("关于云台水库供水情况的通知")


def _trap(
    name: str,
    finds: FindingKind,
    build: Callable[[], bytes],
    clean: Callable[[], bytes] | None = None,
    *,
    holds: str = "",
    allowed: frozenset[FindingKind] = frozenset(),
) -> Trap:
    return Trap(
        name=name,
        build=lambda path: _write(path, build()),
        finds=finds,
        clean=None if clean is None else lambda path: _write(path, clean()),
        holds=holds,
        allowed=allowed,
    )


def _write(path: object, content: bytes) -> None:
    path.write_bytes(content)  # type: ignore[attr-defined]


def body(inner: str, **more: object) -> Callable[[], bytes]:
    """Return how to make a document with this text."""
    return lambda: Docx(body=_PLAIN + inner, **more).content()  # type: ignore[arg-type]


def with_part(kind: str, name: str, content: str | bytes, inner: str = "") -> Callable[[], bytes]:
    """Return how to make a document with one more part of this kind."""
    return lambda: Docx(
        body=_PLAIN + inner,
        parts={f"word/{name}": content},
        links=[Link(id="rIdX", kind=kind, target=name)],
    ).content()


def _custom(content: str) -> Callable[[], bytes]:
    return lambda: Docx(
        parts={"customXml/item1.xml": content},
        links=[Link(id="rIdX", kind="customXml", target="../customXml/item1.xml")],
    ).content()


def _change(tag: str, text: str, element: str = "t", inner: str = "") -> str:
    return (
        f'<w:{tag} w:id="1" w:author="王芳" w:date="2026-03-16T09:00:00Z">{inner}'
        f"<w:r><w:{element}>{text}</w:{element}></w:r></w:{tag}>"
    )


def _inside_paragraph(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


def _drawing(inner: str, *, attributes: str = "", anchor: str = "inline") -> str:
    return (
        f"<w:p><w:r><w:drawing><wp:{anchor}><wp:extent cx='3000000' cy='300000'/>"
        f"<wp:docPr id='1' name='图 1' {attributes}/><a:graphic><a:graphicData>{inner}"
        f"</a:graphicData></a:graphic></wp:{anchor}></w:drawing></w:r></w:p>"
    )


def _picture(crop: str = "") -> Callable[[], bytes]:
    picture = f"<pic:pic><pic:blipFill><a:blip r:embed='rIdX'/>{crop}</pic:blipFill></pic:pic>"
    return with_part("image", "media/image1.png", png(), _drawing(picture))


def _shape(fill: str, text: str = "", colour: str = "") -> str:
    words = f"<wps:txbx><w:txbxContent>{paragraph(text, colour)}</w:txbxContent></wps:txbx>"
    return (
        f"<wps:wsp><wps:spPr><a:solidFill><a:srgbClr val='{fill}'/></a:solidFill></wps:spPr>"
        f"{words if text else ''}</wps:wsp>"
    )


def _table(fill: str) -> str:
    return (
        f"<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:val='clear' w:fill='{fill}'/></w:tcPr>"
        f"{paragraph('水库', _WHITE)}</w:tc></w:tr></w:tbl>"
    )


_STYLE = (
    "<w:style w:type='paragraph' w:styleId='{}'><w:basedOn w:val='{}'/><w:rPr>{}</w:rPr></w:style>"
)
_HIDDEN_STYLE = _STYLE.format("a1", "", "<w:vanish/>") + _STYLE.format("a2", "a1", "<w:b/>")
_PLAIN_STYLE = _STYLE.format("a1", "", "<w:i/>") + _STYLE.format("a2", "a1", "<w:b/>")
_STYLED = f"<w:p><w:pPr><w:pStyle w:val='a2'/></w:pPr><w:r><w:t>{_SECRET}</w:t></w:r></w:p>"
_STYLED_TWIN = "<w:p><w:pPr><w:pStyle w:val='a2'/></w:pPr><w:r><w:t>云台</w:t></w:r></w:p>"
_K = FindingKind

HIDDEN_TEXT = [
    _trap("docx-vanish.docx", _K.HIDDEN_TEXT, body(paragraph(_SECRET, "<w:vanish/>")),
          body(paragraph("附件", "<w:vanish w:val='0'/>")), holds=NUMBER),
    _trap("docx-web-hidden.docx", _K.HIDDEN_TEXT, body(paragraph("内部讨论", "<w:webHidden/>")),
          body(paragraph("\t12", "<w:webHidden/>"))),
    _trap("docx-white-on-white.docx", _K.HIDDEN_TEXT,
          body(paragraph(_SECRET, "<w:color w:val='FFFFFF'/>")), body(_table("1F4E79"))),
    _trap("docx-white-in-white-cell.docx", _K.HIDDEN_TEXT, body(_table("FFFFFF"))),
    _trap("docx-nearly-white.docx", _K.HIDDEN_TEXT,
          body(paragraph("内部", "<w:color w:val='FDFDFD'/>")),
          body(paragraph("灰色", "<w:color w:val='7F7F7F'/>"))),
    _trap("docx-one-point.docx", _K.HIDDEN_TEXT, body(paragraph(_SECRET, "<w:sz w:val='2'/>")),
          body(paragraph(" ", "<w:sz w:val='2'/>"))),
    _trap("docx-narrowed.docx", _K.HIDDEN_TEXT, body(paragraph("内部", "<w:w w:val='1'/>")),
          body(paragraph("公开", "<w:w w:val='90'/>"))),
    _trap("docx-style-vanishes.docx", _K.HIDDEN_TEXT, body(_STYLED, styles=_HIDDEN_STYLE),
          body(_STYLED_TWIN, styles=_PLAIN_STYLE), holds=NUMBER),
    _trap("docx-flat-line.docx", _K.HIDDEN_TEXT,
          body("<w:p><w:pPr><w:spacing w:line='1' w:lineRule='exact'/></w:pPr>"
               "<w:r><w:t>内部</w:t></w:r></w:p>"),
          body("<w:p><w:pPr><w:spacing w:line='560' w:lineRule='exact'/></w:pPr>"
               "<w:r><w:t>公开</w:t></w:r></w:p>")),
    _trap("docx-hidden-row.docx", _K.HIDDEN_TEXT,
          body(f"<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc>{paragraph('内部')}</w:tc></w:tr>"
               "</w:tbl>"),
          body(f"<w:tbl><w:tr><w:tc>{paragraph('公开')}</w:tc></w:tr></w:tbl>")),
    _trap("docx-white-box.docx", _K.HIDDEN_TEXT,
          body(_drawing(_shape("FFFFFF", "内部", "<w:color w:val='FFFFFF'/>"))),
          body(_drawing(_shape("C00000", "红头", "<w:color w:val='FFFFFF'/>")))),
    _trap("docx-hidden-shape.docx", _K.HIDDEN_TEXT,
          body(_drawing(_shape("FFFFFF", "内部"), attributes="hidden='1'")),
          body(_drawing(_shape("FFFFFF", "公开")))),
    _trap("docx-other-fallback.docx", _K.HIDDEN_TEXT,
          body("<w:p><w:r><mc:AlternateContent><mc:Choice/><mc:Fallback><w:pict><v:shape><v:textbox>"
               f"<w:txbxContent>{paragraph(_SECRET)}</w:txbxContent></v:textbox></v:shape></w:pict>"
               "</mc:Fallback></mc:AlternateContent></w:r></w:p>"), holds=NUMBER),
    _trap("docx-xml-remark.docx", _K.HIDDEN_TEXT, body(f"<!-- {_SECRET} -->"), holds=NUMBER),
    _trap("docx-variable.docx", _K.HIDDEN_TEXT,
          body("", settings=f"<w:docVars><w:docVar w:name='a' w:val='{_SECRET}'/></w:docVars>"),
          body("", settings="<w:docVars><w:docVar w:name='commondata' "
                            "w:val='eyJoZGlkIjoiYTEyMyJ9'/></w:docVars>"), holds=NUMBER),
    _trap("docx-custom-xml.docx", _K.HIDDEN_TEXT,
          _custom("<a><b>内部</b></a>"),
          _custom("<b:Sources xmlns:b='b' StyleName='APA'/>")),
    _trap("docx-building-block.docx", _K.HIDDEN_TEXT,
          with_part("glossaryDocument", "glossary/document.xml",
                    word_part("glossaryDocument", "<w:docParts><w:docPart><w:docPartPr><w:category>"
                              f"<w:gallery w:val='autoTxt'/></w:category></w:docPartPr>{_STYLED}"
                              "</w:docPart></w:docParts>")),
          with_part("glossaryDocument", "glossary/document.xml",
                    word_part("glossaryDocument", "<w:docParts><w:docPart><w:docPartPr><w:category>"
                              "<w:gallery w:val='placeholder'/></w:category></w:docPartPr>"
                              f"{paragraph('单击此处输入文字')}</w:docPart></w:docParts>")),
          holds=NUMBER),
]  # fmt: skip

CHANGES = [
    _trap("docx-inserted.docx", _K.TRACKED_CHANGE, body(_inside_paragraph(_change("ins", "内部"))),
          body(_inside_paragraph("<w:r><w:t>内部</w:t></w:r>"))),
    _trap("docx-deleted.docx", _K.TRACKED_CHANGE,
          body(_inside_paragraph(_change("del", _SECRET, "delText"))), holds=NUMBER),
    _trap("docx-moved.docx", _K.TRACKED_CHANGE,
          body(_inside_paragraph(_change("moveFrom", "内部") + _change("moveTo", "内部")))),
    _trap("docx-reformatted.docx", _K.TRACKED_CHANGE,
          body("<w:p><w:r><w:rPr><w:b/><w:rPrChange w:author='王芳'><w:rPr/></w:rPrChange></w:rPr>"
               "<w:t>公开</w:t></w:r></w:p>"), body(paragraph("公开", "<w:b/>"))),
    _trap("docx-number-was-whole.docx", _K.TRACKED_CHANGE,
          body(_inside_paragraph(
              f"<w:r><w:t>身份证号：{NUMBER[:6]}</w:t></w:r>"
              + _change("del", NUMBER[6:14], "delText") + _change("ins", "********")
              + f"<w:r><w:t>{NUMBER[14:]}</w:t></w:r>")),
          body(paragraph(f"身份证号：{NUMBER[:6]}********{NUMBER[14:]}")), holds=NUMBER),
]  # fmt: skip


def _comment(text: str) -> str:
    return f"<w:comment w:id='0' w:author='王芳' w:initials='W'>{paragraph(text)}</w:comment>"


COMMENTS = [
    _trap("docx-comment.docx", _K.COMMENT,
          with_part("comments", "comments.xml", word_part("comments", _comment("此处不宜公开"))),
          with_part("comments", "comments.xml", word_part("comments", ""))),
    _trap("docx-comment-with-number.docx", _K.COMMENT,
          with_part("comments", "comments.xml", word_part("comments", _comment(_SECRET))),
          holds=NUMBER),
    _trap("docx-comment-loose.docx", _K.COMMENT,
          with_part("comments", "notes/c.xml", word_part("comments", _comment("核对")))),
]  # fmt: skip

PROPERTIES = [
    _trap("docx-author.docx", _K.PROPERTIES,
          lambda: Docx(core="<dc:creator>王芳</dc:creator>").content(),
          lambda: Docx(core="<dc:creator>python-docx</dc:creator>").content()),
    _trap("docx-last-author.docx", _K.PROPERTIES,
          lambda: Docx(core="<cp:lastModifiedBy>王芳</cp:lastModifiedBy>").content()),
    _trap("docx-company.docx", _K.PROPERTIES,
          lambda: Docx(app="<Company>青山市某公司</Company>").content()),
    _trap("docx-old-title.docx", _K.PROPERTIES,
          lambda: Docx(core="<dc:title>关于王芳信访事项的答复</dc:title>").content(),
          lambda: Docx(core="<dc:title>关于云台水库供水情况的通知</dc:title>").content()),
    _trap("docx-custom-property.docx", _K.PROPERTIES,
          lambda: Docx(
              parts={"docProps/custom.xml": "<Properties><property name='经办人'><vt:lpwstr "
                     "xmlns:vt='v'>王芳</vt:lpwstr></property></Properties>"},
              root_links=[Link(id="rId9", kind="custom-properties", target="docProps/custom.xml")],
          ).content(),
          lambda: Docx(
              parts={"docProps/custom.xml": "<Properties><property name='KSOProductBuildVer'>"
                     "<vt:lpwstr xmlns:vt='v'>2052-12.1.0</vt:lpwstr></property></Properties>"},
              root_links=[Link(id="rId9", kind="custom-properties", target="docProps/custom.xml")],
          ).content()),
    _trap("docx-people.docx", _K.PROPERTIES,
          with_part("http://schemas.microsoft.com/office/2011/relationships/people", "people.xml",
                    "<w15:people xmlns:w15='p'><w15:person w15:author='王芳'/></w15:people>"),
          with_part("http://schemas.microsoft.com/office/2011/relationships/people", "people.xml",
                    "<w15:people xmlns:w15='p'/>")),
]  # fmt: skip

COVERED = [
    _trap("docx-black-highlight.docx", _K.COVERED_TEXT,
          body(paragraph(_SECRET, "<w:highlight w:val='black'/>")),
          body(paragraph("重点", "<w:highlight w:val='yellow'/>")), holds=NUMBER),
    _trap("docx-black-shading.docx", _K.COVERED_TEXT,
          body(paragraph("内部", _ON_BLACK.format("000000"))),
          body(paragraph("白字", _ON_BLACK.format("FFFFFF")))),
    _trap("docx-black-box.docx", _K.COVERED_TEXT,
          body(paragraph(_SECRET) + _drawing(_shape("000000"), anchor="anchor")), holds=NUMBER),
    _trap("docx-white-cover.docx", _K.COVERED_TEXT,
          body(paragraph("内部") + _drawing(_shape("FFFFFF"), anchor="anchor")),
          body(_drawing(_shape("FF0000"), anchor="anchor"))),
]  # fmt: skip

EMBEDDED = [
    _trap("docx-embedded-workbook.docx", _K.EMBEDDED_FILE,
          with_part("package", "embeddings/Microsoft_Excel_Worksheet.xlsx", Xlsx().content())),
    _trap("docx-ole-object.docx", _K.EMBEDDED_FILE,
          with_part("oleObject", "embeddings/oleObject1.bin",
                    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(60) + MOBILE.encode("utf-16-le")),
          holds=MOBILE),
    _trap("docx-other-chunk.docx", _K.EMBEDDED_FILE,
          with_part("aFChunk", "afchunk.txt", f"身份证号：{NUMBER}".encode()), holds=NUMBER),
]  # fmt: skip


def _chart(inner: str) -> str:
    return f"<c:chartSpace xmlns:c='c' xmlns:a='a'>{inner}</c:chartSpace>"


CACHED = [
    _trap("docx-chart-with-other-book.docx", _K.CACHED_DATA,
          with_part("chart", "charts/chart1.xml",
                    _chart("<c:ser><c:f>[工资.xlsx]Sheet1!$A$1</c:f><c:v>5</c:v></c:ser>")),
          with_part("chart", "charts/chart1.xml",
                    _chart("<c:ser><c:f>Sheet1!$A$1</c:f><c:v>5</c:v></c:ser>"))),
    _trap("docx-chart-hidden-series.docx", _K.CACHED_DATA,
          with_part("chart", "charts/chart1.xml",
                    _chart("<c15:filteredBarSeries xmlns:c15='x'><c15:ser><c:v>5</c:v></c15:ser>"
                           "</c15:filteredBarSeries>"))),
    _trap("docx-merge-recipients.docx", _K.CACHED_DATA,
          with_part("recipientData", "recipientData.xml",
                    "<recipients><recipientData>王芳</recipientData></recipients>")),
]  # fmt: skip

ACTIVE = [
    _trap("docx-template-elsewhere.docx", _K.ACTIVE_CONTENT,
          lambda: Docx(links=[Link(id="rIdX", kind="attachedTemplate", is_external=True,
                                   target="file:///C:/Users/wangfang/a.dotm")]).content(),
          lambda: Docx(links=[Link(id="rIdX", kind="hyperlink", is_external=True,
                                   target="https://www.example.org/")]).content()),
    _trap("docx-picture-elsewhere.docx", _K.ACTIVE_CONTENT,
          lambda: Docx(links=[Link(id="rIdX", kind="image", is_external=True,
                                   target="http://example.org/a.png")]).content()),
    _trap("docx-dde-field.docx", _K.ACTIVE_CONTENT,
          body("<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> DDEAUTO "
               "excel</w:instrText></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"),
          body("<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> PAGE "
               "</w:instrText></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>")),
    _trap("docx-mail-merge.docx", _K.ACTIVE_CONTENT,
          body("", settings="<w:mailMerge><w:query w:val='SELECT * FROM 名单'/></w:mailMerge>")),
]  # fmt: skip

_OLD_PICTURE = "<w:p><w:r><w:pict><v:shape><v:imagedata {}/></v:shape></w:pict></w:r></w:p>"
PICTURES = [
    _trap("docx-cut-picture.docx", _K.CUT_PICTURE, _picture("<a:srcRect l='30000' r='10000'/>"),
          _picture("<a:srcRect l='12'/>"), allowed=_PICTURE_READ_BY_EYE),
    _trap("docx-cut-old-picture.docx", _K.CUT_PICTURE,
          body(_OLD_PICTURE.format("cropleft='19661f'")), body(_OLD_PICTURE.format(""))),
    _trap("docx-cut-to-a-strip.docx", _K.CUT_PICTURE, _picture("<a:srcRect t='5000' b='90000'/>")),
]  # fmt: skip

EARLIER = [
    _trap("docx-unused-picture.docx", _K.EARLIER_STATE,
          with_part("image", "media/image1.png", png()), _picture(), allowed=_PICTURE_READ_BY_EYE),
    _trap("docx-part-nobody-uses.docx", _K.EARLIER_STATE,
          lambda: Docx(parts={"word/old.xml": word_part("document", _STYLED)}).content(),
          holds=NUMBER),
    _trap("docx-picture-nobody-uses.docx", _K.EARLIER_STATE,
          lambda: Docx(parts={"word/media/image9.png": png()}).content()),
]  # fmt: skip


def _field(code: str, element: str = "instrText") -> str:
    return (
        f"<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:{element}>{code}</w:{element}>"
        "</w:r><w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"
    )


def _row(*cells: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in cells) + "</w:tr>"


def _header(text: str) -> Callable[[], bytes]:
    return with_part("header", "header1.xml", word_part("hdr", paragraph(text)))


NUMBERS = [
    _trap("docx-number-over-runs.docx", _K.IDENTITY_NUMBER,
          body(f"<w:p><w:r><w:t>{NUMBER[:7]}</w:t></w:r><w:r><w:t>{NUMBER[7:]}</w:t></w:r></w:p>"),
          body(paragraph(NUMBER[:9]) + paragraph('页')), holds=NUMBER),
    _trap("docx-number-in-header.docx", _K.IDENTITY_NUMBER, _header(NUMBER), _header("第 1 页"),
          holds=NUMBER),
    _trap("docx-number-in-footnote.docx", _K.IDENTITY_NUMBER,
          with_part("footnotes", "footnotes.xml",
                    word_part("footnotes", f"<w:footnote>{paragraph(NUMBER)}</w:footnote>")),
          holds=NUMBER),
    _trap("docx-number-in-alt-text.docx", _K.IDENTITY_NUMBER,
          body(_drawing("", attributes=f"descr='{NUMBER}'")),
          body(_drawing("", attributes="descr='云台水库全景'")), holds=NUMBER),
    _trap("docx-number-in-field.docx", _K.MOBILE, body(_field(f' HYPERLINK "tel:{MOBILE}" ')),
          body(_field(' HYPERLINK "https://www.example.org/" ')), holds=MOBILE),
    _trap("docx-number-in-link.docx", _K.MOBILE,
          lambda: Docx(links=[Link(id="rIdX", kind="hyperlink", is_external=True,
                                   target=f"tel:{MOBILE}")]).content(), holds=MOBILE),
    _trap("docx-number-in-deleted-field.docx", _K.MOBILE,
          body(_field(f' HYPERLINK "tel:{MOBILE}" ', "delInstrText")), holds=MOBILE),
    _trap("docx-name-under-its-label.docx", _K.NAME,
          body(f"<w:tbl>{_row('序号', '姓名')}{_row('1', '王芳')}</w:tbl>"), holds="王芳"),
]  # fmt: skip

DOCX_TRAPS: list[Trap] = [
    *HIDDEN_TEXT, *CHANGES, *COMMENTS, *PROPERTIES, *COVERED, *EMBEDDED, *CACHED, *ACTIVE,
    *PICTURES, *EARLIER, *NUMBERS,
]  # fmt: skip
