"""What a booby-trapped file of the corpus is: built by a script, with a clean twin beside it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from gongkai.release.rules.findings import FindingKind

Build = Callable[[Path], None]
"""Writes the file to the path that it is given."""
Make = Callable[[], bytes]
"""Returns the content of a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trap:
    """One file that hides something, and the same file without it."""

    name: str
    """Stable id of the test, with the ending of the file: `pdf-white-text.pdf`."""
    build: Build
    finds: FindingKind
    """What the gate must say of it; it may say more."""
    clean: Build | None = None
    """The twin that looks the same and hides nothing; None where another trap's twin serves."""
    allowed: frozenset[FindingKind] = field(default=frozenset())
    """What may be said of the clean twin too: a scan is unreadable with and without EXIF."""
    holds: str = ""
    """A value that must be among the values of the findings; empty where the kind says it all."""

    def __str__(self) -> str:
        return self.name


def trap_of(
    name: str, finds: FindingKind, build: Make, clean: Make | None = None, *, holds: str = ""
) -> Trap:
    """Return the trap whose file, and whose clean twin, have these contents."""

    def write(path: Path) -> None:
        path.write_bytes(build())

    def write_twin(path: Path) -> None:
        assert clean is not None
        path.write_bytes(clean())

    return Trap(
        name=name, build=write, finds=finds, clean=write_twin if clean else None, holds=holds
    )
