"""Where a form that is sent differs from what a colleague saved since it was opened."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from gongkai.interfaces.desk.changes import ChangedLine, changed_lines
from gongkai.interfaces.shared.templatetags.gongkai import day

TEXT = "text"
"""The field that is compared line by line."""


@dataclass(frozen=True, slots=True)
class Row:
    """A field that differs, as it reads."""

    label: str
    theirs: str
    yours: str


@dataclass(frozen=True, slots=True)
class Differences:
    """What the colleague saved beside what was typed here."""

    rows: tuple[Row, ...]
    lines: tuple[ChangedLine, ...]


def differences(form: forms.Form) -> Differences:
    """Return where a form without errors differs from its initial values, the colleague's.

    Among the lines, those that went are the colleague's and those that came are the reader's.
    """
    changed = [field for field in form.visible_fields() if _differs(form, field)]
    rows = tuple(
        Row(
            str(field.label),
            theirs=_said(field.field, field.initial),
            yours=_said(field.field, form.cleaned_data[field.name]),
        )
        for field in changed
        if field.name != TEXT
    )
    lines: tuple[ChangedLine, ...] = ()
    if any(field.name == TEXT for field in changed):
        lines = changed_lines(str(form[TEXT].initial or ""), form.cleaned_data[TEXT])
    return Differences(rows, lines)


def _differs(form: forms.Form, field: forms.BoundField) -> bool:
    # A field that did not come along stays as it is.
    omitted = field.field.widget.value_omitted_from_data(form.data, form.files, field.html_name)
    return field.name in form.changed_data and not omitted


def _said(field: forms.Field, value: object) -> str:
    if isinstance(field, forms.BooleanField):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return day(value)
    chosen = value if isinstance(value, list | tuple) else [value]
    names = dict(_choices(field.choices)) if isinstance(field, forms.ChoiceField) else {}
    return _(", ").join(names.get(str(one), str(one)) for one in chosen if one not in (None, ""))


def _choices(choices: Any) -> Iterator[tuple[str, str]]:
    for value, name in choices:
        if isinstance(name, list | tuple):
            yield from _choices(name)
        else:
            yield str(value), str(name)
