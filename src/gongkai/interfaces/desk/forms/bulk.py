"""Forms of the work on many records at once, and of saved views."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.interfaces.desk.forms.steps import SECRET_HELP
from gongkai.interfaces.shared.forms import GongkaiForm
from gongkai.records.models import BulkKind, WithdrawalReason

Choices = Sequence[tuple[str, str]]
_SHARED = _("All who work with the records of %(organ)s")


class SheetForm(GongkaiForm):
    """A changed spreadsheet on its way in."""

    organ_id = forms.ChoiceField(label=_("Organ"))
    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("The exported list as you changed it: XLSX, or CSV in UTF-8 or GB 18030."),
        allow_empty_file=True,
    )

    def __init__(self, *args: Any, organs: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "organ_id", organs)
        if len(organs) == 1:
            self.fields["organ_id"].widget = forms.HiddenInput()
            self.fields["organ_id"].initial = organs[0][0]


class PlanForm(GongkaiForm):
    """What is to be done to which records; a step that needs words asks for them."""

    step = forms.ChoiceField(label=_("Step"), choices=BulkKind.choices, widget=forms.HiddenInput)
    record = forms.CharField(required=False, widget=forms.HiddenInput)
    """The chosen records, parted by commas."""
    everything = forms.BooleanField(required=False, widget=forms.HiddenInput)
    query = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)
    asked = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)
    """Whether the words were asked for."""
    reason = forms.ChoiceField(
        label=_("Reason"),
        required=False,
        choices=WithdrawalReason.choices,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=pgettext_lazy("written by staff", "Note"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ConfirmBulkForm(GongkaiForm):
    """Confirms a run; a spreadsheet that begins new versions says why."""

    change_note = forms.CharField(
        label=_("What was changed and why"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Given once for all; the public reads it beside the versions."),
    )


class SignBulkForm(GongkaiForm):
    """Agrees to a step of many records, each signed with one authentication."""

    opinion = forms.CharField(
        label=_("Opinion"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    secret = forms.CharField(
        label=_("Sign with your password or code"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=SECRET_HELP,
    )


class ViewForm(GongkaiForm):
    """A saved view: its name, and with whom it is shared."""

    name = forms.CharField(label=_("Name of the view"), max_length=60)
    shared_with = forms.ChoiceField(label=_("Who sees it"), required=False)

    def __init__(self, *args: Any, organs: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shared = [(pk, _SHARED % {"organ": name}) for pk, name in organs]
        _offer(self, "shared_with", [("", _("Only I")), *shared])

    def organ_id(self) -> int | None:
        """Return the organ with which the view is to be shared."""
        said = self.cleaned_data["shared_with"]
        return int(said) if said else None


def _offer(form: forms.Form, name: str, choices: Sequence[tuple[str, object]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
    field.choices = list(choices)
