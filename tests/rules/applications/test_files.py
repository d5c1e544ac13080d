"""Files that people send: told by what is in them, with names that stay, bombs left closed."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from gongkai.applications.rules import files as rules
from gongkai.applications.rules.files import (
    LARGEST_FILE,
    LARGEST_TOGETHER,
    MEDIA_TYPES,
    FileCheck,
    check_file,
)
from gongkai.release.rules.inspection import FileProblem
from gongkai.release.rules.names import ending_of


def package(parts: dict[str, str | bytes]) -> bytes:
    """Return a ZIP package with these parts."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            # A fixed moment: the names of tests hold the bytes, and two processes must agree.
            packed.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def docx(body: str = "<w:p><w:r><w:t>通知</w:t></w:r></w:p>", **more: str | bytes) -> bytes:
    """Return a document of the shape that word processors write."""
    document = f'<w:document xmlns:w="w"><w:body>{body}</w:body></w:document>'
    return package({"[Content_Types].xml": "<Types/>", "word/document.xml": document, **more})


def xlsx(*cells: object) -> bytes:
    """Return a workbook with these cells below one another."""
    stream, book = BytesIO(), Workbook()
    sheet = book.active
    assert sheet is not None
    for row, value in enumerate(cells, start=1):
        sheet.cell(row, 1).value = value
    book.save(stream)
    return stream.getvalue()


def ofd(text: str = "通知") -> bytes:
    """Return a page of OFD (GB/T 33190)."""
    page = f'<ofd:Page><ofd:TextCode X="1">{text}</ofd:TextCode></ofd:Page>'
    return package({"OFD.xml": "<ofd:OFD/>", "Doc_0/Pages/Page_0/Content.xml": page})


PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(20)
JPEG = b"\xff\xd8\xff\xe1\x00\x10Exif\x00" + bytes(20)
TEXT = "云台水库\n".encode()
RIGHT: dict[str, bytes] = {
    "a.pdf": PDF,
    "a.PDF": PDF,
    "a.png": PNG,
    "a.jpg": JPEG,
    "a.jpeg": JPEG,
    "a.docx": docx(),
    "a.xlsx": xlsx("编号", 1),
    "a.ofd": ofd(),
    "a.txt": TEXT,
    "b.txt": "云台水库".encode("gb18030"),
    "c.txt": "云台水库".encode("utf-16"),
}


@pytest.mark.parametrize("name", RIGHT)
def test_what_may_come_in(name: str) -> None:
    media_type = MEDIA_TYPES[name.rpartition(".")[2].lower()]
    assert check_file(name, RIGHT[name]) == FileCheck(name, media_type)


def test_every_kind_that_may_come_in_is_shown_above() -> None:
    assert {ending_of(name) for name in RIGHT} == set(MEDIA_TYPES)


@pytest.mark.parametrize("name", ["a.pdf", "a.png", "a.jpg", "a.docx", "a.xlsx", "a.ofd", "a.txt"])
def test_the_content_decides_and_not_the_name(name: str) -> None:
    others = {ending_of(one): content for one, content in RIGHT.items() if one.startswith("a")}
    own = {"jpg", "jpeg"} if name == "a.jpg" else {ending_of(name)}
    for ending, content in others.items():
        if ending not in own:
            assert check_file(name, content).problem is FileProblem.NOT_WHAT_IT_SAYS, ending


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("", PDF, FileProblem.NO_NAME),
        (" . ", PDF, FileProblem.NO_NAME),
        ("a\0.pdf", PDF, FileProblem.UNREADABLE_NAME),
        ("a.pdf", b"", FileProblem.EMPTY),
        ("pdf", PDF, FileProblem.KIND_NOT_TAKEN),
        (".pdf", PDF, FileProblem.KIND_NOT_TAKEN),
        ("a.zip", package({"a.txt": "1"}), FileProblem.KIND_NOT_TAKEN),
        ("a.exe", b"MZ" + bytes(60), FileProblem.PROGRAM),
        ("a.exe.pdf", PDF, FileProblem.PROGRAM),
        ("a.pdf.EXE", PDF, FileProblem.PROGRAM),
        ("a.js .txt", TEXT, FileProblem.PROGRAM),
        ("a.svg", b"<svg/>", FileProblem.PROGRAM),
        ("a.pdf", b"MZ\x90\x00" + bytes(60), FileProblem.NOT_WHAT_IT_SAYS),
        ("a.txt", b"MZ\x90\x00" + bytes(60), FileProblem.NOT_WHAT_IT_SAYS),
        ("a.txt", b"\x00\x01", FileProblem.NOT_WHAT_IT_SAYS),
        ("a.txt", b"\x81", FileProblem.NOT_WHAT_IT_SAYS),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileProblem.NOT_WHAT_IT_SAYS),
        ("a.docx", docx()[:60], FileProblem.BROKEN),
        ("a.docx", docx(**{"word/vbaProject.bin": b"1"}), FileProblem.HOLDS_MACROS),
        ("a.docx", docx(**{"word/embeddings/run.exe": b"1"}), FileProblem.HOLDS_MACROS),
    ],
)
def test_what_may_not_and_why(name: str, content: bytes, problem: FileProblem) -> None:
    found = check_file(name, content)
    assert (found.problem, found.media_type) == (problem, "")


def test_a_file_may_be_as_large_as_the_limit_and_no_larger() -> None:
    filled = PDF + bytes(LARGEST_FILE - len(PDF))
    assert check_file("a.pdf", filled).problem is None
    assert check_file("a.pdf", filled + b"1").problem is FileProblem.TOO_LARGE


def test_all_files_together_fit_in_what_the_server_takes() -> None:
    room_for_fields = 1_000_000
    assert LARGEST_FILE < LARGEST_TOGETHER <= 64 * 1024 * 1024 - room_for_fields


def test_a_bomb_is_told_without_opening_it() -> None:
    bomb = docx(**{"word/media.xml": bytes(30_000_000)})
    assert len(bomb) < 100_000
    assert check_file("a.docx", bomb).problem is FileProblem.UNPACKS_TOO_LARGE


def test_many_parts_and_much_to_unpack_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    content = docx(**{f"word/part{number}.xml": "<x/>" for number in range(20)})
    assert check_file("a.docx", content).problem is None
    with monkeypatch.context() as lower:
        lower.setattr(rules, "MOST_PARTS", 20)
        assert check_file("a.docx", content).problem is FileProblem.UNPACKS_TOO_LARGE
    monkeypatch.setattr(rules, "LARGEST_UNPACKED", 100)
    assert check_file("a.docx", content).problem is FileProblem.UNPACKS_TOO_LARGE


def test_a_locked_package_is_refused_because_nobody_can_review_it() -> None:
    content = bytearray(docx())
    # Bit 0 of the flags in the first header of the directory says that the part is encrypted.
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert check_file("a.docx", bytes(content)).problem is FileProblem.LOCKED


@given(st.data(), st.sampled_from(["a.docx", "a.xlsx", "a.ofd"]))
def test_a_damaged_package_is_refused_or_read_and_never_raises(
    data: st.DataObject, name: str
) -> None:
    content = bytearray(RIGHT[name])
    places = st.integers(0, len(content) - 1)
    for place, value in data.draw(
        st.lists(st.tuples(places, st.integers(0, 255)), min_size=1, max_size=30)
    ):
        content[place] = value
    cut = bytes(content[: data.draw(st.integers(4, len(content)))])
    checked = check_file(name, cut)
    assert checked.problem is not None or checked.media_type == MEDIA_TYPES[ending_of(name)]


@given(st.binary(max_size=300), st.sampled_from(sorted(MEDIA_TYPES)))
def test_any_bytes_get_an_answer(content: bytes, ending: str) -> None:
    checked = check_file(f"a.{ending}", content)
    assert (checked.problem is None) == bool(checked.media_type)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_taken_in_the_encodings_that_offices_use(encoding: str) -> None:
    assert check_file("a.txt", "云台㛃".encode(encoding)).problem is None


def test_half_a_character_is_no_text() -> None:
    assert check_file("a.txt", b"\xff\xfea").problem is FileProblem.NOT_WHAT_IT_SAYS
