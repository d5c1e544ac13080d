"""What is sealed comes back as it was, and not at all where it was touched. No database."""

from collections.abc import Iterator
from io import BufferedReader, BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.kernel import ciphers
from gongkai.kernel.ciphers import SealBroken
from gongkai.kernel.keyring import KEY_BYTES, SealingKey

KEY = SealingKey("k1", b"k" * KEY_BYTES)
FILE_KEY = b"f" * KEY_BYTES
SMALL = 8
"""Bytes of a piece in these tests, so that small files have several."""
SEALED_PIECE = SMALL + ciphers.TAG

any_text = st.text(st.characters(exclude_categories=[]))
purposes = st.text(min_size=1, max_size=20)
contents = st.binary(max_size=5 * SMALL)


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ciphers, "PIECE", SMALL)


def seal(content: bytes, key: bytes = FILE_KEY) -> bytes:
    pieces = ciphers.in_pieces(BytesIO(content), size=SMALL)
    return b"".join(ciphers.encrypt_pieces(pieces, key=key))


def unseal(sealed: bytes, key: bytes = FILE_KEY) -> bytes:
    return b"".join(ciphers.decrypt_pieces(BytesIO(sealed), key=key))


def mark_and_pieces(sealed: bytes) -> tuple[bytes, list[bytes]]:
    start = sealed.index(b"\n") + 1
    return sealed[:start], [
        sealed[at : at + SEALED_PIECE] for at in range(start, len(sealed), SEALED_PIECE)
    ]


def unseal_text(sealed: str, purpose: str = "p", key: SealingKey = KEY) -> str:
    return ciphers.decrypt_text(ciphers.parse_token(sealed), key=key, purpose=purpose)


@given(any_text, purposes)
def test_any_text_comes_back_and_its_key_is_named(plain: str, purpose: str) -> None:
    sealed = ciphers.encrypt_text(plain, key=KEY, purpose=purpose)
    assert sealed.startswith(ciphers.prefix_of(KEY.mark))
    assert sealed.isascii()
    assert unseal_text(sealed, purpose) == plain


@given(st.text(max_size=30), st.data())
def test_any_changed_bit_of_a_sealed_text_is_refused(plain: str, data: st.DataObject) -> None:
    sealed = bytearray(ciphers.encrypt_text(plain, key=KEY, purpose="p").encode())
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    # Whatever became of the mark of the key: the same key does not open it either.
    with pytest.raises(SealBroken):
        unseal_text(sealed.decode("latin-1"))


@given(purposes, purposes)
def test_purposes_do_not_mix(one: str, other: str) -> None:
    sealed = ciphers.encrypt_text("110101199001011234", key=KEY, purpose=one)
    if one == other:
        assert unseal_text(sealed, other) == "110101199001011234"
        return
    with pytest.raises(SealBroken):
        unseal_text(sealed, other)


@given(st.text(max_size=40))
def test_what_was_never_sealed_is_refused(text: str) -> None:
    with pytest.raises(SealBroken):
        ciphers.parse_token(text)


@pytest.mark.parametrize("cut", [1, 4, ciphers.TAG, 100])
def test_a_shortened_text_is_refused(cut: int) -> None:
    sealed = ciphers.encrypt_text("short", key=KEY, purpose="p")
    with pytest.raises(SealBroken):
        unseal_text(sealed[:-cut])


def test_the_same_text_is_another_token_each_time() -> None:
    tokens = {ciphers.encrypt_text("same", key=KEY, purpose="p") for _ in range(50)}
    assert len(tokens) == 50


def test_a_namesake_has_another_mark_and_does_not_open() -> None:
    namesake = SealingKey(KEY.id, b"n" * KEY_BYTES)
    assert namesake.mark != KEY.mark
    with pytest.raises(SealBroken):
        unseal_text(ciphers.encrypt_text("x", key=KEY, purpose="p"), key=namesake)


@given(contents)
def test_any_file_comes_back(content: bytes) -> None:
    sealed = seal(content)
    assert unseal(sealed) == content
    assert len(mark_and_pieces(sealed)[1]) == max(1, -(-len(content) // SMALL))


@given(contents, st.data())
def test_any_changed_bit_of_a_sealed_file_is_refused(content: bytes, data: st.DataObject) -> None:
    sealed = bytearray(seal(content))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealBroken):
        unseal(bytes(sealed))


@given(contents, st.data())
def test_a_file_that_was_cut_anywhere_is_refused(content: bytes, data: st.DataObject) -> None:
    sealed = seal(content)
    with pytest.raises(SealBroken):
        unseal(sealed[: data.draw(st.integers(0, len(sealed) - 1))])


@pytest.mark.parametrize("kept", [0, 1, 2, 3])
def test_a_file_that_was_cut_between_pieces_is_refused(kept: int) -> None:
    mark, pieces = mark_and_pieces(seal(b"12345678" * 4))
    assert len(pieces) == 4
    with pytest.raises(SealBroken):
        unseal(mark + b"".join(pieces[:kept]))


@given(st.permutations(range(4)))
def test_pieces_in_another_order_are_refused(order: list[int]) -> None:
    content = b"one     two     three   four"
    mark, pieces = mark_and_pieces(seal(content))
    moved = mark + b"".join(pieces[place] for place in order)
    if order == sorted(order):
        assert unseal(moved) == content
        return
    with pytest.raises(SealBroken):
        unseal(moved)


def test_a_doubled_piece_and_one_more_at_the_end_are_refused() -> None:
    mark, pieces = mark_and_pieces(seal(b"12345678" * 2))
    for changed in ([pieces[0], *pieces], [*pieces, pieces[1]], [*pieces, b"x"]):
        with pytest.raises(SealBroken):
            unseal(mark + b"".join(changed))


def test_a_piece_of_another_file_is_refused() -> None:
    mark, mine = mark_and_pieces(seal(b"12345678" * 2))
    _, theirs = mark_and_pieces(seal(b"12345678" * 2, key=b"o" * KEY_BYTES))
    with pytest.raises(SealBroken):
        unseal(mark + mine[0] + theirs[1])


class Dripping(BytesIO):
    """A stream that gives a few bytes at a time, as a slow connection does."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(3, size) if size and size > 0 else 3)


@given(contents)
def test_a_stream_that_drips_is_cut_into_the_same_pieces(content: bytes) -> None:
    dripped = list(ciphers.in_pieces(Dripping(content), size=SMALL))
    assert dripped == list(ciphers.in_pieces(BytesIO(content), size=SMALL))


@given(st.lists(st.binary(max_size=9), max_size=6), st.integers(1, 7))
def test_pieces_read_like_a_file(pieces: list[bytes], step: int) -> None:
    def read_by_step(opened: BufferedReader) -> Iterator[bytes]:
        while piece := opened.read(step):
            yield piece

    with BufferedReader(ciphers.Stream(iter(pieces))) as opened:
        assert b"".join(read_by_step(opened)) == b"".join(pieces)
