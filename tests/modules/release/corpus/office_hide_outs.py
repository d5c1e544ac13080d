"""Hide-outs in Word, Excel and OFD files and in archives."""

from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape, quoteattr

from tests.modules.release.corpus.building import (
    Docx,
    Link,
    Ofd,
    Sheet,
    Xlsx,
    line,
    ofd_part,
    pack,
    paragraph,
    sheet_part,
    word_part,
)
from tests.modules.release.corpus.hide_outs import HideOut, Write

Make = Callable[[str, Random], bytes]
_HIDDEN_LOOKS = (
    "<w:vanish/>",
    "<w:color w:val='FFFFFF'/>",
    "<w:sz w:val='2'/>",
    "<w:highlight w:val='black'/>",
    "",
)


def _made(make: Make) -> Write:
    def write(path: Path, text: str, random: Random) -> None:
        path.write_bytes(make(text, random))

    return write


def _cut(text: str, random: Random) -> list[str]:
    """Cut a text into up to four pieces, as editing cuts a paragraph into runs."""
    places = sorted(random.randint(0, len(text)) for _ in range(3))
    ends = [*places, len(text)]
    return [text[start:end] for start, end in zip([0, *places], ends, strict=True)]


def _runs(text: str, random: Random) -> bytes:
    look = random.choice(_HIDDEN_LOOKS)
    runs = "".join(
        f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(piece)}</w:t></w:r>'
        for piece in _cut(text, random)
    )
    return Docx(body=f"<w:p>{runs}</w:p>").content()


def _changed(text: str, random: Random) -> bytes:
    first, second, third, last = (escape(piece) for piece in _cut(text, random))
    pieces = (
        f"<w:r><w:t xml:space='preserve'>{first}</w:t></w:r>",
        f"<w:del><w:r><w:delText xml:space='preserve'>{second}</w:delText></w:r></w:del>",
        "<w:ins w:author='a'><w:r><w:t>——</w:t></w:r></w:ins>",
        f"<w:moveFrom><w:r><w:t xml:space='preserve'>{third}</w:t></w:r></w:moveFrom>",
        f"<w:r><w:t xml:space='preserve'>{last}</w:t></w:r>",
    )
    return Docx(body=f"<w:p>{''.join(pieces)}</w:p>").content()


def _part(text: str, random: Random) -> bytes:
    kind, root = random.choice(
        [("header", "hdr"), ("footer", "ftr"), ("footnotes", "footnotes"), ("comments", "comments"),
         ("endnotes", "endnotes"), ("glossaryDocument", "glossaryDocument")]
    )  # fmt: skip
    return Docx(
        parts={f"word/{kind}1.xml": word_part(root, paragraph(escape(text)))},
        links=[Link(id="rIdX", kind=kind, target=f"{kind}1.xml")],
    ).content()


def _told(text: str, random: Random) -> bytes:
    said = quoteattr(text)
    places = (
        f"<w:sdt><w:sdtPr><w:alias w:val={said}/></w:sdtPr></w:sdt>",
        f"<w:p><w:r><w:drawing><wp:docPr id='1' name='a' descr={said}/></w:drawing></w:r></w:p>",
        f"<w:p><w:hyperlink w:tooltip={said}/></w:p>",
        f"<w:p><w:r><w:instrText>REF {escape(text)}</w:instrText></w:r></w:p>",
    )
    return Docx(body=paragraph("通知") + random.choice(places)).content()


def _beside(text: str, random: Random) -> bytes:
    settings = f"<w:docVars><w:docVar w:name='a' w:val={quoteattr(text)}/></w:docVars>"
    core = f"<dc:{{0}}>{escape(text)}</dc:{{0}}>"
    return random.choice(
        [
            Docx(settings=settings),
            Docx(core=core.format(random.choice(["title", "subject", "description", "creator"]))),
            Docx(parts={"word/left.xml": word_part("document", paragraph(escape(text)))}),
        ]
    ).content()


def _table(text: str, _random: Random) -> bytes:
    cells = "".join(f"<w:tc>{paragraph(escape(piece))}</w:tc>" for piece in ("备注", text))
    return Docx(body=f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>").content()


def _cell(text: str, random: Random) -> bytes:
    rows: list[list[str | int]] = [["编号", "水库", "备注"], [1, "云台", "无"], [2, "青山", "无"]]
    rows[random.randint(1, 2)][2] = escape(text)
    return Xlsx(
        sheets=[Sheet(), Sheet(name="其他", rows=rows, state=random.choice(["", "veryHidden"]))]
    ).content()


def _aside(text: str, random: Random) -> bytes:
    said = escape(text)
    choice = escape(quoteattr(text))
    after = random.choice(
        [
            f"<headerFooter><oddFooter>{said}</oddFooter></headerFooter>",
            f"<dataValidation><formula1>{choice}</formula1></dataValidation>",
            f"<dataValidation prompt={quoteattr(text)}/>",
            f"<scenario name='a'><inputCells val={quoteattr(text)}/></scenario>",
        ]
    )
    return Xlsx(sheets=[Sheet(after=after)]).content()


def _kept(text: str, random: Random) -> bytes:
    said = quoteattr(text)
    kind, inner = random.choice(
        [
            ("pivotCacheDefinition", f"<sharedItems><s v={said}/></sharedItems>"),
            ("pivotCacheRecords", f"<r><s v={said}/></r>"),
            ("externalLink", f"<cell><v>{escape(text)}</v></cell>"),
            ("sharedStrings", f"<si><t>{escape(text)}</t></si>"),
            ("revisionLog", f"<rcc><t>{escape(text)}</t></rcc>"),
        ]
    )
    return Xlsx(
        parts={f"xl/{kind}.xml": sheet_part("x", inner)},
        links=[Link(id="rIdX", kind=kind, target=f"{kind}.xml")],
    ).content()


def _note(text: str, random: Random) -> bytes:
    kind = random.choice(["comments", "threadedComment", "drawing"])
    inner = f"<comment ref='A1'><text><t>{escape(text)}</t></text></comment>"
    sheet = Sheet(links=[Link(id="rIdX", kind=kind, target="../note.xml")])
    return Xlsx(sheets=[sheet], parts={"xl/note.xml": sheet_part("x", inner)}).content()


def _named(text: str, random: Random) -> bytes:
    name = f"<definedName name='a' hidden='{random.randint(0, 1)}'>{escape(text)}</definedName>"
    return Xlsx(names=f"<definedNames>{name}</definedNames>").content()


def _page(text: str, random: Random) -> bytes:
    look = random.choice(['Visible="false"', 'Alpha="0"', 'Fill="false"', ""])
    size = random.choice([0.1, 5])
    hidden = line(escape(text), random.randint(40, 500), look, size=size)
    return Ofd(pages=[line("通知", 20) + hidden]).content()


def _ofd_beside(text: str, random: Random) -> bytes:
    said = escape(text)
    root, inner = random.choice(
        [
            ("Extensions", f"<ofd:Data>{said}</ofd:Data>"),
            ("PageAnnot", f"<ofd:Annot><ofd:Remark>{said}</ofd:Remark></ofd:Annot>"),
            ("Page", f"<ofd:Content>{line(said, 9)}</ofd:Content>"),
            ("Signature", f"<ofd:Parameter Name='a'>{said}</ofd:Parameter>"),
        ]
    )
    return Ofd(parts={"Doc_0/more.xml": ofd_part(root, inner)}).content()


def _ofd_info(text: str, random: Random) -> bytes:
    name = random.choice(["Title", "Author", "Subject", "Abstract", "CustomData"])
    return Ofd(info=f"<ofd:{name}>{escape(text)}</ofd:{name}>").content()


def _member(text: str, random: Random) -> bytes:
    content = random.choice(
        [
            text.encode(),
            text.encode("gb18030"),
            text.encode("utf-16"),
        ]
    )
    inner = pack({"说明.txt": content})
    return random.choice([inner, pack({"附件.zip": inner})])


def _packed_document(text: str, random: Random) -> bytes:
    name, make = random.choice([("a.docx", _runs), ("a.xlsx", _cell), ("a.ofd", _page)])
    return pack({name: make(text, random)})


OFFICE_HIDE_OUTS: Sequence[HideOut] = (
    HideOut(name="runs.docx", write=_made(_runs)),
    HideOut(name="changed.docx", write=_made(_changed)),
    HideOut(name="part.docx", write=_made(_part)),
    HideOut(name="told.docx", write=_made(_told)),
    HideOut(name="beside.docx", write=_made(_beside)),
    HideOut(name="table.docx", write=_made(_table)),
    HideOut(name="cell.xlsx", write=_made(_cell)),
    HideOut(name="aside.xlsx", write=_made(_aside)),
    HideOut(name="kept.xlsx", write=_made(_kept)),
    HideOut(name="note.xlsx", write=_made(_note)),
    HideOut(name="named.xlsx", write=_made(_named)),
    HideOut(name="page.ofd", write=_made(_page)),
    HideOut(name="beside.ofd", write=_made(_ofd_beside)),
    HideOut(name="info.ofd", write=_made(_ofd_info)),
    HideOut(name="member.zip", write=_made(_member)),
    HideOut(name="document.zip", write=_made(_packed_document)),
)
