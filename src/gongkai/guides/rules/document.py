"""A guide as one document that page, PDF and DOCX show alike: blocks in their order. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the title: level 2 for a part, 3 inside it; `anchor` to link to."""

    text: str
    level: int = 2
    anchor: str = ""
    kind: str = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `url` where the whole of it leads somewhere."""

    text: str
    url: str = ""
    kind: str = "paragraph"


@dataclass(frozen=True, slots=True)
class Points:
    """A list; ordered where the order says something."""

    items: tuple[str, ...]
    is_ordered: bool = False
    kind: str = "points"


@dataclass(frozen=True, slots=True)
class Rows:
    """Names and what belongs to them."""

    caption: str
    rows: tuple[tuple[str, str], ...]
    kind: str = "rows"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a head."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()
    """Shares of the width of the paper; the words decide where they are left out."""
    kind: str = "grid"


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing; `steps` say in words and in their order what it shows."""

    title: str
    svg: str
    steps: tuple[str, ...]
    kind: str = "chart"


Block = Heading | Paragraph | Points | Rows | Grid | Chart


@dataclass(frozen=True, slots=True)
class Document:
    """The whole: title, what stands under it, and the blocks."""

    title: str
    organ_name: str
    lead: tuple[str, ...]
    blocks: tuple[Block, ...]
    language: str
    """zh or en: the language that the system's own words are in."""

    @property
    def parts(self) -> tuple[Heading, ...]:
        """Return the headings of the table of contents."""
        return tuple(
            block for block in self.blocks if isinstance(block, Heading) and block.level == 2
        )


def plain_text(document: Document) -> str:
    """Return the blocks as lines, to be compared with another edition; without title and lead."""
    return "\n".join(line for block in document.blocks for line in _lines(block))


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Heading | Paragraph):
        yield block.text
    elif isinstance(block, Points):
        yield from block.items
    elif isinstance(block, Rows):
        yield from (f"{name}: {value}" for name, value in block.rows)
    elif isinstance(block, Grid):
        yield from (" | ".join(row) for row in block.rows)
    else:
        yield from block.steps
