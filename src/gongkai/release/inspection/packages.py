"""ZIP packages and archives, unpacked within hard bounds and never onto the disk by their names."""

import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from gongkai.release.inspection.bounds import (
    LARGE_PART,
    WORST_RATIO,
    Budget,
    CannotRead,
)
from gongkai.release.inspection.directory import Directory, Entry, read_directory
from gongkai.release.rules.inspection import FileProblem

_STORED, _DEFLATED = 0, 8
_CHUNK = 65_536


class Package:
    """An open ZIP file; all that is read from it is counted."""

    def __init__(self, stream: BinaryIO, directory: Directory, budget: Budget) -> None:
        self._stream = stream
        self._budget = budget
        self.directory = directory
        self.parts: Mapping[str, Entry] = MappingProxyType(
            {entry.name: entry for entry in directory.entries if not entry.name.endswith("/")}
        )

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a part.

        Raises CannotRead: BROKEN where they are not what the directory says of them.
        """
        entry = self.parts[name]
        size, crc = 0, 0
        for chunk in self._unpacked(entry):
            size += len(chunk)
            crc = zlib.crc32(chunk, crc)
            self._budget.spend(len(chunk))
            if size > entry.size:
                raise CannotRead(FileProblem.BROKEN)
            yield chunk
        if size != entry.size or crc != entry.crc:
            raise CannotRead(FileProblem.BROKEN)

    def read(self, name: str, most: int) -> bytes:
        """Return a whole part of at most so many bytes; a larger one unpacks too large."""
        if self.parts[name].size > most:
            raise CannotRead(FileProblem.UNPACKS_TOO_LARGE)
        return b"".join(self.chunks(name))

    def unpack(self, name: str, path: Path) -> None:
        """Write a part to a path of the caller's choice."""
        with path.open("wb") as stream:
            for chunk in self.chunks(name):
                stream.write(chunk)

    def stray(self, start: int, end: int, most: int) -> bytes:
        """Return bytes that belong to no entry."""
        self._stream.seek(start)
        return self._stream.read(min(end - start, most))

    @property
    def budget(self) -> Budget:
        """Return what may still be unpacked, for packages inside this one."""
        return self._budget

    def _unpacked(self, entry: Entry) -> Iterator[bytes]:
        if entry.method == _STORED:
            yield from self._packed(entry)
            return
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            for chunk in self._packed(entry):
                waiting = chunk
                while waiting and not inflate.eof:
                    yield inflate.decompress(waiting, _CHUNK)
                    waiting = inflate.unconsumed_tail
                if inflate.eof and (waiting or inflate.unused_data):
                    break
            yield from _rest(inflate)
        except zlib.error as damaged:
            raise CannotRead(FileProblem.BROKEN) from damaged
        # Bytes behind the end of the packed stream are seen by no reader.
        if not inflate.eof or inflate.unused_data:
            raise CannotRead(FileProblem.BROKEN)

    def _packed(self, entry: Entry) -> Iterator[bytes]:
        at, end = entry.data_at, entry.end
        while at < end:
            self._stream.seek(at)
            chunk = self._stream.read(min(_CHUNK, end - at))
            if not chunk:
                raise CannotRead(FileProblem.BROKEN)
            at += len(chunk)
            yield chunk


def _rest(inflate: "zlib._Decompress") -> Iterator[bytes]:
    while not inflate.eof and (chunk := inflate.decompress(inflate.unconsumed_tail, _CHUNK)):
        yield chunk


@contextmanager
def open_package(path: Path, budget: Budget | None = None) -> Iterator[Package]:
    """Open a ZIP file after looking at its directory alone.

    Raises CannotRead as `read_directory` does, UNPACKS_TOO_LARGE where it promises more than may
    be unpacked or swells like a bomb, KIND_NOT_TAKEN where it is packed in an unusual way.
    """
    budget = Budget() if budget is None else budget
    with path.open("rb") as stream:
        directory = read_directory(stream)
        if sum(entry.size for entry in directory.entries) > budget.left:
            raise CannotRead(FileProblem.UNPACKS_TOO_LARGE)
        if any(_swells(entry) for entry in directory.entries):
            raise CannotRead(FileProblem.UNPACKS_TOO_LARGE)
        if any(entry.method not in (_STORED, _DEFLATED) for entry in directory.entries):
            raise CannotRead(FileProblem.KIND_NOT_TAKEN)
        yield Package(stream, directory, budget)


def _swells(entry: Entry) -> bool:
    return entry.size > max(LARGE_PART, entry.packed * WORST_RATIO)
