"""Forms of the obligation matrix: its filters, another rhythm, what does not apply."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.interfaces.desk.forms.competent import offer
from gongkai.interfaces.desk.forms.filters import ALL
from gongkai.interfaces.shared.forms import GongkaiForm
from gongkai.organs.models import Level
from gongkai.oversight.queries.matrix_values import MatrixFilter
from gongkai.oversight.rules.matrix import Period, Rhythm, period_of, periods_up_to
from gongkai.oversight.wording import RHYTHMS, STATES

Choices = Sequence[tuple[str, str]]
DEFAULT = "default"
LONGEST_REASON = 300


class MatrixFilterForm(GongkaiForm):
    """Which period and which organs to show."""

    mark_optional = False
    period = forms.ChoiceField(label=_("Period"), required=False)
    region = forms.CharField(
        label=_("Region"), required=False, max_length=12, widget=forms.Select(choices=[ALL])
    )
    level = forms.ChoiceField(label=_("Level"), required=False, choices=[ALL, *Level.choices])
    state = forms.ChoiceField(
        label=_("With an item that is"),
        required=False,
        choices=[ALL, *((state.value, label) for state, label in STATES.items())],
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        offer(self, "period", [(one.key, one.key) for one in periods_up_to(today)])

    def offer_regions(self, regions: Choices) -> None:
        """Offer the divisions in which there are organs to see; known once the matrix is."""
        widget = self.fields["region"].widget
        assert isinstance(widget, forms.Select)  # noqa: S101 - declared above
        widget.choices = [ALL, *regions]

    @property
    def chosen_period(self) -> Period:
        """The period that was chosen; this year where none was, or one that means nothing."""
        self.is_valid()
        this_year = Period(date(self.today.year, 1, 1), date(self.today.year, 12, 31), "")
        key = self.cleaned_data.get("period") or str(self.today.year)
        return period_of(key) or this_year

    def wanted(self) -> MatrixFilter:
        """Return what to filter by."""
        self.is_valid()
        found = self.cleaned_data
        return MatrixFilter(
            region_code=found.get("region", ""),
            level=found.get("level", ""),
            state=found.get("state", ""),
        )


class RhythmForm(GongkaiForm):
    """How often an item is expected."""

    rhythm = forms.ChoiceField(
        label=_("How often something new is expected"),
        choices=[
            (DEFAULT, _("As for everybody: the default")),
            *((rhythm.value, label) for rhythm, label in RHYTHMS.items()),
        ],
        widget=forms.RadioSelect,
    )
    scope = forms.ChoiceField(
        label=_("For whom"),
        choices=[
            ("organ", _("This organ alone")),
            ("kind", _("Every organ of this kind in the area")),
        ],
        widget=forms.RadioSelect,
        initial="organ",
    )
    reason = forms.CharField(label=_("Reasons"), max_length=LONGEST_REASON)

    @property
    def chosen(self) -> Rhythm | None:
        """The rhythm that was chosen, None for the default."""
        code = str(self.cleaned_data["rhythm"])
        return None if code == DEFAULT else Rhythm(code)


class InapplicableForm(GongkaiForm):
    """Why nothing of an item exists."""

    reason = forms.CharField(
        label=_("Why nothing of the kind exists in your organ"),
        help_text=_("One sentence, without names of people. The public reads it once confirmed."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DecideInapplicableForm(GongkaiForm):
    """Whether an item does not apply."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            ("confirm", _("Confirm: nothing of the kind exists there")),
            ("refuse", _("Do not confirm: the item applies")),
        ],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("To the organ"),
        help_text=_("Needed where it is not confirmed. It stays inside the house."),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
