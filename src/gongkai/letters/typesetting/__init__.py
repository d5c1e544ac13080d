"""Setting letters on paper: typefaces, characters, PDF. No database."""

from gongkai.letters.typesetting.fonts import FontsMissing, missing_families
from gongkai.letters.typesetting.pdf import (
    LetterNotTypeset,
    Sheet,
    set_pdf,
    template_version,
    typeset,
)

__all__ = [
    "FontsMissing",
    "LetterNotTypeset",
    "Sheet",
    "missing_families",
    "set_pdf",
    "template_version",
    "typeset",
]
