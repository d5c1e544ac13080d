"""Forms about categories: research and questions, yearly reviews, publication on a chosen day."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.interfaces.desk.forms.competent import offer
from gongkai.interfaces.desk.forms.filters import ALL
from gongkai.interfaces.desk.forms.standing import EarlierVersionsForm
from gongkai.interfaces.shared.forms import GongkaiForm, LocalDateField
from gongkai.interfaces.shared.once import OnceForm
from gongkai.records.models import Category, ReviewDecision
from gongkai.records.operations.embargo import LONGEST_ANNOUNCEMENT, LONGEST_BASIS, Plan
from gongkai.records.operations.research import LONGEST_TEXT

Choices = Sequence[tuple[str, str]]
GroupedChoices = Sequence[tuple[str, str | Sequence[tuple[str, str]]]]
_DECIDED = [choice for choice in Category.choices if choice[0] != Category.UNDETERMINED]


class NoteForm(OnceForm):
    """What somebody found out."""

    text = forms.CharField(
        label=pgettext_lazy("written by staff", "Note"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What was looked into, and what it says. Kept as it is written."),
    )


class QuestionForm(OnceForm):
    """Which category? Put to who can say it."""

    to_organ = forms.TypedChoiceField(label=_("Whom to ask"), coerce=int)
    question = forms.CharField(
        label=_("Question"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What is in doubt, and what speaks for which category."),
    )

    def __init__(self, *args: Any, organs: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "to_organ", organs)


class AnswerForm(GongkaiForm):
    """A category with its ground and the reasons."""

    category = forms.ChoiceField(
        label=_("Category that you recommend"), choices=_DECIDED, widget=forms.RadioSelect
    )
    ground_code = forms.ChoiceField(label=_("Ground"))
    answer = forms.CharField(
        label=_("Reasons"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The organ decides; your answer is kept with the record."),
    )

    def __init__(self, *args: Any, grounds: GroupedChoices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ground_code"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", _("Not chosen yet")), *grounds]


class ExemptionReviewForm(OnceForm):
    """Whether the reasons of an exemption still hold."""

    decision = forms.ChoiceField(
        label=_("What the review comes to"),
        choices=ReviewDecision.choices,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Reasons"), widget=forms.Textarea(attrs={"rows": 3}))
    next_on = LocalDateField(
        label=_("Next review on"),
        required=False,
        help_text=_("Where it stays exempt. One year from now unless something else is known."),
    )


class EmbargoForm(OnceForm):
    """The day on which an approved version is published."""

    publish_on = LocalDateField(
        label=_("Publish on"),
        help_text=_("It is published by itself when this day begins, if nothing stands against."),
    )
    reason = forms.CharField(label=_("Why not at once"), widget=forms.Textarea(attrs={"rows": 2}))
    late_basis = forms.CharField(
        label=_("Law and article that allow a day after the limit"),
        max_length=LONGEST_BASIS,
        required=False,
        help_text=_("Needed only where the day lies after the last day of disclosure."),
    )
    announcement = forms.CharField(
        label=_("Announcement"),
        max_length=LONGEST_ANNOUNCEMENT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "What the public may read until that day, with the day and nothing else. It is public "
            "once the secrecy reviewer has let it out."
        ),
    )

    def plan(self) -> Plan:
        """Return what the operation takes."""
        names = ("publish_on", "reason", "late_basis", "announcement")
        return Plan(**{name: self.cleaned_data[name] for name in names})


class CorrectionEmbargoForm(EmbargoForm, EarlierVersionsForm):
    """The day of a corrected copy, and what becomes of the copies before it on that day."""

    field_order: tuple[str, ...] = (
        *("publish_on", "reason", "late_basis", "announcement"),
        *("earlier", "versions", "withdrawal_reason"),
    )

    def plan(self) -> Plan:
        """Return what the operation takes, with the versions that are withdrawn."""
        said = self.withdrawn_with_it()
        return replace(
            super().plan(),
            withdrawn_with_it=said["withdrawn_with_it"],
            withdrawal_reason=said["reason"],
        )


class OrganFilter(GongkaiForm):
    """Narrows a list to one organ."""

    mark_optional = False
    organ = forms.ChoiceField(label=_("Organ"), required=False)

    def __init__(self, *args: Any, organs: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organ", [("", str(ALL[1])), *organs])

    def organ_ids(self) -> tuple[int, ...] | None:
        """Return the organ asked for; None where all are meant, or what was asked is unknown."""
        self.is_valid()
        wanted = self.cleaned_data.get("organ", "")
        return (int(wanted),) if wanted else None


class ClockFilter(OrganFilter):
    """Narrows the lists of limits: one organ, how near, which year."""

    within = forms.IntegerField(
        label=_("Due within working days"),
        required=False,
        min_value=1,
        max_value=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    year = forms.IntegerField(
        label=_("Late in the year"),
        required=False,
        min_value=2008,
        max_value=2200,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
