"""Files of every kind become papers: what is seen is in them, what is hidden is not."""

from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from tests.modules.release.redaction import office_papers, papers
from tests.modules.release.redaction.proofs import (
    assert_gone,
    difference_outside,
    picture_of,
    text_of,
)

from gongkai.letters.typesetting.fonts import SHIPPED_FOLDER, typefaces
from gongkai.release.inspection.bounds import CannotRead
from gongkai.release.redaction.converting import Converted, convert
from gongkai.release.redaction.producing import redact
from gongkai.release.redaction.searching import search
from gongkai.release.redaction.typesetting import Faces
from gongkai.release.rules.inspection import FileProblem
from gongkai.release.rules.remaining import withheld


@pytest.fixture(scope="module")
def faces() -> Faces:
    found = typefaces(None)
    return Faces(
        folders=(SHIPPED_FOLDER,),
        body=found.families["body"],
        heading=found.families["heading"],
        covered=found.covered,
    )


def converted(folder: Path, name: str, raw: bytes, faces: Faces) -> tuple[Path, Converted]:
    source, out = folder / name, folder / f"{name}.paper.pdf"
    source.write_bytes(raw)
    return out, convert(source, name, out, faces=faces)


def lines_of(path: Path) -> list[str]:
    return [line.strip() for line in text_of(path).splitlines() if line.strip()]


def test_a_docx_is_typeset_from_what_it_shows(tmp_path: Path, faces: Faces) -> None:
    paper, made = converted(tmp_path, "a.docx", office_papers.a_docx(), faces)
    assert len(made.sizes) == 1
    assert lines_of(paper) == [
        "补偿安置情况",
        f"一、 申请人{papers.NAME}，身份证号 {papers.IDENTITY_NUMBER}",
        f"二、 住址：{papers.ADDRESS}。{office_papers.INSERTED}",
        "户主及电话 面积",
        f"{papers.RARE_NAME} {papers.MOBILE} 88.5",
        "#let x = 1 *粗* $a$ \\ @x 12",
        "可以公开的结论。",
        "青林市房屋征收办公室",
        "1",
    ]
    assert_gone(paper, office_papers.HIDDEN.values())


def test_a_picture_in_a_docx_is_cut_as_it_is_shown(tmp_path: Path, faces: Faces) -> None:
    paper, _made = converted(tmp_path, "a.docx", office_papers.a_docx(), faces)
    with pikepdf.open(paper) as pdf:
        images = [one for one in pdf.objects if isinstance(one, pikepdf.Stream)]
        sizes = [(int(i.Width), int(i.Height)) for i in images if i.get("/Subtype") == "/Image"]
    # The right half, which is red, is not in the paper at all.
    assert sizes == [(200, 200)]


def test_an_xlsx_is_typeset_without_what_is_hidden(tmp_path: Path, faces: Faces) -> None:
    paper, _made = converted(tmp_path, "a.xlsx", office_papers.an_xlsx(), faces)
    assert lines_of(paper)[:5] == [
        "补偿明细",
        "青林市望湖路片区补偿明细表",
        "姓名 身份证号 金额 日期",
        f"{papers.NAME} {papers.IDENTITY_NUMBER} 1,234,567.50 2026年3月16日",
        f"{papers.RARE_NAME} {papers.MOBILE} 0.25 2026年3月17日",
    ]
    assert_gone(paper, office_papers.SHEET_HIDDEN)


def test_a_wide_sheet_lies_on_its_side_in_parts(tmp_path: Path, faces: Faces) -> None:
    paper, made = converted(tmp_path, "wide.xlsx", office_papers.an_xlsx(wide=True), faces)
    assert made.sizes[0][0] > made.sizes[0][1]
    said = text_of(paper)
    assert all(f"指标{number}" in said for number in range(6, 40))
    assert "（1/" in said


def test_a_long_table_runs_over_many_pages(tmp_path: Path, faces: Faces) -> None:
    paper, made = converted(tmp_path, "long.xlsx", office_papers.an_xlsx(rows=300), faces)
    assert 6 <= len(made.sizes) <= 12
    assert text_of(paper).count(papers.RARE_NAME) == 300


def test_an_ofd_has_its_words_where_they_stand(tmp_path: Path, faces: Faces) -> None:
    paper, made = converted(tmp_path, "a.ofd", office_papers.an_ofd(), faces)
    assert made.sizes[0] == pytest.approx((595.28, 841.89), abs=0.1)
    said = "".join(lines_of(paper)).replace(" ", "")
    assert said == f"关于征地补偿的批复申请人{papers.NAME}，电话{papers.MOBILE}。逐字排列"
    (hit,) = search(paper, terms=[papers.NAME]).hits
    # 30 mm and three letters of 5 mm from the left, 55 to 62 mm from the top.
    assert hit.boxes[0].left * 210 == pytest.approx(45, abs=1)
    assert 54 < hit.boxes[0].top * 297 < hit.boxes[0].bottom * 297 < 63


@pytest.mark.parametrize(
    ("name", "raw", "lines"),
    [
        (
            "a.txt",
            "第一行 #f(x)\n\n第三行　𠮷".encode("gb18030"),
            ["第一行 #f(x)", "第三行　〓", "1"],
        ),
        ("a.csv", '姓名,电话\n欧阳㙓,"1,2"\n'.encode(), ["姓名 电话", "欧阳㙓 1,2", "1"]),
    ],
    ids=["text", "table"],
)
def test_plain_files_are_typeset(
    tmp_path: Path, faces: Faces, name: str, raw: bytes, lines: list[str]
) -> None:
    paper, made = converted(tmp_path, name, raw, faces)
    assert lines_of(paper) == lines
    assert made.missing == (("U+20BB7",) if "〓" in lines[1] else ())


def a_picture(file_format: str, **options: object) -> bytes:
    picture = Image.new("RGB", (300, 150), (255, 255, 255))
    picture.paste((200, 0, 0), (0, 0, 150, 75))
    out = BytesIO()
    picture.save(out, file_format, **options)  # type: ignore[arg-type]
    return out.getvalue()


@pytest.mark.parametrize("file_format", ["PNG", "JPEG", "TIFF", "GIF", "WEBP"])
def test_a_picture_becomes_a_page_of_its_size(
    tmp_path: Path, faces: Faces, file_format: str
) -> None:
    name = f"a.{file_format.lower()}"
    paper, made = converted(tmp_path, name, a_picture(file_format), faces)
    assert made.sizes == ((144.0, 72.0),)
    picture = picture_of(paper)
    assert picture.getpixel((30, 15)) < 100 < 240 < picture.getpixel((100, 50))


def test_a_picture_is_turned_and_its_resolution_is_believed(tmp_path: Path, faces: Faces) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    raw = a_picture("JPEG", exif=exif, dpi=(100, 100))
    _paper, made = converted(tmp_path, "a.jpg", raw, faces)
    assert made.sizes[0] == pytest.approx((108, 216), abs=0.1)


def test_every_frame_is_a_page(tmp_path: Path, faces: Faces) -> None:
    frames = [Image.new("L", (200, 200), shade) for shade in (0, 100, 200)]
    out = BytesIO()
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:])
    paper, made = converted(tmp_path, "a.tif", out.getvalue(), faces)
    assert len(made.sizes) == 3
    shades = [picture_of(paper, page).getpixel((20, 20)) for page in (1, 2, 3)]
    assert shades == pytest.approx([0, 100, 200], abs=3)


def test_a_pdf_stays_as_it_is_without_what_is_hidden(tmp_path: Path, faces: Faces) -> None:
    raw = papers.changed(papers.a_letter(tmp_path), papers.Layered())
    paper, _made = converted(tmp_path, "a.pdf", raw, faces)
    assert difference_outside(tmp_path / "a.pdf", paper, ()) == 0
    assert papers.Layered.shown in text_of(paper)
    assert_gone(paper, [papers.Layered.hidden])


OFFICE: Mapping[str, tuple[bytes, tuple[str, ...]]] = {
    "a.docx": (office_papers.a_docx(), (papers.NAME, papers.IDENTITY_NUMBER, papers.MOBILE)),
    "a.xlsx": (office_papers.an_xlsx(), (papers.NAME, papers.IDENTITY_NUMBER, papers.MOBILE)),
    "a.ofd": (office_papers.an_ofd(), (papers.NAME, papers.MOBILE)),
}


@pytest.mark.parametrize("name", OFFICE)
def test_office_documents_are_redacted_as_papers(tmp_path: Path, faces: Faces, name: str) -> None:
    raw, secrets = OFFICE[name]
    paper, _made = converted(tmp_path, name, raw, faces)
    found = search(paper, terms=[*secrets, papers.RARE_NAME]).hits
    boxes = [replace(box, label="个人隐私") for hit in found for box in hit.boxes]
    redacted = tmp_path / "out.pdf"
    made = redact(paper, boxes, redacted, title=name, typeface=papers.SANS)
    assert_gone(redacted, [*secrets, papers.RARE_NAME])
    assert difference_outside(paper, redacted, boxes) < 0.6
    said = made.remaining[0].text
    assert withheld("个人隐私").text in said
    assert not [secret for secret in (*secrets, papers.RARE_NAME) if secret in said]


@pytest.mark.parametrize(
    ("name", "raw", "problem"),
    [
        ("a.pdf", b"%PDF-1.7\nnothing", FileProblem.BROKEN),
        ("a.png", a_picture("PNG")[:60], FileProblem.BROKEN),
        ("a.docx", b"no package", FileProblem.NOT_WHAT_IT_SAYS),
        ("a.txt", b"", FileProblem.EMPTY),
        (
            "a.docx",
            office_papers.a_docx(
                more={"word/styles.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><styles>&a;</styles>'}
            ),
            FileProblem.HOLDS_ENTITIES,
        ),
    ],
    ids=["pdf", "picture", "office", "empty", "entities"],
)
def test_what_cannot_be_converted_says_why(
    tmp_path: Path, faces: Faces, name: str, raw: bytes, problem: FileProblem
) -> None:
    with pytest.raises(CannotRead) as refused:
        converted(tmp_path, name, raw, faces)
    assert refused.value.problem is problem


def test_a_locked_pdf_says_so_and_one_that_opens_is_unlocked(tmp_path: Path, faces: Faces) -> None:
    for password, problem in (("secret", FileProblem.LOCKED), ("", None)):
        out = BytesIO()
        with pikepdf.open(BytesIO(papers.a_letter(tmp_path))) as pdf:
            pdf.save(out, encryption=pikepdf.Encryption(owner="owner", user=password))
        if problem:
            with pytest.raises(CannotRead, match=problem.value):
                converted(tmp_path, "a.pdf", out.getvalue(), faces)
        else:
            paper, _made = converted(tmp_path, "a.pdf", out.getvalue(), faces)
            with pikepdf.open(paper) as opened:
                assert not opened.is_encrypted
