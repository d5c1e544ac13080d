"""What a case says, row by row and matter by matter, as pages show it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.applications.queries import (
    ApplicantCard,
    CasePage,
    FileLine,
    ReplyView,
    StepLine,
)
from gongkai.applications.rules.lifecycle import Event
from gongkai.applications.rules.regimes import ApplicationRegime
from gongkai.applications.rules.reply import Answer
from gongkai.applications.shipped import regimes
from gongkai.clock.queries import regime
from gongkai.interfaces.desk.case_wording import ground_name, outcome_name
from gongkai.interfaces.desk.choices import speaks_chinese
from gongkai.interfaces.desk.gate_wording import SCANS, examination_text
from gongkai.interfaces.desk.wording import Label, clock_words
from gongkai.interfaces.shared.components import SummaryRow
from gongkai.interfaces.shared.templatetags.gongkai import day

EXCERPT = 80


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """One matter of a reply: what was asked, the outcome, and what else is said of it."""

    number: int
    asked: str
    outcome: str
    rows: list[SummaryRow]


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file that goes with a reply, and what a reader of the desk must know of it."""

    id: int
    name: str
    size: int
    url: str
    checks: list[Label]
    """How far the release gate and the virus scanner are with it, in sentences."""
    opened_at: datetime | None = None


def case_heading_rows(page: CasePage) -> list[SummaryRow]:
    """Return the few facts by which a case is known again on the page of a step."""
    rows = [
        SummaryRow(_("Number"), page.number),
        SummaryRow(_("What was asked"), excerpt_of(page)),
        SummaryRow(_("Where it stands"), page.state_label),
    ]
    if page.applicant is not None:
        rows.insert(1, SummaryRow(_("Applicant"), page.applicant.name))
    if page.clock is not None and page.clock.due_on is not None:
        said = f"{clock_words(page.clock)} · {day(page.clock.due_on)}"
        if page.clock.provisional:
            said = f"{said} {_('(provisional)')}"
        rows.append(SummaryRow(_("Time left"), said))
    return rows


def excerpt_of(page: CasePage) -> str:
    """Return the first words of what was asked."""
    said = " ".join((page.request.title or page.request.asked).split())
    return said if len(said) <= EXCERPT else f"{said[:EXCERPT]}…"


def regime_title(regime_id: str) -> str:
    """Return the title of the text of the Regulations under which a case is handled."""
    found = regime(regime_id)
    return found.title_zh if speaks_chinese() else found.title


def request_rows(page: CasePage) -> list[SummaryRow]:
    """Return what the applicant said besides the description; what is empty is left out."""
    said = page.request
    supply: Label = said.supply_label
    if said.accepts_other_way:
        supply = _("%(way)s; another way will do") % {"way": supply}
    return _filled(
        (_("Title of the document"), said.title),
        (_("Document number"), said.document_number),
        (_("Index number"), said.index_number),
        (_("When it was issued"), said.issued_when),
        (_("Other hints"), said.hints),
        (_("What it is for"), said.purpose_label),
        (_("How it is to be supplied"), supply),
        (_("On what"), said.carrier_label),
        (_("Waiver of fees"), _("asked for") if said.asks_waiver else ""),
        (_("Reasons for the waiver"), said.waiver_reason),
        (_("Regulations"), regime_title(page.regime_id)),
        (_("Sent"), day(page.submitted_at)),
        (_("Day of receipt"), day(page.received_on)),
    )


def applicant_rows(page: CasePage) -> list[SummaryRow]:
    """Return who applies, the identity number masked; none for who must not know."""
    card = page.applicant
    if card is None:
        return []
    return [
        *_filled(
            (_("Applicant"), card.name),
            (_("Kind"), card.kind_label if card.kind == "citizen" else card.report_kind_label),
            (_("Workplace"), card.workplace),
            (_("Legal representative"), card.legal_representative),
            (_("Contact person"), card.contact_person),
        ),
        _identity_row(page, card),
        *_filled(
            (_("Address"), f"{card.postcode} {card.address}".strip()),
            (_("Telephone"), card.telephone),
            (_("Fax"), card.fax),
            (_("E-mail"), card.email),
        ),
    ]


def _identity_row(page: CasePage, card: ApplicantCard) -> SummaryRow:
    row = SummaryRow(card.identity_kind_label, card.identity_masked)
    if not page.may_show_identity:
        return row
    url = reverse("desk:show_identity", args=[page.case_id])
    return replace(row, action_url=url, action_label=_("Show whole"))


def shown_steps(page: CasePage) -> list[StepLine]:
    """Return what was done, in order; each round of drafting by one person is told once.

    Every saving and every file is a step of the case; to a reader they are one piece of work.
    """
    told: list[StepLine] = []
    for step in page.steps:
        same = told and told[-1].event == step.event == Event.DRAFT_REPLY
        if same and told[-1].by_name == step.by_name:
            told.pop()
        told.append(step)
    return told


def shown_answers(page: CasePage) -> list[ShownAnswer]:
    """Return the matters of the reply as it stands; none where there is no reply."""
    if page.reply is None:
        return []
    rules = regimes()[page.regime_id]
    return [
        _shown_answer(number, answer, rules)
        for number, answer in enumerate(page.reply.answers, start=1)
    ]


def _shown_answer(number: int, answer: Answer, rules: ApplicationRegime) -> ShownAnswer:
    return ShownAnswer(
        number=number,
        asked=answer.asked,
        outcome=outcome_name(rules.outcomes.get(answer.outcome_code)),
        rows=_filled(
            (_("Ground"), ground_name(rules.grounds.get(answer.ground_code))),
            (_("Reasons"), answer.reasons),
            (_("How and where"), answer.where),
            (_("Organ that has it"), answer.competent_organ),
            (_("How to reach it"), answer.competent_contact),
            (_("Where was searched"), answer.search_note),
            (_("Why no part of it can be given"), answer.split_reason),
        ),
    )


def shown_files(
    page: CasePage, reply: ReplyView, opened: Mapping[int, datetime] | None = None
) -> list[ShownFile]:
    """Return the files of the reply, with what was found in them and when the viewer read them."""
    return [_shown_file(page, file, (opened or {}).get(file.id)) for file in reply.files]


def _shown_file(page: CasePage, file: FileLine, opened_at: datetime | None) -> ShownFile:
    return ShownFile(
        id=file.id,
        name=file.name,
        size=file.size,
        url=reverse("desk:reply_file", args=[page.case_id, file.id]),
        checks=[examination_text(file.gate), SCANS[file.gate.scan]] if file.gate else [],
        opened_at=opened_at,
    )


def _filled(*rows: tuple[Label, Label]) -> list[SummaryRow]:
    return [SummaryRow(label, value) for label, value in rows if value]
