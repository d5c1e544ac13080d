"""Forms of disclosures in other forms than the website."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.interfaces.desk.forms.uploads import UploadsMixin
from gongkai.interfaces.shared.forms import GongkaiForm, LocalDateField, ask_for
from gongkai.interfaces.shared.once import OnceForm
from gongkai.records.rules.channels import PARTS, Part
from gongkai.records.rules.vocabulary import Form

LABELS = {
    Part.NAME: _("Name"),
    Part.ISSUE: _("Issue"),
    Part.PAGE: _("Page"),
    Part.PROGRAMME: _("Programme"),
    Part.HOUR: _("Hour"),
    Part.PLACE: pgettext_lazy("where it can be read", "Place"),
    Part.OPEN: _("When it can be read there"),
    Part.TELEPHONE: _("Telephone for questions"),
    Part.DESCRIPTION: _("How it was disclosed"),
}
NAMES = {
    Form.PRESS_CONFERENCE: _("Name of the press conference"),
    Form.NEWSPAPER: _("Name of the newspaper"),
    Form.RADIO: _("Name of the station"),
    Form.TELEVISION: _("Name of the channel"),
}
HINTS = {Part.ISSUE: _("For example 2026年第3期."), Part.HOUR: _("For example 10:00.")}
_LONGEST_PART = 150


class DisclosureForm(UploadsMixin, OnceForm):
    """One disclosure in one form: its day, the parts of its reference, its evidence."""

    disclosed_on = LocalDateField(label=_("Day of disclosure"))

    def __init__(self, *args: Any, kind: Form, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._parts = [rule.part.value for rule in PARTS[kind]]
        for rule in PARTS[kind]:
            label = NAMES.get(kind, LABELS[Part.NAME]) if rule.part is Part.NAME else None
            self.fields[rule.part.value] = forms.CharField(
                label=label or LABELS[rule.part],
                required=rule.is_required,
                max_length=_LONGEST_PART,
                help_text=HINTS.get(rule.part, ""),
            )
            ask_for(rule.part.value, self.fields[rule.part.value])
        files = self.fields["files"]
        files.required = False
        files.label = _("Evidence")
        files.help_text = _(
            "A scan of the page, a photograph, a recording's note. Only staff see it."
        )
        self.order_fields(["disclosed_on", *self._parts, "files"])

    def details(self) -> dict[str, str]:
        """Return the parts of the reference by name."""
        return {name: self.cleaned_data[name] for name in self._parts}


class RetractionForm(GongkaiForm):
    """Why an entered disclosure was wrong."""

    reason = forms.CharField(
        label=_("Why it is taken back"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
