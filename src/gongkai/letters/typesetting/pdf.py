"""From the facts of a letter to its PDF: tagged, and written for the archives.

The same sheet gives the same bytes, as long as templates and typefaces are the same.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import structlog
import typst
from django.conf import settings

from gongkai.letters.rules.facts import LetterKind
from gongkai.letters.rules.facts_json import JsonObject, texts_in, with_texts
from gongkai.letters.rules.printable import code_point, printable, uncovered, with_getas
from gongkai.letters.typesetting.fonts import Typefaces, typefaces

TEMPLATES = Path(__file__).resolve().parent.parent / "templates_typst"
_PLACE = re.compile(r"┌─ \S*?([\w-]+\.typ:\d+)")
_log = structlog.get_logger(__name__)


class LetterNotTypeset(RuntimeError):
    """A template or a typeface is broken; the message says where, and no personal data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One letter to be set: what stands on it beside the words of its template."""

    kind: LetterKind
    organ_name: str
    title: str
    issued_on: date
    number: str | None
    """None for a preview: it says so on every page and carries no number."""
    facts: JsonObject


@cache
def template_version() -> str:
    """Return the first 12 digits of the SHA-256 over all templates: it changes when they do."""
    digest = hashlib.sha256()
    for file in sorted(TEMPLATES.rglob("*.typ")):
        digest.update(file.relative_to(TEMPLATES).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


def typeset(sheet: Sheet, *, templates: Path = TEMPLATES) -> bytes:
    """Return the letter as a tagged PDF (PDF/UA-1 and PDF/A-2a as the typesetter checks them).

    Raises LetterNotTypeset, also where a template warns, and FontsMissing.
    """
    words: JsonObject = {
        "organ": sheet.organ_name,
        "title": sheet.title,
        "number": sheet.number or "",
        "facts": sheet.facts,
    }
    marks: JsonObject = {
        "kind": sheet.kind.value,
        "preview": sheet.number is None,
        "issued_on": sheet.issued_on.isoformat(),
    }
    return set_pdf(templates / "letter.typ", words=words, marks=marks)


def set_pdf(template: Path, *, words: JsonObject, marks: JsonObject) -> bytes:
    """Return what a template makes of its data as a tagged PDF (PDF/UA-1 and PDF/A-2a).

    `words` are set on paper and made printable first; `marks` steer the template as they are. The
    template also gets `fonts` by role and `missing`, the characters that no typeface holds.
    Raises LetterNotTypeset, also where the template warns, and FontsMissing.
    """
    faces = typefaces(settings.LETTER_FONTS)
    data = json.dumps(_data(words, marks, faces), ensure_ascii=False)
    # A compiler of its own for each document: one compiler cannot serve two threads, and beside
    # the shared typefaces it costs a millisecond.
    compiler = typst.Compiler(str(template), root=str(template.parent), font_paths=faces.book)
    try:
        made, warnings = compiler.compile_with_warnings(
            format="pdf", sys_inputs={"data": data}, pdf_standards=["ua-1", "a-2a"]
        )
    except typst.TypstError as error:
        raise LetterNotTypeset(_where(error)) from None
    if warnings or not isinstance(made, bytes):
        raise LetterNotTypeset("; ".join(_where(warning) for warning in warnings))
    return made


def _data(words: JsonObject, marks: JsonObject, faces: Typefaces) -> JsonObject:
    said = with_texts(words, printable)
    missing = uncovered("".join(texts_in(said)), faces.covered)
    if missing:
        _log.warning("letter_characters_missing", characters=[code_point(c) for c in missing])
    absent = frozenset(missing)
    return {
        **with_texts(said, lambda text: with_getas(text, absent)),
        **marks,
        "missing": [code_point(character) for character in missing],
        "fonts": {role: list(families) for role, families in faces.families.items()},
    }


def _where(told: typst.TypstError | typst.TypstWarning) -> str:
    # Not the whole diagnostic: it quotes the template at length.
    place = _PLACE.search(told.diagnostic)
    return f"{place.group(1)}: {told.message}" if place else told.message
