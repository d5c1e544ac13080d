"""Forms about organs, regions and offices."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.interfaces.shared.forms import GongkaiForm
from gongkai.interfaces.shared.once import OnceForm
from gongkai.organs.models.organ import Level, OrganKind

NOBODY = ("", _("None"))
Choices = Sequence[tuple[str, str | Promise]]


class OfficeForm(GongkaiForm):
    """Where the public turns to."""

    name = forms.CharField(label=_("Name of the office"), max_length=200)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    hours = forms.CharField(label=_("Office hours"), max_length=300, required=False)
    telephone = forms.CharField(
        label=_("Telephone"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    fax = forms.CharField(label=_("Fax"), max_length=60, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=10, required=False)


class IntroductionForm(GongkaiForm):
    """What the organ says of itself."""

    introduction = forms.CharField(
        label=_("Introduction"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Set-up, functions, who leads it. Plain text, shown on the organ's page."),
    )
    website = forms.URLField(
        label=_("Website"), required=False, max_length=300, assume_scheme="https"
    )


class RegionForm(GongkaiForm):
    """An administrative division."""

    code = forms.CharField(
        label=_("Region code"),
        max_length=12,
        help_text=_("Six digits by GB/T 2260, or nine or twelve for townships and villages."),
    )
    name = forms.CharField(label=_("Name"), max_length=120)
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices)
    parent_code = forms.ChoiceField(label=_("Belongs to"), required=False)

    def __init__(self, *args: Any, regions: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["parent_code"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [NOBODY, *regions]


class _WithOrgans(OnceForm):
    """A form with choices that are known only when the page is asked for."""

    def _offer(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared by the subclasses
        field.choices = list(choices)


def _led_from_above() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("Led from above alone"),
        required=False,
        help_text=_(
            "Customs, finance, foreign exchange, taxes and state security: its superior of the "
            "same line reconsiders what it did, and no people's government."
        ),
    )


class OrganForm(_WithOrgans):
    """An organ: what it is, where it belongs, its codes."""

    name = forms.CharField(label=_("Full name"), max_length=200)
    short_name = forms.CharField(label=_("Short name"), max_length=100, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=300, required=False)
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices)
    kind = forms.ChoiceField(label=_("Kind"), choices=OrganKind.choices)
    region_code = forms.ChoiceField(label=_("Region"))
    parent_id = forms.TypedChoiceField(
        label=_("Belongs to"), required=False, coerce=int, empty_value=None
    )
    line_superior_id = forms.TypedChoiceField(
        label=_("Superior of the same line"), required=False, coerce=int, empty_value=None
    )
    is_led_from_above = _led_from_above()
    organisation_code = forms.CharField(
        label=_("Organisation code"),
        max_length=20,
        required=False,
        help_text=_(
            "Nine characters (GB 11714), the front part of the index numbers; it never changes. "
            "Left empty, it is taken from the credit code, or the platform assigns one."
        ),
    )
    credit_code = forms.CharField(
        label=_("Unified credit code"),
        max_length=18,
        required=False,
        help_text=_("Eighteen characters (GB 32100)."),
    )

    def __init__(
        self, *args: Any, regions: Choices = (), organs: Choices = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer("region_code", regions)
        self._offer("parent_id", [NOBODY, *organs])
        self._offer("line_superior_id", [NOBODY, *organs])


class ChangeOrganForm(_WithOrgans):
    """What may change in an organ: never its code, which stands in index numbers."""

    name = forms.CharField(label=_("Full name"), max_length=200)
    short_name = forms.CharField(label=_("Short name"), max_length=100, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=300, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=OrganKind.choices)
    parent_id = forms.TypedChoiceField(
        label=_("Belongs to"), required=False, coerce=int, empty_value=None
    )
    line_superior_id = forms.TypedChoiceField(
        label=_("Superior of the same line"), required=False, coerce=int, empty_value=None
    )
    is_led_from_above = _led_from_above()
    is_active = forms.BooleanField(label=_("The organ is at work"), required=False)

    def __init__(self, *args: Any, organs: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("parent_id", [NOBODY, *organs])
        self._offer("line_superior_id", [NOBODY, *organs])
