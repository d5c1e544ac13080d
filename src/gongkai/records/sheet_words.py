"""The spreadsheet of records in words: headings, lists to choose from, faults of cells."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.organs.models import Organ
from gongkai.records.models import (
    Assembly,
    Category,
    Form,
    Ground,
    HowObtained,
    SecrecyLevel,
    ServiceObject,
    Split,
    ThemeClass,
    TimeLimit,
)
from gongkai.records.rules.sheet import DIGEST, RECORD, CellFault, Choice, HeaderFault
from gongkai.records.rules.statutory import items_for

HEADINGS: Mapping[str, Promise] = {
    RECORD: pgettext_lazy("heading of the spreadsheet", "Record"),
    "index_number": _("Index number"),
    "organ": _("Publishing organ"),
    "standing": _("Before the public"),
    "state": _("Work on the version"),
    "title": _("Name of the information"),
    "document_number": _("Document number"),
    "generated_on": _("Date generated"),
    "summary": _("Summary"),
    "category": _("Category"),
    "ground_code": _("Ground"),
    "ground_reason": _("Reasons"),
    "forms": _("Forms of disclosure"),
    "time_limit": _("Time limit of disclosure"),
    "statutory_item": _("Statutory item"),
    "theme_code": _("Theme"),
    "genre": _("Genre of document"),
    "keywords": _("Keywords"),
    "assembly": _("Assembly class"),
    "service_object": _("Service object"),
    "how_obtained": _("How it was obtained"),
    "maker": _("Maker"),
    "co_makers": _("Made together with"),
    "lead_organ": _("Lead organ"),
    "is_normative": _("Normative document"),
    "effective_on": _("In force from"),
    "expires_on": _("In force until"),
    "secrecy_level": _("Level of secrecy"),
    "split": _("Whether a part can be disclosed"),
    "split_reason": _("Why, or which part"),
    "remark": _("Remark"),
    "has_text": _("Has a text"),
    DIGEST: pgettext_lazy("heading of the spreadsheet", "Mark of the version (leave as it is)"),
}

CELL_FAULTS: Mapping[CellFault, Promise] = {
    CellFault.MISSING: _("This element cannot be empty. Enter it."),
    CellFault.NOT_A_DAY: _("Enter the date as year, month and day, such as 2026-03-12."),
    CellFault.NOT_IN_LIST: _("This is in no list. Choose from the list of the cell."),
    CellFault.NOT_YES_OR_NO: _("Enter yes or no."),
    CellFault.CATEGORY_OF_RELEASED: _(
        "The category of a released record decides what can be read. Begin a new version on its "
        "own page."
    ),
}
HEADER_FAULTS: Mapping[HeaderFault, Promise] = {
    HeaderFault.NEEDED_MISSING: _(
        "The first row has no column “%(column)s”. Export the list again and change that file."
    ),
    HeaderFault.TWICE: _("The column “%(column)s” stands twice. Take one of them out."),
}
YES_AND_NO: Mapping[str, Promise] = {
    "yes": pgettext_lazy("cell of the spreadsheet", "Yes"),
    "no": pgettext_lazy("cell of the spreadsheet", "No"),
}
_CLOSED: Mapping[str, Sequence[tuple[str, str | Promise]]] = {
    "category": Category.choices,
    "forms": Form.choices,
    "time_limit": TimeLimit.choices,
    "assembly": Assembly.choices,
    "service_object": ServiceObject.choices,
    "how_obtained": HowObtained.choices,
    "secrecy_level": SecrecyLevel.choices,
    "split": Split.choices,
    "is_normative": tuple(YES_AND_NO.items()),
}


def headings_in_every_language() -> dict[str, tuple[str, ...]]:
    """Return what the columns may be called, by their keys."""
    return {key: tuple(_in_every_language(name)) for key, name in HEADINGS.items()}


def sheet_lists(organ_id: int | None) -> dict[str, tuple[Choice, ...]]:
    """Return the lists of the columns in the language of the request, known in every other too.

    The statutory items are those that bind the organ; all of the regime's where none is named.
    """
    closed = {key: tuple(_of_choices(choices)) for key, choices in _CLOSED.items()}
    return closed | {
        "ground_code": tuple(_grounds()),
        "theme_code": tuple(_themes()),
        "statutory_item": tuple(_items(organ_id)),
    }


def _of_choices(choices: Iterable[tuple[str, str | Promise]]) -> Iterator[Choice]:
    for code, label in choices:
        if code:
            yield Choice(code, str(label), tuple(_in_every_language(label)))


def _in_every_language(label: str | Promise) -> Iterator[str]:
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            yield str(label)


def _named(code: str, label: str, other: str) -> Choice:
    shown, second = (label, other) if _speaks_chinese() else (other, label)
    return Choice(code, shown, (second,))


def _grounds() -> Iterator[Choice]:
    # Both regimes: a record keeps the ground under which it was decided.
    for row in Ground.objects.all():
        yield _named(row.code, f"{row.name_zh}（{row.article}）", f"{row.name_en} ({row.article})")


def _themes() -> Iterator[Choice]:
    for row in ThemeClass.objects.order_by("code"):
        yield _named(row.code, f"{row.code} {row.name_zh}", f"{row.code} {row.name_en}")


def _items(organ_id: int | None) -> Iterator[Choice]:
    level = Organ.objects.filter(pk=organ_id or 0).values_list("level", flat=True).first()
    for item in items_for(regime=settings.REGIME, level=level or "national"):
        yield _named(item.code, f"{item.code} {item.name_zh}", f"{item.code} {item.name_en}")


def _speaks_chinese() -> bool:
    return (translation.get_language() or settings.LANGUAGE_CODE).startswith("zh")
