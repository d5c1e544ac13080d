"""Files inside a file: each is inspected as if it had been sent alone."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from gongkai.release.inspection.bounds import Budget, CannotRead
from gongkai.release.inspection.gathering import Gathered
from gongkai.release.inspection.packages import Package
from gongkai.release.rules.findings import FindingKind, Place
from gongkai.release.rules.inspection import FileProblem, Inspection

_GRAVE = frozenset(
    {
        FileProblem.PROGRAM,
        FileProblem.LOCKED,
        FileProblem.UNREADABLE_NAME,
        FileProblem.UNPACKS_TOO_LARGE,
        FileProblem.NESTED_TOO_DEEP,
        FileProblem.HOLDS_MACROS,
        FileProblem.HOLDS_ENTITIES,
    }
)
"""Problems of a file inside that make the whole file one that cannot be taken."""
_DEEPEST_DOCUMENT = 4
"""Documents inside documents; who hides a text in the fifth is not read to the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """How files inside a file are inspected."""

    inspect: Callable[[Path, str, "Inside"], Inspection]
    """Inspects one file; it raises nothing for a bad one."""
    ocr: bool = False
    name: str = ""
    """The name of the file that is inspected; whoever gets the file reads it anyway."""
    depth: int = 0
    """Files around this one."""
    archives: int = 0
    """Archives around this one."""
    budget: Budget = field(default_factory=Budget)

    def deeper(self, *, is_archive: bool = False) -> "Inside":
        """Return how to inspect what is inside the file that is being inspected."""
        return replace(self, depth=self.depth + 1, archives=self.archives + is_archive)


def look_inside(
    package: Package, part: str, inside: Inside, gathered: Gathered, *, name: str = ""
) -> Inspection:
    """Inspect a part of a package as a file of its own and gather what is in it.

    `name` is the name that it would have as a file. Raises CannotRead where the part makes the
    whole file one that cannot be taken.
    """
    with tempfile.TemporaryDirectory(prefix="gongkai-inside-") as folder:
        path = Path(folder) / "file"
        package.unpack(part, path)
        return look_into(path, part, inside, gathered, name=name)


def look_into(
    path: Path, part: str, inside: Inside, gathered: Gathered, *, name: str = ""
) -> Inspection:
    """Inspect a file that was unpacked from another, and gather what is in it.

    Raises CannotRead where it makes the whole file one that cannot be taken.
    """
    if inside.depth > _DEEPEST_DOCUMENT:
        raise CannotRead(FileProblem.NESTED_TOO_DEEP)
    found = inside.inspect(path, name or part, inside)
    if found.problem in _GRAVE:
        raise CannotRead(found.problem)
    gathered.include(found, part)
    if found.problem not in (None, FileProblem.KIND_NOT_TAKEN, FileProblem.EMPTY):
        gathered.add(
            FindingKind.NOT_SEARCHED, Place(member=part), excerpt=str(found.problem), is_masked=True
        )
    return found
