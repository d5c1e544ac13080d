"""The form of a reply: its matters one after the other, each with what its outcome asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.applications.rules.regimes import ApplicationRegime, Need, Outcome
from gongkai.applications.rules.reply import MOST_ITEMS, Answer
from gongkai.interfaces.desk.case_wording import GROUPS, ground_name, item_field, outcome_name
from gongkai.interfaces.shared.forms import GongkaiForm

NOT_CHOSEN = ("", _("Not chosen yet"))
AS_THE_TABLE = ("", _("As the table says"))
_LINE, _TEXT, _LONG = 0, 3, 5


@dataclass(frozen=True, slots=True)
class ItemField:
    """A field of one matter: its words, and how many lines it has (0: a single one)."""

    label: str | Promise
    help_text: str | Promise = ""
    rows: int = _TEXT


_FIELDS: Mapping[str, ItemField] = {
    "reasons": ItemField(
        _("Reasons"), _("Why the ground or the outcome applies. They stand in the letter."), _LONG
    ),
    "where": ItemField(
        _("How and where"),
        _("How and where it is given, or where it is public. May stay empty beside a file."),
    ),
    "competent_organ": ItemField(_("Organ that has it"), _("Where it can be determined."), _LINE),
    "competent_contact": ItemField(_("How to reach it"), _("Where it is known."), _LINE),
    "search_note": ItemField(
        _("Where was searched"), _("Which files and systems, by whom and when.")
    ),
    "split_reason": ItemField(
        _("Why no part of it can be given"),
        _(
            "Can it be told apart what may be given? Where it can, choose partly granted. Kept "
            "for the review; it does not stand in the letter."
        ),
    ),
}
_BY_NEED: Mapping[Need, tuple[str, ...]] = {
    Need.GROUND: ("ground_code",),
    Need.REASONS: ("reasons",),
    Need.WHERE: ("where",),
    Need.FILE_OR_WHERE: ("where",),
    Need.COMPETENT_ORGAN: ("competent_organ", "competent_contact"),
    Need.SEARCH_NOTE: ("search_note",),
}
_ASKED_OF_ALL = ("asked", "outcome_code")
_ORDER = ("ground_code", *_FIELDS)


# Where scripts run, a chosen outcome brings its fields at once; else a button does.
_RELOADS = {
    "hx-post": "",
    "hx-target": "#reply-fields",
    "hx-trigger": "change",
    "hx-vals": '{"do": "choose"}',
}


@dataclass(frozen=True, slots=True)
class ItemOfForm:
    """One matter on the page: what is asked for now, and what was typed before and is kept."""

    place: int
    number: int
    shown: list[BoundField]
    kept: list[BoundField]
    """Of another outcome: not asked for now, not saved, and there again when one changes back."""

    @property
    def outcome_name(self) -> str:
        """The name of the field in which the outcome is chosen."""
        return item_field(self.place, "outcome_code")


class ReplyForm(GongkaiForm):
    """Every field may stay empty while it is a draft; what lacks is said before it is proposed."""

    mark_optional = False
    outcome_code = forms.ChoiceField(label=_("Count the case under"), required=False)
    outcome_reason = forms.CharField(
        label=_("Why under this outcome"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept with the case. Needed where it is not the outcome of the table."),
    )
    based_on = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    """Digest of the text that the form was filled with, '' where there was none."""
    items = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        regime: ApplicationRegime,
        offered: Sequence[Outcome],
        places: int,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial={**(initial or {}), "items": places})
        self.regime = regime
        self.places = places
        self.changed_meanwhile = False
        """Set where a colleague saved another text: the page shows both."""
        self.initial["items"] = places
        self._offer("outcome_code", [AS_THE_TABLE, *_in_groups(offered)])
        for place in range(places):
            self._add_item(place, offered)

    def parts(self) -> list[ItemOfForm]:
        """Return the matters in their order."""
        return [self._part(place) for place in range(self.places)]

    def answers(self) -> list[Answer]:
        """Return what was said, of each matter only what its outcome asks for."""
        return [self._answer(place) for place in range(self.places)]

    def chosen(self) -> list[str]:
        """Return the outcomes chosen so far, one a matter, '' where none is."""
        return [self._typed(place, "outcome_code") for place in range(self.places)]

    @property
    def is_counted_otherwise(self) -> bool:
        """Say whether the outcome of the whole was chosen, or something is wrong with it."""
        errors = self.errors if self.is_bound else {}
        typed = self.typed_of_the_whole()
        of_the_whole = {"outcome_code", "outcome_reason"}
        return bool(typed["outcome_code"] or typed["outcome_reason"] or of_the_whole & set(errors))

    def typed(self) -> list[dict[str, str]]:
        """Return everything that stands in the matters, asked for or kept."""
        return [
            {name: self._typed(place, name) for name in (*_ASKED_OF_ALL, *_ORDER)}
            for place in range(self.places)
        ]

    def typed_of_the_whole(self) -> dict[str, str]:
        """Return what was typed that concerns no single matter."""
        names = ("outcome_code", "outcome_reason", "based_on")
        return {name: str(self[name].value() or "") for name in names}

    def _add_item(self, place: int, offered: Sequence[Outcome]) -> None:
        self.fields[item_field(place, "asked")] = forms.CharField(
            label=_("What was asked for"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        self.fields[item_field(place, "outcome_code")] = forms.ChoiceField(
            label=_("Outcome"),
            required=False,
            choices=[NOT_CHOSEN, *_in_groups(offered)],
            widget=forms.Select(attrs=_RELOADS),
        )
        outcome = self.regime.outcomes.get(self._typed(place, "outcome_code"))
        grounds = self.regime.grounds_for(outcome.code) if outcome else ()
        self.fields[item_field(place, "ground_code")] = forms.ChoiceField(
            label=_("Ground"),
            required=False,
            choices=[NOT_CHOSEN, *((one.code, ground_name(one)) for one in grounds)],
        )
        for name, said in _FIELDS.items():
            self.fields[item_field(place, name)] = _text_field(said)
        self._hide_what_is_not_asked(place)

    def _hide_what_is_not_asked(self, place: int) -> None:
        for name in set(_ORDER) - set(self._asked(place)):
            field = self.fields[item_field(place, name)]
            # A plain text: the ground of another outcome is none of this one's choices.
            self.fields[item_field(place, name)] = forms.CharField(
                label=field.label, required=False, widget=forms.HiddenInput
            )

    def _asked(self, place: int) -> tuple[str, ...]:
        outcome = self.regime.outcomes.get(self._typed(place, "outcome_code"))
        if outcome is None:
            return ()
        needed = {name for need in outcome.needs | outcome.asks for name in _BY_NEED[need]}
        if outcome.refuses_whole:
            needed.add("split_reason")
        return tuple(name for name in _ORDER if name in needed)

    def _typed(self, place: int, name: str) -> str:
        key = item_field(place, name)
        found = self.data.get(key) if self.is_bound else self.initial.get(key)
        return str(found or "")

    def _part(self, place: int) -> ItemOfForm:
        asked = self._asked(place)
        bound = {name: self[item_field(place, name)] for name in (*_ASKED_OF_ALL, *_ORDER)}
        return ItemOfForm(
            place=place,
            number=place + 1,
            shown=[bound[name] for name in (*_ASKED_OF_ALL, *asked)],
            kept=[bound[name] for name in _ORDER if name not in asked],
        )

    def _answer(self, place: int) -> Answer:
        names = (*_ASKED_OF_ALL, *self._asked(place))
        said = {name: self.cleaned_data.get(item_field(place, name), "") for name in names}
        return Answer(**{"outcome_code": "", **said})

    def _offer(self, name: str, choices: Sequence[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = list(choices)


def places_in(data: Mapping[str, Any]) -> int:
    """Return how many matters were sent; at least one, never more than a reply takes."""
    said = str(data.get("items") or "")
    count = int(said) if said.isascii() and said.isdigit() and len(said) < 4 else 1
    return min(max(count, 1), MOST_ITEMS)


def initial_of(matters: Sequence[Mapping[str, str]]) -> dict[str, object]:
    """Return what fills the form with these matters."""
    return {
        item_field(place, name): value
        for place, matter in enumerate(matters)
        for name, value in matter.items()
    }


def matters_of(answers: Sequence[Answer]) -> list[dict[str, str]]:
    """Return the matters of a reply as the form takes them."""
    return [asdict(answer) for answer in answers]


def _text_field(said: ItemField) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": said.rows}) if said.rows else forms.TextInput()
    return forms.CharField(
        label=said.label,  # type: ignore[arg-type] # lazy text
        help_text=said.help_text,  # type: ignore[arg-type] # lazy text
        required=False,
        widget=widget,
    )


def _in_groups(offered: Sequence[Outcome]) -> list[tuple[str | Promise, list[tuple[str, str]]]]:
    return [
        (
            GROUPS[group],
            [(one.code, outcome_name(one)) for one in offered if one.group is group],
        )
        for group in GROUPS
        if any(one.group is group for one in offered)
    ]
