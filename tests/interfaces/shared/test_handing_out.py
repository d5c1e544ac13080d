"""File names of every script, digests in headers, and files for one person alone."""

from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from gongkai.interfaces.shared.handing_out import (
    content_disposition,
    digest_header,
    hand_over,
    safe_file_name,
    show_pdf,
)
from gongkai.release.doors import Pass, made_here
from gongkai.release.rules.doors import Door


def test_a_chinese_name_stands_in_the_extended_parameter() -> None:
    header = content_disposition("云政发〔2026〕12号 关于镕堃的通知.txt")
    assert header.isascii()
    assert header.startswith("attachment; filename=\"2026_12_.txt\"; filename*=UTF-8''")
    assert unquote(header.split("UTF-8''")[1]) == "云政发〔2026〕12号 关于镕堃的通知.txt"


def test_a_path_or_quote_cannot_get_out() -> None:
    header = content_disposition('../../etc/"passwd"\r\nX: 1.txt')
    assert "\r" not in header
    assert "/" not in unquote(header.split("UTF-8''")[1])
    assert header.count('"') == 2


@given(st.text(max_size=400))
def test_any_name_is_short_ascii_and_of_one_line(name: str) -> None:
    header = content_disposition(f"{name}.txt")
    assert header.isascii()
    assert header.isprintable()
    saved = unquote(header.split("UTF-8''")[1])
    assert saved.endswith(".txt")
    assert 5 <= len(saved.encode()) <= 200


def test_long_names_are_cut_between_letters() -> None:
    assert safe_file_name("关" * 300 + ".txt") == "关" * 65 + ".txt"


def test_the_digest_header_is_base64() -> None:
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert digest_header(empty) == "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:"


def test_a_private_file_is_saved_never_guessed_at_and_never_kept() -> None:
    given = hand_over(
        made_here(
            door=Door.APPLICANT,
            name="公函.html",
            media_type="text/html",
            content=b"<p></p>",
            what="letter:1",
        )
    )
    assert given.headers["Content-Disposition"].startswith("attachment; ")
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert given.headers["Cache-Control"] == "no-store, private"
    assert given.headers["Content-Length"] == "7"
    assert given.getvalue() == b"<p></p>"


def test_a_file_carries_the_pass_of_its_door() -> None:
    given = hand_over(
        made_here(door=Door.APPLICANT, name="a", media_type="b", content=b"", what="letter:1")
    )
    assert vars(given)["gate_pass"] == Pass(Door.APPLICANT, "made:letter:1")


def test_a_letter_of_our_own_may_be_shown_in_the_browser() -> None:
    given = show_pdf(name="答复书.pdf", content=b"%PDF-1.7")
    assert given.headers["Content-Type"] == "application/pdf"
    assert given.headers["Content-Disposition"].startswith("inline; ")
    assert given.headers["Cache-Control"] == "no-store, private"
