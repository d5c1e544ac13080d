"""Forms of an organ's class table."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.interfaces.shared.forms import GongkaiForm

NO_ITEM = ("", _("None"))


class ClassForm(GongkaiForm):
    """What a class is called and where it belongs in the statutory lists."""

    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=300, required=False)
    statutory_item = forms.ChoiceField(
        label=_("Statutory item"),
        required=False,
        help_text=_("Lists that are handed on say this item for the records of the class."),
    )

    def __init__(self, *args: Any, items: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["statutory_item"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [NO_ITEM, *items]


class NewClassForm(ClassForm):
    """A class that is added: its code is given once and for ever."""

    code = forms.CharField(
        label=_("Code"),
        max_length=2,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-2", "inputmode": "numeric"}),
        help_text=_("Two digits. They stand in index numbers and never change."),
    )
    field_order = ("code", "name_zh", "name_en", "statutory_item")
