"""Archives: every member is listed, and inspected as if it had been sent alone."""

from pathlib import Path

from gongkai.release.inspection.bounds import DEEPEST_NESTING, CannotRead
from gongkai.release.inspection.gathering import Gathered
from gongkai.release.inspection.inner import Inside, look_inside
from gongkai.release.inspection.office import add_strays
from gongkai.release.inspection.packages import open_package
from gongkai.release.rules.findings import FindingKind, Place
from gongkai.release.rules.inspection import FileKind, FileProblem, Inspection, Member


def inspect_archive(path: Path, inside: Inside) -> Inspection:
    """Return what is in a ZIP file and in its members; raises CannotRead.

    One archive may lie in another; a third is NESTED_TOO_DEEP. Members of a kind that is not
    taken alone are named as embedded files.
    """
    if inside.archives >= DEEPEST_NESTING:
        raise CannotRead(FileProblem.NESTED_TOO_DEEP)
    gathered = Gathered()
    deeper = inside.deeper(is_archive=True)
    with open_package(path, inside.budget) as package:
        for name, entry in package.parts.items():
            gathered.list_member(Member(name=name, size=entry.size))
        for name, entry in package.parts.items():
            if not entry.size:
                continue
            found = look_inside(package, name, deeper, gathered)
            if found.problem is FileProblem.KIND_NOT_TAKEN:
                gathered.add(FindingKind.EMBEDDED_FILE, Place(member=name), excerpt=name)
        add_strays(package, gathered)
    return gathered.inspection(FileKind.ZIP)
