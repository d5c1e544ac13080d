"""Forms of what happens to a record after its release."""

from collections.abc import Sequence
from typing import Any, TypedDict

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.interfaces.desk.forms.steps import SECRET_HELP
from gongkai.interfaces.shared.forms import GongkaiForm, LocalDateField
from gongkai.records.models import Validity, WithdrawalReason

KEEP, WITHDRAW = "keep", "withdraw"


class Withdrawn(TypedDict):
    """Earlier versions that a release withdraws, and why."""

    withdrawn_with_it: tuple[int, ...]
    reason: str


class HideForm(GongkaiForm):
    """Takes something from the public at once: one earlier version, or an edition."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=WithdrawalReason.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("Note for the second person"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For the staff only; never shown to the public."),
    )


class WithdrawForm(HideForm):
    """Hides a record at once."""

    title_may_show = forms.BooleanField(
        label=_("The title holds nothing secret or personal and may stay on the tombstone page"),
        required=False,
    )


class EarlierVersionsForm(GongkaiForm):
    """Says what becomes of the copies before a corrected one."""

    earlier = forms.ChoiceField(
        label=_("May the earlier versions still be read?"),
        choices=[
            (KEEP, _("Yes: they hold a mistake, and nothing that must not be read")),
            (WITHDRAW, _("No: withdraw the versions chosen below together with the release")),
        ],
        widget=forms.RadioSelect,
        help_text=_(
            "The versions before a correction stay public. Where they hold personal or secret "
            "data, correcting them is not enough."
        ),
    )
    versions = forms.TypedMultipleChoiceField(
        label=_("Earlier versions to be withdrawn"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    withdrawal_reason = forms.ChoiceField(
        label=_("Reason of their withdrawal"),
        choices=WithdrawalReason.choices,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, numbers: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["versions"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101 - declared above
        field.choices = [
            (number, _("Version %(number)d") % {"number": number}) for number in numbers
        ]

    def clean(self) -> dict[str, object]:
        """Ask for versions and a reason where earlier ones are to be withdrawn."""
        found = self.cleaned_data
        if found.get("earlier") == WITHDRAW:
            if "versions" not in self.errors and not found.get("versions"):
                self.add_error("versions", _("Choose the versions that nobody may read."))
            if "withdrawal_reason" not in self.errors and not found.get("withdrawal_reason"):
                self.add_error("withdrawal_reason", _("Choose a reason from the list."))
        return found

    def withdrawn_with_it(self) -> Withdrawn:
        """Return what the operation takes: no versions where the earlier ones stay."""
        if self.cleaned_data["earlier"] == KEEP:
            return Withdrawn(withdrawn_with_it=(), reason="")
        versions = tuple(self.cleaned_data["versions"])
        return Withdrawn(withdrawn_with_it=versions, reason=self.cleaned_data["withdrawal_reason"])


class ReleaseCorrectionForm(EarlierVersionsForm):
    """Releases a corrected copy."""


class ConfirmWithdrawalForm(GongkaiForm):
    """The second person signs."""

    secret = forms.CharField(
        label=_("Sign with your password or code"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=SECRET_HELP,
    )


class RestoreForm(GongkaiForm):
    """Puts a hidden record back before the public."""

    note = forms.CharField(
        label=_("Why it goes back"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class ValidityForm(GongkaiForm):
    """A normative document is amended, lapses or is repealed."""

    validity = forms.ChoiceField(
        label=_("Validity"),
        choices=[choice for choice in Validity.choices if choice[0]],
        widget=forms.RadioSelect,
    )
    on = LocalDateField(label=_("From this day"))
    note = forms.CharField(
        label=_("By which document"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example the number of the decision that repeals it."),
    )
