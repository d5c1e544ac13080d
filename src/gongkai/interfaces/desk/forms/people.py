"""Forms about accounts, roles and stand-ins."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.interfaces.shared.forms import GongkaiForm, LocalDateField
from gongkai.organs.models.people import RoleName

Choices = Sequence[tuple[str, str]]


class PersonForm(GongkaiForm):
    """A new account."""

    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        help_text=_("Letters, digits, dot and hyphen; used to sign in."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(label=_("Name"), max_length=100)
    email = forms.EmailField(label=_("E-mail"), required=False)
    telephone = forms.CharField(label=_("Telephone"), max_length=60, required=False)


class PeopleFilter(GongkaiForm):
    """Looks for an account."""

    mark_optional = False
    q = forms.CharField(label=_("Name or user name"), required=False, max_length=100)

    def words(self) -> str:
        """Return what to look for, '' for all."""
        return str(self.cleaned_data.get("q", "")) if self.is_valid() else ""


class _OfOrganForm(GongkaiForm):
    """A form with a choice of organs."""

    organ_id = forms.TypedChoiceField(label=_("Organ"), coerce=int)

    def __init__(self, *args: Any, organs: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("organ_id", organs)

    def _offer(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared by the subclasses
        field.choices = list(choices)


class GrantForm(_OfOrganForm):
    """A role for an organ, dated."""

    role = forms.ChoiceField(label=_("Role"), choices=RoleName.choices)
    from_on = LocalDateField(label=_("From this day"))
    until_on = LocalDateField(
        label=_("Until this day, included"),
        required=False,
        help_text=_("Leave empty when no end is known."),
    )


class EndRoleForm(GongkaiForm):
    """The last day of a role."""

    until_on = LocalDateField(
        label=_("Last day of the role"),
        help_text=_(
            "A day before its first day calls off a role that begins today or later. One that held "
            "before today ends on its first day at the earliest."
        ),
    )


class StandInForm(_OfOrganForm):
    """Who does whose role, from when until when, and why."""

    role = forms.ChoiceField(label=_("Role"), choices=RoleName.choices)
    absent_id = forms.TypedChoiceField(label=_("Person who is away"), coerce=int)
    stand_in_id = forms.TypedChoiceField(label=_("Person who stands in"), coerce=int)
    from_on = LocalDateField(label=_("From this day"))
    until_on = LocalDateField(label=_("Until this day, included"))
    reason = forms.CharField(label=_("Reasons"), max_length=300)

    def __init__(self, *args: Any, people: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("absent_id", people)
        self._offer("stand_in_id", people)
