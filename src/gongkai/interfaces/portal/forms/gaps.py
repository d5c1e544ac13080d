"""What somebody gives in who misses something: the report, and number and code to follow it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.interfaces.shared.forms import GongkaiForm
from gongkai.interfaces.shared.once import OnceForm
from gongkai.remedies.rules.gaps import LONGEST_REPORT

_LONGEST_TYPED = 200


class GapForm(OnceForm):
    """A report of a gap."""

    item = forms.ChoiceField(label=_("Where you looked for it"), required=False)
    text = forms.CharField(
        label=_("What is missing"),
        help_text=_(
            "Say what you looked for and did not find, such as its name and year. At most 1,000 "
            "characters. The organ reads this; it is never published."
        ),
        error_messages={"required": _("Say what you looked for and did not find.")},
        max_length=LONGEST_REPORT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    email = forms.CharField(
        label=_("E-mail"),
        help_text=_(
            "Only if you want to be told that the organ has answered. It is kept sealed and is "
            "forgotten half a year after the answer, or after the day that it promises."
        ),
        required=False,
        max_length=_LONGEST_TYPED,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, items: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["item"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [*items, ("", _("Something else, or I do not know"))]


class OpenReportForm(GongkaiForm):
    """Number and code, however they are typed."""

    number = forms.CharField(
        label=_("Number of the report"),
        help_text=_("It begins with QB and was shown when the report was sent."),
        max_length=_LONGEST_TYPED,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    code = forms.CharField(
        label=_("Query code"),
        help_text=_("Twelve letters and digits. Capitals, spaces and hyphens do not matter."),
        max_length=_LONGEST_TYPED,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "class": "govuk-input--width-20"}
        ),
    )
