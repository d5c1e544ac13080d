"""A catalogue edition as a table: numbers as they were, words only where they are public now."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.guides.queries import EntryLine, entries_of
from gongkai.interfaces.portal.addresses import permanent_address
from gongkai.kernel.types import Viewer

_AT_ONCE = 500

HEADINGS: tuple[Promise, ...] = (
    gettext_lazy("Index number"),
    gettext_lazy("Class"),
    gettext_lazy("Name"),
    gettext_lazy("Summary"),
    gettext_lazy("Date generated"),
    gettext_lazy("Document number"),
    gettext_lazy("Permanent address"),
)
NAMES = (
    "index_number",
    "class",
    "title",
    "summary",
    "generated_on",
    "document_number",
    "permanent_address",
)
"""The same columns as programs name them."""
WIDTHS = (26, 8, 60, 60, 14, 24, 50)


def rows_of(viewer: Viewer, edition_id: int) -> Iterator[list[str]]:
    """Yield every row of a catalogue edition in its order, however many; raises NotFound."""
    start = 0
    while lines := entries_of(viewer, edition_id, start=start, size=_AT_ONCE):
        yield from (_row(line) for line in lines)
        start += len(lines)


def _unnamed(line: EntryLine) -> str:
    """Return what stands in the place of the name of an entry of which only the number is said."""
    return _("(being checked)") if line.is_held_back else _("(no longer public)")


def _row(line: EntryLine) -> list[str]:
    card = line.card
    if card is None:
        return [line.index_number, line.class_code, _unnamed(line), "", "", "", ""]
    return [
        line.index_number,
        line.class_code,
        ("★" if card.is_listed else "") + card.title,
        card.summary,
        card.generated_on.isoformat(),
        card.document_number,
        permanent_address(line.index_number),
    ]
