"""Forms about the working calendar."""

import base64
import binascii
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gongkai.clock.rules.calendar import FIRST_DAY, NATIONAL
from gongkai.interfaces.desk.forms.people import Choices
from gongkai.interfaces.shared.forms import GongkaiForm, LocalDateField

LARGEST_NOTICE = 100_000
"""Bytes; a year's notice has a few thousand."""


class NoticeForm(GongkaiForm):
    """A year's notice as a file."""

    file = forms.FileField(
        label=_("File of the notice"),
        help_text=_("JSON or CSV; every day off and every moved working day of the year."),
    )

    def clean_file(self) -> Any:
        """Refuse what cannot be a notice by its size."""
        sent = self.cleaned_data["file"]
        if sent.size > LARGEST_NOTICE:
            raise ValidationError(_("The file is too large to be a year's notice."))
        return sent


class ConfirmNoticeForm(GongkaiForm):
    """The notice that was previewed, carried along to be entered."""

    kept = forms.CharField(widget=forms.HiddenInput, max_length=LARGEST_NOTICE * 2)
    file_name = forms.CharField(widget=forms.HiddenInput, max_length=300)

    def clean_kept(self) -> bytes:
        """Return the bytes of the file."""
        try:
            return base64.b64decode(self.cleaned_data["kept"], validate=True)
        except (binascii.Error, ValueError) as error:
            raise ValidationError(_("The file was not kept. Send it again.")) from error


class DayForm(GongkaiForm):
    """One more day off, or one more working day, everywhere or in a region."""

    on = LocalDateField(label=_("Day"), earliest=FIRST_DAY)
    name = forms.CharField(
        label=_("What the day is called"), max_length=60, help_text=_("For example 古尔邦节.")
    )
    working = forms.TypedChoiceField(
        label=_("What kind of day"),
        choices=[("off", _("Day off")), ("working", _("Working day"))],
        coerce=lambda value: value == "working",
        widget=forms.RadioSelect,
        initial="off",
    )
    region_code = forms.ChoiceField(label=_("Where"))
    reason = forms.CharField(
        label=_("By which law or decree"),
        max_length=300,
        help_text=_("Organ, number and date of the document that says so."),
    )

    def __init__(self, *args: Any, regions: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["region_code"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(NATIONAL, _("Everywhere")), *regions]
