"""The form of a record: the nine elements, the category with its ground, the classes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms as fields
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from gongkai.interfaces.desk.forms.exemption_fields import ExemptionFields
from gongkai.interfaces.desk.forms.steps import KINDS_OF_CHANGE
from gongkai.interfaces.shared.forms import LocalDateField
from gongkai.interfaces.shared.once import OnceForm
from gongkai.records.models import Category, Form, TimeLimit, Validity
from gongkai.records.models.choices import Assembly, HowObtained, ServiceObject
from gongkai.records.rules.content import SUMMARY_LIMIT
from gongkai.records.rules.counting import reader_length

Choice = tuple[str, str]
GroupedChoice = tuple[str, str | Sequence[Choice]]

NOTHING: tuple[str, Promise] = ("", _("Not given"))
SECTIONS = (
    (_("What it is"), ("title", "document_number", "generated_on", "summary", "text", "remark")),
    (
        _("Whether it is public"),
        (
            "category",
            "ground_code",
            "ground_reason",
            "secrecy_level",
            "split",
            "split_reason",
        ),
    ),
    (_("How it is disclosed"), ("forms", "time_limit")),
    (
        _("Where it belongs"),
        (
            "statutory_item",
            "class_code",
            "theme_code",
            "genre",
            "assembly",
            "service_object",
            "keywords",
        ),
    ),
    (_("Who made it"), ("how_obtained", "maker", "lead_organ", "co_makers")),
    (
        _("Normative documents"),
        ("is_normative", "validity", "effective_on", "expires_on", "history"),
    ),
    (
        _("Disclosed earlier, or another limit"),
        (
            "first_disclosed_on",
            "first_disclosure_source",
            "disclosure_limit_working_days",
            "disclosure_limit_basis",
        ),
    ),
    (_("The change"), ("change_kind", "change_note")),
)


@dataclass(frozen=True, slots=True)
class RecordChoices:
    """What can be chosen for a record of one organ, in the reader's language."""

    grounds: tuple[GroupedChoice, ...]
    classes: tuple[Choice, ...]
    themes: tuple[GroupedChoice, ...]
    statutory_items: tuple[GroupedChoice, ...]


class CountedField(fields.CharField):
    """A text that says how many characters are left, counted as its readers count them.

    No `maxlength` in the page: browsers count the halves of rare letters, and would cut.
    """

    default_error_messages = {
        "too_many": ngettext_lazy(
            "It has %(length)d character of %(limit)d. Shorten it.",
            "It has %(length)d characters of %(limit)d. Shorten it.",
            "length",
        )
    }

    def __init__(self, *, limit: int, **kwargs: Any) -> None:
        super().__init__(template_name="desk/counted_field.html", **kwargs)  # type: ignore[call-arg] # the stubs lack it
        self.limit = limit

    def validate(self, value: str) -> None:
        """Raise ValidationError where there are too many characters."""
        super().validate(value)
        if (length := reader_length(value)) > self.limit:
            said = {"length": length, "limit": self.limit}
            raise ValidationError(self.error_messages["too_many"], "too_many", said)


class RecordForm(ExemptionFields, OnceForm):
    """The elements of one version. What it lacks is said by the operation, not here."""

    changed_meanwhile = False
    """Whether a colleague saved since the form was opened."""

    title = fields.CharField(
        label=_("Name of the information"),
        max_length=500,
        widget=fields.Textarea(attrs={"rows": 2}),
        help_text=_("As it stands on the document, in full."),
    )
    document_number = fields.CharField(
        label=_("Document number"),
        max_length=120,
        required=False,
        help_text=_("As printed; brackets and spaces are put right by themselves."),
    )
    generated_on = LocalDateField(
        label=_("Date generated"),
        help_text=_(
            "Day of signing, or the day the information was complete or changed. "
            "The disclosure clock starts here."
        ),
    )
    summary = CountedField(
        label=_("Summary"),
        limit=SUMMARY_LIMIT,
        widget=fields.Textarea(attrs={"rows": 3}),
        help_text=_(
            "What it regulates, for whom, from when. The button at the end proposes one from the "
            "text."
        ),
    )
    text = fields.CharField(
        label=_("Text"),
        required=False,
        widget=fields.Textarea(attrs={"rows": 16}),
        help_text=_("Plain text. A line that begins with ## and a space is a heading."),
    )
    remark = fields.CharField(label=_("Remark"), max_length=500, required=False)
    forms = fields.MultipleChoiceField(
        label=_("Forms of disclosure"),
        choices=Form.choices,
        widget=fields.CheckboxSelectMultiple,
        initial=[Form.WEBSITE],
    )
    time_limit = fields.ChoiceField(
        label=_("Time limit of disclosure"),
        choices=TimeLimit.choices,
        widget=fields.RadioSelect,
        initial=TimeLimit.LONG_TERM,
    )
    category = fields.ChoiceField(
        label=_("Category"),
        choices=Category.choices,
        widget=fields.RadioSelect,
        initial=Category.UNDETERMINED,
        help_text=_("Openness is the rule: anything else needs a ground and its reasons."),
    )
    ground_code = fields.ChoiceField(
        label=_("Ground"),
        required=False,
        help_text=_("The legal basis of the category. Leave empty while it is undetermined."),
    )
    ground_reason = fields.CharField(
        label=_("Reasons"),
        required=False,
        widget=fields.Textarea(attrs={"rows": 3}),
        help_text=_("Why the ground applies to this information. For the staff only."),
    )
    statutory_item = fields.ChoiceField(label=_("Statutory item"), required=False)
    class_code = fields.ChoiceField(
        label=_("Information class"),
        required=False,
        help_text=_("Follows the statutory item when left empty. Part of the index number."),
    )
    theme_code = fields.ChoiceField(label=_("Theme"), required=False)
    keywords = fields.CharField(label=_("Keywords"), max_length=300, required=False)
    genre = fields.CharField(
        label=_("Genre of document"),
        max_length=20,
        required=False,
        widget=fields.TextInput(attrs={"class": "govuk-input--width-10"}),
        help_text=_("For example 通知, 意见, 公告, 决定."),
    )
    assembly = fields.ChoiceField(
        label=_("Assembly class"),
        choices=Assembly.choices,
        required=False,
        help_text=_("What of the organ's work it is about."),
    )
    service_object = fields.ChoiceField(
        label=_("Service object"),
        choices=ServiceObject.choices,
        required=False,
        help_text=_("Whom it serves above all."),
    )
    how_obtained = fields.TypedChoiceField(
        label=_("How it was obtained"),
        choices=HowObtained.choices,
        required=False,
        empty_value=HowObtained.MADE.value,
        widget=fields.RadioSelect,
        initial=HowObtained.MADE,
        help_text=_("Who made it discloses it; of several, the one that led (2019 art. 10)."),
    )
    maker = fields.CharField(
        label=_("Made by"),
        max_length=300,
        required=False,
        help_text=_(
            "Where it was obtained: from whom, as printed. The public reads names of organs only."
        ),
    )
    lead_organ = fields.CharField(
        label=_("Lead organ"),
        max_length=300,
        required=False,
        help_text=_("Where several made it: which organ led."),
    )
    co_makers = fields.CharField(
        label=_("Made together with"),
        required=False,
        widget=fields.Textarea(attrs={"rows": 3}),
        help_text=_("One name on each line, as printed."),
    )
    is_normative = fields.BooleanField(
        label=_("This is a normative document (needs legal review)"), required=False
    )
    validity = fields.ChoiceField(label=_("Validity"), choices=Validity.choices, required=False)
    effective_on = LocalDateField(label=_("In force from"), required=False)
    expires_on = LocalDateField(label=_("In force until"), required=False)
    history = fields.CharField(
        label=_("Earlier history"),
        required=False,
        widget=fields.Textarea(attrs={"rows": 3}),
        help_text=_("One line for each amendment or clean-up, as printed."),
    )

    seen_digest = fields.CharField(max_length=64, required=False, widget=fields.HiddenInput)
    """Digest of the content that was opened, so that nobody's later work is overwritten unseen."""

    def __init__(self, *args: Any, choices: RecordChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("ground_code", choices.grounds)
        self._offer("statutory_item", choices.statutory_items)
        self._offer("class_code", choices.classes)
        self._offer("theme_code", choices.themes)

    def sections(self) -> list[tuple[str, list[BoundField]]]:
        """Return the visible fields under their headings, in the order in which one fills them."""
        return [
            (str(heading), [self[name] for name in names if name in self.fields])
            for heading, names in SECTIONS
            if any(name in self.fields for name in names)
        ]

    def _offer(self, name: str, choices: Sequence[GroupedChoice]) -> None:
        field = self.fields[name]
        assert isinstance(field, fields.ChoiceField)  # noqa: S101 - declared above
        field.choices = [NOTHING, *choices]


class RegisterForm(RecordForm):
    """A new record: its first version and what concerns the record itself."""

    first_disclosed_on = LocalDateField(
        label=_("First disclosed on"),
        required=False,
        help_text=_("Only where it was public before it came into this system."),
    )
    first_disclosure_source = fields.CharField(
        label=_("Where it was first disclosed"),
        max_length=500,
        required=False,
        help_text=_("For example the issue and page of the gazette."),
    )
    disclosure_limit_working_days = fields.IntegerField(
        label=_("Another law's limit in working days"),
        min_value=1,
        max_value=365,
        required=False,
        help_text=_("It prevails over the 20 working days of the Regulations."),
    )
    disclosure_limit_basis = fields.CharField(
        label=_("That law and article"), max_length=300, required=False
    )


class NextVersionForm(RecordForm):
    """A later version: says what kind of change it is and why it was made."""

    change_kind = fields.ChoiceField(
        label=_("What kind of change"),
        choices=KINDS_OF_CHANGE,
        widget=fields.RadioSelect,
        required=False,
    )
    change_note = fields.CharField(
        label=_("What was changed and why"),
        max_length=500,
        widget=fields.Textarea(attrs={"rows": 2}),
        help_text=_("The public reads this beside the versions."),
    )
