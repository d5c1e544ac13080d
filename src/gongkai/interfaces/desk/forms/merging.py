"""The form by which an organ is merged into another: the order, then the signature under it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.interfaces.desk.forms.steps import SECRET_HELP
from gongkai.interfaces.shared.forms import GongkaiForm, LocalDateField

FOUNDED_ON = date(1949, 10, 1)
"""No organ of the People's Republic ended before."""


class MergeForm(GongkaiForm):
    """What is ordered; nothing happens yet."""

    to_id = forms.TypedChoiceField(label=_("Merged into"), coerce=int)
    merged_on = LocalDateField(
        label=_("From which day"),
        earliest=FOUNDED_ON,
        help_text=_("As the decision says; a day to come is ordered when it has come."),
    )
    basis = forms.CharField(
        label=_("Decision"),
        max_length=300,
        help_text=_("Document number and date of the decision by which the organs are merged."),
    )

    def __init__(self, *args: Any, organs: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to_id"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", _("Choose an organ")), *organs]


class SignedMergeForm(MergeForm):
    """The order as it was shown, carried along to be signed."""

    secret = forms.CharField(
        label=_("Sign with your password or code"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=SECRET_HELP,
    )
    seen_digest = forms.RegexField(regex=r"^[0-9a-f]{64}$", widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("to_id", "merged_on", "basis"):
            self.fields[name].widget = forms.HiddenInput()
