"""Clean copies show the same and hide nothing, as the inspection itself finds."""

import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from openpyxl import Workbook, load_workbook
from PIL import Image
from tests.modules.release.redaction import office_papers, papers
from tests.modules.release.redaction.proofs import assert_gone, difference_outside, text_of

from gongkai.release.inspection.bounds import CannotRead
from gongkai.release.inspection.task import inspect_file
from gongkai.release.redaction.cleaning import clean
from gongkai.release.rules.findings import BY_EYE, PERSONAL, FindingKind
from gongkai.release.rules.inspection import FileProblem

K = FindingKind


def cleaned(folder: Path, name: str, raw: bytes) -> tuple[Path, frozenset[FindingKind]]:
    source, out = folder / name, folder / f"clean-{name}"
    source.write_bytes(raw)
    _kind, removed = clean(source, name, out)
    return out, removed


def hidden_in(path: Path, name: str) -> set[FindingKind]:
    inspection = inspect_file(path, name)
    assert inspection.problem is None
    return {one.kind for one in inspection.findings} - PERSONAL - BY_EYE


def all_parts(path: Path) -> bytes:
    with zipfile.ZipFile(path) as package:
        return b"".join(package.read(name) for name in package.namelist())


def test_a_docx_is_copied_with_its_changes_accepted(tmp_path: Path) -> None:
    out, removed = cleaned(tmp_path, "a.docx", office_papers.a_docx())
    assert removed == {
        K.COMMENT,
        K.TRACKED_CHANGE,
        K.HIDDEN_TEXT,
        K.PROPERTIES,
        K.CUT_PICTURE,
    }
    assert hidden_in(tmp_path / "a.docx", "a.docx") >= removed
    assert hidden_in(out, "a.docx") == set()
    said = all_parts(out)
    assert not [word for word in list(office_papers.HIDDEN.values())[:4] if word.encode() in said]
    assert b"rsid" not in said
    for word in (papers.NAME, office_papers.INSERTED, papers.ADDRESS, "青林市房屋征收办公室"):
        assert word.encode() in said


def test_deleted_rows_and_paragraphs_are_gone(tmp_path: Path) -> None:
    change = 'w:id="1" w:author="甲" w:date="2026-03-01T00:00:00Z"'
    body = (
        "<w:p><w:r><w:t>留下的段落</w:t></w:r></w:p>"
        f"<w:p><w:pPr><w:rPr><w:del {change}/></w:rPr></w:pPr><w:del {change}><w:r>"
        "<w:delText>删去的段落</w:delText></w:r></w:del></w:p>"
        "<w:tbl><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:p><w:r><w:t>留下的行</w:t></w:r>"
        f"</w:p></w:tc></w:tr><w:tr><w:trPr><w:del {change}/></w:trPr><w:tc><w:p><w:r>"
        "<w:t>删去的行</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    out, removed = cleaned(tmp_path, "a.docx", office_papers.a_docx(body=body))
    assert K.TRACKED_CHANGE in removed
    said = all_parts(out).decode("utf-8", "ignore")
    assert "留下的段落" in said
    assert "留下的行" in said
    assert "删去" not in said
    with zipfile.ZipFile(out) as package:
        assert package.read("word/document.xml").count(b"<w:p>") == 2


def test_the_copy_of_a_docx_opens_again_and_holds_together(tmp_path: Path) -> None:
    out, _removed = cleaned(tmp_path, "a.docx", office_papers.a_docx())
    again, removed = cleaned(tmp_path, "b.docx", out.read_bytes())
    assert removed == frozenset()
    with zipfile.ZipFile(again) as package:
        names = set(package.namelist())
        relations = package.read("word/_rels/document.xml.rels").decode()
    assert "word/comments.xml" not in names
    assert relations.count("<Relationship ") == 4


def test_an_xlsx_is_made_anew_of_what_it_shows(tmp_path: Path) -> None:
    out, removed = cleaned(tmp_path, "a.xlsx", office_papers.an_xlsx())
    assert removed == {
        K.HIDDEN_SHEET,
        K.HIDDEN_ROW,
        K.HIDDEN_COLUMN,
        K.COMMENT,
        K.PROPERTIES,
    }
    assert hidden_in(out, "a.xlsx") == set()
    assert not [word for word in office_papers.SHEET_HIDDEN if word.encode() in all_parts(out)]
    book = load_workbook(out)
    assert book.sheetnames == ["补偿明细"]
    rows = [
        [cell.value for cell in row] for row in book["补偿明细"].iter_rows(min_row=2, max_row=4)
    ]
    assert rows == [
        ["姓名", "身份证号", "金额", "日期"],
        [papers.NAME, papers.IDENTITY_NUMBER, 1234567.5, datetime(2026, 3, 16)],  # noqa: DTZ001
        [papers.RARE_NAME, papers.MOBILE, 0.25, datetime(2026, 3, 17)],  # noqa: DTZ001
    ]
    assert book["补偿明细"]["C3"].number_format == "#,##0.00"
    assert [str(merged) for merged in book["补偿明细"].merged_cells.ranges] == ["A1:D1"]


def test_values_that_a_format_hides_are_gone_and_texts_stay_texts(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet["A1"], sheet["A2"] = 778899, "看得见"
    sheet["A1"].number_format = ";;;"
    sheet["A3"].value, sheet["A3"].data_type = "=1+1", "s"
    raw = BytesIO()
    book.save(raw)
    out, removed = cleaned(tmp_path, "a.xlsx", raw.getvalue())
    assert K.HIDDEN_TEXT in removed
    assert b"778899" not in all_parts(out)
    copied = load_workbook(out).active
    assert (copied["A3"].value, copied["A3"].data_type) == ("=1+1", "s")


def test_the_same_workbook_gives_the_same_bytes(tmp_path: Path) -> None:
    raw = office_papers.an_xlsx()
    first, _removed = cleaned(tmp_path, "a.xlsx", raw)
    second, _removed = cleaned(tmp_path, "b.xlsx", raw)
    assert first.read_bytes() == second.read_bytes()


def test_a_pdf_keeps_its_text_and_nothing_beside_it(tmp_path: Path) -> None:
    raw = papers.changed(papers.changed(papers.a_letter(tmp_path), papers.Layered()), papers.Form())
    with pikepdf.open(BytesIO(raw)) as pdf:
        pdf.docinfo["/Author"] = "作者甲"
        pdf.attachments["附件.txt"] = "附件的话ATTACHED".encode()
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.save(tmp_path / "more.pdf")
    out, removed = cleaned(tmp_path, "a.pdf", (tmp_path / "more.pdf").read_bytes())
    assert removed == {
        K.PROPERTIES,
        K.EMBEDDED_FILE,
        K.ACTIVE_CONTENT,
        K.LAYER,
        K.FORM_DATA,
        K.COMMENT,
    }
    assert hidden_in(out, "a.pdf") == set()
    said = text_of(out)
    for word in (papers.NAME, papers.Layered.shown, papers.Form.value, papers.Form.note):
        assert word in said
    gone = ["作者甲", papers.Layered.hidden, papers.Form.hidden, "附件的话ATTACHED"]
    assert_gone(out, gone)
    assert difference_outside(tmp_path / "a.pdf", out, ()) < 0.6


def test_earlier_states_of_a_pdf_are_gone(tmp_path: Path) -> None:
    raw = papers.a_letter(tmp_path)
    state = b"\n%% old\nxref\n0 0\ntrailer\n<< >>\nstartxref\n"
    at = raw.rindex(b"startxref")
    offset = raw[at:].split()[1]
    doubled = raw + state.replace(b"xref\n0 0\ntrailer\n<< >>\n", b"") + offset + b"\n%%EOF\n"
    out, removed = cleaned(tmp_path, "a.pdf", doubled)
    assert K.EARLIER_STATE in removed
    assert out.read_bytes().count(b"startxref") == 1


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "TIFF", "WEBP", "GIF"])
def test_a_picture_forgets_its_camera_and_stays_turned(tmp_path: Path, file_format: str) -> None:
    picture = Image.new("RGB", (80, 40), (255, 255, 255))
    picture.paste((0, 0, 0), (0, 0, 40, 40))
    exif = Image.Exif()
    exif[0x0110], exif[0x0112] = "CAMERA7788", 6
    raw = BytesIO()
    more = {"comment": b"CAMERA7788"} if file_format == "GIF" else {"exif": exif}
    picture.save(raw, file_format, **more)  # type: ignore[arg-type]
    name = f"a.{file_format.lower()}"
    out, removed = cleaned(tmp_path, name, raw.getvalue())
    assert removed == {K.PICTURE_DATA}
    assert b"CAMERA" not in out.read_bytes()
    assert hidden_in(out, name) == set()
    with Image.open(out) as opened:
        assert opened.format == file_format
        assert opened.size == ((80, 40) if file_format == "GIF" else (40, 80))


def test_what_is_behind_transparency_is_gone(tmp_path: Path) -> None:
    picture = Image.new("RGBA", (20, 20), (255, 0, 0, 0))
    raw = BytesIO()
    picture.save(raw, "PNG")
    out, removed = cleaned(tmp_path, "a.png", raw.getvalue())
    with Image.open(out) as opened:
        assert opened.convert("RGB").getextrema() == ((255, 255),) * 3
    assert removed == frozenset()


def test_a_text_is_composed_and_seen(tmp_path: Path) -> None:
    raw = "e\u0301 \u200b甲\u202e乙\tx\r\n".encode()
    out, removed = cleaned(tmp_path, "a.txt", raw)
    assert out.read_bytes() == "é 甲乙\tx\n".encode()
    assert removed == {K.HIDDEN_TEXT}


def test_an_archive_is_not_cleaned(tmp_path: Path) -> None:
    raw = BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("a.txt", "甲")
    with pytest.raises(CannotRead, match=FileProblem.KIND_NOT_TAKEN.value):
        cleaned(tmp_path, "a.zip", raw.getvalue())
