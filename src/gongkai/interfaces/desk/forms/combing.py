"""Forms of combing campaigns: the plan, the table, the decision, the second look."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.interfaces.desk.combing_words import OUTCOMES, RECHECKS, STAGES
from gongkai.interfaces.desk.forms.competent import Choices, offer
from gongkai.interfaces.desk.forms.record import NOTHING, GroupedChoice
from gongkai.interfaces.shared.forms import GongkaiForm, LocalDateField
from gongkai.organs.models import Level, OrganKind
from gongkai.organs.queries import OrganCard
from gongkai.oversight.operations.combing_campaigns import LONGEST_TITLE
from gongkai.oversight.operations.combing_items import Decision
from gongkai.oversight.rules.combing import RecheckOutcome
from gongkai.records.models import Category, WithdrawalReason


class PlanForm(GongkaiForm):
    """What a campaign says; who guides several areas says for which it is."""

    organ_id = forms.TypedChoiceField(label=_("Organ"), coerce=int)
    title = forms.CharField(label=_("Name of the campaign"), max_length=LONGEST_TITLE)
    from_on = LocalDateField(label=_("Generated from"))
    until_on = LocalDateField(label=_("Generated until, included"))
    due_on = LocalDateField(label=_("Deadline"), help_text=_("The last day that is in time."))
    scope = forms.ChoiceField(
        label=_("Which organs"),
        choices=(
            ("all", _("All organs below")),
            ("levels", _("Those of the chosen levels")),
            ("kinds", _("Those of the chosen kinds")),
            ("organs", _("The organs chosen one by one")),
        ),
        widget=forms.RadioSelect,
        initial="all",
    )
    levels = forms.MultipleChoiceField(
        label=_("Levels"),
        choices=Level.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kinds"),
        choices=OrganKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    organs = forms.MultipleChoiceField(
        label=_("Organs"), widget=forms.CheckboxSelectMultiple, required=False
    )
    instructions = forms.CharField(
        label=_("Instructions for the organs"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(
        self, *args: Any, cards: Iterable[OrganCard], own: Choices = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organ_id", own)
        if len(own) < 2:
            self.fields.pop("organ_id")
        self._cards = tuple(cards)
        field = self.fields["organs"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared above
        field.choices = [(str(card.id), card.name) for card in self._cards]

    def organ_ids(self, area: frozenset[int] | None = None) -> frozenset[int]:
        """Return the organs that the scope means; of an area alone where they are not named."""
        said = self.cleaned_data
        of_area = [card for card in self._cards if area is None or card.id in area]
        match said["scope"]:
            case "levels":
                return frozenset(c.id for c in of_area if c.level in said["levels"])
            case "kinds":
                return frozenset(c.id for c in of_area if c.kind in said["kinds"])
            case "organs":
                return frozenset(int(pk) for pk in said["organs"])
            case _:
                return frozenset(card.id for card in of_area)


class TableForm(GongkaiForm):
    """A table of the backlog."""

    table = forms.FileField(
        label=_("Table of the backlog"),
        help_text=_("XLSX or CSV, filled in from the template. Nothing is kept before you look."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class ItemFilter(GongkaiForm):
    """Filters of the items."""

    mark_optional = False
    text = forms.CharField(
        label=_("Name, document number or where it is kept"), required=False, max_length=200
    )
    stage = forms.ChoiceField(
        label=pgettext_lazy("item of a backlog", "How far"), required=False, choices=STAGES
    )
    category = forms.ChoiceField(
        label=_("Category"), required=False, choices=[("", _("All")), *Category.choices]
    )

    def wanted(self) -> dict[str, str]:
        """Return what to filter by; a value that means nothing filters nothing."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in ("text", "stage", "category")}


class PublicFilter(GongkaiForm):
    """Filter of what was public before."""

    mark_optional = False
    outcome = forms.ChoiceField(label=_("What was said of it"), required=False, choices=OUTCOMES)

    def wanted(self) -> str:
        """Return the outcome to filter by."""
        self.is_valid()
        return str(self.cleaned_data.get("outcome", ""))


class DecisionForm(GongkaiForm):
    """The category of the chosen items, with its ground and reason."""

    mark_optional = False
    # Never a category by default: who only presses the button would take back what was decided.
    category = forms.ChoiceField(
        label=_("Category"), choices=[("", _("Choose")), *Category.choices], required=False
    )
    ground_code = forms.ChoiceField(label=_("Ground"), required=False)
    reason = forms.CharField(
        label=_("Reasons"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, grounds: Iterable[GroupedChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ground_code"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [NOTHING, *grounds]

    def decision(self) -> Decision:
        """Return what was decided."""
        said = self.cleaned_data
        return Decision(
            category=said["category"], ground_code=said["ground_code"], reason=said["reason"]
        )


class RecheckForm(GongkaiForm):
    """What becomes of the chosen records; none of it by default."""

    do = forms.ChoiceField(label=_("With the chosen records"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, may_correct: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["do"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        offered = [RecheckOutcome.STAYS, RecheckOutcome.WITHDRAW]
        if may_correct:
            offered.append(RecheckOutcome.CORRECT)
        field.choices = [(one.value, RECHECKS[one]) for one in offered]


class CorrectForm(GongkaiForm):
    """What is to be corrected."""

    change_note = forms.CharField(
        label=_("What will be corrected and why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The public reads this beside the versions."),
    )


class TakeBackForm(GongkaiForm):
    """Why what is wrongly public is withdrawn."""

    reason = forms.ChoiceField(label=_("Reason"), choices=WithdrawalReason.choices)
    note = forms.CharField(
        label=_("Note for the second person"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For the staff only; never shown to the public."),
    )
    title_may_show = forms.BooleanField(
        label=_("The title holds nothing secret or personal and may stay on the tombstone page"),
        required=False,
    )
