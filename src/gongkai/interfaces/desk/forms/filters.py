"""Filters of the lists. A value that means nothing is passed over, never an error page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.interfaces.desk.forms.record import GroupedChoice
from gongkai.interfaces.shared.forms import GongkaiForm
from gongkai.records.models import Category, Standing, VersionState
from gongkai.records.queries.desk_list import EVERYTHING, RecordFilters

ALL = ("", _("All"))
ORDERS = (
    ("", _("Latest registered first")),
    ("registered_first", _("First registered first")),
    ("generated", _("Latest generated first")),
    ("generated_first", _("First generated first")),
    ("released", _("Latest released first")),
    ("number", _("By index number")),
)
MORE = ("class_code", "statutory_item", "theme", "genre", "year", "organ", "changed_by", "overdue")
"""Filters that stand folded away until they are used."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the filters ask for."""

    filters: RecordFilters

    @property
    def is_filtered(self) -> bool:
        """Say whether any filter is set; an order alone leaves nothing out."""
        return replace(self.filters, sort="") != EVERYTHING


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """What the filters of one viewer offer; organs only where there are several."""

    classes: Sequence[tuple[str, str]] = ()
    items: Sequence[tuple[str, str]] = ()
    themes: Sequence[GroupedChoice] = ()
    organs: Sequence[tuple[str, str]] = ()
    people: Sequence[tuple[str, str]] = ()


class RecordFilter(GongkaiForm):
    """Filters of the list of records."""

    mark_optional = False
    text = forms.CharField(
        label=_("Name, document number or index number"), required=False, max_length=200
    )
    state = forms.ChoiceField(
        label=_("Work on the version"), required=False, choices=[ALL, *VersionState.choices]
    )
    standing = forms.ChoiceField(
        label=_("Before the public"), required=False, choices=[ALL, *Standing.choices]
    )
    category = forms.ChoiceField(
        label=_("Category"), required=False, choices=[ALL, *Category.choices]
    )
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=ORDERS)
    class_code = forms.ChoiceField(label=_("Information class"), required=False)
    statutory_item = forms.ChoiceField(label=_("Statutory item"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    genre = forms.CharField(label=_("Genre of document"), required=False, max_length=20)
    year = forms.IntegerField(
        label=_("Year generated"),
        required=False,
        min_value=1900,
        max_value=2200,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    organ = forms.ChoiceField(label=_("Organ"), required=False)
    changed_by = forms.ChoiceField(label=_("Worked on by"), required=False)
    overdue = forms.BooleanField(label=_("Only what is late"), required=False)

    def __init__(self, *args: Any, choices: FilterChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("class_code", choices.classes)
        self._offer("statutory_item", choices.items)
        self._offer("theme", choices.themes)
        self._offer("organ", choices.organs)
        self._offer("changed_by", choices.people)
        if not choices.organs:
            del self.fields["organ"]

    def wanted(self) -> Wanted:
        """Return what to filter by."""
        self.is_valid()
        found = self.cleaned_data
        return Wanted(
            RecordFilters(
                text=found.get("text", ""),
                state=found.get("state", ""),
                standing=found.get("standing", ""),
                category=found.get("category", ""),
                class_code=found.get("class_code", ""),
                statutory_item=found.get("statutory_item", ""),
                theme=found.get("theme", ""),
                genre=found.get("genre", ""),
                year=found.get("year"),
                organ_id=_number(found.get("organ")),
                changed_by=_number(found.get("changed_by")),
                is_overdue=bool(found.get("overdue")),
                sort=found.get("sort", ""),
            )
        )

    def query(self) -> str:
        """Return the filters as they stand behind an address: in their order, no empty ones."""
        self.is_valid()
        found = {name: self.cleaned_data.get(name) for name in self.fields}
        return urlencode(
            {name: "on" if said is True else said for name, said in found.items() if said}
        )

    def first(self) -> list[forms.BoundField]:
        """Return the filters that always stand there."""
        return [self[name] for name in self.fields if name not in MORE]

    def more(self) -> list[forms.BoundField]:
        """Return the filters that are folded away."""
        return [self[name] for name in MORE if name in self.fields]

    def uses_more(self) -> bool:
        """Say whether one of the folded filters is set."""
        self.is_valid()
        return any(self.cleaned_data.get(name) for name in MORE)

    def _offer(self, name: str, choices: Sequence[GroupedChoice]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [ALL, *choices]


def _number(said: str | None) -> int | None:
    return int(said) if said else None
