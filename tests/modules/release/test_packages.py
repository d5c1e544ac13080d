"""ZIP packages are read strictly: what two readers could see in two ways is refused."""

import struct
import zipfile
import zlib
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.modules.release.corpus.archive_traps import named_in_gbk
from tests.modules.release.corpus.building import pack

from gongkai.release.inspection import directory, packages
from gongkai.release.inspection.bounds import Budget, CannotRead
from gongkai.release.inspection.packages import open_package
from gongkai.release.rules.inspection import FileProblem

DIRECTORY, END, LOCAL = b"PK\x01\x02", b"PK\x05\x06", b"PK\x03\x04"
TWO = pack({"a.txt": "云" * 50, "b.txt": "台" * 50})


def problem_of(content: bytes, folder: Path) -> FileProblem | None:
    """Return why a package is not read to its end."""
    path = folder / "file.zip"
    path.write_bytes(content)
    try:
        with open_package(path) as package:
            for name in package.parts:
                for _ in package.chunks(name):
                    pass
    except CannotRead as refused:
        return refused.problem
    return None


def changed(content: bytes, at: int, new: bytes) -> bytes:
    """Return the file with some bytes replaced."""
    return content[:at] + new + content[at + len(new) :]


def entry_at(content: bytes, number: int = 0) -> int:
    """Return where an entry of the directory begins."""
    at = -1
    for _ in range(number + 1):
        at = content.index(DIRECTORY, at + 1)
    return at


def test_parts_come_out_as_they_went_in(tmp_path: Path) -> None:
    path, large = tmp_path / "file.zip", bytes(range(256)) * 2_000
    path.write_bytes(pack({"a/通知.txt": "云台", "empty": "", "large": large, "folder/": ""}))
    with open_package(path) as package:
        assert list(package.parts) == ["a/通知.txt", "empty", "large"]
        assert package.read("a/通知.txt", 100) == "云台".encode()
        assert package.read("empty", 100) == b""
        assert b"".join(package.chunks("large")) == large
        package.unpack("large", tmp_path / "out")
        assert package.directory.strays == ()
    assert (tmp_path / "out").read_bytes() == large


@given(st.lists(st.binary(max_size=3_000), max_size=5), st.booleans())
def test_whatever_is_packed_is_read_alike(contents: list[bytes], is_streamed: bool) -> None:
    stream = BytesIO()
    if is_streamed:
        stream.seekable = lambda: False  # type: ignore[method-assign]
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for number, content in enumerate(contents):
            packed.writestr(f"{number}.bin", content)
    stream.seek(0)
    read = directory.read_directory(stream)
    package = packages.Package(stream, read, Budget())
    assert [b"".join(package.chunks(name)) for name in package.parts] == contents
    assert read.strays == ()


def test_a_streamed_package_with_zip64_fields_is_read(tmp_path: Path) -> None:
    path = tmp_path / "file.zip"
    with zipfile.ZipFile(path, "w") as packed:
        entry = zipfile.ZipInfo("a.txt")
        with packed.open(entry, "w", force_zip64=True) as part:
            part.write(b"1")
    with open_package(path) as package:
        assert package.read("a.txt", 10) == b"1"


def test_names_are_read_as_they_were_meant(tmp_path: Path) -> None:
    path = tmp_path / "file.zip"
    path.write_bytes(named_in_gbk(b"1", "附件一.txt"))
    with open_package(path) as package:
        assert list(package.parts) == ["附件一.txt"]
    path.write_bytes(pack({"附件一.txt": "1"}))
    with open_package(path) as package:
        assert list(package.parts) == ["附件一.txt"]


def test_a_name_in_utf8_that_does_not_say_so_is_read(tmp_path: Path) -> None:
    content = pack({"附件.txt": "1"})
    for start, flags in ((LOCAL, 6), (DIRECTORY, 8)):
        content = changed(content, content.index(start) + flags, b"\x00\x00")
    path = tmp_path / "file.zip"
    path.write_bytes(content)
    with open_package(path) as package:
        assert list(package.parts) == ["附件.txt"]


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("/etc/passwd", FileProblem.BROKEN),
        ("../a.txt", FileProblem.BROKEN),
        ("a/../../b", FileProblem.BROKEN),
        ("..\\a.txt", FileProblem.BROKEN),
        ("C:\\a.txt", FileProblem.BROKEN),
        ("a..b/c", None),
    ],
)
def test_names_that_lead_elsewhere_are_refused(
    name: str, problem: FileProblem | None, tmp_path: Path
) -> None:
    assert problem_of(pack({name: "1"}), tmp_path) is problem


def test_a_name_with_a_nul_is_refused(tmp_path: Path) -> None:
    content = TWO.replace(b"a.txt", b"a\0txt")
    assert problem_of(content, tmp_path) is FileProblem.UNREADABLE_NAME


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    assert problem_of(TWO.replace(b"b.txt", b"a.txt"), tmp_path) is FileProblem.BROKEN


@pytest.mark.parametrize(
    ("place", "new"),
    [
        (10, b"\x00\x00"),
        (16, b"\x00\x00\x00\x00"),
        (20, b"\x01\x00\x00\x00"),
        (24, b"\x01\x00\x00\x00"),
        (24, b"\xff\x00\x00\x00"),
        (28, b"\xff\xff"),
        (42, b"\x01\x00\x00\x00"),
        (42, b"\xff\xff\xff\xff"),
        (42, b"\xff\xff\xff\x7f"),
        (46, b"x"),
    ],
    ids=["method", "crc", "packed", "smaller", "larger", "name", "offset", "wide", "far", "other"],
)
def test_a_directory_that_says_something_else_is_refused(
    place: int, new: bytes, tmp_path: Path
) -> None:
    lying = changed(TWO, entry_at(TWO) + place, new)
    assert problem_of(lying, tmp_path) is FileProblem.BROKEN


def test_entries_over_one_another_are_refused(tmp_path: Path) -> None:
    first = struct.unpack_from("<L", TWO, entry_at(TWO, 0) + 42)[0]
    lying = changed(TWO, entry_at(TWO, 1) + 42, struct.pack("<L", first))
    assert problem_of(lying, tmp_path) is FileProblem.BROKEN


@pytest.mark.parametrize("count", [0, 1, 3, 0xFFFF])
def test_a_wrong_number_of_entries_is_refused(count: int, tmp_path: Path) -> None:
    said = struct.pack("<HH", count, count)
    lying = changed(TWO, TWO.rindex(END) + 8, said)
    expected = FileProblem.UNPACKS_TOO_LARGE if count == 0xFFFF else FileProblem.BROKEN
    assert problem_of(lying, tmp_path) is expected


def test_bytes_behind_the_packed_stream_are_refused(tmp_path: Path) -> None:
    compressed = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = compressed.compress(b"1") + compressed.flush() + b"hidden"
    crc = zlib.crc32(b"1")
    head = struct.pack("<5H3L2H", 20, 0, 8, 0, 0, crc, len(packed), 1, 1, 0)
    local = LOCAL + head + b"a" + packed
    entry = DIRECTORY + struct.pack("<H", 20) + head + bytes(14) + b"a"
    end = struct.pack("<4s4H2LH", END, 0, 0, 1, 1, len(entry), len(local), 0)
    assert problem_of(local + entry + end, tmp_path) is FileProblem.BROKEN


@pytest.mark.parametrize("flag", [1, 1 << 13])
def test_a_locked_part_is_told(flag: int, tmp_path: Path) -> None:
    locked = changed(TWO, entry_at(TWO, 1) + 8, struct.pack("<H", flag))
    assert problem_of(locked, tmp_path) is FileProblem.LOCKED


def test_an_unusual_packing_is_not_taken(tmp_path: Path) -> None:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_BZIP2) as packed:
        packed.writestr("a.txt", "1")
    assert problem_of(stream.getvalue(), tmp_path) is FileProblem.KIND_NOT_TAKEN


def test_what_unpacks_to_more_than_it_may_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file.zip"
    path.write_bytes(TWO)
    with pytest.raises(CannotRead), open_package(path, Budget(left=100)):
        pass
    monkeypatch.setattr(directory, "MOST_PARTS", 1)
    assert problem_of(TWO, tmp_path) is FileProblem.UNPACKS_TOO_LARGE


def test_the_budget_is_spent_by_all_that_is_read(tmp_path: Path) -> None:
    path, budget = tmp_path / "file.zip", Budget(left=400)
    path.write_bytes(TWO)
    with open_package(path, budget) as package:
        assert len(package.read("a.txt", 1_000)) == 150
        package.read("b.txt", 1_000)
        with pytest.raises(CannotRead) as refused:
            package.read("a.txt", 1_000)
    assert refused.value.problem is FileProblem.UNPACKS_TOO_LARGE


def test_bytes_of_no_entry_are_told_and_padding_is_not(tmp_path: Path) -> None:
    path = tmp_path / "file.zip"
    path.write_bytes(TWO + b"more")
    with open_package(path) as package:
        [(start, end)] = package.directory.strays
        assert package.stray(start, end, 100) == b"more"


@given(st.data())
def test_a_damaged_package_is_refused_or_read(data: st.DataObject) -> None:
    content = bytearray(TWO)
    for place, value in data.draw(
        st.lists(st.tuples(st.integers(0, len(TWO) - 1), st.integers(0, 255)), max_size=20)
    ):
        content[place] = value
    stream = BytesIO(bytes(content[: data.draw(st.integers(0, len(content)))]))
    with suppress(CannotRead):
        read = directory.read_directory(stream)
        package = packages.Package(stream, read, Budget())
        for name, entry in package.parts.items():
            assert sum(map(len, package.chunks(name))) == entry.size
