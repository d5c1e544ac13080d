"""Addresses: what can receive mail, what is refused, what is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.notices.rules.address import Address, AddressUnusable, masked, parse_address


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("wang.fang@example.cn", "wang.fang@example.cn"),
        ("  wang+disclosure@Example.CN\t", "wang+disclosure@example.cn"),
        ("office@例子.中国", "office@xn--fsqu00a.xn--fiqs8s"),
        ("office@例子。example", "office@xn--fsqu00a.example"),
        ("王芳@example.cn", "王芳@example.cn"),
        ("o'neill@a-b.example", "o'neill@a-b.example"),
    ],
)
def test_mailboxes_are_taken(text: str, found: str) -> None:
    assert str(parse_address(text)) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "wang",
        "@example.cn",
        "wang@",
        "wang@localhost",
        "wang@@example.cn",
        "wang fang@example.cn",
        ".wang@example.cn",
        "wang..fang@example.cn",
        "wang@-example.cn",
        "wang@example..cn",
        "wang@exa_mple.cn",
        '"wang fang"@example.cn',
        "wang@example.cn, li@example.cn",
        "Wang <wang@example.cn>",
        "wang@example.cn\r\nBcc: li@example.cn",
        "wang\r\n@example.cn",
        "wang\0@example.cn",
        "wang\u202e@example.cn",
        "wang\u200b@example.cn",
        "王\u3000芳@example.cn",
        "王\ud800@example.cn",
        "wang@exam\ud800ple.cn",
        "wang@[127.0.0.1]",
        "w" * 65 + "@example.cn",
        "王" * 22 + "@example.cn",
        "wang@" + "a" * 64 + ".cn",
        "wang@" + ".".join(["a" * 60] * 5),
    ],
)
def test_what_is_no_single_mailbox_is_refused(text: str) -> None:
    with pytest.raises(AddressUnusable):
        parse_address(text)


def test_an_error_does_not_repeat_the_address() -> None:
    with pytest.raises(AddressUnusable) as refused:
        parse_address("wang fang@example.cn")
    assert "wang" not in str(refused.value)


def test_only_letters_before_the_at_need_a_server_that_knows_them() -> None:
    assert parse_address("王芳@example.cn").needs_utf8
    assert not parse_address("office@例子.example").needs_utf8


@given(st.text(max_size=40))
def test_what_is_taken_is_safe_in_a_header_and_in_a_command(text: str) -> None:
    try:
        address = parse_address(text)
    except AddressUnusable:
        return
    written = str(address)
    assert parse_address(written) == address
    assert address.domain.isascii()
    assert not any(mark in '<>()[],;:\\"' or mark.isspace() for mark in written)
    assert written.isprintable()


@given(st.from_regex(r"[a-z]{2,10}(\.[a-z]{1,5})?", fullmatch=True))
def test_a_masked_address_hides_all_but_the_first_letter(local: str) -> None:
    assert masked(str(Address(local, "example.cn"))) == f"{local[0]}***@example.cn"


def test_no_address_is_masked_as_nothing() -> None:
    assert masked("") == ""
