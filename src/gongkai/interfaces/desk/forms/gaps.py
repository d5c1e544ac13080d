"""The answer to a report of a gap, and the filter of their list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.interfaces.desk.forms.competent import Choices, offer
from gongkai.interfaces.desk.forms.filters import ALL
from gongkai.interfaces.shared.forms import GongkaiForm, LocalDateField
from gongkai.interfaces.shared.once import OnceForm
from gongkai.remedies.models import AnswerKind, ReportState
from gongkai.remedies.queries import BROKEN
from gongkai.remedies.rules import gaps


class GapFilter(GongkaiForm):
    """Which reports to show."""

    mark_optional = False
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[ALL, *ReportState.choices, (BROKEN, _("Promise not kept"))],
    )

    def wanted(self) -> str:
        """Return the state to filter by, '' for all."""
        self.is_valid()
        return str(self.cleaned_data.get("state", ""))


class GapAnswerForm(OnceForm):
    """What the organ answers, and how many answers there were when the page was made."""

    seen_answers = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    kind = forms.ChoiceField(
        label=_("Answer"), choices=AnswerKind.choices, widget=forms.RadioSelect
    )
    index_number = forms.CharField(
        label=_("Index number of what is published now"), required=False, max_length=80
    )
    promised_on = LocalDateField(label=_("Published by this day, included"), required=False)
    other_organ_id = forms.TypedChoiceField(
        label=_("Organ that publishes it"), coerce=int, empty_value=None, required=False
    )
    text = forms.CharField(
        label=_("What the reporter reads besides"),
        help_text=_(
            "Needed where it does not exist. It passes the release gate: whoever reported may be "
            "anybody. Leave it empty where it is not disclosed."
        ),
        required=False,
        max_length=gaps.LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, organs: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "other_organ_id", [("", str(_("Not one of these"))), *organs])

    @property
    def chosen(self) -> gaps.AnswerKind:
        """The kind of answer that was chosen."""
        return gaps.AnswerKind(self.cleaned_data["kind"])
