"""The pages of the application form: what each asks, in whose words, and what was typed.

Nothing is refused here: the rules of applications say what is missing or wrong, all at once, and
what was typed is kept whatever it is.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.widgets import CheckboxInput, RadioSelect, Textarea, TextInput, Widget
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.applications.models import (
    ApplicantKind,
    Carrier,
    IdentityKind,
    Purpose,
    ReportKind,
    SupplyWay,
)
from gongkai.applications.rules.files import MEDIA_TYPES
from gongkai.applications.rules.identity import KINDS_OF, normal_number
from gongkai.applications.rules.regimes import ApplicationRegime
from gongkai.applications.rules.submission import Problem
from gongkai.applications.rules.vocabulary import ApplicantKind as Kind
from gongkai.applications.wording import LABELS, problem_text
from gongkai.interfaces.portal.applying.steps import Step
from gongkai.interfaces.shared.forms import GongkaiForm
from gongkai.kernel.refusals import Refusal
from gongkai.release.rules.masking import mask_number

TICKED = "1"
_Text = str | Promise
_Choices = Iterable[tuple[str, _Text]]


class Answer(forms.Field):
    """One answer, just as it was given; `required` only says whether the page calls it optional."""

    def __init__(self, *, label: _Text, hint: _Text, need: bool, widget: Widget) -> None:
        super().__init__(label=label, help_text=hint, required=need, widget=widget)  # type: ignore[arg-type] # lazy text

    def validate(self, value: object) -> None:
        """Refuse nothing: the rules do."""


def _line(
    name: str, *, hint: _Text = "", need: bool = False, width: int = 0, **attrs: str
) -> Answer:
    classes = {"class": f"govuk-input--width-{width}"} if width else {}
    return _asked(name, TextInput(attrs=attrs | classes), hint=hint, need=need)


def _code(name: str, *, hint: _Text, need: bool = False) -> Answer:
    """Return a line for what is copied letter by letter."""
    return _line(name, hint=hint, need=need, width=20, autocomplete="off", spellcheck="false")


def _lines(name: str, *, rows: int, hint: _Text, need: bool = False) -> Answer:
    return _asked(name, Textarea(attrs={"rows": rows}), hint=hint, need=need)


def _choice(name: str, choices: _Choices, *, hint: _Text = "", need: bool = True) -> Answer:
    return _asked(name, RadioSelect(choices=list(choices)), hint=hint, need=need)


def _tick(name: str, *, hint: _Text = "") -> Answer:
    return _asked(name, CheckboxInput(), hint=hint, need=False)


def _asked(name: str, widget: Widget, *, hint: _Text, need: bool) -> Answer:
    return Answer(label=LABELS[name], hint=hint, need=need, widget=widget)


class AnswersForm(GongkaiForm):
    """A page of the form; a new one shows what is kept, one that was sent what was typed."""

    use_required_attribute = False
    unasked: ClassVar[Mapping[Kind, frozenset[str]]] = {}
    """What this kind of applicant is not asked."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        kept: Mapping[str, str],
        kind: Kind | None,
        regime: ApplicationRegime,
    ) -> None:
        super().__init__(data, initial=kept)
        for name in self._left_out(kind, regime):
            self.fields.pop(name, None)

    def _left_out(self, kind: Kind | None, regime: ApplicationRegime) -> Iterable[str]:
        return self.unasked.get(kind, frozenset()) if kind else ()

    @property
    def answers(self) -> dict[str, str]:
        """What was typed and chosen, by field."""
        return {name: self._typed(name) for name in self.fields}

    def _typed(self, name: str) -> str:
        widget = self.fields[name].widget
        value = widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        if isinstance(value, bool):
            return TICKED if value else ""
        return value if isinstance(value, str) else ""

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Show what the rules found, each at its field."""
        for problem in problems:
            field = problem.field if problem.field in self.fields else None
            self.add_error(field, str(problem_text(problem)))


class KindForm(AnswersForm):
    """For whom: everything after it depends on this."""

    applicant_kind = _choice("applicant_kind", ApplicantKind.choices)


class WhoForm(AnswersForm):
    """Who applies and what proves it."""

    unasked = {
        Kind.CITIZEN: frozenset({"report_kind", "legal_representative"}),
        Kind.ORGANISATION: frozenset({"workplace"}),
    }

    report_kind = _choice(
        "report_kind",
        [choice for choice in ReportKind.choices if choice[0] != ReportKind.NATURAL_PERSON],
        hint=_("For the statistics of the annual report; it has no effect on the reply."),
    )
    name = _line("name", need=True)
    workplace = _line("workplace", autocomplete="organization")
    legal_representative = _line("legal_representative", need=True)
    identity_kind = _choice("identity_kind", IdentityKind.choices)
    identity_number = _code(
        "identity_number",
        need=True,
        hint=_("It is encrypted before it is stored and shown to nobody but who handles the case."),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        kept: Mapping[str, str],
        kind: Kind | None,
        regime: ApplicationRegime,
    ) -> None:
        super().__init__(data, kept={**kept, "identity_number": ""}, kind=kind, regime=regime)
        labels = dict(IdentityKind.choices)
        kinds = KINDS_OF[kind or Kind.CITIZEN]
        self.fields["identity_kind"].widget.choices = [(k.value, labels[k.value]) for k in kinds]
        self._say_whose(kind)
        self._kept_number = kept.get("identity_number", "")
        if self._kept_number:
            self.fields["identity_number"].help_text = _(
                "You entered %(number)s. Leave this empty to keep it."
            ) % {"number": mask_number(normal_number(self._kept_number))}

    def _say_whose(self, kind: Kind | None) -> None:
        if kind is Kind.ORGANISATION:
            self.fields["name"].label = _("Name of the organisation, as on its certificate")
            self.fields["name"].widget.attrs["autocomplete"] = "organization"
        else:
            self.fields["name"].label = _("Your name, as on your identity document")
            self.fields["name"].widget.attrs["autocomplete"] = "name"

    @property
    def answers(self) -> dict[str, str]:
        """What was typed; a number that was entered before stays where the box is left empty."""
        said = super().answers
        if self._kept_number and not said["identity_number"].strip():
            del said["identity_number"]
        return said


class ContactForm(AnswersForm):
    """How the applicant can be reached."""

    unasked = {Kind.CITIZEN: frozenset({"contact_person"})}

    contact_person = _line("contact_person", need=True, autocomplete="name")
    address = _line("address", need=True, autocomplete="street-address")
    postcode = _line("postcode", width=5, autocomplete="postal-code", inputmode="numeric")
    telephone = _line("telephone", need=True, width=20, autocomplete="tel", inputmode="tel")
    fax = _line("fax", width=20, inputmode="tel")
    email = _line(
        "email",
        autocomplete="email",
        inputmode="email",
        spellcheck="false",
        hint=_("You are told by mail when something is there for you, never what it says."),
    )


class WhatForm(AnswersForm):
    """What is asked for."""

    asked = _lines(
        "asked",
        rows=6,
        need=True,
        hint=_(
            "As exactly as you can: what it is about, which place, which years. Ask for one matter "
            "in a form; apply separately for another one, so that each can be answered by itself. "
            "At most 5,000 characters."
        ),
    )
    title = _line("title")
    document_number = _code("document_number", hint=_("For example 云政发〔2026〕12号"))
    index_number = _code("index_number", hint=_("It stands in the catalogue beside each entry."))
    issued_when = _line(
        "issued_when", hint=_("A day, a year, or about when"), width=20, autocomplete="off"
    )
    hints = _lines("hints", rows=3, hint=_("Whatever else helps to find it"))
    purpose = _choice(
        "purpose",
        Purpose.choices,
        need=False,
        hint=_("You need not say; your application is handled all the same."),
    )

    def _left_out(self, kind: Kind | None, regime: ApplicationRegime) -> Iterable[str]:
        return () if regime.purpose_asked else ("purpose",)


class HowForm(AnswersForm):
    """How the applicant wants to get it."""

    supply_way = _choice("supply_way", SupplyWay.choices)
    carrier = _choice("carrier", Carrier.choices)
    accepts_other_way = _tick("accepts_other_way")
    asks_waiver = _tick(
        "asks_waiver",
        hint=_("For who cannot well afford the costs of search, copying and post."),
    )
    waiver_reason = _lines("waiver_reason", rows=3, hint=_("Only if you ask for fees to be waived"))

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        kept: Mapping[str, str],
        kind: Kind | None,
        regime: ApplicationRegime,
    ) -> None:
        # Ticked until the applicant says otherwise: most would rather have it another way.
        super().__init__(data, kept={"accepts_other_way": TICKED, **kept}, kind=kind, regime=regime)

    def _left_out(self, kind: Kind | None, regime: ApplicationRegime) -> Iterable[str]:
        return () if regime.waiver_asked else ("asks_waiver", "waiver_reason")


FORMS: Mapping[Step, type[AnswersForm]] = {
    Step.KIND: KindForm,
    Step.WHO: WhoForm,
    Step.CONTACT: ContactForm,
    Step.WHAT: WhatForm,
    Step.HOW: HowForm,
}


class FileBox(forms.ClearableFileInput):
    """A box for several files at once."""

    allow_multiple_selected = True


def _files(*, label: _Text, hint: _Text, need: bool) -> Answer:
    kinds = ",".join(f".{ending}" for ending in MEDIA_TYPES)
    widget = FileBox(attrs={"multiple": True, "accept": kinds})
    return Answer(label=label, hint=hint, need=need, widget=widget)


class FilesForm(GongkaiForm):
    """Copies of what proves who applies, and whatever else goes along."""

    use_required_attribute = False

    proof = _files(
        label=LABELS["proof"],
        hint=_("A photograph or scan is enough. Of an identity card both sides."),
        need=True,
    )
    attachment = _files(
        label=_("Other files"),
        hint=_("For example a power of attorney, or what shows which document you mean."),
        need=False,
    )

    def chosen(self) -> Iterator[tuple[str, "UploadedFile[bytes]"]]:
        """Yield each file that was chosen with the box it was put into."""
        for name in self.fields:
            for file in self.files.getlist(name):
                yield name, file

    def add_file_refusal(self, name: str, file_name: str, refusal: Refusal) -> None:
        """Show why a file was not taken, with its name: several may have been chosen."""
        self.add_error(name, f"{file_name}: {refusal.message}")
