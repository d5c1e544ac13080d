"""Forms of the house: the renderer with the design system's field pages, and the base form.

A form only says what was typed and of what kind it is; what is allowed is said by operations.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.renderers import TemplatesSetting
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from gongkai.interfaces.shared.dates import parse_day
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.text import clean_text
from gongkai.records.rules.content import FIRST_DAY, LAST_DAY

ENTER = _("Enter “{label}”.")
CHOOSE = _("Choose “{label}”.")
CONFIRM = _("Tick “{label}”.")


class GongkaiRenderer(TemplatesSetting):
    """Renders every form, those of third parties too, with our field pages."""

    form_template_name = "gongkai/forms/form.html"
    field_template_name = "gongkai/forms/field.html"


class GongkaiForm(forms.Form):
    """The base of our forms: text comes in clean, and what was typed stays when it is refused."""

    mark_optional: ClassVar[bool] = True
    """Whether fields that may stay empty say so; a form of filters says no."""

    def __init__(
        self,
        data: QueryDict | Mapping[str, object] | None = None,
        files: "MultiValueDict[str, UploadedFile[Any]] | None" = None,
        *,
        initial: Mapping[str, object] | None = None,
        prefix: str | None = None,
    ) -> None:
        super().__init__(data, files, initial=initial, prefix=prefix, label_suffix="")  # type: ignore[arg-type] # the stubs know Any only
        for name, field in self.fields.items():
            ask_for(name, field)
        if self.is_bound:
            self.data = self._cleaned(self.data)

    def add_refusal(self, refusal: Refusal) -> None:
        """Show what an operation refused: at its field where it names one, else at the top."""
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, ValidationError(str(refusal.message)))

    def show_instead(self, name: str, value: str) -> None:
        """Let a field show something else than it was sent with; look at what was sent before."""
        shown = self._cleaned(self.data)
        shown[self.add_prefix(name)] = value
        self.data = shown

    def _cleaned(self, data: Mapping[str, object]) -> MultiValueDict[str, object]:
        secret = {
            self.add_prefix(name)
            for name, field in self.fields.items()
            if isinstance(field.widget, forms.PasswordInput)
        }
        lists = (
            data.lists()
            if isinstance(data, MultiValueDict)
            else ((k, [v]) for k, v in data.items())
        )
        return MultiValueDict(
            {
                name: values if name in secret else [_clean(v) for v in values]
                for name, values in lists
            }
        )


def ask_for(name: str, field: forms.Field) -> None:
    """Let a missing answer be asked for by the name of its field, unless the form says how."""
    shipped = (forms.Field.default_error_messages, type(field).default_error_messages)
    if field.error_messages["required"] not in [messages.get("required") for messages in shipped]:
        return
    asked = ENTER
    if isinstance(field, forms.BooleanField):
        asked = CONFIRM
    elif isinstance(field, (forms.ChoiceField, forms.MultipleChoiceField, forms.FileField)):
        asked = CHOOSE
    field.error_messages["required"] = format_lazy(asked, label=field.label or name)


def _clean(value: object) -> object:
    # A NUL stays in: each field's own validator refuses it with a message.
    return clean_text(value) if isinstance(value, str) and "\0" not in value else value


class LocalDateField(forms.Field):
    """A day in one text box, in any spelling in which the year is plain.

    One box rather than three: a date can be pasted, read aloud and heard in one piece.
    """

    widget = forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"})
    default_error_messages = {
        "required": _("Enter a date."),
        "invalid": _("Enter the date as year, month and day, such as 2026-03-12 or 2026年3月12日."),
        "too_early": _("Enter a date from %(earliest)s on."),
        "too_late": _("Enter a date up to %(latest)s."),
    }

    def __init__(
        self,
        *,
        earliest: date = FIRST_DAY,
        latest: date = LAST_DAY,
        label: object = None,
        help_text: object = _("For example 2026-03-12 or 2026年3月12日"),
        required: bool = True,
        initial: object = None,
    ) -> None:
        super().__init__(label=label, help_text=help_text, required=required, initial=initial)  # type: ignore[arg-type] # lazy text
        self.earliest = earliest
        self.latest = latest

    def to_python(self, value: object) -> date | None:
        """Return the day; raises ValidationError when what was typed is none."""
        if isinstance(value, date) or value in self.empty_values:
            return value if isinstance(value, date) else None
        found = parse_day(str(value))
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found

    def validate(self, value: date | None) -> None:
        """Raise ValidationError when the day is missing or outside the limits."""
        super().validate(value)
        if value and value < self.earliest:
            limits = {"earliest": self.earliest.isoformat()}
            raise ValidationError(self.error_messages["too_early"], "too_early", limits)
        if value and value > self.latest:
            limits = {"latest": self.latest.isoformat()}
            raise ValidationError(self.error_messages["too_late"], "too_late", limits)

    def prepare_value(self, value: object) -> object:
        """Return what the box shows: what was typed, or a given day as 2026-03-12."""
        return value.isoformat() if isinstance(value, date) else value


class ManyFilesInput(forms.FileInput):
    """Lets a reader choose several files at once."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files; cleaned, they are a list, empty where none was chosen.

    Whether a file is taken is said by the operation that keeps it.
    """

    widget = ManyFilesInput

    def __init__(
        self, *, label: object = None, help_text: object = "", required: bool = True
    ) -> None:
        super().__init__(
            label=label,  # type: ignore[arg-type] # lazy text
            help_text=help_text,  # type: ignore[arg-type] # lazy text
            required=required,
            allow_empty_file=True,
        )

    def clean(self, data: object, initial: object = None) -> "list[UploadedFile[Any]]":
        """Return the files; raises ValidationError where one is needed and none was chosen."""
        chosen = data if isinstance(data, list) else [data] if data else []
        if not chosen and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return [super(ManyFilesField, self).clean(one, initial) for one in chosen]
