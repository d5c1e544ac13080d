"""A composed document as PDF, tagged and for the archives as letters are."""

from dataclasses import fields
from pathlib import Path

from django.utils.translation import gettext as _

from gongkai.guides.rules.document import Block, Document
from gongkai.letters.rules.facts_json import JsonObject, JsonValue
from gongkai.letters.typesetting import set_pdf

TEMPLATE = Path(__file__).resolve().parent.parent / "templates_typst" / "document.typ"


def as_pdf(document: Document, *, is_wide: bool = False) -> bytes:
    """Return the document as a tagged PDF (PDF/UA-1, PDF/A-2a); `is_wide` for lists.

    Raises LetterNotTypeset, FontsMissing.
    """
    words: JsonObject = {
        "title": document.title,
        "organ": document.organ_name,
        "lead": list(document.lead),
        "blocks": [_plain(block) for block in document.blocks],
        "words": {
            "name": _("Name of the row"),
            "value": _("What it says"),
            "missing": _("Characters that cannot be printed are shown as 〓: "),
        },
    }
    return set_pdf(TEMPLATE, words=words, marks={"language": document.language, "wide": is_wide})


def _plain(block: Block) -> JsonObject:
    return {named.name: _value(getattr(block, named.name)) for named in fields(block)}


def _value(value: object) -> JsonValue:
    if isinstance(value, tuple):
        return [_value(inner) for inner in value]
    return value if isinstance(value, str | int) else str(value)
