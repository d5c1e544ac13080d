"""What the page components are given: plain values, made by the doors, shown by the includes.

Each class names the include under `gongkai/components/` that shows it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise

Label = str | Promise


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the breadcrumbs (breadcrumbs.html); the page itself has no address."""

    label: Label
    url: str = ""


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry of the main menu (navigation.html)."""

    label: Label
    url: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class QueueLink:
    """A queue of the desk with how many things wait in it; None where nothing is counted."""

    label: Label
    url: str
    count: int | None = None
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class QueueGroup:
    """Queues under one heading (queues.html)."""

    title: Label
    links: Sequence[QueueLink]


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """A row of a summary list (summary_list.html)."""

    label: Label
    value: Label
    url: str = ""
    action_url: str = ""
    action_label: Label = ""


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a table column."""

    label: Label
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; `tag` is the colour of a tag around the text."""

    text: Label | int
    url: str = ""
    is_number: bool = False
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption (table.html)."""

    caption: Label
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    is_caption_hidden: bool = False


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file to download (download.html); `kind` is what a reader calls it, `size` in bytes."""

    name: str
    url: str
    kind: str
    size: int | None = None


@dataclass(frozen=True, slots=True)
class ColumnTags:
    """Tags of a page of a column (国办发〔2017〕47号)."""

    name: Label
    description: Label
    keywords: Label
    kind: Label


@dataclass(frozen=True, slots=True)
class ArticleTags:
    """Tags of a page of one document (国办发〔2017〕47号); `published_at` is aware."""

    title: str
    published_at: datetime
    source: str
    keywords: str = ""
    author: str = ""
    description: str = ""
    image: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Pages:
    """Where one is in a long list (pagination.html)."""

    number: int
    total: int
    shown: Sequence[int | None] = field(default_factory=tuple)
    """Numbers to show; None is a gap."""

    @property
    def previous(self) -> int | None:
        """The page before, None on the first."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """The page after, None on the last."""
        return self.number + 1 if self.number < self.total else None


def page_number(typed: str | None) -> int:
    """Return the page number of a query parameter; 1 for anything that is none."""
    is_number = typed is not None and typed.isascii() and typed.isdigit() and len(typed) < 7
    return max(1, int(typed)) if is_number and typed else 1


def pages_of(*, items: int, number: int, per_page: int) -> Pages:
    """Return the pages of a list of `items`; a number past the end stands for the last page."""
    total = max(1, -(-items // per_page))
    number = min(max(1, number), total)
    near = sorted({1, total, *range(max(1, number - 1), min(total, number + 1) + 1)})
    shown: list[int | None] = []
    for before, page in zip([0, *near], near, strict=False):
        # A gap of one page is shown as that page: the dots would take the same room.
        if page - before == 2:
            shown.append(page - 1)
        elif page - before > 2:
            shown.append(None)
        shown.append(page)
    return Pages(number=number, total=total, shown=tuple(shown))
