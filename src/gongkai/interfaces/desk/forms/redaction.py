"""Forms of a redaction: an area, a term, kinds of data, boxes to take off, the review."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from gongkai.interfaces.desk.forms.steps import DecisionForm
from gongkai.interfaces.shared.forms import GongkaiForm
from gongkai.records.queries import GroundChoice
from gongkai.release.rules.boxes import Box
from gongkai.release.rules.findings import PERSONAL
from gongkai.release.wording import KINDS

_LONGEST_TERM = 100
_LONGEST_NAME = 150


def _percent(label: object, help_text: object = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label,  # type: ignore[arg-type] # lazy text
        help_text=help_text,  # type: ignore[arg-type] # lazy text
        min_value=0,
        max_value=100,
        max_digits=7,
        decimal_places=3,
        widget=forms.NumberInput(
            attrs={"class": "govuk-input--width-5", "step": "any", "inputmode": "decimal"}
        ),
    )


class GroundForm(GongkaiForm):
    """Anything that is withheld, with the ground on which it is."""

    ground = forms.ChoiceField(label=_("Ground"), choices=[("", _("Choose a ground"))])
    note = forms.CharField(
        label=_("Note for colleagues"),
        required=False,
        max_length=300,
        help_text=_("Never leaves the house."),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        grounds: Sequence[GroundChoice],
        initial: Mapping[str, object] | None = None,
        prefix: str | None = None,
    ) -> None:
        super().__init__(data, initial=initial, prefix=prefix)
        self.names = {ground.code: ground.name for ground in grounds}
        offered = [(ground.code, f"{ground.name}（{ground.article}）") for ground in grounds]
        field = self.fields["ground"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Choose a ground")), *offered]

    @property
    def ground_name(self) -> str:
        """The chosen ground as it will stand in the box."""
        return self.names.get(str(self.cleaned_data["ground"]), "")


class AreaForm(GroundForm):
    """One area of the page, in hundredths of its width and height."""

    left = _percent(_("From the left (%)"))
    top = _percent(_("From the top (%)"))
    width = _percent(_("Width (%)"))
    height = _percent(_("Height (%)"))
    field_order = ("left", "top", "width", "height", "ground", "note")

    def clean(self) -> dict[str, Any]:
        """Refuse an area that is empty or lies off the page."""
        values = super().clean() or {}
        for start, length in (("left", "width"), ("top", "height")):
            if values.get(length) == 0:
                self.add_error(length, _("An area is wider and higher than nothing."))
            if values.get(start) == 100:
                self.add_error(start, _("This lies off the page. Enter less than 100."))
        return values

    def box(self, page: int) -> Box:
        """Return the area on a page; what reaches over its edge is cut off."""
        left, top, width, height = (
            float(self.cleaned_data[name]) / 100 for name in ("left", "top", "width", "height")
        )
        return Box(
            page=page,
            left=left,
            top=top,
            right=min(1.0, left + width),
            bottom=min(1.0, top + height),
            ground_code=str(self.cleaned_data["ground"]),
        )


class TermForm(GroundForm):
    """Everywhere a term stands."""

    term = forms.CharField(
        label=_("Term"),
        max_length=_LONGEST_TERM,
        help_text=_("Found on every page, also across line ends and spaces."),
    )
    field_order = ("term", "ground", "note")


class KindsForm(GroundForm):
    """Everywhere data of a kind stands."""

    kinds = forms.MultipleChoiceField(
        label=_("Kinds of data"),
        choices=[(kind.value, KINDS[kind]) for kind in KINDS if kind in PERSONAL],
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("kinds", "ground", "note")


class ProposalForm(GongkaiForm):
    """What the file of a layer is to be called, where its document's name does not do."""

    title = forms.CharField(
        label=_("Name of the file that leaves"),
        required=False,
        max_length=_LONGEST_NAME,
        help_text=_(
            "Left empty, it is called as the document is, with squares for what is withheld; or "
            "“Redacted document” where nothing can be read under a box, as in a scan."
        ),
    )


class LayerDecisionForm(DecisionForm):
    """The review of one layer: agreed only by who has looked at every page."""

    looked = forms.BooleanField(
        label=_("I have looked at every page of this file"),
        required=False,
        help_text=_("The pages are pictures now; no machine can search them."),
    )
    field_order = ("looked", "decision", "opinion", "secret", "seen_digest")

    def clean(self) -> dict[str, Any]:
        """Refuse to agree to pages that were not looked at."""
        values = super().clean() or {}
        if values.get("decision") == "pass" and not values.get("looked"):
            self.add_error("looked", _("Look at every page, then tick that you have."))
        return values
