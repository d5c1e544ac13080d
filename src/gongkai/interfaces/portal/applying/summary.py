"""What was filled in, page by page, to be checked before it is sent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gongkai.applications.models import (
    ApplicantKind,
    Carrier,
    IdentityKind,
    Purpose,
    ReportKind,
    SupplyWay,
)
from gongkai.applications.rules.identity import normal_number
from gongkai.applications.rules.submission import Problem, doubts_about
from gongkai.applications.wording import LABELS, problem_text
from gongkai.interfaces.portal.applying.addressing import who_takes_applications
from gongkai.interfaces.portal.applying.filling import ATTACHMENT, PROOF, Filling
from gongkai.interfaces.portal.applying.steps import ORDER, TITLES, Step, step_of
from gongkai.interfaces.portal.forms.application import FORMS, TICKED
from gongkai.interfaces.portal.languages import in_reader_language
from gongkai.interfaces.shared.components import SummaryRow
from gongkai.kernel.refusals import NotFound
from gongkai.release.rules.masking import mask_number

_CHOICES: Mapping[str, Mapping[str, str | Promise]] = {
    name: dict(choices)
    for name, choices in {
        "applicant_kind": ApplicantKind.choices,
        "report_kind": ReportKind.choices,
        "identity_kind": IdentityKind.choices,
        "purpose": Purpose.choices,
        "supply_way": SupplyWay.choices,
        "carrier": Carrier.choices,
    }.items()
}
_TICKS = frozenset({"accepts_other_way", "asks_waiver"})


@dataclass(frozen=True, slots=True)
class Card:
    """One page of the form as it was filled in."""

    title: str | Promise
    rows: tuple[SummaryRow, ...]
    url: str
    """Where it is changed, '' where it cannot be."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is missing or wrong, and where it is mended."""

    message: str | Promise
    url: str


def cards_of(filling: Filling) -> tuple[Card, ...]:
    """Return the filled pages in their order; what is empty and optional is left out.

    Without a way to change them where nobody applies to the organ (any more).
    """
    asked = [step for step in ORDER if step in FORMS]
    cards = [
        Card(TITLES[step], tuple(_rows(filling, step)), _address(filling, step)) for step in asked
    ]
    proofs = Card(TITLES[Step.PROOFS], tuple(_file_rows(filling)), _address(filling, Step.PROOFS))
    return (*cards, proofs)


def faults_of(filling: Filling) -> tuple[Fault, ...]:
    """Return what keeps the form from being sent; that nobody applies to the organ before all."""
    if filling.closed is not None:
        return (_ended(filling, filling.closed),)
    return tuple(_fault(filling, problem) for problem in filling.problems())


def doubts_of(filling: Filling) -> tuple[Fault, ...]:
    """Return what the applicant is asked to look at once more, and may leave as it is."""
    if filling.closed is not None:
        return ()
    found = doubts_about(filling.submission, today=filling.on)
    return tuple(_fault(filling, problem) for problem in found)


def _ended(filling: Filling, closed: NotFound) -> Fault:
    successor = who_takes_applications(filling.organ_id)
    if successor is None or successor.id == filling.organ_id:
        return Fault(closed.message, reverse("portal:apply"))
    name = in_reader_language(successor.name, successor.name_en)
    return Fault(
        _("This organ was merged into another. Apply to %(organ)s.") % {"organ": name},
        reverse("portal:apply_begin", args=[successor.id]),
    )


def _fault(filling: Filling, problem: Problem) -> Fault:
    step = step_of(problem.field)
    # A group of radios has no element of its own id; the link leads to the first.
    anchor = f"id_{problem.field}" + ("_0" if problem.field in _CHOICES else "")
    return Fault(problem_text(problem), f"{_address(filling, step)}#{anchor}")


def _address(filling: Filling, step: Step) -> str:
    if filling.closed is not None:
        return ""
    # Who changes one page comes back to the check, not to the next page.
    return f"{reverse(step.route, args=[filling.organ_id])}?then=check"


def _rows(filling: Filling, step: Step) -> Iterator[SummaryRow]:
    form = FORMS[step](kept=filling.answers, kind=filling.kind, regime=filling.regime)
    for name, field in form.fields.items():
        value = _said(name, filling.answers.get(name, ""))
        if value or field.required:
            yield SummaryRow(LABELS[name], value or _("Not given"))


def _said(name: str, value: str) -> str | Promise:
    if name in _TICKS:
        return _("Yes") if value == TICKED else _("No")
    if name == "identity_number":
        return mask_number(normal_number(value))
    if name in _CHOICES:
        return _CHOICES[name].get(value, "") if value else ""
    return value.replace("\0", " ").strip()


def _file_rows(filling: Filling) -> Iterator[SummaryRow]:
    for role, label in ((PROOF, _("Copy of the proof")), (ATTACHMENT, _("Other files"))):
        names = [
            f"{file.name}（{filesizeformat(file.size)}）"
            for file in filling.files
            if file.role == role
        ]
        if names or role == PROOF:
            yield SummaryRow(label, "\n".join(names) or _("Not given"))
