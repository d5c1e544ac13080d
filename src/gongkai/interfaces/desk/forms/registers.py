"""Forms of the registers: licensing matters, rounds of clean-up, the rules column."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.interfaces.shared.forms import GongkaiForm, LocalDateField
from gongkai.registers.models import Outcome
from gongkai.registers.rules.licensing import LONGEST_LIMIT, Matter

_TWO_ROWS = {"rows": 2}


class MatterForm(GongkaiForm):
    """A licensing matter with all that the Regulations name."""

    name = forms.CharField(label=_("Name of the matter"), max_length=200)
    basis = forms.CharField(
        label=_("Basis"),
        widget=forms.Textarea(attrs=_TWO_ROWS),
        help_text=_("The law, regulation or rule that sets the licence, with its article."),
    )
    conditions = forms.CharField(label=_("Conditions"), widget=forms.Textarea(attrs={"rows": 4}))
    quantity = forms.CharField(
        label=_("Quantity"),
        required=False,
        max_length=300,
        help_text=_("How many are granted. Leave empty where the number is not limited."),
    )
    procedure = forms.CharField(label=_("Procedure"), widget=forms.Textarea(attrs={"rows": 4}))
    statutory_days = forms.IntegerField(
        label=_("Limit that the law sets, in working days"), min_value=1, max_value=LONGEST_LIMIT
    )
    promised_days = forms.IntegerField(
        label=_("Shorter limit that the organ promises, in working days"),
        required=False,
        min_value=1,
        max_value=LONGEST_LIMIT,
    )
    materials = forms.CharField(
        label=_("What is handed in"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("All of it, one on each line."),
    )
    office = forms.CharField(label=_("Where one applies"), max_length=200)
    telephone = forms.CharField(
        label=_("Telephone"), max_length=60, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )

    def matter(self) -> Matter:
        """Return what was entered as the rules know a matter."""
        said = dict(self.cleaned_data)
        lines = said.pop("materials").splitlines()
        return Matter(**said, materials=tuple(line.strip() for line in lines if line.strip()))


def matter_values(matter: Matter) -> dict[str, Any]:
    """Return a matter as the form shows it."""
    fields = [name for name in MatterForm.base_fields if name != "materials"]
    return {name: getattr(matter, name) for name in fields} | {
        "materials": "\n".join(matter.materials)
    }


class RoundForm(GongkaiForm):
    """Opens a round of clean-up."""

    organ_id = forms.TypedChoiceField(label=_("Organ"), coerce=int)
    title = forms.CharField(label=_("Title of the round"), max_length=200)
    issued_until_on = LocalDateField(label=_("Documents issued until this day"))
    decide_by_on = LocalDateField(label=_("All are decided by this day"))

    def __init__(self, *args: Any, organs: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organ_id"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = list(organs)


class DocumentForm(GongkaiForm):
    """A normative document that is not in the catalogue."""

    title = forms.CharField(label=_("Name"), max_length=500)
    document_number = forms.CharField(label=_("Document number"), max_length=120, required=False)
    issued_on = LocalDateField(label=_("Issued on"), required=False)


class DecisionOnDocumentForm(GongkaiForm):
    """What becomes of a document."""

    outcome = forms.ChoiceField(
        label=_("What becomes of it"),
        choices=[choice for choice in Outcome.choices if choice[0]],
        widget=forms.RadioSelect,
    )
    until_on = LocalDateField(
        label=_("Amended by this day"),
        required=False,
        help_text=_("Only for what is to be amended."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs=_TWO_ROWS),
        help_text=_("The list gives it. Needed where the document ends."),
    )
