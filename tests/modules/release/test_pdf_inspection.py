"""PDF files that cannot be read, or not whole: each says what is the matter with it."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from tests.modules.release.corpus.papers import BODY, SECRET, opened, scan, typeset

from gongkai.release.inspection import ocr, pdf_walk
from gongkai.release.inspection.pdf import MOST_PAGES
from gongkai.release.inspection.task import inspect_file
from gongkai.release.rules.findings import FindingKind
from gongkai.release.rules.inspection import FileProblem, Inspection

Kind = FindingKind


def _inspected(path: Path, content: bytes, *, with_ocr: bool = False) -> Inspection:
    path.write_bytes(content)
    return inspect_file(path, path.name, ocr=with_ocr)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """Return where the file of the test lies."""
    return tmp_path / "paper.pdf"


def test_an_encrypted_file_is_locked(paper: Path) -> None:
    written = BytesIO()
    with opened(typeset(BODY)) as pdf:
        pdf.save(written, encryption=pikepdf.Encryption(owner="o", user="u"))
    assert _inspected(paper, written.getvalue()).problem is FileProblem.LOCKED


def test_a_file_that_only_forbids_changes_is_read(paper: Path) -> None:
    written = BytesIO()
    with opened(typeset(BODY)) as pdf:
        pdf.save(written, encryption=pikepdf.Encryption(owner="o", user=""))
    found = _inspected(paper, written.getvalue())
    assert found.problem is None
    assert "防汛" in found.texts[0].text


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7\n", b"%PDF-1.7\n" + b"x" * 4_000], ids=["empty", "noise"]
)
def test_what_is_no_pdf_is_broken(paper: Path, content: bytes) -> None:
    assert _inspected(paper, content).problem is FileProblem.BROKEN


def test_a_file_cut_in_the_middle_is_mended_or_broken(paper: Path) -> None:
    content = typeset(BODY)
    found = _inspected(paper, content[: len(content) // 2])
    assert found.problem in (None, FileProblem.BROKEN)


def test_too_many_pages_are_said_and_not_read(paper: Path) -> None:
    written = BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(MOST_PAGES + 1):
            pdf.add_blank_page()
        pdf.save(written)
    found = _inspected(paper, written.getvalue())
    assert (found.problem, found.pages) == (FileProblem.TOO_MANY_PAGES, MOST_PAGES + 1)


def test_more_objects_than_are_looked_at_are_said(
    paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_walk, "MOST_OBJECTS", 3)
    found = _inspected(paper, typeset(BODY))
    assert Kind.NOT_SEARCHED in {one.kind for one in found.findings}


def test_the_text_is_in_the_order_of_reading_and_says_no_radicals(paper: Path) -> None:
    found = _inspected(paper, typeset(f"{BODY}\n#pagebreak()\n人民⼈⺠"))
    assert [part.label for part in found.texts] == ["1", "2"]
    assert found.texts[1].text.startswith("人民人民")
    assert found.pages == 2


def test_a_box_is_where_the_number_is_shown_on_a_turned_page(paper: Path) -> None:
    content = typeset(f"#place(bottom + right)[{SECRET}]")
    [plain] = _inspected(paper, content).findings
    with opened(content) as pdf:
        pdf.pages[0].obj.Rotate = 180
        written = BytesIO()
        pdf.save(written)
    [turned] = _inspected(paper, written.getvalue()).findings
    assert plain.place.box is not None
    assert turned.place.box is not None
    left, top, right, bottom = plain.place.box
    assert left > 0.5 < top
    assert turned.place.box == pytest.approx((1 - right, 1 - bottom, 1 - left, 1 - top), abs=0.01)


def test_a_file_inside_that_runs_makes_the_whole_one_untakable(paper: Path) -> None:
    written = BytesIO()
    with opened(typeset(BODY)) as pdf:
        program = b"MZ" + b"\0" * 200
        pdf.attachments["a.exe"] = pikepdf.AttachedFileSpec(pdf, program, filename="a.exe")
        pdf.save(written)
    assert _inspected(paper, written.getvalue()).problem is FileProblem.PROGRAM


@pytest.mark.skipif(ocr.reader() is None, reason="the extra gongkai[ocr] is not installed")
def test_a_scan_is_read_where_the_extra_is_installed(tmp_path: Path) -> None:
    path = tmp_path / "card.png"
    scan(f"姓名：欧阳娜　身份证号：{SECRET}").save(path)
    found = inspect_file(path, path.name, ocr=True)
    assert Kind.UNREADABLE not in {one.kind for one in found.findings}
    assert found.texts[0].is_machine_read
    assert "欧阳娜" in found.texts[0].text


class _Page:
    """A reader that reads what it is told to."""

    def __init__(self, *lines: ocr.ReadLine) -> None:
        self._lines = list(lines)

    def read(self, picture: object) -> list[ocr.ReadLine]:
        """Return the lines."""
        del picture
        return self._lines


@pytest.mark.parametrize(("text", "is_read"), [(f"身份证号：{SECRET}", True), ("第1页", False)])
def test_what_ocr_reads_is_searched_and_little_is_no_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, *, is_read: bool
) -> None:
    line = ocr.ReadLine(text, (0.1, 0.2, 0.9, 0.3))
    monkeypatch.setattr("gongkai.release.inspection.images.reader", lambda: _Page(line))
    path = tmp_path / "card.png"
    scan().save(path)
    found = inspect_file(path, path.name, ocr=True)
    kinds = {one.kind: one for one in found.findings}
    assert (Kind.UNREADABLE not in kinds) is is_read
    assert (Kind.IDENTITY_NUMBER in kinds) is is_read
    if is_read:
        assert kinds[Kind.IDENTITY_NUMBER].place.box == line.box
        assert found.texts[0].is_machine_read


def test_a_picture_bomb_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gongkai.release.inspection.images.MOST_PIXELS", 10_000)
    path = tmp_path / "bomb.png"
    scan().save(path)
    assert inspect_file(path, path.name).problem is FileProblem.UNPACKS_TOO_LARGE


def test_a_broken_picture_is_said_to_be_broken(tmp_path: Path) -> None:
    path = tmp_path / "cut.jpg"
    scan().save(path)
    path.write_bytes(path.read_bytes()[:900])
    assert inspect_file(path, path.name).problem is FileProblem.BROKEN
