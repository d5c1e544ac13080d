"""Filters of the register of letters."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.interfaces.desk.forms.filters import ALL
from gongkai.interfaces.shared.forms import GongkaiForm
from gongkai.letters.models import LetterKindName
from gongkai.letters.rules.facts import LetterKind


@dataclass(frozen=True, slots=True)
class WantedLetters:
    """What the filters of the register ask for; None filters nothing."""

    year: int | None
    kind: LetterKind | None

    @property
    def is_filtered(self) -> bool:
        """Say whether any filter is set."""
        return self.year is not None or self.kind is not None


class LetterFilter(GongkaiForm):
    """Filters of the register of letters."""

    mark_optional = False
    year = forms.IntegerField(
        label=_("Year"),
        required=False,
        min_value=1949,
        max_value=2200,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind of letter"), required=False, choices=[ALL, *LetterKindName.choices]
    )

    def wanted(self) -> WantedLetters:
        """Return what to filter by."""
        self.is_valid()
        kind = self.cleaned_data.get("kind", "")
        return WantedLetters(
            year=self.cleaned_data.get("year"), kind=LetterKind(kind) if kind else None
        )
