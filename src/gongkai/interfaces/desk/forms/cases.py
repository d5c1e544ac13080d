"""Forms of the steps of a case besides the reply itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.applications.models import CaseState, SupplyWay
from gongkai.applications.rules.files import MEDIA_TYPES
from gongkai.interfaces.desk.forms.filters import ALL
from gongkai.interfaces.desk.forms.steps import DecisionForm, SignedForm
from gongkai.interfaces.desk.forms.uploads import UploadsMixin
from gongkai.interfaces.shared.forms import GongkaiForm, LocalDateField, ManyFilesField
from gongkai.interfaces.shared.once import OnceForm
from gongkai.review.models.proposal import Decision

TAKEN = ",".join(f".{ending}" for ending in MEDIA_TYPES)
"""What a browser offers to choose; the operation looks into the file."""
_BY_HAND = (SupplyWay.POST, SupplyWay.PICK_UP, SupplyWay.FAX, SupplyWay.READING)
Choices = Sequence[tuple[str, str | Promise]]


@dataclass(frozen=True, slots=True)
class WantedCases:
    """What the filters of the inbox ask for; empty values filter nothing."""

    text: str
    state: str
    mine: bool
    open: bool
    overdue: bool

    @property
    def is_filtered(self) -> bool:
        """Say whether any filter is set."""
        return any((self.text, self.state, self.mine, self.open, self.overdue))


class CaseFilter(GongkaiForm):
    """Filters of the inbox."""

    mark_optional = False
    text = forms.CharField(
        label=_("Number, applicant or words of the application"), required=False, max_length=200
    )
    state = forms.ChoiceField(
        label=_("Where it stands"), required=False, choices=[ALL, *CaseState.choices]
    )
    mine = forms.BooleanField(label=_("Mine"), required=False)
    open = forms.BooleanField(label=_("Not answered yet"), required=False)
    overdue = forms.BooleanField(label=_("Late"), required=False)

    def wanted(self) -> WantedCases:
        """Return what to filter by."""
        self.is_valid()
        found = self.cleaned_data
        return WantedCases(
            text=found.get("text", ""),
            state=found.get("state", ""),
            mine=bool(found.get("mine")),
            open=bool(found.get("open")),
            overdue=bool(found.get("overdue")),
        )


class CorrectionRequestForm(GongkaiForm):
    """What is to be corrected, all points at once."""

    points = forms.CharField(
        label=_("What is to be corrected or added"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One point a line, all of them at once. They stand in the letter as typed."),
    )
    answer_by = LocalDateField(label=_("Last day for the answer"))

    def said(self) -> list[str]:
        """Return the points."""
        return [line for line in self.cleaned_data["points"].splitlines() if line.strip()]


class PaperCorrectionForm(GongkaiForm):
    """A correction that came on paper or was said at the counter."""

    answer = forms.CharField(
        label=_("What the applicant answers"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Word for word. It stands beside the application, which stays as it came."),
    )
    attachment = ManyFilesField(
        label=_("Scans of what was handed in"),
        required=False,
        help_text=_("PDF, pictures, DOCX, XLSX, OFD or TXT, at most 20 MB each."),
    )


class ColleagueForm(GongkaiForm):
    """Chooses who handles the case."""

    assigned_to = forms.TypedChoiceField(
        label=_("Who handles it"), coerce=int, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, colleagues: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["assigned_to"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = list(colleagues)


class ReplyDecisionForm(DecisionForm):
    """The review or the approval of a reply with its files."""

    files_read = forms.BooleanField(
        label=_("I have opened and read every file that goes with the reply"), required=False
    )
    field_order = ("decision", "opinion", "files_read", "secret", "seen_digest")

    def __init__(self, *args: Any, has_files: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_files:
            del self.fields["files_read"]

    def clean(self) -> None:
        """Ask for the confirmation where files are let pass."""
        passes = self.cleaned_data.get("decision") == Decision.PASS
        if "files_read" in self.fields and passes and not self.cleaned_data.get("files_read"):
            self.add_error(
                "files_read",
                _("Open every file that goes with the reply, read it, and tick this."),
            )


class ExtensionForm(GongkaiForm):
    """Asks for more time."""

    working_days = forms.IntegerField(
        label=_("Working days more"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages={"invalid": _("Enter the number of working days in digits.")},
    )
    reason = forms.CharField(
        label=_("Reasons"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The applicant reads them in the letter."),
    )


class ExtensionDecisionForm(SignedForm):
    """Grants or refuses more time; signed."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("grant", _("Grant more time")), ("refuse", _("Refuse"))],
        widget=forms.RadioSelect,
    )
    opinion = forms.CharField(
        label=_("Opinion"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when you refuse: say why."),
    )
    field_order = ("decision", "opinion", "secret", "seen_digest")


class DeliveryForm(GongkaiForm):
    """How and when the answer reached the applicant."""

    way = forms.ChoiceField(
        label=_("How it was delivered"),
        choices=[(way.value, way.label) for way in _BY_HAND],
        widget=forms.RadioSelect,
    )
    delivered_on = LocalDateField(
        label=_("Day"),
        help_text=_("Day of posting, or day on which it was signed for. It decides on timeliness."),
    )
    reference = forms.CharField(
        label=_("Number of the registered letter, or who signed for it"), max_length=120
    )


class CodeForm(GongkaiForm):
    """How the clerk knows that it is the applicant."""

    how_identified = forms.CharField(
        label=_("How you checked who it is"),
        max_length=200,
        help_text=_("For example: identity card seen at the counter. Without any number."),
    )


class ForAllForm(GongkaiForm):
    """What was given to one becomes a draft record for all."""

    title = forms.CharField(
        label=_("Name of the information"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("As it stands on the document, in full. Nothing about who applied."),
    )
    summary = forms.CharField(
        label=_("Summary"),
        max_length=150,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What it regulates, for whom, from when."),
    )
    text = forms.CharField(
        label=_("Text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Plain text. A line that begins with ## and a space is a heading."),
    )
    generated_on = LocalDateField(
        label=_("Date generated"),
        help_text=_("Day of signing, or the day the information was complete or changed."),
    )


class ReplyFilesForm(UploadsMixin, OnceForm):
    """Files that go with the reply."""


class ToldOtherwiseForm(GongkaiForm):
    """The person was told by other means than the mail that did not get through."""

    how = forms.CharField(
        label=_("How and when the person was told"),
        max_length=200,
        help_text=_("For example: by telephone on 16 March, 10:20."),
    )


class LetterMarkForm(GongkaiForm):
    """The characters with which the numbers of an organ's letters begin."""

    mark = forms.CharField(
        label=_("Mark of the organ's letters"),
        max_length=20,
        help_text=_("Chinese characters, for example 云卫 in 云卫公开复〔2026〕12号."),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
