"""The directory of a ZIP file, read strictly: what two readers could see in two ways is refused.

Written anew because the library forgives what a gate must not: entries over one another, names
that differ between the directory and the entry, bytes that belong to no entry.
"""

import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from gongkai.release.inspection.bounds import MOST_PARTS, CannotRead
from gongkai.release.rules.inspection import FileProblem

_END, _END_SIZE = b"PK\x05\x06", 22
_LOCATOR, _LOCATOR_SIZE = b"PK\x06\x07", 20
_END64, _END64_SIZE = b"PK\x06\x06", 56
_ENTRY, _ENTRY_SIZE = b"PK\x01\x02", 46
_LOCAL, _LOCAL_SIZE = b"PK\x03\x04", 30
_LONGEST_COMMENT = 65_535
_LARGEST_DIRECTORY = 16_000_000
_FULL16, _FULL32 = 0xFFFF, 0xFFFFFFFF
_ENCRYPTED, _DESCRIBED, _UTF8, _MASKED = 1 << 0, 1 << 3, 1 << 11, 1 << 13
_ZIP64, _UNICODE_NAME = 0x0001, 0x7075
_KNOWN_EXTRAS = frozenset(
    {_ZIP64, _UNICODE_NAME, 0x000A, 0x000D, 0x5455, 0x5855, 0x7855, 0x7875, 0xCAFE, 0xD935, 0xA220}
)
_LONGEST_DESCRIPTOR = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a ZIP file, as its directory and its own header say alike."""

    name: str
    """With forward slashes; ends in one where it is a folder."""
    size: int
    packed: int
    method: int
    crc: int
    header_at: int
    data_at: int
    has_descriptor: bool = False
    has_odd_extra: bool = False
    comment: str = ""

    @property
    def end(self) -> int:
        """Return where its packed bytes end."""
        return self.data_at + self.packed


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """All entries of a ZIP file, and what is in it beside them."""

    entries: tuple[Entry, ...]
    comment: str = ""
    strays: tuple[tuple[int, int], ...] = ()
    """From where to where there are bytes that belong to no entry."""


def read_directory(stream: BinaryIO) -> Directory:
    """Return the directory of a ZIP file.

    Raises CannotRead: BROKEN where it is damaged or says two things, LOCKED where an entry is
    encrypted, UNPACKS_TOO_LARGE where there are too many, UNREADABLE_NAME where a name has a NUL.
    """
    size = stream.seek(0, 2)
    end_at, end = _find_end(stream, size)
    count, length, at, floor = _where_directory_is(stream, end_at, end)
    if count > MOST_PARTS or length > _LARGEST_DIRECTORY:
        raise CannotRead(FileProblem.UNPACKS_TOO_LARGE)
    entries = tuple(_entries(stream, _exact(stream, at, length), count))
    _refuse_doubles(entries)
    comment_at = end_at + _END_SIZE
    comment_length = int(struct.unpack_from("<H", end, 20)[0])
    after = comment_at + comment_length
    tail = [(at + length, floor), (after, size)]
    strays = [*_gaps(stream, entries, at), *tail]
    return Directory(
        entries=entries,
        comment=_text(_exact(stream, comment_at, comment_length), is_utf8=False),
        strays=tuple(stray for stray in strays if stray[1] > stray[0]),
    )


def ends_like_archive(stream: BinaryIO) -> bool:
    """Return whether the file ends as a ZIP file does, even where its offsets fit no longer.

    A file that is something else, with an archive put behind it, opens as both.
    """
    size = stream.seek(0, 2)
    try:
        end_at, end = _find_end(stream, size)
    except CannotRead:
        return False
    return end_at + _END_SIZE + int(struct.unpack_from("<H", end, 20)[0]) == size


def _exact(stream: BinaryIO, at: int, length: int) -> bytes:
    if at < 0 or length < 0:
        raise CannotRead(FileProblem.BROKEN)
    stream.seek(at)
    read = stream.read(length)
    if len(read) != length:
        raise CannotRead(FileProblem.BROKEN)
    return read


def _find_end(stream: BinaryIO, size: int) -> tuple[int, bytes]:
    """Return the last end record; bytes behind it are told as strays, not searched for more."""
    start = max(0, size - _END_SIZE - _LONGEST_COMMENT)
    tail = _exact(stream, start, size - start)
    at = tail.rfind(_END, 0, len(tail) - _END_SIZE + len(_END))
    if at < 0:
        raise CannotRead(FileProblem.BROKEN)
    record = tail[at : at + _END_SIZE]
    if at + _END_SIZE + struct.unpack_from("<H", record, 20)[0] > len(tail):
        raise CannotRead(FileProblem.BROKEN)
    return start + at, record


def _where_directory_is(stream: BinaryIO, end_at: int, end: bytes) -> tuple[int, int, int, int]:
    """Return the number of entries, the directory's length and start, and where what follows is."""
    disk, first, here, count, length, at, _ = struct.unpack_from("<4x4H2LH", end)
    floor = end_at
    if end_at >= _LOCATOR_SIZE:
        locator = _exact(stream, end_at - _LOCATOR_SIZE, _LOCATOR_SIZE)
        if locator.startswith(_LOCATOR):
            floor, count64, length64, at64 = _end64(stream, locator)
            said = ((count, count64, _FULL16), (length, length64, _FULL32), (at, at64, _FULL32))
            # The small fields may say "look there"; what they say else must be the same.
            if any(small not in (large, full) for small, large, full in said):
                raise CannotRead(FileProblem.BROKEN)
            here = count = count64
            length, at = length64, at64
    # What stands between directory and end record is a stray; over one another they are broken.
    if disk not in (0, _FULL16) or first not in (0, _FULL16) or here != count:
        raise CannotRead(FileProblem.BROKEN)
    if at + length > floor:
        raise CannotRead(FileProblem.BROKEN)
    return count, length, at, floor


def _end64(stream: BinaryIO, locator: bytes) -> tuple[int, int, int, int]:
    record_at = int(struct.unpack_from("<Q", locator, 8)[0])
    record = _exact(stream, record_at, _END64_SIZE)
    if not record.startswith(_END64):
        raise CannotRead(FileProblem.BROKEN)
    here, count, length, at = struct.unpack_from("<4Q", record, 24)
    if here != count:
        raise CannotRead(FileProblem.BROKEN)
    return record_at, count, length, at


def _entries(stream: BinaryIO, raw: bytes, count: int) -> Iterator[Entry]:
    at = 0
    for _ in range(count):
        if raw[at : at + 4] != _ENTRY or at + _ENTRY_SIZE > len(raw):
            raise CannotRead(FileProblem.BROKEN)
        lengths = struct.unpack_from("<3H", raw, at + 28)
        whole = raw[at : at + _ENTRY_SIZE + sum(lengths)]
        if len(whole) != _ENTRY_SIZE + sum(lengths):
            raise CannotRead(FileProblem.BROKEN)
        yield _entry(stream, whole)
        at += len(whole)
    if at != len(raw):
        raise CannotRead(FileProblem.BROKEN)


def _entry(stream: BinaryIO, raw: bytes) -> Entry:
    flags, method, crc, packed, size, *lengths = struct.unpack_from("<8x2H4x3L3H", raw)
    if flags & (_ENCRYPTED | _MASKED):
        raise CannotRead(FileProblem.LOCKED)
    name_end = _ENTRY_SIZE + lengths[0]
    extra_end = name_end + lengths[1]
    raw_name, extras = raw[_ENTRY_SIZE:name_end], _extras(raw[name_end:extra_end])
    wide = {"size": size, "packed": packed, "at": struct.unpack_from("<L", raw, 42)[0]}
    _widen(wide, extras.get(_ZIP64, b""))
    local = _exact(stream, wide["at"], _LOCAL_SIZE)
    local_name = _local_name(stream, wide["at"], local)
    same_flags = struct.unpack_from("<H", local, 6)[0] & (_ENCRYPTED | _MASKED) == 0
    same_method = struct.unpack_from("<H", local, 8)[0] == method
    if local_name != raw_name or not same_flags or not same_method:
        raise CannotRead(FileProblem.BROKEN)
    return Entry(
        name=_name(raw_name, extras, is_utf8=bool(flags & _UTF8)),
        size=wide["size"],
        packed=wide["packed"],
        method=method,
        crc=crc,
        header_at=wide["at"],
        data_at=wide["at"] + _LOCAL_SIZE + sum(struct.unpack_from("<2H", local, 26)),
        has_descriptor=bool(flags & _DESCRIBED),
        has_odd_extra=any(_is_odd(kind, data) for kind, data in extras.items()),
        comment=_text(raw[extra_end:], is_utf8=bool(flags & _UTF8)),
    )


def _local_name(stream: BinaryIO, at: int, local: bytes) -> bytes:
    if not local.startswith(_LOCAL):
        raise CannotRead(FileProblem.BROKEN)
    return _exact(stream, at + _LOCAL_SIZE, struct.unpack_from("<H", local, 26)[0])


def _extras(raw: bytes) -> dict[int, bytes]:
    known: dict[int, bytes] = {}
    at = 0
    while at + 4 <= len(raw):
        kind, length = struct.unpack_from("<2H", raw, at)
        known[kind] = raw[at + 4 : at + 4 + length]
        at += 4 + length
    return known


def _is_odd(kind: int, data: bytes) -> bool:
    """Return whether an extra field could carry something that nobody sees."""
    return kind not in _KNOWN_EXTRAS and bool(data.strip(b"\0"))


def _widen(fields: dict[str, int], data: bytes) -> None:
    """Replace what the small fields could not hold by what the zip64 field says."""
    at = 0
    for name in ("size", "packed", "at"):
        if fields[name] != _FULL32:
            continue
        if at + 8 > len(data):
            raise CannotRead(FileProblem.BROKEN)
        fields[name] = struct.unpack_from("<Q", data, at)[0]
        at += 8


def _name(raw: bytes, extras: dict[int, bytes], *, is_utf8: bool) -> str:
    unicode_name = extras.get(_UNICODE_NAME, b"")
    if len(unicode_name) > 5 and struct.unpack_from("<L", unicode_name, 1)[0] == zlib.crc32(raw):
        raw, is_utf8 = unicode_name[5:], True
    name = _text(raw, is_utf8=is_utf8).replace("\\", "/")
    if "\0" in name:
        raise CannotRead(FileProblem.UNREADABLE_NAME)
    steps = name.split("/")
    if not name or name.startswith("/") or ".." in steps or (":" in steps[0][1:2]):
        raise CannotRead(FileProblem.BROKEN)
    return name


def _text(raw: bytes, *, is_utf8: bool) -> str:
    # Windows in Chinese packs names in GBK and says nothing; macOS packs UTF-8 and says nothing.
    for encoding in ("utf-8",) if is_utf8 else ("utf-8", "gb18030", "cp437"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CannotRead(FileProblem.BROKEN)


def _refuse_doubles(entries: tuple[Entry, ...]) -> None:
    named = Counter(entry.name.rstrip("/") for entry in entries)
    if any(times > 1 for times in named.values()):
        raise CannotRead(FileProblem.BROKEN)


def _gaps(
    stream: BinaryIO, entries: tuple[Entry, ...], directory_at: int
) -> Iterator[tuple[int, int]]:
    at, slack = 0, 0
    for entry in sorted(entries, key=lambda one: one.header_at):
        if entry.header_at < at:
            raise CannotRead(FileProblem.BROKEN)
        if entry.header_at - at > slack and not _is_padding(stream, at, entry.header_at):
            yield at, entry.header_at
        at, slack = entry.end, _LONGEST_DESCRIPTOR if entry.has_descriptor else 0
    if at > directory_at:
        raise CannotRead(FileProblem.BROKEN)
    if directory_at - at > slack and not _is_padding(stream, at, directory_at):
        yield at, directory_at


def _is_padding(stream: BinaryIO, start: int, end: int) -> bool:
    stream.seek(start)
    left = end - start
    while left > 0 and (chunk := stream.read(min(left, 65_536))):
        if chunk.strip(b"\0"):
            return False
        left -= len(chunk)
    return True
