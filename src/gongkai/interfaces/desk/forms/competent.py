"""Forms of the competent department."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.interfaces.shared.forms import GongkaiForm, LocalDateField
from gongkai.review.models.proposal import StepKind

Choices = Sequence[tuple[str, str]]


class SharedStepsForm(GongkaiForm):
    """Leave for a small organ: two people may share the three steps."""

    organ_id = forms.TypedChoiceField(label=_("Organ"), coerce=int)
    from_on = LocalDateField(label=_("From this day"))
    until_on = LocalDateField(label=_("Until this day, included"))
    reason = forms.CharField(
        label=_("Why this organ cannot find three people"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Every use of the leave is reported."),
    )

    def __init__(self, *args: Any, organs: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organ_id", organs)


class HandoverForm(GongkaiForm):
    """A small organ's step is done by another organ's people."""

    organ_id = forms.TypedChoiceField(label=_("Organ"), coerce=int)
    kind = forms.ChoiceField(label=_("Step"), choices=StepKind.choices, widget=forms.RadioSelect)
    to_organ_id = forms.TypedChoiceField(label=_("Organ whose people do the step"), coerce=int)
    from_on = LocalDateField(label=_("From this day"))
    until_on = LocalDateField(
        label=_("Until this day, included"),
        required=False,
        help_text=_("Leave empty when no end is known."),
    )

    def __init__(
        self, *args: Any, organs: Choices = (), takers: Choices = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organ_id", organs)
        offer(self, "to_organ_id", takers)


def offer(form: forms.Form, name: str, choices: Choices) -> None:
    """Give a field of the form its choices."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
    field.choices = list(choices)
