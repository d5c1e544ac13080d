"""What a reader gives in to have a deadline counted. All of it stands in the address."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django import forms
from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from gongkai.clock.queries import regime_choices
from gongkai.clock.rules.broken import PauseEndsBeforeItStarts
from gongkai.clock.rules.counting import Amount, Pause
from gongkai.clock.wording import LIMITS, amount_text
from gongkai.interfaces.shared.forms import GongkaiForm, LocalDateField

FIRST_DAY = date(2007, 1, 1)
OWN = "own"
MOST_WORKING_DAYS = 500
PAUSES = (1, 2, 3)
_REGIMES: dict[str, Promise] = {
    "ogi-2008": _("Regulations of 2007"),
    "ogi-2019": _("Regulations as revised in 2019"),
}


class _Choice(NamedTuple):
    value: str
    label: str | Promise


_said = lazy(amount_text, str)
"""The amount in the language of the page: choices are made once and shown in two languages."""


def _limits() -> list[tuple[str | Promise, list[_Choice]]]:
    groups: list[tuple[str | Promise, list[_Choice]]] = []
    for regime in regime_choices():
        choices = [
            _Choice(
                f"{regime.id}:{limit.key}",
                format_lazy("{} ({})", LIMITS.get(limit.key, limit.key), _said(limit.amount)),
            )
            for limit in regime.limits
            if limit.amount is not None
        ]
        groups.append((_REGIMES.get(regime.id, regime.title), choices))
    groups.append((_("Another limit"), [_Choice(OWN, _("Working days entered below"))]))
    return groups


class DeadlineForm(GongkaiForm):
    """Day of receipt, a limit, and up to three pauses."""

    received = LocalDateField(label=_("Day of receipt"), earliest=FIRST_DAY)
    limit = forms.ChoiceField(label=_("Limit"), choices=_limits)
    days = forms.IntegerField(
        label=_("Working days"),
        help_text=_("Only where you chose another limit"),
        required=False,
        min_value=1,
        max_value=MOST_WORKING_DAYS,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
    )
    sent1 = LocalDateField(label=_("Letter sent on"), required=False)
    ended1 = LocalDateField(label=_("Answer received on"), required=False)
    sent2 = LocalDateField(label=_("Letter sent on"), required=False)
    ended2 = LocalDateField(label=_("Answer received on"), required=False)
    sent3 = LocalDateField(label=_("Letter sent on"), required=False)
    ended3 = LocalDateField(label=_("Answer received on"), required=False)

    def clean(self) -> dict[str, object]:
        """Ask for working days where another limit was chosen, and for both ends of a pause."""
        data = self.cleaned_data
        if data.get("limit") == OWN and not data.get("days") and "days" not in self.errors:
            self.add_error("days", _("Enter how many working days the limit has."))
        for number in PAUSES:
            self._check_pause(number)
        return data

    def _check_pause(self, number: int) -> None:
        sent, ended = f"sent{number}", f"ended{number}"
        if sent in self.errors or ended in self.errors:
            return
        first, last = self.cleaned_data.get(sent), self.cleaned_data.get(ended)
        if first and not last:
            self.add_error(ended, _("Enter the day on which the answer was received."))
        elif last and not first:
            self.add_error(sent, _("Enter the day on which the letter was sent."))
        elif first and last:
            self._try_pause(first, last, ended)

    def _try_pause(self, sent: date, ended: date, field: str) -> None:
        try:
            Pause(sent, ended)
        except PauseEndsBeforeItStarts:
            self.add_error(field, _("The answer cannot come before the letter. Check both dates."))

    @property
    def amount(self) -> Amount:
        """Return the limit chosen or entered; only of a valid form."""
        chosen = str(self.cleaned_data["limit"])
        if chosen == OWN:
            return Amount(int(self.cleaned_data["days"]))
        regime_id, _colon, key = chosen.partition(":")
        found = next(regime for regime in regime_choices() if regime.id == regime_id)
        amounts = {limit.key: limit.amount for limit in found.limits if limit.amount is not None}
        return amounts[key]

    @property
    def pauses(self) -> tuple[Pause, ...]:
        """Return the pauses given in; only of a valid form."""
        return tuple(self._given_pauses())

    def _given_pauses(self) -> Iterator[Pause]:
        for number in PAUSES:
            sent = self.cleaned_data.get(f"sent{number}")
            if sent:
                yield Pause(sent, self.cleaned_data[f"ended{number}"])

    @property
    def pause_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the two boxes of each pause."""
        return [(self[f"sent{number}"], self[f"ended{number}"]) for number in PAUSES]

    @property
    def pauses_given(self) -> bool:
        """Say whether anything was entered for a pause, so that it is shown unfolded."""
        return any(box.value() or box.errors for pair in self.pause_fields for box in pair)

    @property
    def limit_key(self) -> str:
        """Return which limit was chosen, '' for one's own; only of a valid form."""
        return str(self.cleaned_data["limit"]).partition(":")[2]
