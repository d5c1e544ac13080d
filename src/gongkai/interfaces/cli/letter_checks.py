"""What the doctor looks at for letters: the typefaces they are set in. Needs no database."""

import os
from collections.abc import Iterator
from pathlib import Path

from gongkai.interfaces.cli.checks import Finding, broken, fine, warning
from gongkai.letters.typesetting.fonts import SHIPPED_FOLDER, missing_families, own_families, roles

SETTING = "GONGKAI_FONTS"


def of_the_letters() -> Iterator[Finding]:
    """Look at the typefaces of the package and at those that the organ brought along."""
    given = os.environ.get(SETTING, "")
    own = Path(given).expanduser().absolute() if given else None
    if missing := missing_families(None):
        says = f"No letter can be made: {', '.join(missing)} is not in {SHIPPED_FOLDER}."
        yield broken("typefaces of letters", says, "make setup")
    else:
        yield fine("typefaces of letters", f"all in {SHIPPED_FOLDER}")
    if own is not None:
        yield _own(own)


def _own(folder: Path) -> Finding:
    name = "the organ's own typefaces"
    if not folder.is_dir():
        mend = f"Correct {SETTING}, or make the folder and put the files into it."
        return warning(name, f"There is no folder {folder}.", mend)
    there = own_families(folder)
    known = {family.casefold() for role in roles().values() for family in role.own}
    used = [family for family in there if family.casefold() in known]
    if not used:
        says = f"None of the standard's in {folder}; found: {', '.join(there) or 'nothing'}."
        return warning(name, says, "See docs/guide/letters.md for the names that are looked for.")
    return fine(name, f"{', '.join(used)} in {folder}")
