"""Deciding what the release gate found: which findings, what is decided, and why."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from gongkai.interfaces.shared.forms import GongkaiForm
from gongkai.release.models import FindingDecision
from gongkai.release.operations.deciding import Choice
from gongkai.release.queries.merged import MergedFinding, by_kind

LONGEST_REASON = 2_000


class OfferedField(forms.Field):
    """Ticked boxes, of which only those that are offered count; all others are ignored."""

    widget = forms.MultipleHiddenInput
    offered: frozenset[str] = frozenset()

    def to_python(self, value: Any) -> list[str]:
        """Return what was ticked of what is offered, each once."""
        ticked = value if isinstance(value, list) else []
        return [one for one in dict.fromkeys(map(str, ticked)) if one in self.offered]


class FindingsForm(GongkaiForm):
    """One decision with one reason about the findings that are ticked, or all of some kinds."""

    findings = OfferedField(label=_("Findings"), required=False)
    kinds = OfferedField(required=False)
    verdict = forms.ChoiceField(
        label=_("Your decision"),
        choices=FindingDecision.Outcome.choices,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept with your name. The reviewer reads it before signing."),
    )

    def __init__(self, data: QueryDict | None, *, found: Sequence[MergedFinding]) -> None:
        super().__init__(data)
        self._found = found
        self._field("findings").offered = frozenset(one.key for one in found)
        self._field("kinds").offered = frozenset(group.key for group in by_kind(found))

    def clean(self) -> dict[str, Any]:
        """Ask for at least one finding."""
        cleaned = super().clean() or self.cleaned_data
        if not self.choices():
            self.add_error("findings", _("Choose the findings that you decide."))
        return cleaned

    def choices(self) -> list[Choice]:
        """Return the findings that are decided: as the gate reports them, not as they were sent."""
        ticked = self.cleaned_data["findings"]
        # What has come up since the page was sent has another key: nobody decides it unseen.
        all_of = self.cleaned_data["kinds"]
        kinds = {group.kind for group in by_kind(self._found) if group.key in all_of}
        return [
            Choice(kind=one.kind.value, tag=one.tag, excerpt=one.excerpt)
            for one in self._found
            if one.key in ticked or (one.kind in kinds and one.decision is None)
        ]

    def ticked(self) -> frozenset[str]:
        """Return which boxes stay ticked when the form comes back."""
        if not self.is_bound:
            return frozenset()
        return frozenset([*self.sent("findings"), *self.sent("kinds")])

    def sent(self, name: str) -> list[str]:
        """Return what was sent under a name, offered or not."""
        widget = self.fields[name].widget
        return list(widget.value_from_datadict(self.data, self.files, name) or [])

    def _field(self, name: str) -> OfferedField:
        field = self.fields[name]
        if not isinstance(field, OfferedField):
            raise TypeError(f"{name} is no field of ticked boxes")
        return field
