"""What is kept of a server's answer holds no address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.notices.rules.answers import LONGEST, kept_answer

ADDRESS = "wang.fang@example.cn"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (b"2.0.0 taken", "2.0.0 taken"),
        (b"5.1.1 <wang.fang@example.cn> unknown", "5.1.1 <(address)> unknown"),
        (b"5.1.1 user WANG.FANG unknown", "5.1.1 user (address) unknown"),
        (b"see li@other.example, please", "see (address), please"),
        (b"two\r\n lines\nand\0more", "two lines and more"),
        ("不存在：wang.fang@example.cn".encode("gbk"), None),
        ("5.1.1 王芳@example.cn 不存在".encode(), "5.1.1 (address) 不存在"),
        (b"wang.fangs stay", "wang.fangs stay"),
    ],
)
def test_addresses_are_cut_out(said: bytes, kept: str | None) -> None:
    found = kept_answer(said, address=ADDRESS)
    assert "wang.fang@" not in found
    assert kept is None or found == kept


@given(before=st.binary(max_size=300), after=st.binary(max_size=300))
def test_no_answer_brings_the_address_along(before: bytes, after: bytes) -> None:
    found = kept_answer(before + b" <" + ADDRESS.encode() + b"> " + after, address=ADDRESS)
    assert ADDRESS not in found
    assert len(found) <= LONGEST
    assert "\n" not in found
    assert "\0" not in found
