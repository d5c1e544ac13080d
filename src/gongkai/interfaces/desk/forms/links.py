"""The form of a link to another document."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.interfaces.shared.forms import GongkaiForm, LocalDateField
from gongkai.interfaces.shared.once import OnceForm
from gongkai.records.models.choices import LinkKind

NOT_HERE = ("", _("None of these: the document is not in the system"))


class FindForm(GongkaiForm):
    """Looks for the other document."""

    mark_optional = False

    q = forms.CharField(
        label=_("Index number, document number or words of the name"),
        max_length=200,
        required=False,
    )


class LinkForm(OnceForm):
    """What the document does, to which one, since when."""

    kind = forms.ChoiceField(
        label=_("What this document does"), choices=LinkKind.choices, widget=forms.RadioSelect
    )
    target = forms.TypedChoiceField(
        label=_("To which document"),
        widget=forms.RadioSelect,
        coerce=int,
        empty_value=None,
        required=False,
    )
    text = forms.CharField(
        label=_("Its number or name, as printed"),
        max_length=500,
        required=False,
        help_text=_("Only where the document is not in the system. The public reads it."),
    )
    since_on = LocalDateField(label=_("From this day"), required=False)
    sets_validity = forms.BooleanField(
        label=_("The other document is amended or repealed from that day on"),
        required=False,
        help_text=_(
            "For what amends, repeals or replaces a public normative document of the same organ: "
            "its page says so at once."
        ),
    )
    q = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, targets: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["target"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [*targets, NOT_HERE]
