"""How a plain text is laid out to read: headings, articles, paragraphs. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HEADING = re.compile(r"^(#{2,4})\s+(?P<text>\S.*)$")
_DIGITS = "\u3007零一二三四五六七八九十百千0-9"
_ARTICLE = re.compile(rf"^(?P<name>第[{_DIGITS}]{{1,9}}条(?:之[{_DIGITS}]+)?)(?P<rest>\s.*|$)")


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (`level` 3 to 5) or a paragraph (`level` 0); `anchor` for what can be linked to.

    `lead` is the name of an article (第十条) that the paragraph begins with, '' elsewhere.
    """

    text: str
    level: int = 0
    anchor: str = ""
    lead: str = ""

    @property
    def is_heading(self) -> bool:
        """Say whether this is a heading."""
        return self.level > 0


def blocks(text: str) -> tuple[Block, ...]:
    """Return the text in blocks; a line that begins with `## ` is a heading, empty lines fall out.

    The page has its title as h1 and "Text" as h2, so the first level here is 3.
    """
    return tuple(_blocks(text))


def headings(found: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the headings of a table of contents, none where there would be fewer than three."""
    wanted = tuple(block for block in found if block.level == 3)
    return wanted if len(wanted) >= 3 else ()


def plain_lines(title: str, text: str) -> str:
    """Return title and text as they read, a line each: no marks of headings, no empty lines."""
    lines = [f"{block.lead}　{block.text}" if block.lead else block.text for block in blocks(text)]
    return "\n".join([title, *lines])


def _blocks(text: str) -> Iterator[Block]:
    section = 0
    for raw in text.split("\n"):
        line = raw.strip()
        if not line:
            continue
        if heading := _HEADING.match(line):
            section += 1
            level = len(heading[1]) + 1
            yield Block(heading["text"].strip(), level=level, anchor=f"section-{section}")
        elif article := _ARTICLE.match(line):
            yield Block(article["rest"].strip(), lead=article["name"])
        else:
            yield Block(line)
