"""What the form of a record asks of information that is not disclosed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.records.models import SecrecyLevel, Split


class ExemptionFields(forms.Form):
    """Level of secrecy, and whether a part can be disclosed (2007 art. 22, 2019 art. 37)."""

    secrecy_level = forms.ChoiceField(
        label=_("Level of secrecy"),
        choices=SecrecyLevel.choices,
        required=False,
        help_text=_(
            "Only for State secrets. The document itself must never be entered or attached here; "
            "this system runs on a network that is not secret."
        ),
    )
    split = forms.ChoiceField(
        label=_("Can a part of it be disclosed?"),
        choices=Split.choices,
        required=False,
        help_text=_(
            "Asked of exempt information alone. The whole is withheld only where it cannot be "
            "told apart."
        ),
    )
    split_reason = forms.CharField(
        label=_("Why no part can be disclosed, or which part can"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
