"""How a plain paper is changed so that it hides something; the traps and their twins use these."""

from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String
from tests.modules.release.corpus.papers import BODY, SECRET, opened, scan, typeset

Change = Callable[[Pdf], None]
"""Changes the plain paper."""


def write_paper(path: Path, body: str = BODY) -> None:
    path.write_bytes(typeset(body))


def write_changed(path: Path, change: Change) -> None:
    with opened(typeset(BODY)) as pdf:
        change(pdf)
        pdf.save(path)


def set_below(body: str) -> Callable[[Path], None]:
    return partial(write_paper, body=f"{BODY}\n\n{body}")


def altered(change: Change) -> Callable[[Path], None]:
    return partial(write_changed, change=change)


def paint(operators: str, pdf: Pdf) -> None:
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


SHOW = "BT /Plain 12 Tf 90 300 Td (NUMBER) Tj ET "


def painted(operators: str) -> Callable[[Path], None]:
    return altered(partial(paint, operators))


def seen_on_a_frame(pdf: Pdf) -> None:
    paint("0.9 g 60 280 300 40 re f 0 g BT /Plain 12 Tf 90 300 Td (2026-03-16) Tj ET", pdf)


def note_with(subtype: str, **entries: object) -> Change:
    def change(pdf: Pdf) -> None:
        note = Dictionary(
            Type=Name.Annot, Subtype=Name("/" + subtype), Rect=[100, 300, 300, 330], **entries
        )
        pdf.pages[0].obj[Name.Annots] = Array([pdf.make_indirect(note)])

    return change


def black_note_over_text(pdf: Pdf) -> None:
    paint(SHOW, pdf)
    look = pdf.make_stream(
        b"0 g 0 0 300 30 re f",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=[0, 0, 300, 30],
    )
    note_with("Square", IC=[0, 0, 0], AP=Dictionary(N=look))(pdf)
    pdf.pages[0].obj.Annots[0].Rect = Array([80, 290, 380, 320])


def redaction_not_applied(pdf: Pdf) -> None:
    paint(SHOW, pdf)
    note_with("Redact")(pdf)
    pdf.pages[0].obj.Annots[0].Rect = Array([80, 290, 380, 320])


def jpeg_picture(pdf: Pdf, *, quality: int = 80, exif: bytes = b"") -> pikepdf.Object:
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


def scanned_page(
    pdf: Pdf, *, exif: bytes = b"", after: str = "", size: str = "595 0 0 842 0 0"
) -> None:
    """Make the first page a scan; `after` is painted on it."""
    page = pdf.pages[0].obj
    page.Resources = Dictionary(
        XObject=Dictionary(Scan=jpeg_picture(pdf, exif=exif)),
        Font=Dictionary(
            Plain=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        ),
    )
    content = f"q {size} cm /Scan Do Q {after.replace('NUMBER', SECRET)}"
    page.Contents = pdf.make_stream(content.encode())


def camera_exif() -> bytes:
    exif = scan().getexif()
    exif[0x0110] = "YM-9"
    exif.get_ifd(0x8825)[2] = (30.0, 15.0, 20.0)
    return exif.tobytes()


def attach(pdf: Pdf) -> None:
    text = f"姓名：欧阳娜，身份证号：{SECRET}".encode()
    pdf.attachments["名单.txt"] = pikepdf.AttachedFileSpec(pdf, text, filename="名单.txt")


def attachment_on_page(pdf: Pdf) -> None:
    stream = pdf.make_stream(SECRET.encode(), Type=Name.EmbeddedFile)
    file = Dictionary(Type=Name.Filespec, F=String("list.txt"), EF=Dictionary(F=stream))
    note_with("FileAttachment", FS=file)(pdf)


def associate(pdf: Pdf) -> None:
    stream = pdf.make_stream(SECRET.encode(), Type=Name.EmbeddedFile)
    file = Dictionary(Type=Name.Filespec, UF=String("data.csv"), EF=Dictionary(UF=stream))
    pdf.Root.AF = Array([pdf.make_indirect(file)])


def form_with(pdf: Pdf, **entries: object) -> None:
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


def xfa_form(pdf: Pdf) -> None:
    packet = f'<?xml version="1.0"?><xdp><datasets><n>{SECRET}</n></datasets></xdp>'
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=pdf.make_stream(packet.encode()))


def layer_with(pdf: Pdf, *, is_off: bool) -> None:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("批注")))
    pdf.Root.OCProperties = Dictionary(
        OCGs=Array([layer]), D=Dictionary(OFF=Array([layer] if is_off else []))
    )
    pdf.pages[0].obj.Resources[Name.Properties] = Dictionary(Layer=layer)
    paint(f"/OC /Layer BDC {SHOW} EMC", pdf)


def layer_of_a_form(pdf: Pdf) -> None:
    layer_with(pdf, is_off=True)
    layer = pdf.Root.OCProperties.OCGs[0]
    form = pdf.make_stream(
        b"0 g 0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9], OC=layer
    )
    pdf.pages[0].obj.Resources[Name.XObject] = Dictionary(Off=form)
    pdf.pages[0].contents_add(pdf.make_stream(b" /Off Do "))


def put_information(pdf: Pdf, **entries: str) -> None:
    for key, value in entries.items():
        pdf.docinfo[Name("/" + key)] = value


def put_xmp(pdf: Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as packet:
        packet["dc:creator"] = ["欧阳娜"]


def appended(change: Change) -> Callable[[Path], None]:
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


def empty_page(pdf: Pdf) -> None:
    del pdf.pages[0].obj[Name.Contents]


def turned_page(pdf: Pdf) -> None:
    pdf.pages[0].obj.Rotate = 90


def small_page(pdf: Pdf) -> None:
    pdf.pages[0].obj.CropBox = Array([0, 400, 595, 842])


def number_off_the_crop(pdf: Pdf) -> None:
    paint(SHOW, pdf)
    small_page(pdf)


def box_on_a_turned_page(pdf: Pdf) -> None:
    paint(SHOW + "0 g 80 290 300 30 re f", pdf)
    turned_page(pdf)


def saved_twice(path: Path) -> None:
    """Write an object a second time without saying so: only the bytes show it."""
    write_paper(path)
    content = path.read_bytes()
    place = content.rindex(b"xref\n") if b"\nxref\n" in content else content.rindex(b"startxref")
    extra = b"\n4 0 obj\n(" + SECRET.encode() + b")\nendobj\n4 0 obj\nnull\nendobj\n"
    path.write_bytes(content[:place] + extra + content[place:])


def run_script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert('x')"))


def start_program(pdf: Pdf) -> None:
    note_with("Link", A=Dictionary(S=Name.Launch, F=String("notice.exe")))(pdf)


def sends_itself(pdf: Pdf) -> None:
    pdf.Root.AA = Dictionary(WC=Dictionary(S=Name.URI, URI=String("https://example.org/seen")))


def plain_link(pdf: Pdf) -> None:
    note_with("Link", A=Dictionary(S=Name.URI, URI=String("https://example.org/")))(pdf)


def unpainted_form(pdf: Pdf) -> None:
    form = pdf.make_stream(
        SHOW.replace("NUMBER", SECRET).encode(),
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


def page_taken_out(pdf: Pdf) -> None:
    with opened(typeset(f"身份证号：{SECRET}")) as other:
        pdf.pages.append(other.pages[0])
    page = pdf.pages[1].obj
    del pdf.pages[1]
    pdf.Root[Name.Spare] = Array([page])


def unpainted_picture(pdf: Pdf) -> None:
    pdf.pages[0].obj.Resources[Name.XObject] = Dictionary(Spare=jpeg_picture(pdf))


def put_thumbnail(pdf: Pdf) -> None:
    pdf.pages[0].obj.Thumb = pdf.make_stream(
        b"\0" * 300, Width=10, Height=10, ColorSpace=Name.DeviceRGB, BitsPerComponent=8
    )


def followed(path: Path) -> None:
    write_paper(path)
    path.write_bytes(path.read_bytes() + b"\nkept: " + SECRET.encode() + b"\n")


def replacement_text(pdf: Pdf) -> None:
    paint(f"/Span << /ActualText ({SECRET}) >> BDC 0 g 90 200 20 8 re f EMC", pdf)
    pdf.Root.Lang = String(f"zh {SECRET}")
