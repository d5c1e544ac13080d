"""The proof finds what a careless redaction leaves: each leak is planted."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Dictionary, Name, Pdf, String
from PIL import Image
from tests.modules.release.redaction import papers

from gongkai.release.redaction.needles import byte_forms, pieces_of
from gongkai.release.redaction.painting import paint
from gongkai.release.redaction.producing import redact
from gongkai.release.redaction.proving import Leak, Proof, prove, still_elsewhere
from gongkai.release.redaction.searching import search
from gongkai.release.redaction.writing import PicturePages
from gongkai.release.rules.boxes import Box
from gongkai.release.rules.remaining import RemainingPage, Run, StillElsewhere, withheld

Plant = Callable[[Pdf], None]


@pytest.fixture(scope="module")
def proved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Proof]:
    folder = tmp_path_factory.mktemp("proof")
    source, output = folder / "source.pdf", folder / "output.pdf"
    source.write_bytes(papers.a_letter(folder))
    found = search(source, terms=[papers.NAME, papers.IDENTITY_NUMBER]).hits
    boxes = [replace(box, label="个人隐私") for hit in found for box in hit.boxes]
    made = redact(source, boxes, output, title="告知书", typeface=papers.SANS)
    return output, Proof(boxes=boxes, removed=made.removed, dpi=made.dpi, typeface=papers.SANS)


def test_what_was_made_is_proved(proved: tuple[Path, Proof]) -> None:
    assert prove(*proved) == ()


def planted(proved: tuple[Path, Proof], folder: Path, plant: Plant) -> set[str]:
    output = folder / "planted.pdf"
    with Pdf.open(proved[0]) as pdf:
        plant(pdf)
        pdf.save(output)
    return {leak.where for leak in prove(output, proved[1])}


def in_title(pdf: Pdf) -> None:
    pdf.docinfo.Title = String(f"{papers.NAME}的告知书")


def in_subject(pdf: Pdf) -> None:
    pdf.docinfo["/Subject"] = String("别的")


def as_metadata(pdf: Pdf) -> None:
    with pdf.open_metadata() as packet:
        packet["dc:subject"] = [papers.NAME]


def as_attachment(pdf: Pdf) -> None:
    pdf.attachments["a.txt"] = papers.NAME.encode()


def as_text(pdf: Pdf) -> None:
    page = pdf.pages[0]
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.Resources.Font = Dictionary(F=font)
    page.contents_add(b"BT /F 9 Tf 3 Tr (110101 19900307 0038) Tj ET")


def behind_the_content(pdf: Pdf) -> None:
    page = pdf.pages[0].obj
    page.Contents.write(page.Contents.read_bytes() + b"%" + papers.NAME.encode("gb18030"))


def on_the_page(pdf: Pdf) -> None:
    pdf.pages[0].obj.PieceInfo = Dictionary(A=String(papers.NAME))


def on_the_picture(pdf: Pdf) -> None:
    pdf.pages[0].obj.Resources.XObject.P.Alternates = String(papers.IDENTITY_NUMBER)


def behind_the_picture(pdf: Pdf) -> None:
    image = pdf.pages[0].obj.Resources.XObject.P
    image.write(image.read_bytes() + papers.NAME.encode("utf-16-be") * 2)


def as_picture(pdf: Pdf) -> None:
    image = pdf.pages[0].obj.Resources.XObject.P
    image.write(bytes(int(image.Width) * int(image.Height)))


@pytest.mark.parametrize(
    ("plant", "where"),
    [
        (in_title, {"title"}),
        (in_subject, {"document"}),
        (as_metadata, {"document", "objects", "bytes"}),
        (as_attachment, {"document", "objects"}),
        (as_text, {"page", "text", "bytes"}),
        (behind_the_content, {"page", "bytes"}),
        (on_the_page, {"page", "bytes"}),
        (on_the_picture, {"page"}),
        (behind_the_picture, {"bytes"}),
        (as_picture, {"picture"}),
    ],
)
def test_what_is_planted_is_found(
    proved: tuple[Path, Proof], tmp_path: Path, plant: Plant, where: set[str]
) -> None:
    found = planted(proved, tmp_path, plant)
    assert where & found == where


def test_one_pixel_under_a_box_is_a_leak(tmp_path: Path) -> None:
    box = Box(page=1, left=0.2, top=0.2, right=0.8, bottom=0.4, label="个人隐私")
    picture = Image.new("RGB", (400, 400), (255, 255, 255))
    paint(picture, [box], dpi=72, typeface=papers.SANS)
    proof = Proof(boxes=[box], removed={1: ["甲"]}, dpi={1: 72}, typeface=papers.SANS)
    assert leaks_of(picture, tmp_path, proof) == ()
    picture.putpixel((100, 100), (90, 90, 90))
    assert leaks_of(picture, tmp_path, proof) == (Leak(where="picture", page=1),)


def leaks_of(picture: Image.Image, folder: Path, proof: Proof) -> tuple[Leak, ...]:
    pages = PicturePages(folder)
    pages.add(picture, width=400, height=400)
    pages.save(folder / "made.pdf", title="题")
    return prove(folder / "made.pdf", proof)


def test_pieces_are_words_and_long_numbers() -> None:
    pieces = pieces_of("张三，电话 139-1234-5678，of 2026")
    assert {"张三", "13912345678"} <= pieces
    assert not {"of", "2026", "电", "139"} & pieces


def test_a_number_is_looked_for_with_its_separators() -> None:
    forms = byte_forms(["110101199003070038"])
    assert {b"110101 19900307 0038", b"110101-19900307-0038"} <= forms
    assert b"110101199003070038".hex().encode() in forms
    assert {"欧阳㙓".encode(code) for code in ("utf-8", "utf-16-be", "gb18030")} <= byte_forms(
        ["欧阳㙓"]
    )


def test_a_mark_joins_no_letters_of_its_sides() -> None:
    page = RemainingPage(number=1, paragraphs=((Run(text="张"), withheld("隐私"), Run(text="三")),))
    assert still_elsewhere([page], {1: ["张三"]}) == ()
    whole = RemainingPage(number=2, paragraphs=((Run(text="张 三"),),))
    assert still_elsewhere([page, whole], {1: ["张三"]}) == (StillElsewhere(page=2, term="张三"),)


def test_pictures_are_kept_as_small_as_they_can_be(tmp_path: Path) -> None:
    black = Image.new("RGB", (800, 800), (255, 255, 255))
    black.paste((0, 0, 0), (100, 100, 300, 300))
    noise = Image.effect_noise((800, 800), 60).convert("RGB")
    grain = noise.getchannel(0)
    colours = Image.merge("RGB", (grain, grain.rotate(90), grain.rotate(180)))
    looks = []
    for picture in (black, noise, colours):
        pages = PicturePages(tmp_path)
        pages.add(picture, width=100, height=100)
        pages.save(tmp_path / "made.pdf", title="题")
        with pikepdf.open(tmp_path / "made.pdf") as pdf:
            image = pdf.pages[0].Resources.XObject.P
            looks.append((int(image.BitsPerComponent), str(image.ColorSpace), str(image.Filter)))
            assert pikepdf.PdfImage(image).as_pil_image().size == (800, 800)
    assert looks == [
        (1, "/DeviceGray", "/FlateDecode"),
        (8, "/DeviceGray", "/DCTDecode"),
        (8, "/DeviceRGB", "/DCTDecode"),
    ]


def test_black_and_white_stay_what_they_are(tmp_path: Path) -> None:
    picture = Image.new("RGB", (70, 50), (255, 255, 255))
    picture.paste((0, 0, 0), (10, 10, 33, 20))
    pages = PicturePages(tmp_path)
    pages.add(picture, width=70, height=50)
    pages.save(tmp_path / "made.pdf", title="题")
    with pikepdf.open(tmp_path / "made.pdf") as pdf:
        raw = pikepdf.PdfImage(pdf.pages[0].Resources.XObject.P).as_pil_image().convert("RGB")
    assert raw.tobytes() == picture.tobytes()
    assert BytesIO((tmp_path / "made.pdf").read_bytes()).read(5) == b"%PDF-"
