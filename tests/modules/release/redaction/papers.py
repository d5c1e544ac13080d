"""Documents to be redacted, made by scripts: nobody and nowhere in them exists."""

import json
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import typst
from pikepdf import Array, Dictionary, Name, Pdf, String

FONTS = Path(__file__).resolve().parents[4] / "src/gongkai/letters/fonts"
SANS = FONTS / "NotoSansSC_500Medium.ttf"
NAME = "欧阳㙓"
RARE_NAME = "司马䶮"
IDENTITY_NUMBER = "110101199003070038"
MOBILE = "13912345678"
ADDRESS = "云梦省青林市望湖路18号3单元502室"
OPENING = (
    "根据《中华人民共和国政府信息公开条例》，本机关对申请人提出的政府信息公开申请进行了审查，"
    "现将青林市望湖路片区房屋征收补偿方案的有关情况告知如下。"
)
CLOSING = "以上信息可以公开，特此告知。"
_BOOK = typst.Fonts(
    include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
)
_HEAD = """#set page(paper: "a4", margin: 28mm)
#set text(font: "Noto Serif SC", size: 12pt, lang: "zh", region: "cn", cjk-latin-spacing: none)
#set par(leading: 1em, spacing: 1em, first-line-indent: (amount: 2em, all: true))
#let said = json(bytes(sys.inputs.said))
"""


def typeset(folder: Path, markup: str, **said: object) -> bytes:
    """Return the PDF of a Typst text; what is `said` comes as data."""
    main = folder / "paper.typ"
    main.write_text(_HEAD + markup, encoding="utf-8")
    compiler = typst.Compiler(str(main), root=str(folder), font_paths=_BOOK)
    made = compiler.compile(format="pdf", sys_inputs={"said": json.dumps(said)})
    assert isinstance(made, bytes)
    return made


def a_letter(folder: Path) -> bytes:
    """Return a page of text with names and numbers in sentences and in a table."""
    return typeset(
        folder,
        """#align(center, text(size: 18pt, weight: "bold")[关于征收补偿的告知书])

#said.opening

申请人#said.name（居民身份证号码#said.number，联系电话#said.mobile），住#said.address。同户居住人#said.rare。

#table(columns: 3, [姓名], [电话], [金额（元）],
  said.name, said.mobile, [120000],
  said.rare, [0571-8888666], [98000])

#said.closing
""",
        opening=OPENING,
        closing=CLOSING,
        name=NAME,
        rare=RARE_NAME,
        number=IDENTITY_NUMBER,
        mobile=MOBILE,
        address=ADDRESS,
    )


def pages_of(folder: Path, texts: Sequence[str]) -> bytes:
    """Return one page for each text."""
    return typeset(folder, "#said.texts.map(text => par(text)).join(pagebreak())", texts=texts)


def scanned(pdf: bytes, *, dpi: int = 150) -> bytes:
    """Return the same pages as pictures without text."""
    document = pypdfium2.PdfDocument(pdf)
    pictures = [page.render(scale=dpi / 72).to_pil().convert("L") for page in document]
    out = BytesIO()
    pictures[0].save(out, "PDF", resolution=dpi, save_all=True, append_images=pictures[1:])
    return out.getvalue()


def changed(pdf: bytes, change: "Change") -> bytes:
    """Return the PDF after a change to its objects."""
    out = BytesIO()
    with Pdf.open(BytesIO(pdf)) as opened:
        change(opened)
        opened.save(out)
    return out.getvalue()


class Change:
    """What is done to the objects of a PDF."""

    def __call__(self, pdf: Pdf) -> None:
        raise NotImplementedError


class Rotated(Change):
    """Turned by the viewer; the content is turned back so that it is read upright, or not."""

    def __init__(self, degrees: int, *, upright: bool = False) -> None:
        self.degrees, self.upright = degrees, upright

    def __call__(self, pdf: Pdf) -> None:
        for page in pdf.pages:
            if self.upright:
                self._turn_back(pdf, page)
            page.obj.Rotate = self.degrees

    def _turn_back(self, pdf: Pdf, page: pikepdf.Page) -> None:
        _left, _bottom, width, height = (float(side) for side in page.mediabox)
        matrix, size = {
            90: ((0, 1, -1, 0, height, 0), (height, width)),
            180: ((-1, 0, 0, -1, width, height), (width, height)),
            270: ((0, -1, 1, 0, 0, width), (height, width)),
        }[self.degrees]
        page.contents_add(b"q %d %d %d %d %f %f cm\n" % matrix, prepend=True)
        page.contents_add(b"\nQ")
        page.mediabox = Array([0, 0, *size])
        if "/CropBox" in page.obj:
            page.cropbox = page.mediabox


def cropped(pdf: bytes, left: float, bottom: float, right: float, top: float) -> bytes:
    """Return the pages with their origin moved and margins cut off."""

    class Cropped(Change):
        def __call__(self, pdf: Pdf) -> None:
            for page in pdf.pages:
                _l, _b, width, height = (float(side) for side in page.mediabox)
                page.contents_add(b"q 1 0 0 1 100 -50 cm\n", prepend=True)
                page.contents_add(b"\nQ")
                page.mediabox = Array([100, -50, width + 100, height - 50])
                page.obj.CropBox = Array(
                    [100 + left, -50 + bottom, width + 100 - right, height - 50 - top]
                )

    return changed(pdf, Cropped())


class Vertical(Change):
    """The letters run from above to below: the typefaces are switched to vertical writing."""

    def __call__(self, pdf: Pdf) -> None:
        for one in pdf.objects:
            if isinstance(one, Dictionary) and one.get("/Subtype") == Name.Type0:
                one.Encoding = Name("/Identity-V")


class Layered(Change):
    """A word on a layer that is off and another on one that is on."""

    hidden = "HIDDEN LAYER 20260001"
    shown = "SHOWN LAYER 20260002"

    def __call__(self, pdf: Pdf) -> None:
        page = pdf.pages[0]
        off, on = (
            pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(name)))
            for name in ("批注", "正文")
        )
        pdf.Root.OCProperties = Dictionary(
            OCGs=Array([off, on]), D=Dictionary(OFF=Array([off]), Order=Array([off, on]))
        )
        resources = page.obj.Resources
        resources.Properties = Dictionary(Off=off, On=on)
        resources.Font["/Helv"] = _helvetica(pdf)
        form = pdf.make_stream(
            _words("FORM ON A HIDDEN LAYER", 60, 90),
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, 600, 800]),
            OC=off,
            Resources=Dictionary(Font=Dictionary(Helv=resources.Font.Helv)),
        )
        resources.XObject = Dictionary(Hid=form)
        page.contents_add(
            b"/OC /Off BDC 1 0 0 rg "
            + _words(self.hidden, 60, 150)
            + b" EMC /OC /On BDC "
            + _words(self.shown, 60, 120)
            + b" EMC /Hid Do"
        )


class Form(Change):
    """A form with a value of its own, a note with a text, and a field that is not shown."""

    value = "FORM VALUE 77665544"
    note = "NOTE 55443322"
    hidden = "HIDDEN FIELD 99887766"

    def __call__(self, pdf: Pdf) -> None:
        helvetica = _helvetica(pdf)
        look = String("/Helv 14 Tf 0 g")
        field, secret = (
            pdf.make_indirect(
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.Widget,
                    FT=Name.Tx,
                    T=String(name),
                    V=String(value),
                    Rect=Array([60, y, 320, y + 24]),
                    DA=look,
                    F=flags,
                )
            )
            for name, value, y, flags in (("a", self.value, 150, 4), ("b", self.hidden, 60, 2))
        )
        note = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.FreeText,
                Contents=String(self.note),
                DA=look,
                Rect=Array([60, 100, 320, 124]),
                F=4,
            )
        )
        pdf.pages[0].obj.Annots = Array([field, note, secret])
        pdf.Root.AcroForm = Dictionary(
            Fields=Array([field, secret]),
            NeedAppearances=True,
            DR=Dictionary(Font=Dictionary(Helv=helvetica)),
            DA=look,
        )


def _helvetica(pdf: Pdf) -> pikepdf.Object:
    return pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    )


def _words(words: str, x: int, y: int) -> bytes:
    return b"BT /Helv 14 Tf %d %d Td (%s) Tj ET" % (x, y, words.encode())
