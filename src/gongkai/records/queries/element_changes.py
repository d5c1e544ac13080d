"""Which elements two public versions say differently, in words."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gongkai.records.models import (
    Assembly,
    Form,
    HowObtained,
    RecordVersion,
    ServiceObject,
    TimeLimit,
)
from gongkai.records.queries.cards import in_language, making_told, name_of_theme
from gongkai.records.queries.values import ElementChange
from gongkai.records.rules.statutory import item_of


def element_changes(older: RecordVersion, newer: RecordVersion) -> tuple[ElementChange, ...]:
    """Return the elements that differ, in the order of the record's page.

    Texts and attachments are compared elsewhere; what is for the staff alone is not among these.
    """
    rows = ((name, say(older), say(newer)) for name, say in _ELEMENTS.items())
    return tuple(
        ElementChange(str(name), before, after) for name, before, after in rows if before != after
    )


def _plain(field: str) -> Callable[[RecordVersion], str]:
    return lambda version: str(getattr(version, field))


def _day(field: str) -> Callable[[RecordVersion], str]:
    def say(version: RecordVersion) -> str:
        on: date | None = getattr(version, field)
        return date_format(on, "DATE_FORMAT") if on else ""

    return say


def _chosen(field: str, choices: type[models.TextChoices]) -> Callable[[RecordVersion], str]:
    labels: Mapping[str, Any] = dict(choices.choices)

    def say(version: RecordVersion) -> str:
        value = getattr(version, field)
        values = value if isinstance(value, list) else [value]
        return _(", ").join(str(labels.get(one, one)) for one in values if one)

    return say


def _item(version: RecordVersion) -> str:
    item = item_of(version.statutory_item)
    return in_language(item.name_zh, item.name_en) if item else version.statutory_item


def _made(field: str) -> Callable[[RecordVersion], str]:
    def say(version: RecordVersion) -> str:
        # Never of the version itself: it names the third parties who gave the information.
        value = getattr(making_told(version), field)
        return value if isinstance(value, str) else _(", ").join(value)

    return say


_ELEMENTS: Mapping[Promise, Callable[[RecordVersion], str]] = {
    gettext_lazy("Name of the information"): _plain("title"),
    gettext_lazy("Theme"): lambda version: name_of_theme(version.theme),
    gettext_lazy("Date generated"): _day("generated_on"),
    gettext_lazy("Document number"): _plain("document_number"),
    gettext_lazy("Keywords"): _plain("keywords"),
    gettext_lazy("Genre of document"): _plain("genre"),
    gettext_lazy("In force from"): _day("effective_on"),
    gettext_lazy("In force until"): _day("expires_on"),
    gettext_lazy("Summary"): _plain("summary"),
    gettext_lazy("Forms of disclosure"): _chosen("forms", Form),
    gettext_lazy("Time limit of disclosure"): _chosen("time_limit", TimeLimit),
    gettext_lazy("Remark"): _plain("remark"),
    gettext_lazy("Statutory item"): _item,
    pgettext_lazy("element of a record", "Assembly class"): _chosen("assembly", Assembly),
    pgettext_lazy("element of a record", "Whom it serves"): _chosen(
        "service_object", ServiceObject
    ),
    pgettext_lazy("element of a record", "How it was obtained"): _chosen(
        "how_obtained", HowObtained
    ),
    pgettext_lazy("element of a record", "Made by"): _made("maker"),
    pgettext_lazy("element of a record", "Made together with"): _made("co_makers"),
    pgettext_lazy("element of a record", "Led by"): _made("lead_organ"),
}
