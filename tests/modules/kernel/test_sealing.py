"""Sealed texts, keyed hashes and sealed files: what an operation of a module above calls."""

import gc
import hashlib
import hmac
import os
import tracemalloc
from collections.abc import Iterator
from io import BytesIO, RawIOBase
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from gongkai.kernel import files, keyring, sealing
from gongkai.kernel.ciphers import PIECE
from gongkai.kernel.embedded import secrets
from gongkai.kernel.keyring import KEY_BYTES, KeyRing, SealingKey
from gongkai.kernel.models import SealedFile, StoredFile
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.sealing import KeyLost, SealBroken

pytestmark = pytest.mark.django_db
NUMBER = "110101199001011237"
PURPOSE = "test.identity_number"


@pytest.fixture(autouse=True)
def keys(key_folder: Path) -> Iterator[Path]:
    with override("en"):
        yield key_folder


def ring() -> KeyRing:
    found = keyring.current_ring()
    assert found is not None
    return found


def put_ring(*keys: SealingKey) -> None:
    secrets.replace(keyring.ring_path(), KeyRing(keys).written())


@given(st.text(st.characters(exclude_categories=[])))
def test_any_text_comes_back(plain: str) -> None:
    assert sealing.unseal_text(sealing.seal_text(plain, purpose="p"), purpose="p") == plain


@given(st.integers(0, 10**6), st.integers(0, 7))
def test_any_changed_bit_is_refused(place: int, bit: int) -> None:
    sealed = bytearray(sealing.seal_text(NUMBER, purpose=PURPOSE).encode())
    sealed[place % len(sealed)] ^= 1 << bit
    with pytest.raises((SealBroken, KeyLost)):
        sealing.unseal_text(sealed.decode("latin-1"), purpose=PURPOSE)


def test_what_was_sealed_for_one_column_opens_in_no_other() -> None:
    with pytest.raises(SealBroken):
        sealing.unseal_text(sealing.seal_text(NUMBER, purpose="one"), purpose="other")


def test_the_first_use_makes_the_keys(keys: Path) -> None:
    assert not keys.exists()
    sealed = sealing.seal_text(NUMBER, purpose=PURPOSE)
    assert NUMBER not in sealed
    assert {path.name for path in keys.iterdir()} == {"sealing-keys", "hash-key"}


def test_the_first_hash_makes_them_too(keys: Path) -> None:
    assert sealing.keyed_hash(NUMBER, purpose=PURPOSE)
    assert {path.name for path in keys.iterdir()} == {"sealing-keys", "hash-key"}


def test_a_new_key_seals_from_now_on_and_the_old_still_opens() -> None:
    before = sealing.seal_text(NUMBER, purpose=PURPOSE)
    keyring.add_key(new := SealingKey.made())
    after = sealing.seal_text(NUMBER, purpose=PURPOSE)
    assert after.split(":")[1] == new.mark != before.split(":")[1]
    assert {sealing.unseal_text(one, purpose=PURPOSE) for one in (before, after)} == {NUMBER}


def test_an_unknown_key_makes_us_look_again() -> None:
    sealing.seal_text("x", purpose=PURPOSE)
    mine, theirs = ring().current, SealingKey("theirs-0", b"t" * KEY_BYTES)
    put_ring(theirs)
    sealed = sealing.seal_text(NUMBER, purpose=PURPOSE)
    put_ring(mine)
    assert ring().current == mine
    # Now the file holds the key that is asked for, and looks as it did: place, size and time.
    path = keyring.ring_path()
    before = path.stat()
    path.write_text(KeyRing((theirs,)).written(), encoding="ascii")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert ring().current == mine
    assert sealing.unseal_text(sealed, purpose=PURPOSE) == NUMBER


def test_a_lost_key_is_named_with_what_to_do() -> None:
    sealed = sealing.seal_text(NUMBER, purpose=PURPOSE)
    lost = ring().current
    put_ring(SealingKey.made())
    with pytest.raises(KeyLost) as refused:
        sealing.unseal_text(sealed, purpose=PURPOSE)
    assert lost.id in str(refused.value)
    assert "keys.md" in str(refused.value)


def test_another_key_under_the_same_name_is_a_lost_key() -> None:
    sealed = sealing.seal_text(NUMBER, purpose=PURPOSE)
    put_ring(SealingKey(ring().current.id, b"o" * KEY_BYTES))
    with pytest.raises(KeyLost, match=ring().current.id):
        sealing.unseal_text(sealed, purpose=PURPOSE)


def test_no_new_ring_is_made_beside_what_an_old_one_sealed() -> None:
    sealed = sealing.store_sealed(b"a copy of a card")
    keyring.ring_path().unlink()
    for attempt in (
        lambda: sealing.seal_text(NUMBER, purpose=PURPOSE),
        lambda: sealing.store_sealed(b"another"),
        lambda: sealing.read_sealed(sealed),
    ):
        with pytest.raises(KeyLost):
            attempt()
    assert not keyring.ring_path().exists()


def test_no_new_hash_key_is_made_beside_a_ring() -> None:
    sealing.keyed_hash(NUMBER, purpose=PURPOSE)
    keyring.hash_key_path().unlink()
    with pytest.raises(KeyLost, match=r"keys\.md"):
        sealing.keyed_hash(NUMBER, purpose=PURPOSE)
    assert not keyring.hash_key_path().exists()


def test_a_keyed_hash_is_the_hmac_of_the_purpose_and_the_value(settings: Settings) -> None:
    settings.HASH_KEY = "h" * 40
    own = hmac.digest(b"h" * 40, PURPOSE.encode(), "sha256")
    wanted = hmac.new(own, NUMBER.encode(), hashlib.sha256).hexdigest()
    assert sealing.keyed_hash(NUMBER, purpose=PURPOSE) == wanted


def test_a_keyed_hash_recognises_the_same_value_for_the_same_purpose_only() -> None:
    seen = sealing.keyed_hash(NUMBER, purpose=PURPOSE)
    keyring.add_key(SealingKey.made())
    assert sealing.keyed_hash(NUMBER, purpose=PURPOSE) == seen
    assert sealing.keyed_hash(NUMBER[:-1] + "X", purpose=PURPOSE) != seen
    assert sealing.keyed_hash(NUMBER, purpose="test.other") != seen
    assert seen not in {hashlib.sha256(NUMBER.encode()).hexdigest(), NUMBER}


def test_another_hash_key_gives_other_hashes(settings: Settings) -> None:
    settings.HASH_KEY = "a" * 32
    one = sealing.keyed_hash(NUMBER, purpose=PURPOSE)
    settings.HASH_KEY = "b" * 32
    assert sealing.keyed_hash(NUMBER, purpose=PURPOSE) != one


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE])
@pytest.mark.parametrize("as_stream", [False, True])
def test_a_file_comes_back_and_is_measured(size: int, as_stream: bool) -> None:
    content = (b"0123456789abcdef" * (size // 16 + 1))[:size]
    sealed = sealing.store_sealed(BytesIO(content) if as_stream else content)
    assert (sealed.size, sealed.digest) == (size, hashlib.sha256(content).hexdigest())
    again = SealedFile.objects.get(pk=sealed.pk)
    assert sealing.read_sealed(again) == content
    assert all(len(piece) <= PIECE for piece in sealing.open_sealed(again))


def test_what_lies_on_the_disk_cannot_be_read(settings: Settings) -> None:
    content = b"\xff\xd8 a copy of an identity card " * 100
    sealing.store_sealed(content)
    lying = [path for path in Path(settings.FILES_ROOT).rglob("*") if path.is_file()]
    assert len(lying) == 1
    assert b"identity card" not in lying[0].read_bytes()


def test_nobody_sees_that_two_files_are_alike() -> None:
    one, other = sealing.store_sealed(b"alike"), sealing.store_sealed(b"alike")
    assert one.stored_id != other.stored_id
    assert one.wrapped_key != other.wrapped_key


class Sparse(RawIOBase):
    """A big file that takes no room."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        count = min(len(buffer), self.left)
        self.left -= count
        return count


def test_memory_does_not_grow_with_the_file() -> None:
    size = 40 * PIECE
    tracemalloc.start()
    try:
        sealed = sealing.store_sealed(Sparse(size))
        assert sum(len(piece) for piece in sealing.open_sealed(sealed)) == size
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 10 * PIECE


class Breaking(BytesIO):
    """A stream that breaks off after its first piece."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell():
            raise OSError("the connection broke")
        return super().read(size)


def test_a_broken_stream_leaves_nothing_behind(settings: Settings) -> None:
    with pytest.raises(OSError, match="broke"):
        sealing.store_sealed(Breaking(b"x" * PIECE + b"more"))
    assert not SealedFile.objects.exists()
    assert not StoredFile.objects.exists()
    assert not [path for path in Path(settings.FILES_ROOT).rglob("*") if path.is_file()]


@pytest.fixture
def big() -> SealedFile:
    """A sealed file of three pieces."""
    return sealing.store_sealed(b"1" * PIECE + b"2" * PIECE + b"3")


def rewrite(sealed: SealedFile, content: bytes) -> None:
    path = files.path_of(sealed.stored_id)
    path.chmod(0o640)
    path.write_bytes(content)


@pytest.mark.parametrize("pieces", [0, 1, 2])
def test_a_file_that_was_cut_between_pieces_does_not_end_well(big: SealedFile, pieces: int) -> None:
    whole = files.path_of(big.stored_id).read_bytes()
    start = whole.index(b"\n") + 1
    rewrite(big, whole[: start + pieces * (PIECE + 16)])
    with pytest.raises(SealBroken):
        sealing.read_sealed(big)


def test_what_was_changed_in_the_middle_is_never_given_out(big: SealedFile) -> None:
    whole = bytearray(files.path_of(big.stored_id).read_bytes())
    whole[PIECE + 500] ^= 1
    rewrite(big, bytes(whole))
    opened = sealing.open_sealed(big)
    assert next(opened) == b"1" * PIECE
    with pytest.raises(SealBroken):
        next(opened)


def test_the_key_of_another_file_does_not_open_it() -> None:
    one, other = sealing.store_sealed(b"one"), sealing.store_sealed(b"other")
    one.wrapped_key = other.wrapped_key
    with pytest.raises(SealBroken):
        sealing.open_sealed(one)


@pytest.mark.parametrize("claim", [{"digest": "0" * 64}, {"size": 2}])
def test_a_row_that_claims_something_else_is_refused(claim: dict[str, str | int]) -> None:
    sealed = sealing.store_sealed(b"one")
    for name, value in claim.items():
        setattr(sealed, name, value)
    with pytest.raises(SealBroken):
        sealing.read_sealed(sealed)


def test_a_reader_that_stops_early_leaves_no_open_file(big: SealedFile) -> None:
    def begun(pieces: int) -> Iterator[bytes]:
        opened = sealing.open_sealed(big)
        for _ in range(pieces):
            next(opened)
        return opened

    # A file that is left open warns when it is collected, and a warning fails the test.
    for pieces in (0, 1, 2):
        begun(pieces)
        gc.collect()


def test_a_file_that_is_not_there_is_not_found(big: SealedFile) -> None:
    files.path_of(big.stored_id).unlink()
    with pytest.raises(NotFound):
        sealing.open_sealed(big)


def test_a_forgotten_file_opens_for_nobody() -> None:
    sealed, other = sealing.store_sealed(b"a draft"), sealing.store_sealed(b"sent")
    sealing.forget_sealed(sealed)
    for row in (sealed, SealedFile.objects.get(pk=sealed.pk)):
        with pytest.raises(NotFound, match="forgotten"):
            sealing.open_sealed(row)
    assert sealing.read_sealed(other) == b"sent"


@pytest.mark.parametrize(
    "change", [{"size": 1}, {"digest": "0" * 64}, {"sealed_at": "2020-01-01T00:00Z"}]
)
def test_only_the_key_of_a_file_may_change(change: dict[str, str | int]) -> None:
    sealed = sealing.store_sealed(b"x" * 9)
    row = SealedFile.objects.filter(pk=sealed.pk)
    row.update(wrapped_key=sealing.seal_text("another", purpose=sealing.FILE_KEY))
    with pytest.raises(DatabaseError), transaction.atomic():
        row.update(**change)


def test_a_sealed_file_moves_to_no_other_bytes_and_is_never_deleted() -> None:
    sealed = sealing.store_sealed(b"x")
    row = SealedFile.objects.filter(pk=sealed.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.update(stored=files.store_file(b"plain"))
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()


def test_a_ring_that_another_process_has_just_made_is_no_lost_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def meanwhile() -> bool:
        keyring.make_missing(first=SealingKey.made())
        return True

    monkeypatch.setattr(sealing, "anything_is_sealed", meanwhile)
    sealed = sealing.seal_text(NUMBER, purpose=PURPOSE)
    assert sealing.unseal_text(sealed, purpose=PURPOSE) == NUMBER
