"""PDF files that hide something, each in its own way, and their clean twins."""

from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String
from tests.modules.release.corpus.papers import BODY, SECRET, opened, scan, typeset
from tests.modules.release.corpus.trap import Trap

from gongkai.release.rules.findings import FindingKind

Kind = FindingKind
Change = Callable[[Pdf], None]


def _paper(path: Path, body: str = BODY) -> None:
    path.write_bytes(typeset(body))


def _changed(path: Path, change: Change) -> None:
    with opened(typeset(BODY)) as pdf:
        change(pdf)
        pdf.save(path)


def _set(body: str) -> Callable[[Path], None]:
    return partial(_paper, body=f"{BODY}\n\n{body}")


def _with(change: Change) -> Callable[[Path], None]:
    return partial(_changed, change=change)


def _paint(operators: str, pdf: Pdf) -> None:
    """Paint with Helvetica over the first page; `NUMBER` stands for the hidden number."""
    page = pdf.pages[0]
    fonts = page.obj.Resources.get(Name.Font, Dictionary())
    fonts[Name.Plain] = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    )
    page.obj.Resources[Name.Font] = fonts
    # The paper's own content may leave the page turned over.
    page.contents_add(pdf.make_stream(b"q"), prepend=True)
    page.contents_add(pdf.make_stream(b"Q " + operators.replace("NUMBER", SECRET).encode()))


_SHOW = "BT /Plain 12 Tf 90 300 Td (NUMBER) Tj ET "


def _painted(operators: str) -> Callable[[Path], None]:
    return _with(partial(_paint, operators))


def _seen_on_a_frame(pdf: Pdf) -> None:
    _paint("0.9 g 60 280 300 40 re f 0 g BT /Plain 12 Tf 90 300 Td (2026-03-16) Tj ET", pdf)


def _note(subtype: str, **entries: object) -> Change:
    def change(pdf: Pdf) -> None:
        note = Dictionary(
            Type=Name.Annot, Subtype=Name("/" + subtype), Rect=[100, 300, 300, 330], **entries
        )
        pdf.pages[0].obj[Name.Annots] = Array([pdf.make_indirect(note)])

    return change


def _black_note_over_text(pdf: Pdf) -> None:
    _paint(_SHOW, pdf)
    look = pdf.make_stream(
        b"0 g 0 0 300 30 re f",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=[0, 0, 300, 30],
    )
    _note("Square", IC=[0, 0, 0], AP=Dictionary(N=look))(pdf)
    pdf.pages[0].obj.Annots[0].Rect = Array([80, 290, 380, 320])


def _redaction_not_applied(pdf: Pdf) -> None:
    _paint(_SHOW, pdf)
    _note("Redact")(pdf)
    pdf.pages[0].obj.Annots[0].Rect = Array([80, 290, 380, 320])


def _picture(pdf: Pdf, *, quality: int = 80, exif: bytes = b"") -> pikepdf.Object:
    written = BytesIO()
    page = scan()
    page.save(written, "JPEG", quality=quality, exif=exif)
    return pdf.make_stream(
        written.getvalue(),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=page.width,
        Height=page.height,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )


def _scan(pdf: Pdf, *, exif: bytes = b"", after: str = "", size: str = "595 0 0 842 0 0") -> None:
    """Make the first page a scan; `after` is painted on it."""
    page = pdf.pages[0].obj
    page.Resources = Dictionary(
        XObject=Dictionary(Scan=_picture(pdf, exif=exif)),
        Font=Dictionary(
            Plain=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        ),
    )
    content = f"q {size} cm /Scan Do Q {after.replace('NUMBER', SECRET)}"
    page.Contents = pdf.make_stream(content.encode())


def _camera_exif() -> bytes:
    exif = scan().getexif()
    exif[0x0110] = "YM-9"
    exif.get_ifd(0x8825)[2] = (30.0, 15.0, 20.0)
    return exif.tobytes()


def _attachment(pdf: Pdf) -> None:
    text = f"姓名：欧阳娜，身份证号：{SECRET}".encode()
    pdf.attachments["名单.txt"] = pikepdf.AttachedFileSpec(pdf, text, filename="名单.txt")


def _attachment_on_page(pdf: Pdf) -> None:
    stream = pdf.make_stream(SECRET.encode(), Type=Name.EmbeddedFile)
    file = Dictionary(Type=Name.Filespec, F=String("list.txt"), EF=Dictionary(F=stream))
    _note("FileAttachment", FS=file)(pdf)


def _associated(pdf: Pdf) -> None:
    stream = pdf.make_stream(SECRET.encode(), Type=Name.EmbeddedFile)
    file = Dictionary(Type=Name.Filespec, UF=String("data.csv"), EF=Dictionary(UF=stream))
    pdf.Root.AF = Array([pdf.make_indirect(file)])


def _form(pdf: Pdf, **entries: object) -> None:
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("number"),
            Rect=[100, 300, 300, 320],
            **entries,
        )
    )
    pdf.pages[0].obj[Name.Annots] = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))


def _form_xfa(pdf: Pdf) -> None:
    packet = f'<?xml version="1.0"?><xdp><datasets><n>{SECRET}</n></datasets></xdp>'
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=pdf.make_stream(packet.encode()))


def _layer(pdf: Pdf, *, is_off: bool) -> None:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("批注")))
    pdf.Root.OCProperties = Dictionary(
        OCGs=Array([layer]), D=Dictionary(OFF=Array([layer] if is_off else []))
    )
    pdf.pages[0].obj.Resources[Name.Properties] = Dictionary(Layer=layer)
    _paint(f"/OC /Layer BDC {_SHOW} EMC", pdf)


def _form_layer(pdf: Pdf) -> None:
    _layer(pdf, is_off=True)
    layer = pdf.Root.OCProperties.OCGs[0]
    form = pdf.make_stream(
        b"0 g 0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9], OC=layer
    )
    pdf.pages[0].obj.Resources[Name.XObject] = Dictionary(Off=form)
    pdf.pages[0].contents_add(pdf.make_stream(b" /Off Do "))


def _information(pdf: Pdf, **entries: str) -> None:
    for key, value in entries.items():
        pdf.docinfo[Name("/" + key)] = value


def _xmp(pdf: Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as packet:
        packet["dc:creator"] = ["欧阳娜"]


def _appended(change: Change) -> Callable[[Path], None]:
    """Save a change behind what was there, as editors do."""

    def build(path: Path) -> None:
        with opened(typeset(f"{BODY}\n\n身份证号：{SECRET}")) as first:
            before = BytesIO()
            first.save(before, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        content = before.getvalue()
        with pikepdf.open(BytesIO(content)) as pdf:
            change(pdf)
            number, generation = pdf.pages[0].obj.objgen
            page = pdf.pages[0].obj.unparse(resolved=True)
            size = int(pdf.trailer.Size)
            root = pdf.Root.objgen[0]
        offset = len(content)
        update = b"%d %d obj\n%s\nendobj\n" % (number, generation, page)
        xref = offset + len(update)
        start = content.rindex(b"startxref")
        previous = int(content[start:].split()[1])
        update += b"xref\n%d 1\n%010d %05d n \n" % (number, offset, generation)
        update += b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\n" % (size, root, previous)
        update += b"startxref\n%d\n%%%%EOF\n" % xref
        path.write_bytes(content + update)

    return build


def _empty_page(pdf: Pdf) -> None:
    del pdf.pages[0].obj[Name.Contents]


def _turned_page(pdf: Pdf) -> None:
    pdf.pages[0].obj.Rotate = 90


def _small_page(pdf: Pdf) -> None:
    pdf.pages[0].obj.CropBox = Array([0, 400, 595, 842])


def _number_off_the_crop(pdf: Pdf) -> None:
    _paint(_SHOW, pdf)
    _small_page(pdf)


def _box_on_a_turned_page(pdf: Pdf) -> None:
    _paint(_SHOW + "0 g 80 290 300 30 re f", pdf)
    _turned_page(pdf)


def _saved_twice(path: Path) -> None:
    """Write an object a second time without saying so: only the bytes show it."""
    _paper(path)
    content = path.read_bytes()
    place = content.rindex(b"xref\n") if b"\nxref\n" in content else content.rindex(b"startxref")
    extra = b"\n4 0 obj\n(" + SECRET.encode() + b")\nendobj\n4 0 obj\nnull\nendobj\n"
    path.write_bytes(content[:place] + extra + content[place:])


def _script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert('x')"))


def _launch(pdf: Pdf) -> None:
    _note("Link", A=Dictionary(S=Name.Launch, F=String("notice.exe")))(pdf)


def _sends_itself(pdf: Pdf) -> None:
    pdf.Root.AA = Dictionary(WC=Dictionary(S=Name.URI, URI=String("https://example.org/seen")))


def _link(pdf: Pdf) -> None:
    _note("Link", A=Dictionary(S=Name.URI, URI=String("https://example.org/")))(pdf)


def _unpainted_form(pdf: Pdf) -> None:
    form = pdf.make_stream(
        _SHOW.replace("NUMBER", SECRET).encode(),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=[0, 0, 600, 600],
        Resources=Dictionary(
            Font=Dictionary(
                Plain=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
            )
        ),
    )
    pdf.pages[0].obj.Resources[Name.XObject] = Dictionary(Spare=form)


def _page_taken_out(pdf: Pdf) -> None:
    with opened(typeset(f"身份证号：{SECRET}")) as other:
        pdf.pages.append(other.pages[0])
    page = pdf.pages[1].obj
    del pdf.pages[1]
    pdf.Root[Name.Spare] = Array([page])


def _unpainted_picture(pdf: Pdf) -> None:
    pdf.pages[0].obj.Resources[Name.XObject] = Dictionary(Spare=_picture(pdf))


def _thumbnail(pdf: Pdf) -> None:
    pdf.pages[0].obj.Thumb = pdf.make_stream(
        b"\0" * 300, Width=10, Height=10, ColorSpace=Name.DeviceRGB, BitsPerComponent=8
    )


def _trailing(path: Path) -> None:
    _paper(path)
    path.write_bytes(path.read_bytes() + b"\nkept: " + SECRET.encode() + b"\n")


def _replacement_text(pdf: Pdf) -> None:
    _paint(f"/Span << /ActualText ({SECRET}) >> BDC 0 g 90 200 20 8 re f EMC", pdf)
    pdf.Root.Lang = String(f"zh {SECRET}")


_CAPTION = (
    "BT /Plain 9 Tf 90 700 Td (The dam in March, seen from the north side; details in the list.) "
    "Tj ET"
)
_SCAN = frozenset({Kind.UNREADABLE})
_clean_scan = _with(_scan)

TRAPS: list[Trap] = [
    Trap(
        name="white-text.pdf",
        build=_painted("1 g " + _SHOW),
        finds=Kind.HIDDEN_TEXT,
        clean=_paper,
        holds=SECRET,
    ),
    Trap(
        name="white-chinese-text.pdf",
        build=_set(f"#text(fill: white)[身份证号：{SECRET}]"),
        finds=Kind.HIDDEN_TEXT,
        clean=_set("#text(fill: gray)[联系电话：0871-65114433]"),
        holds=SECRET,
    ),
    Trap(
        name="black-on-black.pdf",
        build=_painted("0 g 60 290 300 40 re f " + _SHOW),
        finds=Kind.HIDDEN_TEXT,
        clean=_with(_seen_on_a_frame),
        holds=SECRET,
    ),
    Trap(
        name="invisible-mode.pdf",
        build=_painted("BT 3 Tr /Plain 12 Tf 90 300 Td (NUMBER) Tj ET"),
        finds=Kind.HIDDEN_TEXT,
        holds=SECRET,
    ),
    Trap(
        name="tiny-text.pdf",
        build=_painted("BT /Plain 1 Tf 90 300 Td (NUMBER) Tj ET"),
        finds=Kind.HIDDEN_TEXT,
        clean=_painted("BT /Plain 6 Tf 90 300 Td (2026-03-16) Tj ET"),
        holds=SECRET,
    ),
    Trap(
        name="beside-the-page.pdf",
        build=_painted("BT /Plain 12 Tf 900 300 Td (NUMBER) Tj ET"),
        finds=Kind.HIDDEN_TEXT,
        holds=SECRET,
    ),
    Trap(
        name="cropped-page.pdf",
        build=_with(_number_off_the_crop),
        finds=Kind.HIDDEN_TEXT,
        clean=_with(_small_page),
        holds=SECRET,
    ),
    Trap(
        name="clipped-text.pdf",
        build=_painted("q 0 0 5 5 re W n " + _SHOW + " Q"),
        finds=Kind.HIDDEN_TEXT,
        clean=_painted("q 0 0 595 842 re W n BT /Plain 12 Tf 90 300 Td (2026) Tj ET Q"),
        holds=SECRET,
    ),
    Trap(
        name="black-box.pdf",
        build=_painted(_SHOW + "0 g 80 290 300 30 re f"),
        finds=Kind.COVERED_TEXT,
        clean=_painted("0 g 80 290 300 30 re f"),
        holds=SECRET,
    ),
    Trap(
        name="black-box-turned.pdf",
        build=_with(_box_on_a_turned_page),
        finds=Kind.COVERED_TEXT,
        clean=_with(_turned_page),
        holds=SECRET,
    ),
    Trap(
        name="typeset-box-over-name.pdf",
        build=_set(
            f"#box[身份证号：{SECRET}#place(top + left, dx: -2pt, dy: -4pt, "
            "rect(width: 320pt, height: 24pt, fill: black))]"
        ),
        finds=Kind.COVERED_TEXT,
        clean=_set("#rect(width: 320pt, height: 24pt, fill: black)"),
        holds=SECRET,
    ),
    Trap(
        name="white-box-with-label.pdf",
        build=_painted(
            _SHOW + "1 g 80 290 300 30 re f 0 g BT /Plain 12 Tf 90 300 Td (withheld by law) Tj ET"
        ),
        finds=Kind.COVERED_TEXT,
        clean=_painted(
            "1 g 80 290 300 30 re f 0 g BT /Plain 12 Tf 90 300 Td (withheld by law) Tj ET"
        ),
        holds=SECRET,
    ),
    Trap(
        name="note-over-text.pdf",
        build=_with(_black_note_over_text),
        finds=Kind.COVERED_TEXT,
        holds=SECRET,
    ),
    Trap(
        name="redaction-not-applied.pdf",
        build=_with(_redaction_not_applied),
        finds=Kind.COVERED_TEXT,
        holds=SECRET,
    ),
    Trap(
        name="box-over-a-scan.pdf",
        build=_with(partial(_scan, after="0 g 100 600 200 30 re f")),
        finds=Kind.COVERED_TEXT,
        clean=_clean_scan,
        allowed=_SCAN,
    ),
    Trap(
        name="text-under-a-scan.pdf",
        build=_with(partial(_scan, after="BT 3 Tr /Plain 12 Tf 90 300 Td (NUMBER) Tj ET")),
        finds=Kind.HIDDEN_TEXT,
        clean=_clean_scan,
        allowed=_SCAN,
        holds=SECRET,
    ),
    Trap(name="scan.pdf", build=_clean_scan, finds=Kind.UNREADABLE, clean=_paper),
    Trap(
        name="scan-with-page-number.pdf",
        build=_with(partial(_scan, after="BT /Plain 9 Tf 280 20 Td (- 12 -) Tj ET")),
        finds=Kind.UNREADABLE,
        clean=_with(_empty_page),
    ),
    Trap(
        name="half-page-picture.pdf",
        build=_with(partial(_scan, size="400 0 0 300 90 90", after=_CAPTION)),
        finds=Kind.UNREADABLE,
    ),
    Trap(
        name="scan-with-camera-data.pdf",
        build=_with(lambda pdf: _scan(pdf, exif=_camera_exif())),
        finds=Kind.PICTURE_DATA,
        clean=_clean_scan,
        allowed=_SCAN,
    ),
    Trap(name="thumbnail.pdf", build=_with(_thumbnail), finds=Kind.PICTURE_DATA, clean=_paper),
    Trap(
        name="cut-picture.pdf",
        build=_with(partial(_scan, size="1000 0 0 842 0 0")),
        finds=Kind.CUT_PICTURE,
        clean=_clean_scan,
        allowed=_SCAN,
    ),
    Trap(
        name="clipped-picture.pdf",
        build=_with(partial(_scan, size="0 0 300 400 re W n 595 0 0 842 0 0")),
        finds=Kind.CUT_PICTURE,
        clean=_clean_scan,
        allowed=_SCAN,
    ),
    Trap(
        name="unpainted-picture.pdf",
        build=_with(_unpainted_picture),
        finds=Kind.CUT_PICTURE,
        clean=_paper,
    ),
    Trap(
        name="comment.pdf",
        build=_with(_note("Text", Contents=String(f"查 {SECRET}"), T=String("欧阳娜"))),
        finds=Kind.COMMENT,
        clean=_with(_link),
        holds=SECRET,
    ),
    Trap(
        name="highlight-with-words.pdf",
        build=_with(_note("Highlight", Contents=String(SECRET), QuadPoints=[100, 330, 300, 330])),
        finds=Kind.COMMENT,
        holds=SECRET,
    ),
    Trap(
        name="popup.pdf",
        build=_with(_note("Popup", Contents=String(SECRET))),
        finds=Kind.COMMENT,
        holds=SECRET,
    ),
    Trap(
        name="form-value.pdf",
        build=_with(lambda pdf: _form(pdf, V=String(SECRET))),
        finds=Kind.FORM_DATA,
        clean=_with(_form),
        holds=SECRET,
    ),
    Trap(
        name="form-default.pdf",
        build=_with(lambda pdf: _form(pdf, DV=String(SECRET))),
        finds=Kind.FORM_DATA,
        clean=_with(_form),
        holds=SECRET,
    ),
    Trap(name="form-xfa.pdf", build=_with(_form_xfa), finds=Kind.FORM_DATA, holds=SECRET),
    Trap(
        name="attachment.pdf",
        build=_with(_attachment),
        finds=Kind.EMBEDDED_FILE,
        clean=_paper,
        holds=SECRET,
    ),
    Trap(
        name="attachment-on-page.pdf",
        build=_with(_attachment_on_page),
        finds=Kind.EMBEDDED_FILE,
        holds=SECRET,
    ),
    Trap(
        name="associated-file.pdf",
        build=_with(_associated),
        finds=Kind.EMBEDDED_FILE,
        holds=SECRET,
    ),
    Trap(
        name="behind-the-end.pdf",
        build=_trailing,
        finds=Kind.EMBEDDED_FILE,
        clean=_paper,
        holds=SECRET,
    ),
    Trap(
        name="layer-off.pdf",
        build=_with(partial(_layer, is_off=True)),
        finds=Kind.LAYER,
        clean=_paper,
        holds=SECRET,
    ),
    Trap(
        name="layer-on.pdf",
        build=_with(partial(_layer, is_off=False)),
        finds=Kind.LAYER,
        holds=SECRET,
    ),
    Trap(name="layer-of-a-form.pdf", build=_with(_form_layer), finds=Kind.LAYER, holds=SECRET),
    Trap(
        name="author.pdf",
        build=_with(partial(_information, Author="欧阳娜")),
        finds=Kind.PROPERTIES,
        clean=_with(partial(_information, Producer="Yunmeng Writer 3")),
    ),
    Trap(
        name="own-property.pdf",
        build=_with(partial(_information, Dossier=SECRET)),
        finds=Kind.PROPERTIES,
        clean=_with(partial(_information, Title="二〇二六年防汛工作的通知")),
        holds=SECRET,
    ),
    Trap(name="xmp-creator.pdf", build=_with(_xmp), finds=Kind.PROPERTIES, clean=_paper),
    Trap(
        name="saved-behind.pdf",
        build=_appended(_empty_page),
        finds=Kind.EARLIER_STATE,
        clean=_with(_empty_page),
        holds=SECRET,
    ),
    Trap(
        name="turned-behind.pdf",
        build=_appended(_turned_page),
        finds=Kind.EARLIER_STATE,
        holds=SECRET,
    ),
    Trap(name="written-twice.pdf", build=_saved_twice, finds=Kind.EARLIER_STATE, clean=_paper),
    Trap(
        name="page-taken-out.pdf",
        build=_with(_page_taken_out),
        finds=Kind.HIDDEN_TEXT,
        clean=_paper,
        holds=SECRET,
    ),
    Trap(
        name="unpainted-form.pdf",
        build=_with(_unpainted_form),
        finds=Kind.HIDDEN_TEXT,
        clean=_paper,
        holds=SECRET,
    ),
    Trap(
        name="script.pdf",
        build=_with(_script),
        finds=Kind.ACTIVE_CONTENT,
        clean=_with(_link),
    ),
    Trap(name="starts-a-program.pdf", build=_with(_launch), finds=Kind.ACTIVE_CONTENT),
    Trap(name="calls-home.pdf", build=_with(_sends_itself), finds=Kind.ACTIVE_CONTENT),
    Trap(
        name="language-that-tells.pdf",
        build=_with(_replacement_text),
        finds=Kind.IDENTITY_NUMBER,
        clean=_paper,
        holds=SECRET,
    ),
]
