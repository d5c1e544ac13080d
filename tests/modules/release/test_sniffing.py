"""What a file is: its bytes decide, and its name must fit them."""

from pathlib import Path

import pytest
from tests.modules.release.corpus.building import Docx, Ofd, Xlsx, pack, png

from gongkai.release.inspection.sniffing import ENDINGS, encoding_of, kind_of
from gongkai.release.rules.inspection import FileKind, FileProblem

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PROGRAM = b"MZ\x90\x00" + bytes(60)
RIGHT: dict[str, bytes] = {
    "a.pdf": PDF,
    "通知.PDF": b"\xef\xbb\xbf" + PDF,
    "a.png": png(),
    "a.jpg": b"\xff\xd8\xff\xe0" + bytes(20),
    "a.jpeg": b"\xff\xd8\xff\xe1" + bytes(20),
    "a.tif": b"II*\x00" + bytes(20),
    "a.tiff": b"MM\x00*" + bytes(20),
    "a.gif": b"GIF89a" + bytes(20),
    "a.webp": b"RIFF\x00\x00\x00\x00WEBP" + bytes(20),
    "a.docx": Docx().content(),
    "a.xlsx": Xlsx().content(),
    "a.ofd": Ofd().content(),
    "a.zip": pack({"a.txt": "1"}),
    "a.txt": "云台水库\n".encode(),
    "b.txt": "云台水库".encode("gb18030"),
    "c.txt": "云台水库".encode("utf-16"),
    "a.csv": "编号,水库\n".encode("gb18030"),
}


def kind(folder: Path, name: str, content: bytes) -> FileKind | FileProblem:
    """Return what a file with this name and content is."""
    path = folder / "file"
    path.write_bytes(content)
    return kind_of(path, name)


@pytest.mark.parametrize("name", RIGHT)
def test_each_kind_is_told_by_its_content(name: str, tmp_path: Path) -> None:
    assert kind(tmp_path, name, RIGHT[name]) is ENDINGS[name.rpartition(".")[2].lower()]


def test_every_ending_is_shown_above() -> None:
    assert {name.rpartition(".")[2].lower() for name in RIGHT} == set(ENDINGS)


@pytest.mark.parametrize("name", RIGHT)
def test_the_wrong_ending_is_told(name: str, tmp_path: Path) -> None:
    own = ENDINGS[name.rpartition(".")[2].lower()]
    plain = {FileKind.TEXT, FileKind.CSV}
    for ending, kind_of_ending in ENDINGS.items():
        if kind_of_ending is own or {kind_of_ending, own} <= plain:
            continue
        assert kind(tmp_path, f"a.{ending}", RIGHT[name]) is FileProblem.NOT_WHAT_IT_SAYS


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("notice.exe.pdf", PDF, FileProblem.PROGRAM),
        ("a.exe", PROGRAM, FileProblem.PROGRAM),
        ("a.dat", PROGRAM, FileProblem.PROGRAM),
        ("a.pdf", PROGRAM, FileProblem.NOT_WHAT_IT_SAYS),
        ("a.txt", PROGRAM, FileProblem.NOT_WHAT_IT_SAYS),
        ("a\0.pdf", PDF, FileProblem.UNREADABLE_NAME),
        ("", PDF, FileProblem.NO_NAME),
        ("a.pdf", b"", FileProblem.EMPTY),
        ("a.doc", COMPOUND + bytes(60), FileProblem.KIND_NOT_TAKEN),
        ("a.wps", COMPOUND + bytes(60), FileProblem.KIND_NOT_TAKEN),
        ("a.docx", COMPOUND + bytes(60), FileProblem.NOT_WHAT_IT_SAYS),
        ("a.docx", COMPOUND + "EncryptedPackage".encode("utf-16-le"), FileProblem.LOCKED),
        ("a.rtf", b"{\\rtf1 a}", FileProblem.KIND_NOT_TAKEN),
        ("a.txt", b"{\\rtf1 a}", FileProblem.NOT_WHAT_IT_SAYS),
        ("a.rar", b"Rar!\x1a\x07\x00", FileProblem.KIND_NOT_TAKEN),
        ("a.pptx", pack({"ppt/presentation.xml": "<p/>"}), FileProblem.KIND_NOT_TAKEN),
        ("a.odt", pack({"mimetype": "application/vnd"}), FileProblem.KIND_NOT_TAKEN),
        ("a.zip", pack({"mimetype": "application/vnd"}), FileProblem.NOT_WHAT_IT_SAYS),
        ("pdf", PDF, FileProblem.KIND_NOT_TAKEN),
        ("a.md", "# 标题".encode(), FileProblem.KIND_NOT_TAKEN),
        ("a.txt", b"<html><script>", FileProblem.NOT_WHAT_IT_SAYS),
        ("a.txt", b" <?xml version='1.0'?><svg/>", FileProblem.NOT_WHAT_IT_SAYS),
        ("a.txt", b"\x00\x01", FileProblem.NOT_WHAT_IT_SAYS),
        ("a.txt", b"\x81", FileProblem.NOT_WHAT_IT_SAYS),
        ("a.bin", b"\x00\x01", FileProblem.KIND_NOT_TAKEN),
        ("a.docx", b"PK\x03\x04" + bytes(40), FileProblem.BROKEN),
        ("a.pdf", b"\n" * 2000 + PDF, FileProblem.NOT_WHAT_IT_SAYS),
    ],
)
def test_what_is_not_taken_and_why(
    name: str, content: bytes, problem: FileProblem, tmp_path: Path
) -> None:
    assert kind(tmp_path, name, content) is problem


@pytest.mark.parametrize("name", ["a.pdf", "a.png", "a.jpg", "a.gif", "a.webp"])
def test_a_file_with_an_archive_behind_it_has_two_natures(name: str, tmp_path: Path) -> None:
    both = RIGHT[name] + pack({"a.txt": "1"})
    assert kind(tmp_path, name, both) is FileProblem.NOT_WHAT_IT_SAYS
    assert kind(tmp_path, "a.zip", both) is FileProblem.NOT_WHAT_IT_SAYS


def test_an_archive_that_begins_like_a_pdf_has_two_natures(tmp_path: Path) -> None:
    stored = b"PK\x03\x04" + pack({"%PDF-1.7": "1"})[4:]
    assert kind(tmp_path, "a.zip", stored) is FileProblem.NOT_WHAT_IT_SAYS


def test_a_pdf_may_carry_an_archive_inside(tmp_path: Path) -> None:
    attached = PDF + b"stream\n" + pack({"a.txt": "1"}) + b"\nendstream\ntrailer\n%%EOF\n"
    assert kind(tmp_path, "a.pdf", attached) is FileKind.PDF


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("云台㛃".encode(), "utf-8-sig"),
        (b"\xef\xbb\xbfabc", "utf-8-sig"),
        ("云台㛃".encode("gb18030"), "gb18030"),
        ("云台".encode("utf-16"), "utf-16"),
        (b"\xff\xfea", None),
        (b"a\x00b", None),
        (b"\xff", None),
    ],
)
def test_texts_are_read_in_the_encodings_that_offices_use(
    content: bytes, encoding: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "text"
    path.write_bytes(content)
    assert encoding_of(path) == encoding
