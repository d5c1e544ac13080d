"""Packages written anew: the same parts give the same bytes, and no moment is noted in them."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

_TYPES = "[Content_Types].xml"
_NO_MOMENT = (1980, 1, 1, 0, 0, 0)


def write_package(parts: Mapping[str, bytes], out: Path) -> None:
    """Write a package of these parts; the types come first, as readers expect them."""
    names = sorted(parts, key=lambda name: (name != _TYPES, name))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name in names:
            entry = zipfile.ZipInfo(name, date_time=_NO_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, parts[name])
