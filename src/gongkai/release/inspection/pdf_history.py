"""What the bytes of a PDF keep besides its present state: earlier states, and what follows it."""

import mmap
import re
from collections import Counter
from pathlib import Path

LARGEST_STATE = 200_000_000
"""Bytes of an earlier state that is read once more."""
_END = re.compile(rb"%%EOF[\r\n]{0,2}")
_START = re.compile(rb"startxref\s+(\d+)")
_HEAD = re.compile(rb"%PDF-\d\.\d")
_OBJECT = re.compile(rb"(?:^|[\r\n])(\d{1,8}) (\d{1,5}) obj\b")
_LINEARIZED = re.compile(rb"/Linearized\s")
_LENGTH = re.compile(rb"/L\s+(\d+)")
_FIRST_KILOBYTE = 1_024
_BLANK = b" \t\r\n\0"
_LEAST_STRAY = 16


class History:
    """The bytes of one file, asked for what the present state of it does not need."""

    def __init__(self, path: Path) -> None:
        # Mapped, not read: a scan of 500 MB must not take that much memory.
        with path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def ends_of_earlier_states(self) -> list[int]:
        """Return where each state ends that was saved over, as offsets, the oldest first.

        A linearised file has two ends from the beginning and is one state.
        """
        ends = [match.end() for match in _END.finditer(self._bytes)]
        ends = [end for end in ends if _START.search(self._bytes, max(0, end - 60), end)]
        if self._first_end_is_a_promise():
            ends = ends[1:]
        return ends[:-1]

    def state(self, end: int) -> bytes | None:
        """Return the file as it was when it ended there; None where it is too large to be read."""
        return self._bytes[:end] if end <= LARGEST_STATE else None

    def overwritten(self) -> list[int]:
        """Return the numbers of objects that stand in the file more than once."""
        counts = Counter(match.groups() for match in _OBJECT.finditer(self._bytes))
        return sorted(int(number) for (number, _generation), count in counts.items() if count > 1)

    def stray(self) -> bytes:
        """Return what stands before the head and after the end, blanks left out."""
        head = _HEAD.search(self._bytes)
        ends = [match.end() for match in _END.finditer(self._bytes)]
        before = self._bytes[: head.start()] if head else b""
        after = self._bytes[ends[-1] :] if ends else b""
        strays = [part for part in (before, after) if len(part.strip(_BLANK)) >= _LEAST_STRAY]
        return b"\n".join(strays)

    def _first_end_is_a_promise(self) -> bool:
        start = self._bytes[:_FIRST_KILOBYTE]
        length = _LENGTH.search(start) if _LINEARIZED.search(start) else None
        return bool(length)
