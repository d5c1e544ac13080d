"""Filters of the lists. A value that means nothing is passed over, never an error page."""

from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.interfaces.shared.forms import GongkaiForm
from gongkai.records.models import Category, Standing, VersionState
from gongkai.records.queries.desk_list import EVERYTHING, RecordFilters

ALL = ("", _("All"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the filters ask for."""

    filters: RecordFilters

    @property
    def is_filtered(self) -> bool:
        """Say whether any filter is set; an order alone leaves nothing out."""
        return replace(self.filters, sort="") != EVERYTHING


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
    class_code = forms.ChoiceField(label=_("Information class"), required=False)
    year = forms.IntegerField(
        label=_("Year generated"),
        required=False,
        min_value=1900,
        max_value=2200,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(
        self, *args: Any, classes: tuple[tuple[str, str], ...] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["class_code"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [ALL, *classes]

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
                year=found.get("year"),
            )
        )
