"""Class tables: what an organ's classes are called, and to which statutory item they belong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from gongkai.kernel.types import Viewer
from gongkai.records.models import InformationClass, Record
from gongkai.records.queries.cards import in_language
from gongkai.records.queries.values import RecordCard


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A class of a table; `statutory_item` is the item it is mapped to, '' where none."""

    id: int
    code: str
    name_zh: str
    name_en: str
    statutory_item: str
    is_closed: bool
    records: int = 0

    @property
    def name(self) -> str:
        """Its name in the language of the request."""
        return in_language(self.name_zh, self.name_en)


@dataclass(frozen=True, slots=True)
class ClassTable:
    """The classes of an organ in their order; the default ones where it has none of its own."""

    is_own: bool
    lines: tuple[ClassLine, ...]


def class_table(viewer: Viewer, organ_id: int) -> ClassTable:
    """Return the table in use in an organ, with how many of its records are in each class."""
    own = list(InformationClass.objects.filter(organ_id=organ_id))
    rows = own or list(InformationClass.objects.filter(organ__isnull=True))
    counts = _records_by_class(organ_id)
    return ClassTable(
        is_own=bool(own), lines=tuple(_line(row, records=counts.get(row.code, 0)) for row in rows)
    )


def classes_of_cards(cards: Sequence[RecordCard]) -> Mapping[int, ClassLine]:
    """Return the class of each card by its id, by the organ's own name for it (one query).

    A card whose class no table has is not there.
    """
    organs, codes = {card.organ_id for card in cards}, {card.class_code for card in cards}
    rows = InformationClass.objects.filter(
        Q(organ_id__in=organs) | Q(organ__isnull=True), code__in=codes
    )
    lines = {(row.organ_id, row.code): _line(row) for row in rows}
    found = {
        card.id: lines.get((card.organ_id, card.class_code)) or lines.get((None, card.class_code))
        for card in cards
    }
    return {card_id: line for card_id, line in found.items() if line is not None}


def _records_by_class(organ_id: int) -> dict[str, int]:
    rows = Record.objects.filter(organ_id=organ_id).order_by().values_list("class_code")
    return dict(rows.annotate(number=Count("pk")))


def _line(row: InformationClass, *, records: int = 0) -> ClassLine:
    return ClassLine(
        id=row.pk,
        code=row.code,
        name_zh=row.name_zh,
        name_en=row.name_en,
        statutory_item=row.statutory_item,
        is_closed=row.is_closed,
        records=records,
    )
