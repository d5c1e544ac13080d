"""The catalogue as a table: which columns a file of it has."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.interfaces.portal import labels
from gongkai.interfaces.shared import sheets
from gongkai.records.queries import RecordCard
from gongkai.records.queries.classes import ClassLine

Datum = str | bool | list[str]
"""What a file for programs holds of one entry in one column."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the catalogue on its way into a file: its card, class and address."""

    card: RecordCard
    link: str
    in_class: ClassLine | None = None

    @property
    def star(self) -> str:
        """★ where it is listed and its text is given on application (C1)."""
        return "★" if self.card.is_listed else ""

    @property
    def class_name(self) -> str:
        """Name of its class in the organ's table."""
        return self.in_class.name if self.in_class else ""

    @property
    def statutory_item(self) -> str:
        """The item of the statutory lists: its own, or the one its class is mapped to."""
        return self.card.statutory_item or (self.in_class.statutory_item if self.in_class else "")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the catalogue: its key in files for machines, heading, width and cell.

    Every file of the catalogue is made of these, whatever its kind. `data` is what stands in files
    for programs where the cell holds words for readers: codes, lists, a plain title.
    """

    key: str
    heading: Promise
    width: int
    cell: Callable[[Entry], str]
    data: Callable[[Entry], Datum] | None = None

    def value(self, entry: Entry) -> Datum:
        """Return what a program reads of the entry, the same in every language."""
        return self.data(entry) if self.data else self.cell(entry)


COLUMNS: tuple[Column, ...] = (
    Column("index_number", _("Index number"), 26, lambda e: e.card.index_number),
    Column("title", _("Name"), 60, lambda e: e.star + e.card.title, lambda e: e.card.title),
    Column(
        "on_application",
        _("Disclosure on application"),
        12,
        lambda e: e.star,
        lambda e: e.card.is_listed,
    ),
    Column("organ", _("Publishing organ"), 30, lambda e: e.card.organ_name),
    Column("organ_code", _("Organisation code"), 14, lambda e: e.card.organ_code),
    Column("summary", _("Summary"), 60, lambda e: e.card.summary),
    Column(
        "forms",
        _("Form of disclosure"),
        24,
        lambda e: "；".join(str(labels.said(labels.FORMS, form)) for form in e.card.forms),
        lambda e: list(e.card.forms),
    ),
    Column(
        "time_limit",
        _("Time limit of disclosure"),
        16,
        lambda e: str(labels.said(labels.TIME_LIMITS, e.card.time_limit)),
        lambda e: e.card.time_limit,
    ),
    Column("generated_on", _("Date generated"), 14, lambda e: e.card.generated_on.isoformat()),
    Column("released_on", _("Published on"), 14, lambda e: e.card.released_on.isoformat()),
    Column("document_number", _("Document number"), 24, lambda e: e.card.document_number),
    Column("class", _("Class"), 8, lambda e: e.card.class_code),
    Column("class_name", _("Name of the class"), 30, lambda e: e.class_name),
    Column("statutory_item", _("Statutory item"), 12, lambda e: e.statutory_item),
    Column("theme_code", _("Code of the theme"), 10, lambda e: e.card.theme_code),
    Column("theme", _("Theme"), 20, lambda e: e.card.theme_name),
    Column("genre", _("Genre"), 12, lambda e: e.card.genre),
    Column(
        "assembly",
        _("Assembly class"),
        18,
        lambda e: str(labels.said(labels.ASSEMBLIES, e.card.assembly)),
        lambda e: e.card.assembly,
    ),
    Column(
        "service_object",
        _("Service object"),
        14,
        lambda e: str(labels.said(labels.SERVICE_OBJECTS, e.card.service_object)),
        lambda e: e.card.service_object,
    ),
    Column("keywords", _("Keywords"), 30, lambda e: e.card.keywords),
    Column(
        "validity",
        _("Validity"),
        12,
        lambda e: str(labels.said(labels.VALIDITY, e.card.validity)),
        lambda e: e.card.validity,
    ),
    Column("effective_on", _("In force from"), 14, lambda e: _day(e.card.effective_on)),
    Column("expires_on", _("In force until"), 14, lambda e: _day(e.card.expires_on)),
    Column(
        "how_obtained",
        _("How it was obtained"),
        22,
        lambda e: str(labels.said(labels.HOW_OBTAINED, e.card.making.how_obtained)),
        lambda e: e.card.making.how_obtained,
    ),
    Column("maker", _("Made by"), 30, lambda e: e.card.making.maker),
    Column(
        "co_makers",
        _("Made together with"),
        30,
        lambda e: "；".join(e.card.making.co_makers),
        lambda e: list(e.card.making.co_makers),
    ),
    Column("lead_organ", _("Lead organ"), 30, lambda e: e.card.making.lead_organ),
    Column("address", _("Permanent address"), 50, lambda e: e.link),
)


def row_of(entry: Entry) -> list[str]:
    """Return the cells of one entry, in the order of COLUMNS."""
    return [column.cell(entry) for column in COLUMNS]


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""


def xlsx_file(headings: Sequence[str], rows: Iterable[Sequence[str]], *, title: str) -> bytes:
    """Return a workbook with one sheet, its first row frozen and bold; every cell is text."""
    widths = [column.width for column in COLUMNS]
    table = sheets.Table(title=title, headings=headings, rows=rows, widths=widths)
    return sheets.xlsx_file([table])
