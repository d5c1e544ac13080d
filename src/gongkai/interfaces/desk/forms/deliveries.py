"""Forms of reading places and of deliveries to them."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.deliveries.models import Means, PlaceKind
from gongkai.interfaces.desk.forms.uploads import UploadsMixin
from gongkai.interfaces.shared.forms import GongkaiForm, LocalDateField
from gongkai.interfaces.shared.once import OnceForm

RECEIPT_HELP = _("The signed list as a picture or PDF. Only staff see it.")


class PlaceForm(GongkaiForm):
    """Where the public reads, and when it is open."""

    kind = forms.ChoiceField(
        label=_("Kind of place"), choices=PlaceKind.choices, widget=forms.RadioSelect
    )
    name = forms.CharField(label=_("Name of the place"), max_length=200)
    address = forms.CharField(label=_("Address"), max_length=300)
    hours = forms.CharField(label=_("Opening hours"), max_length=300)
    telephone = forms.CharField(
        label=_("Telephone"), max_length=60, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    public_note = forms.CharField(
        label=_("How to get there, what to bring along"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    takes_deliveries = forms.BooleanField(
        label=_("Organs supply it with what they disclose"), required=False
    )


class HandOverForm(GongkaiForm):
    """On which day and how a delivery left."""

    on = LocalDateField(label=_("Day on which it was handed over"))
    means = forms.ChoiceField(label=_("How"), choices=Means.choices, widget=forms.RadioSelect)


class ReceiptForm(OnceForm):
    """Who received it and when."""

    on = LocalDateField(label=pgettext_lazy("delivery", "Day of receipt"))
    received_by_name = forms.CharField(label=_("Who signed for it"), max_length=100)


class ReceiptWithFileForm(UploadsMixin, ReceiptForm):
    """The receipt with the paper that was signed."""

    field_order = ("on", "received_by_name", "files")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type] # as the mixin takes them
        self.fields["files"].required = False
        self.fields["files"].label = _("Signed receipt")
        self.fields["files"].help_text = RECEIPT_HELP
