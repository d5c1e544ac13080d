"""Forms of what happens to a record after its release."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.interfaces.desk.forms.steps import SECRET_HELP
from gongkai.interfaces.shared.forms import GongkaiForm, LocalDateField
from gongkai.records.models import Validity, WithdrawalReason


class WithdrawForm(GongkaiForm):
    """Hides a record at once."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=WithdrawalReason.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("Note for the second person"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For the staff only; never shown to the public."),
    )
    title_may_show = forms.BooleanField(
        label=_("The title holds nothing secret or personal and may stay on the tombstone page"),
        required=False,
    )


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
