"""Answer a report of a gap; what was promised is answered once more."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.audit.operations import record_entry
from gongkai.clock.operations import stop_clock
from gongkai.kernel import time
from gongkai.kernel.public import mark_public_change
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.text import clean_text
from gongkai.kernel.types import PUBLIC, Actor
from gongkai.notices.operations import send_notice
from gongkai.notices.rules.kinds import NoticeKind
from gongkai.organs.access import acting_person
from gongkai.organs.queries import organ_cards
from gongkai.records.queries import by_index_number, record_page
from gongkai.release.operations.gate import NotCleared, pass_gate
from gongkai.release.rules.doors import Door, Subject, TextOut
from gongkai.release.wording import findings_text
from gongkai.remedies.access import require_office
from gongkai.remedies.models import GapAnswer, GapReport, ReportState
from gongkai.remedies.operations.reporting import SUBJECT_KIND
from gongkai.remedies.rules.gaps import AnswerKind, Said, lack_of, state_after
from gongkai.remedies.sealed import EMAIL_PURPOSE, UNREADABLE, opened
from gongkai.remedies.wording import FIELDS, LACKS


class AnswerNotWhole(Refusal):
    """The answer lacks what its kind needs."""


class NotPublishedThere(Refusal):
    """The record is not one that the organ has published."""


class AlreadyAnswered(Refusal):
    """The report is closed."""


class AnsweredMeanwhile(Refusal):
    """Somebody answered after the page was made that this answer was written on."""


class AnswerNotCleared(Refusal):
    """The answer holds what may not leave."""


def answer_gap(
    *,
    actor: Actor,
    report_id: int,
    kind: AnswerKind,
    seen_answers: int | None = None,
    text: str = "",
    index_number: str = "",
    promised_on: date | None = None,
    other_organ_id: int | None = None,
) -> GapAnswer:
    """Answer the reporter, stop the clock of the answer and tell by mail where it was wished.

    `index_number` names the record that is published now; `text` passes the release gate, for
    whoever reported may be anybody. Only a promise leaves the report open. `seen_answers` is how
    many answers whoever writes has seen there, None where nobody looked. Raises NotAllowed,
    NotFound, AlreadyAnswered, AnsweredMeanwhile, AnswerNotWhole, NotPublishedThere,
    AnswerNotCleared.
    """
    with transaction.atomic():
        report = _locked(report_id)
        require_office(actor, organ_id=report.organ_id)
        if report.state == ReportState.CLOSED:
            raise AlreadyAnswered(_("This report is answered and closed."))
        _require_seen(report, seen_answers)
        said = clean_text(text)
        _require_whole(
            Said(
                kind=kind,
                text=said,
                has_record=bool(index_number.strip()),
                promised_on=promised_on,
                has_other_organ=other_organ_id is not None,
            )
        )
        is_published, is_promised = kind is AnswerKind.PUBLISHED, kind is AnswerKind.PROMISED
        _clear(actor, report, said)
        answer = GapAnswer.objects.create(
            report=report,
            kind=kind.value,
            text=said,
            record_id=_published(report, index_number) if is_published else None,
            promised_on=promised_on if is_promised else None,
            other_organ_id=_other(report, other_organ_id) if kind is AnswerKind.NOT_OURS else None,
            answered_by_id=acting_person(actor),
            answered_at=time.now(),
        )
        _move(actor, report, answer)
        _tell_reporter(report, answer)
    return answer


def _locked(report_id: int) -> GapReport:
    report = GapReport.objects.select_for_update(no_key=True).filter(pk=report_id).first()
    if report is None:
        raise NotFound(_("There is no such report."))
    return report


def _require_seen(report: GapReport, seen: int | None) -> None:
    if seen is not None and report.answers.count() != seen:
        raise AnsweredMeanwhile(
            _(
                "The report has been answered meanwhile. Read that answer on the page of the "
                "report, then answer again where it is still needed."
            )
        )


def _require_whole(said: Said) -> None:
    lack = lack_of(said, today=time.today())
    if lack is not None:
        raise AnswerNotWhole(LACKS[lack], field=FIELDS[lack])


def _clear(actor: Actor, report: GapReport, text: str) -> None:
    if not text:
        return
    subject = Subject(
        kind=SUBJECT_KIND, id=report.pk, organ_id=report.organ_id, label=report.number
    )
    try:
        pass_gate(
            actor=actor,
            door=Door.PUBLIC,
            subject=subject,
            texts=TextOut(parts=(("answer", text),)),
        )
    except NotCleared as refused:
        raise AnswerNotCleared(
            _("Whoever reported may be anybody, and the answer may not hold: %(found)s.")
            % {"found": findings_text(refused.report)},
            field="text",
        ) from refused


def _published(report: GapReport, index_number: str) -> int:
    try:
        card = record_page(PUBLIC, by_index_number(PUBLIC, index_number)).card
    except NotFound:
        card = None
    if card is None or card.organ_id != report.organ_id or card.is_listed:
        raise NotPublishedThere(
            _("Your organ has published nothing under this number. Publish it first."),
            field="index_number",
        )
    return card.id


def _other(report: GapReport, organ_id: int | None) -> int | None:
    if organ_id is not None and (organ_id == report.organ_id or not organ_cards([organ_id])):
        raise NotFound(_("There is no such organ. Choose the organ again."), field="other_organ_id")
    return organ_id


def _move(actor: Actor, report: GapReport, answer: GapAnswer) -> None:
    is_first = report.state == ReportState.OPEN
    report.state = ReportState(state_after(AnswerKind(answer.kind)).value)
    report.promised_on = answer.promised_on or report.promised_on
    report.closed_at = answer.answered_at if report.state == ReportState.CLOSED else None
    report.save(update_fields=["state", "promised_on", "closed_at"])
    if is_first:
        stop_clock(actor=actor, subject_kind=SUBJECT_KIND, subject_id=report.pk, on=time.today())
    mark_public_change(kind=SUBJECT_KIND, object_id=report.pk)
    record_entry(
        actor=actor,
        action="remedies.answer_gap",
        object_kind=SUBJECT_KIND,
        object_id=report.pk,
        object_label=report.number,
        organ_id=report.organ_id,
        details={
            "answer": answer.kind,
            "promised_on": answer.promised_on.isoformat() if answer.promised_on else "",
        },
    )


def _tell_reporter(report: GapReport, answer: GapAnswer) -> None:
    email = opened(report.sealed_email, purpose=EMAIL_PURPOSE)
    if email in ("", UNREADABLE):
        return
    send_notice(
        kind=NoticeKind.GAP_ANSWERED,
        to_address=email,
        language=report.language,
        organ_id=report.organ_id,
        subject_kind=SUBJECT_KIND,
        subject_id=report.pk,
        values={"number": report.number},
        once_key=f"{SUBJECT_KIND}:{report.pk}:answer:{answer.pk}",
    )
