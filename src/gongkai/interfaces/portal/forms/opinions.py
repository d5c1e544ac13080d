"""What a reader gives in to say what they think of a draft."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.interfaces.shared.once import OnceForm


class OpinionForm(OnceForm):
    """An opinion; name and contact may be left out and are never shown."""

    text = forms.CharField(
        label=_("Your opinion"),
        help_text=_(
            "At most 2,000 characters. It may be shown here without your name; leave out what "
            "nobody should read about you or others."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    name = forms.CharField(
        label=_("Your name"),
        help_text=_(
            "Only the organ reads it. It is kept encrypted, and deleted 180 days after the edition "
            "is published or given up."
        ),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact = forms.CharField(
        label=_("How the organ can reach you"),
        help_text=_(
            "Telephone or e-mail, if the organ may ask you something. Deleted with your name."
        ),
        required=False,
        max_length=200,
    )
