"""The guide as one document, in the language of the page, made of its facts and own sections.

The same document is shown as a page, set as PDF and written as DOCX. The law is said in the words
of its own data; what stands here only joins facts together.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from gongkai.guides.composing.applying import applying
from gongkai.guides.composing.disclosed import arranged, disclosed, obtained
from gongkai.guides.composing.frame import Addresses, Guide, in_language, speaks_chinese
from gongkai.guides.composing.turned_to import office, reading_places, remedies
from gongkai.guides.rules.document import Block, Document, Heading, Paragraph
from gongkai.guides.rules.facts import GuideFacts

__all__ = ["Addresses", "Guide", "compose"]

_NUMBERED = "一二三四五六七八九十"


def compose(guide: Guide) -> Document:
    """Return the whole guide: the parts that the law asks for, then the organ's own sections."""
    facts = guide.facts
    name = in_language(facts.organ_name, facts.organ_name_en)
    return Document(
        title=_("Guide to government information of %(organ)s") % {"organ": name},
        organ_name=name,
        lead=(_lead(facts), *guide.days),
        blocks=tuple(_numbered(_parts(guide))),
        language="zh" if speaks_chinese() else "en",
    )


def _lead(facts: GuideFacts) -> str:
    regime = {"regime": in_language(facts.regime_zh, facts.regime_en)}
    if facts.unbound_kind:
        return (
            _(
                "This guide says what information this organ discloses and where it is read. Its "
                "basis is the %(regime)s."
            )
            % regime
        )
    return (
        _(
            "This guide says what information this organ discloses, where it is read and how "
            "to apply for the rest. Its basis is the %(regime)s."
        )
        % regime
    )


def _parts(guide: Guide) -> Iterator[Block]:
    yield from disclosed(guide)
    yield from arranged(guide)
    yield from obtained(guide)
    yield from office(guide)
    yield from applying(guide)
    yield from remedies(guide)
    yield from reading_places(guide)
    for number, section in enumerate(guide.sections, start=1):
        yield Heading(section.heading, anchor=f"section-{number}")
        yield from (Paragraph(line.strip()) for line in section.text.split("\n") if line.strip())


def _numbered(blocks: Iterator[Block]) -> Iterator[Block]:
    """Number the parts as official papers do: 一、二、 in Chinese, 1. 2. in English."""
    part = 0
    for block in blocks:
        if isinstance(block, Heading) and block.level == 2:
            part += 1
            yield Heading(f"{_number(part)}{block.text}", block.level, block.anchor)
        else:
            yield block


def _number(part: int) -> str:
    if not speaks_chinese():
        return f"{part}. "
    tens, ones = divmod(part, 10)
    if part <= 10:
        return f"{_NUMBERED[part - 1]}、"
    return f"十{_NUMBERED[ones - 1]}、" if tens == 1 and ones else f"{part}、"
