"""Forms of the steps from proposal to release."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.interfaces.desk.forms.competent import Choices, offer
from gongkai.interfaces.shared.forms import GongkaiForm
from gongkai.records.models import ChangeKind
from gongkai.review.models.proposal import Decision

KINDS_OF_CHANGE = [choice for choice in ChangeKind.choices if choice[0]]

SECRET_HELP = _(
    "Your password, or the six digits of your authenticator when you use one. "
    "It signs exactly the content shown on this page."
)


class ProposeForm(GongkaiForm):
    """Asks for review and approval; after a return, the note answers its reasons."""

    why_not_normative = forms.CharField(
        label=_("Why is this no normative document?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "It looks like one, but is not marked: go back and mark it, or say here why it needs "
            "no legal review. The secrecy reviewer reads this before signing."
        ),
    )
    note = forms.CharField(
        label=_("Note to the reviewers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, *args: Any, looks_normative: bool = False, is_answer: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not looks_normative:
            self.fields.pop("why_not_normative")
        if is_answer:
            self.fields["note"].label = _("Answer to the reasons of the return")


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


class ReviewForm(DecisionForm):
    """A review or the approval of a record: what was decided beside the content is signed too."""

    seen_basis = forms.RegexField(regex=r"^[0-9a-f]{64}$", required=False, widget=forms.HiddenInput)


class ReferForm(GongkaiForm):
    """Puts a doubt about secrecy to who can determine it."""

    to_organ = forms.TypedChoiceField(label=_("Who is asked"), coerce=int)
    question = forms.CharField(
        label=_("What is in doubt, and why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Whoever is asked sees what was proposed until they have answered."),
    )

    def __init__(self, *args: Any, organs: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "to_organ", organs)


class DetermineForm(GongkaiForm):
    """Answers a doubt that was referred."""

    may_be_public = forms.TypedChoiceField(
        label=_("May it be public?"),
        choices=[("yes", _("It may be public")), ("no", _("It may not be public"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Reasons"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )


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
