"""Forms of the steps from proposal to release."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.interfaces.shared.forms import GongkaiForm
from gongkai.records.models import ChangeKind
from gongkai.review.models.proposal import Decision

KINDS_OF_CHANGE = [choice for choice in ChangeKind.choices if choice[0]]

SECRET_HELP = _(
    "Your password, or the six digits of your authenticator when you use one. "
    "It signs exactly the content shown on this page."
)


class ProposeForm(GongkaiForm):
    """Asks for review and approval."""

    note = forms.CharField(
        label=_("Note to the reviewers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SignedForm(GongkaiForm):
    """A step that is signed: the secret again, and the digest of what was seen."""

    seen_digest = forms.RegexField(regex=r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    secret = forms.CharField(
        label=_("Sign with your password or code"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=SECRET_HELP,
    )


class DecisionForm(SignedForm):
    """A review or an approval: agree or return, with the opinion that is kept."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[(Decision.PASS, _("Agree")), (Decision.RETURN, _("Return"))],
        widget=forms.RadioSelect,
    )
    opinion = forms.CharField(
        label=_("Opinion"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed when you return it: say what has to be changed."),
    )
    field_order: tuple[str, ...] = ("decision", "opinion", "secret", "seen_digest")


class ConfirmForm(GongkaiForm):
    """Nothing to fill in: the button is the answer."""


class ReasonForm(GongkaiForm):
    """One reason in words."""

    why = forms.CharField(
        label=_("Reasons"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class ChangeNoteForm(GongkaiForm):
    """Begins a new version: what kind of change it is, and what the public is told."""

    change_kind = forms.ChoiceField(
        label=_("What kind of change"),
        choices=KINDS_OF_CHANGE,
        widget=forms.RadioSelect,
        help_text=_(
            "Elements corrected: name, summary, number, theme … are put right, text and "
            "attachments stay. Corrected copy: the text or an attachment held a mistake or "
            "something that must not be read. Replaced: a new text takes its place."
        ),
    )
    change_note = forms.CharField(
        label=_("What is to be changed and why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The public reads this beside the versions."),
    )
