"""Files that are meant to do harm: each gets a clear answer, and nothing else happens."""

import posixpath
import struct
import time
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs
from tests.modules.release.corpus.building import (
    NUMBER,
    Docx,
    Link,
    Ofd,
    Sheet,
    Xlsx,
    line,
    pack,
    paragraph,
    png,
)

from gongkai.release.apart import Limits
from gongkai.release.inspecting import inspect_apart
from gongkai.release.inspection import bounds, gathering
from gongkai.release.inspection.answers import answer_of, inspection_from
from gongkai.release.inspection.task import do_task, inspect_file
from gongkai.release.rules.findings import MOST_FINDINGS, FindingKind
from gongkai.release.rules.inspection import FileKind, FileProblem, Inspection

_BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;&b;</x>'
_OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
_OUTSIDE_TYPE = '<!DOCTYPE x SYSTEM "http://example.org/a.dtd"><x/>'
ENTITIES = {"bomb": _BOMB, "outside": _OUTSIDE, "outside-type": _OUTSIDE_TYPE}


def looked_at(folder: Path, name: str, content: bytes) -> Inspection:
    """Return what is said of a file."""
    path = folder / "file"
    path.write_bytes(content)
    return inspect_file(path, name)


def overlapping(times: int, size: int) -> bytes:
    """Return an archive whose directory names one packed stream many times over."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(bytes(size)) + packer.flush()
    crc = zlib.crc32(bytes(size))

    def head(name: bytes) -> bytes:
        return struct.pack("<5H3L2H", 20, 0, 8, 0, 0, crc, len(packed), size, len(name), 0)

    local = b"PK\x03\x04" + head(b"aaaa") + b"aaaa" + packed
    entry = b"PK\x01\x02" + struct.pack("<H", 20) + head(b"aaaa") + bytes(14) + b"aaaa"
    directory = entry * times
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, times, times, len(directory), len(local), 0)
    return local + directory + end


def nested(depth: int) -> bytes:
    """Return an archive with archives inside one another; one alone has the depth 1."""
    content: bytes = pack({"a.txt": "1"})
    for _ in range(depth - 1):
        content = pack({"a.zip": content})
    return content


@pytest.mark.parametrize("name", ["a.zip", "a.docx"])
def test_a_flat_bomb_is_left_closed(name: str, tmp_path: Path) -> None:
    content = pack({"word/document.xml" if name == "a.docx" else "a": bytes(30_000_000)})
    assert len(content) < 100_000
    assert looked_at(tmp_path, name, content).problem is FileProblem.UNPACKS_TOO_LARGE


def test_a_bomb_of_one_stream_named_many_times_is_left_closed(tmp_path: Path) -> None:
    assert looked_at(tmp_path, "a.zip", overlapping(2_000, 900_000)).problem in (
        FileProblem.BROKEN,
        FileProblem.UNPACKS_TOO_LARGE,
    )


def test_a_bomb_that_lies_about_its_size_stops_at_what_it_said(tmp_path: Path) -> None:
    content = bytearray(pack({"a.txt": bytes(30_000_000)}))
    at = content.index(b"PK\x01\x02") + 24
    content[at : at + 4] = struct.pack("<L", 10)
    assert looked_at(tmp_path, "a.zip", bytes(content)).problem is FileProblem.BROKEN


def test_archives_inside_one_another_end_at_the_second(tmp_path: Path) -> None:
    assert looked_at(tmp_path, "a.zip", nested(2)).problem is None
    for depth in (3, 30):
        found = looked_at(tmp_path, "a.zip", nested(depth))
        assert found.problem is FileProblem.NESTED_TOO_DEEP


def test_documents_inside_one_another_end_too(tmp_path: Path) -> None:
    content = Docx().content()
    for _ in range(12):
        content = Docx(
            parts={"word/embeddings/a.docx": content},
            links=[Link(id="rIdX", kind="package", target="embeddings/a.docx")],
        ).content()
    assert looked_at(tmp_path, "a.docx", content).problem is FileProblem.NESTED_TOO_DEEP


def test_all_that_is_packed_inside_counts_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = pack({"a.txt": "云" * 1_000})
    content = pack({f"{number}.zip": inner for number in range(20)})
    assert looked_at(tmp_path, "a.zip", content).problem is None
    monkeypatch.setattr(bounds.Budget.__init__, "__defaults__", (20_000,))
    assert looked_at(tmp_path, "a.zip", content).problem is FileProblem.UNPACKS_TOO_LARGE


@pytest.mark.parametrize("xml", ENTITIES.values(), ids=ENTITIES)
@pytest.mark.parametrize("place", ["main", "other", "inside", "wide"])
@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.ofd"])
def test_xml_with_entities_is_refused(name: str, place: str, xml: str, tmp_path: Path) -> None:
    content = _with_xml(name, place, xml)
    sent = "a.zip" if place == "inside" else name
    assert looked_at(tmp_path, sent, content).problem is FileProblem.HOLDS_ENTITIES


def _with_xml(name: str, place: str, xml: str) -> bytes:
    parts: dict[str, str | bytes] = {
        "a.docx": {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:document/>"},
        "a.xlsx": {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"},
        "a.ofd": {"OFD.xml": "<OFD/>"},
    }[name]
    main = list(parts)[-1]
    if place == "other":
        root = '<Relationships><Relationship Id="r" Type="x/{}" Target="{}"/></Relationships>'
        parts["_rels/.rels"] = root.format("officeDocument", main)
        folder, file = posixpath.split(main)
        rels = posixpath.join(folder, "_rels", f"{file}.rels")
        parts[rels] = root.format("comments", "c.xml")
        parts[posixpath.join(folder, "c.xml")] = xml
    else:
        parts[main] = xml.encode("utf-16") if place == "wide" else xml
    content = pack(parts)
    return pack({name: content}) if place == "inside" else content


@pytest.mark.parametrize(
    "xml",
    ["<a>" * 100_000, "<a>" * 900 + "</a>" * 900, "<a " + "b='1' " * 3 + "/>", "\0", "<a/>x" * 9],
    ids=["deep", "allowed", "twice", "nul", "several-roots"],
)
def test_xml_that_is_none_is_a_problem_and_no_error(xml: str, tmp_path: Path) -> None:
    content = pack({"[Content_Types].xml": "<Types/>", "word/document.xml": xml})
    found = looked_at(tmp_path, "a.docx", content)
    expected = None if xml.startswith("<a>") and "</a>" in xml else FileProblem.BROKEN
    assert found.problem is expected


@pytest.mark.parametrize(
    ("part", "problem"),
    [
        ("word/vbaProject.bin", FileProblem.HOLDS_MACROS),
        ("word/embeddings/run.exe", FileProblem.HOLDS_MACROS),
        ("xl/macrosheets/sheet1.xml", FileProblem.HOLDS_MACROS),
    ],
)
def test_macros_and_programs_inside_are_refused(
    part: str, problem: FileProblem, tmp_path: Path
) -> None:
    for content, name in ((Docx(parts={part: b"1"}).content(), "a.docx"),
                          (Xlsx(parts={part: b"1"}).content(), "a.xlsx")):  # fmt: skip
        assert looked_at(tmp_path, name, content).problem is problem
        assert looked_at(tmp_path, "a.zip", pack({name: content})).problem is problem


@pytest.mark.parametrize(
    ("member", "content", "problem"),
    [
        ("run.exe", b"1", FileProblem.PROGRAM),
        ("a.pdf.scr", b"%PDF-1.7", FileProblem.PROGRAM),
        ("run.dat", b"MZ\x90\x00" + bytes(60), FileProblem.PROGRAM),
    ],
)
def test_an_archive_with_a_program_is_refused(
    member: str, content: bytes, problem: FileProblem, tmp_path: Path
) -> None:
    assert looked_at(tmp_path, "a.zip", pack({member: content})).problem is problem


def test_names_with_a_nul_and_long_chinese_names(tmp_path: Path) -> None:
    text = "云台水库".encode()
    assert looked_at(tmp_path, "a\0.txt", text).problem is FileProblem.UNREADABLE_NAME
    assert looked_at(tmp_path, "云" * 196 + ".txt", text).kind is FileKind.TEXT
    assert looked_at(tmp_path, "云" * 400 + ".txt", text).kind is FileKind.TEXT
    member = "云" * 200 + ".txt"
    assert looked_at(tmp_path, "a.zip", pack({member: text})).members[0].name == member


SAMPLES: dict[str, bytes] = {
    "a.docx": Docx(
        body=paragraph(NUMBER, "<w:vanish/>"),
        parts={"word/media/image1.png": png()},
        links=[Link(id="rIdX", kind="image", target="media/image1.png")],
    ).content(),
    "a.xlsx": Xlsx(sheets=[Sheet(rows=[["姓名"], ["王芳"], [NUMBER]], state="hidden")]).content(),
    "a.ofd": Ofd(pages=[line(NUMBER, 40, 'Visible="false"')]).content(),
    "a.zip": pack({"a.txt": NUMBER, "b.docx": Docx().content()}),
    "a.png": png(),
    "a.txt": f"身份证号：{NUMBER}".encode(),
    "a.csv": f"姓名,证件\n王芳,{NUMBER}\n".encode("gb18030"),
}
_PARTS = {
    "a.docx": ("word/document.xml", Docx(body=paragraph(NUMBER, "<w:vanish/>"))),
    "a.xlsx": ("xl/worksheets/sheet1.xml", Xlsx(sheets=[Sheet(rows=[[NUMBER, 1]])])),
    "a.ofd": ("Doc_0/Pages/Page_0/Content.xml", Ofd(pages=[line(NUMBER, 40)])),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return one folder for all examples of a fuzz."""
    return tmp_path_factory.mktemp("hostile")


def _answers(folder: Path, name: str, content: bytes) -> None:
    found = looked_at(folder, name, content)
    assert found.problem is not None or found.kind is not None
    assert inspection_from(answer_of(found)) == found


@pytest.mark.parametrize("name", SAMPLES)
@settings(max_examples=60)
@given(data=st.data())
def test_a_file_cut_off_or_damaged_gets_an_answer(
    name: str, data: st.DataObject, folder: Path
) -> None:
    content = bytearray(SAMPLES[name])
    places = st.tuples(st.integers(0, len(content) - 1), st.integers(0, 255))
    for place, value in data.draw(st.lists(places, max_size=12)):
        content[place] = value
    _answers(folder, name, bytes(content[: data.draw(st.integers(0, len(content)))]))


@pytest.mark.parametrize("name", _PARTS)
@settings(max_examples=100)
@given(data=st.data())
def test_a_part_that_says_nonsense_gets_an_answer(
    name: str, data: st.DataObject, folder: Path
) -> None:
    part, made = _PARTS[name]
    sample = made.content()
    path = folder / "sample"
    path.write_bytes(sample)
    parts = _unpacked(sample)
    text = parts[part].decode()
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 60)))
    strange = st.sampled_from(["", "'-1'", '"9999999999999999999"', "&#0;", "<a>", "NaN", ":", "²"])
    changed = text[:start] + data.draw(strange | st.text(max_size=8)) + text[end:]
    parts[part] = changed.encode("utf-8", "replace")
    _answers(folder, name, pack(parts))


def _unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


@pytest.mark.parametrize(
    "value", ["", "-1", "²", "A0", "ZZZZ9", "A1:B", "99999999999999999", "1e9"]
)
def test_strange_numbers_in_a_sheet_get_an_answer(value: str, tmp_path: Path) -> None:
    inner = (
        f"<cols><col min='1' max='{value}' hidden='1'/></cols><sheetData><row r='{value}'>"
        f"<c r='{value}' s='{value}' t='s'><v>{value}</v></c></row></sheetData>"
        f"<mergeCells><mergeCell ref='{value}'/></mergeCells><conditionalFormatting "
        f"sqref='{value}'><cfRule dxfId='{value}'/></conditionalFormatting>"
    )
    parts = _unpacked(Xlsx().content())
    parts["xl/worksheets/sheet1.xml"] = f"<worksheet>{inner}</worksheet>".encode()
    _answers(tmp_path, "a.xlsx", pack(parts))


def test_of_very_many_findings_each_kind_keeps_some(tmp_path: Path) -> None:
    hidden = "".join(paragraph(f"内部{number}", "<w:vanish/>") for number in range(2_000))
    content = Docx(body=hidden + paragraph(NUMBER)).content()
    found = looked_at(tmp_path, "a.docx", content)
    kinds = [one.kind for one in found.findings]
    assert len(kinds) == MOST_FINDINGS
    assert kinds[-1] is FindingKind.NOT_SEARCHED
    assert FindingKind.IDENTITY_NUMBER in kinds


def test_more_text_than_is_searched_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "MOST_TEXT", 1_000)
    found = looked_at(tmp_path, "a.docx", Docx(body=paragraph("云" * 2_000)).content())
    assert [one.kind for one in found.findings] == [FindingKind.NOT_SEARCHED]


def test_the_task_says_what_the_function_says(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(SAMPLES["a.zip"])
    said = do_task({"path": str(path), "name": "a.zip", "ocr": False})
    assert inspection_from(said) == inspect_file(path, "a.zip")


def test_a_pdf_of_ten_thousand_pages_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with pikepdf.new() as pdf:
        for _ in range(10_000):
            pdf.add_blank_page(page_size=(595, 842))
        pdf.save(path)
    begun = time.monotonic()
    before = psutil.Process().memory_info().rss
    found = inspect_apart(path, "a.pdf", limits=Limits(seconds=60))
    assert time.monotonic() - begun < 70
    assert psutil.Process().memory_info().rss - before < 100_000_000
    assert found.problem in (None, FileProblem.TOO_MANY_PAGES, FileProblem.TOOK_TOO_LONG)


def test_a_file_that_eats_memory_stops_its_own_task(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("云" * 25_000_000, encoding="utf-8")
    found = inspect_apart(path, "a.txt", limits=Limits(memory=300_000_000))
    assert found.problem is FileProblem.TOOK_TOO_MUCH_MEMORY


def test_a_file_that_takes_for_ever_stops_its_own_task(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("\n".join(["1 3 8 0 0 1 3 8 0 0 0 "] * 400_000), encoding="utf-8")
    begun = time.monotonic()
    found = inspect_apart(path, "a.txt", limits=Limits(seconds=2))
    assert found.problem is FileProblem.TOOK_TOO_LONG
    assert time.monotonic() - begun < 15


def test_a_task_that_dies_makes_a_broken_file_and_is_logged_without_its_content(
    tmp_path: Path,
) -> None:
    with capture_logs() as logged:
        assert inspect_apart(tmp_path / "none", "王芳.txt").problem is FileProblem.BROKEN
    assert [entry["event"] for entry in logged] == ["inspection_crashed"]
    assert "ended with 1" in str(logged)
    assert "sniffing.py" in str(logged)
    assert "王芳" not in str(logged)
