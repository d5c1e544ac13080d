"""Forms of editions: own sections, the consultation period, opinions, the way to the public."""

from collections.abc import Iterator, Sequence
from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from gongkai.guides.rules.facts import LONGEST_HEADING, LONGEST_TEXT, MOST_SECTIONS, Section
from gongkai.interfaces.desk.forms.steps import SignedForm
from gongkai.interfaces.shared.forms import GongkaiForm, LocalDateField

_SPARE = 2
"""Empty sections that the form offers to fill."""


def _note() -> forms.CharField:
    return forms.CharField(
        label=_("What is new in this edition"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The public reads this beside the editions."),
    )


class CompileForm(GongkaiForm):
    """Begins an edition."""

    change_note = _note()


class SectionsForm(GongkaiForm):
    """The organ's own sections in their order, with two empty ones at the end."""

    change_note = _note()
    seen_digest = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        sections: Sequence[Section],
        change_note: str,
        seen_digest: str,
    ) -> None:
        initial: dict[str, object] = {"change_note": change_note, "seen_digest": seen_digest}
        for number, section in enumerate(sections, start=1):
            initial[f"heading_{number}"] = section.heading
            initial[f"text_{number}"] = section.text
        super().__init__(data, initial=initial)
        # As many as were sent, for somebody may have taken sections out meanwhile.
        sent = (
            number for number in range(1, MOST_SECTIONS + 1) if f"heading_{number}" in self.data
        )
        self.count = max(min(len(sections) + _SPARE, MOST_SECTIONS), *sent, 0)
        for number in range(1, self.count + 1):
            self.fields[f"heading_{number}"] = _heading(number)
            self.fields[f"text_{number}"] = _text(number)

    def sections(self) -> Iterator[Section]:
        """Yield the sections as they were written, empty ones included."""
        for number in range(1, self.count + 1):
            yield Section(
                heading=self.cleaned_data[f"heading_{number}"],
                text=self.cleaned_data[f"text_{number}"],
            )


def _heading(number: int) -> forms.CharField:
    return forms.CharField(
        label=_("Heading of section %(number)d") % {"number": number},
        required=False,
        max_length=LONGEST_HEADING,
    )


def _text(number: int) -> forms.CharField:
    return forms.CharField(
        label=_("Text of section %(number)d") % {"number": number},
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Plain paragraphs, one on each line. Empty heading and text to remove it."),
    )


class ConsultForm(GongkaiForm):
    """Lays a draft open for opinions."""

    until_on = LocalDateField(label=_("Last day for opinions"))

    def last_day(self) -> date:
        """Return the day that was entered."""
        found = self.cleaned_data["until_on"]
        if not isinstance(found, date):
            raise TypeError("the field gives a day")
        return found


class OpinionDecisionForm(GongkaiForm):
    """Whether an opinion is shown."""

    decision = forms.ChoiceField(
        label=_("May everybody read this opinion?"),
        choices=[("show", _("Show its words, without the name")), ("keep", _("Do not show it"))],
        widget=forms.RadioSelect,
    )
    why = forms.CharField(
        label=_("Why it is not shown"),
        required=False,
        max_length=500,
        help_text=_("Needed where it is not shown; for the staff only."),
    )


class AnswerForm(GongkaiForm):
    """The answer to the opinions."""

    answer = forms.CharField(
        label=_("Answer to the opinions"),
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Say what was taken up, what was not, and why. Everybody reads it."),
    )


class SendForm(GongkaiForm):
    """Sends an edition up on which opinions were sought."""


class SendUpdateForm(GongkaiForm):
    """Sends an edition up on which no opinions were sought."""

    skipped_because = forms.CharField(
        label=_("Why no opinions are sought"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only open where nothing but facts changed: say which."),
    )


class EditionDecisionForm(SignedForm):
    """The competent department approves or returns."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("approve", _("Approve")), ("return", _("Return"))],
        widget=forms.RadioSelect,
    )
    opinion = forms.CharField(
        label=_("Opinion"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed when you return it: say what has to be changed."),
    )
    field_order: tuple[str, ...] = ("decision", "opinion", "secret", "seen_digest")
