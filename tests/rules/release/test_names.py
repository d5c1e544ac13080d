"""Names that people give to files: kept in every script, made harmless once and for all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.release.rules.inspection import FileProblem
from gongkai.release.rules.names import LONGEST_NAME, clean_name, ending_of, problem_of_name


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("通知.pdf", "通知.pdf"),
        ("C:\\fakepath\\通知.pdf", "通知.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("  通知 .pdf  ", "通知 .pdf"),
        ("a\u202efdp.txt", "afdp.txt"),
        ("a\u200b\r\n.pdf", "a.pdf"),
        ("通知.pdf.", "通知.pdf"),
        ("/", ""),
        ("云" * 196 + ".pdf", "云" * 196 + ".pdf"),
        ("云" * 300 + ".pdf", "云" * 196 + ".pdf"),
        ("云" * 300, "云" * 200),
        ("云" * 190 + "." + "x" * 50, "云" * 190 + "." + "x" * 9),
    ],
)
def test_names_are_kept_without_what_could_harm(sent: str, kept: str) -> None:
    assert clean_name(sent) == kept


@given(st.text(max_size=400))
def test_any_name_is_made_safe_once_and_for_all(sent: str) -> None:
    kept = clean_name(sent)
    assert len(kept) <= LONGEST_NAME
    assert not set("/\\\0\r\n\u202e") & set(kept)
    assert clean_name(kept) == kept


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("通知.pdf", None),
        ("a\0.pdf", FileProblem.UNREADABLE_NAME),
        ("", FileProblem.NO_NAME),
        ("\u200b..", FileProblem.NO_NAME),
        ("notice.exe.pdf", FileProblem.PROGRAM),
        ("notice.pdf.EXE", FileProblem.PROGRAM),
        ("表.xlsm", FileProblem.PROGRAM),
        ("exe", None),
    ],
)
def test_what_is_wrong_with_a_name(name: str, problem: FileProblem | None) -> None:
    assert problem_of_name(name) is problem


@pytest.mark.parametrize(
    ("name", "ending"),
    [("a.PDF", "pdf"), ("a.tar.gz", "gz"), ("pdf", ""), (".pdf", ""), ("通知.", "")],
)
def test_the_ending_is_what_follows_the_last_dot(name: str, ending: str) -> None:
    assert ending_of(name) == ending
