"""Office documents, opened to be read or rewritten within the bounds of every package."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gongkai.release.inspection.inner import Inside
from gongkai.release.inspection.office import Office
from gongkai.release.inspection.packages import Package, open_package
from gongkai.release.inspection.xml import xml_events
from gongkai.release.rules.inspection import Inspection

_XML_ENDINGS = (".xml", ".rels", ".vml")


@contextmanager
def open_office(path: Path) -> Iterator[Office]:
    """Open an Office document; raises CannotRead as `open_package` does."""
    with open_package(path) as package:
        yield Office(package=package, inside=Inside(inspect=_never))


def main_part(office: Office, usual: str) -> str:
    """Return the part that the package is about: the document, the workbook."""
    kinds = office.kinds()
    found = (name for name, kind in kinds.items() if kind == "officeDocument")
    return next(found, usual if usual in office.package.parts else "")


def check_xml(package: Package) -> None:
    """Read every XML part strictly, for libraries that read less strictly afterwards.

    Raises CannotRead: HOLDS_ENTITIES, BROKEN, UNPACKS_TOO_LARGE.
    """
    for name in package.parts:
        if name.lower().endswith(_XML_ENDINGS):
            for _event in xml_events(package.chunks(name)):
                pass


def _never(_path: Path, _name: str, _inside: Inside) -> Inspection:
    return Inspection()
