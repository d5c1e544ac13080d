"""Redaction as the server asks for it: in a process of its own, without Django."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from tests.modules.release.redaction import office_papers, papers
from tests.modules.release.redaction.proofs import assert_gone, text_of

from gongkai.release import redacting
from gongkai.release.apart import Crashed, Limits, TookTooLong
from gongkai.release.redacting import (
    FileRefused,
    ProofFailed,
    clean_apart,
    convert_apart,
    page_picture_apart,
    page_sizes_apart,
    redact_apart,
    search_apart,
)
from gongkai.release.rules.boxes import Box
from gongkai.release.rules.findings import FindingKind
from gongkai.release.rules.inspection import FileProblem


def test_from_a_docx_to_the_redacted_file(tmp_path: Path) -> None:
    source, paper, out = (tmp_path / name for name in ("a", "paper.pdf", "out.pdf"))
    source.write_bytes(office_papers.a_docx())
    made = convert_apart(source, "申请.docx", paper)
    assert made.sizes == page_sizes_apart(paper)
    found = search_apart(paper, terms=[papers.NAME], kinds=[FindingKind.IDENTITY_NUMBER])
    assert [(hit.term, hit.kind) for hit in found.hits] == [
        (papers.NAME, None),
        ("", FindingKind.IDENTITY_NUMBER),
    ]
    assert found.by_page() == {1: 2}
    boxes = [
        replace(box, label="个人隐私", ground_code="privacy")
        for hit in found.hits
        for box in hit.boxes
    ]
    redacted = redact_apart(paper, boxes, out, title=f"{papers.NAME}的答复")
    assert redacted.pages == 1
    assert "［不予公开：个人隐私］" in redacted.remaining[0].text
    assert redacted.still_elsewhere == redacted.half_covered == ()
    assert_gone(out, [papers.NAME, papers.IDENTITY_NUMBER])
    assert text_of(out) == ""


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.xlsx", office_papers.an_xlsx()),
        ("a.docx", office_papers.a_docx()),
        ("a.png", office_papers.a_picture()),
        ("a.csv", "姓名,电话\n甲,1\n".encode()),
    ],
    ids=["xlsx", "docx", "png", "csv"],
)
def test_stored_files_have_no_ending(tmp_path: Path, name: str, raw: bytes) -> None:
    source, paper, copy = (tmp_path / digest for digest in ("ab01", "cd02", "ef03"))
    source.write_bytes(raw)
    assert convert_apart(source, name, paper).sizes
    clean_apart(source, name, copy)
    assert copy.stat().st_size > 0


def test_a_picture_of_a_page_shows_where_something_was_found(tmp_path: Path) -> None:
    source, plain, marked = (tmp_path / name for name in ("a.pdf", "plain.png", "marked.png"))
    source.write_bytes(papers.a_letter(tmp_path))
    box = Box(page=1, left=0.2, top=0.5, right=0.4, bottom=0.6)
    assert page_picture_apart(source, 1, plain, dpi=72) == (595, 842)
    page_picture_apart(source, 1, marked, dpi=72, marked=[box, replace(box, page=2)])
    with Image.open(plain) as before, Image.open(marked) as after:
        assert before.convert("RGB").getpixel((180, 460)) == (255, 255, 255)
        red, green, blue = after.convert("RGB").getpixel((180, 460))
        assert min(red, green) > 200 > blue
        assert after.convert("RGB").getpixel((180, 200)) == before.convert("RGB").getpixel(
            (180, 200)
        )


def test_a_thumbnail_is_a_small_picture(tmp_path: Path) -> None:
    source, out = tmp_path / "a.pdf", tmp_path / "a.png"
    source.write_bytes(papers.a_letter(tmp_path))
    assert page_picture_apart(source, 1, out, dpi=20) == (165, 234)
    assert out.stat().st_size < 15_000


def test_a_clean_copy_says_what_it_left_out(tmp_path: Path) -> None:
    source, out = tmp_path / "a", tmp_path / "clean"
    source.write_bytes("甲\u200b乙".encode())
    made = clean_apart(source, "a.txt", out)
    assert made.removed == (FindingKind.HIDDEN_TEXT,)
    assert made.media_type == "text/plain"
    assert out.read_text(encoding="utf-8") == "甲乙"


def test_a_refused_file_says_why(tmp_path: Path) -> None:
    source = tmp_path / "a"
    source.write_bytes(b"%PDF-1.7\nnothing")
    with pytest.raises(FileRefused) as refused:
        convert_apart(source, "a.pdf", tmp_path / "out.pdf")
    assert refused.value.problem is FileProblem.BROKEN
    with pytest.raises(FileRefused):
        search_apart(source, terms=["甲"])
    assert not (tmp_path / "out.pdf").exists()


def test_a_box_on_no_page_ends_the_task_and_leaves_nothing(tmp_path: Path) -> None:
    source, out = tmp_path / "a.pdf", tmp_path / "out.pdf"
    source.write_bytes(papers.a_letter(tmp_path))
    with pytest.raises(Crashed, match="NoSuchPage"):
        redact_apart(source, [Box(page=7, left=0, top=0, right=1, bottom=1)], out, title="x")
    assert not out.exists()


def test_a_failed_proof_is_told_without_what_it_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = {"leaks": [{"where": "bytes", "page": 3}]}
    monkeypatch.setattr(redacting, "run_apart", lambda *_args, **_more: answer)
    with pytest.raises(ProofFailed, match=r"^bytes of page 3$"):
        redact_apart(tmp_path / "a", [], tmp_path / "b", title="x")


def test_a_task_without_time_is_ended(tmp_path: Path) -> None:
    source = tmp_path / "a.pdf"
    source.write_bytes(papers.a_letter(tmp_path))
    with pytest.raises(TookTooLong):
        redact_apart(source, [], tmp_path / "b", title="x", limits=Limits(seconds=0))


@pytest.mark.parametrize("module", ["converting", "pictures", "searching", "producing", "cleaning"])
def test_the_process_apart_loads_no_django(module: str) -> None:
    said = (
        f"import sys, gongkai.release.redaction.{module}; "
        "print([name for name in ('django', 'psycopg') if name in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-I", "-c", said],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": os.environ["PATH"]},
    )
    assert run.stdout.strip() == "[]"
