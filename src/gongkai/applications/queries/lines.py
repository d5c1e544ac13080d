"""Rows made into the lines that several queries return."""

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import get_language, pgettext_lazy

from gongkai.applications.models import (
    Application,
    ApplicationFile,
    Case,
    Correction,
    DraftFile,
    ReplyFile,
)
from gongkai.applications.naming import EVENTS, PARTIES
from gongkai.applications.queries.values import CorrectionLine, FileLine, Label, RequestLine
from gongkai.applications.rules.lifecycle import awaited
from gongkai.applications.rules.vocabulary import CaseState
from gongkai.applications.shipped import regimes
from gongkai.release.queries.redaction import remaining_texts
from gongkai.release.queries.reports import GateReport
from gongkai.release.queries.scans import scan_states


def request_line(application: Application, *, with_hardship: bool = True) -> RequestLine:
    """Return what was asked for, word for word.

    Why fees should be waived tells of the applicant's life: not for who must not know who it is.
    """
    return RequestLine(
        asked=application.asked,
        title=application.title,
        document_number=application.document_number,
        index_number=application.index_number,
        issued_when=application.issued_when,
        hints=application.hints,
        purpose_label=application.get_purpose_display() if application.purpose else "",
        asks_waiver=application.asks_waiver,
        waiver_reason=application.waiver_reason if with_hardship else "",
        supply_way=application.supply_way,
        supply_label=application.get_supply_way_display(),
        carrier_label=application.get_carrier_display(),
        accepts_other_way=application.accepts_other_way,
        digest=application.digest,
    )


def correction_line(row: Correction) -> CorrectionLine:
    """Return a correction."""
    return CorrectionLine(
        id=row.pk,
        points=tuple(row.points),
        asked_on=row.asked_on,
        answer_by=row.due_on,
        answer=row.answer,
        answered_on=row.answered_on,
    )


def sent_files(rows: Iterable[ApplicationFile | DraftFile]) -> tuple[FileLine, ...]:
    """Return the files that the applicant sent, or has put with the form so far."""
    return tuple(
        FileLine(
            id=row.pk,
            name=row.name,
            media_type=row.media_type,
            size=row.sealed.size,
            role=row.role,
            role_label=row.get_role_display(),
        )
        for row in rows
    )


def scanned_files(rows: Iterable[ApplicationFile]) -> tuple[FileLine, ...]:
    """Return the files that the applicant sent, with what the virus scanner said of each."""
    found = list(rows)
    states = scan_states(row.sealed.stored_id for row in found)
    return tuple(
        replace(line, scan=states[row.sealed.stored_id])
        for line, row in zip(sent_files(found), found, strict=True)
    )


def given_files(
    rows: Iterable[ReplyFile], *, report: GateReport | None = None
) -> tuple[FileLine, ...]:
    """Return the files of the reply; what the gate says of them is for the staff alone."""
    found = list(rows)
    left = remaining_texts({row.stored_id for row in found}) if found else {}
    return tuple(
        FileLine(
            id=row.pk,
            name=row.name,
            media_type=row.media_type,
            size=row.size,
            gate=report.item(row.stored_id) if report else None,
            has_remaining=row.stored_id in left,
        )
        for row in found
    )


def outcome_label(regime_id: str, code: str) -> Label:
    """Return the name of an outcome in the reader's language; empty where there is none."""
    if code == "withdrawn":
        return pgettext_lazy("outcome", "Withdrawn by the applicant")
    outcome = regimes()[regime_id].outcomes.get(code)
    if outcome is None:
        return ""
    return outcome.label_zh if (get_language() or "").startswith("zh") else outcome.label


def next_step(case: Case) -> tuple[Label, Label]:
    """Return the step that the case waits for and who makes it; empty at the end."""
    line = awaited(CaseState(case.state))
    if line is None:
        return "", ""
    party = min(line.parties, key=list(PARTIES).index)
    return EVENTS[line.event], PARTIES[party]
