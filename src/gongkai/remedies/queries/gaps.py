"""Reports of gaps: for who answers and oversees them, for who sent them, and their numbers."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, When
from django.utils.translation import gettext as _

from gongkai.clock.queries import clock_of, clocks_of
from gongkai.clock.rules.reading import ClockReading
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Viewer
from gongkai.records.queries.cards import in_language, name_of_organ, public_card, public_records
from gongkai.records.queries.values import RecordCard
from gongkai.records.rules.statutory import item_of
from gongkai.remedies.access import ReportKey, office_organs, visible_organs
from gongkai.remedies.models import GapAnswer, GapReport
from gongkai.remedies.operations.reporting import SUBJECT_KIND
from gongkai.remedies.queries.values import (
    GapAnswerLine,
    GapFigures,
    GapLine,
    GapPage,
    GapView,
    TrackedReport,
)
from gongkai.remedies.rules.gaps import AnswerKind, ReportState, is_broken
from gongkai.remedies.sealed import TEXT_PURPOSE, opened

BROKEN = "broken"
"""The filter for promises that were not kept, beside the states."""


def gap_reports(
    viewer: Viewer, *, on: date, state: str = "", page: int = 1, size: int = 20
) -> GapPage:
    """Return a page of the reports that the viewer reads, those to be answered first.

    `state` is a ReportState, BROKEN, or '' for all. Four queries at most, however many.
    """
    rows = _visible(viewer)
    if state == BROKEN:
        rows = rows.filter(_broken(on))
    elif state:
        rows = rows.filter(state=state)
    order = Case(When(state="open", then=0), When(state="promised", then=1), default=2)
    start = (max(page, 1) - 1) * size
    found = list(rows.order_by(order, "submitted_at", "pk")[start : start + size])
    clocks = clocks_of(SUBJECT_KIND, [row.pk for row in found], on=on) if found else {}
    lines = tuple(_line(row, clocks.get(row.pk), on) for row in found)
    return GapPage(lines=lines, total=rows.count())


def gap_report(viewer: Viewer, report_id: int, *, on: date) -> GapView:
    """Return one report with its answers; raises NotFound for who may not read it."""
    report = _visible(viewer).filter(pk=report_id).first()
    if report is None:
        raise NotFound(_("There is no such report."))
    is_open = report.state != ReportState.CLOSED
    return GapView(
        line=_line(report, clock_of(SUBJECT_KIND, report.pk, on=on), on),
        text=opened(report.sealed_text, purpose=TEXT_PURPOSE),
        has_address=bool(report.sealed_email),
        is_forgotten=report.forgotten_at is not None,
        answers=_answers(report),
        may_answer=is_open and report.organ_id in office_organs(viewer),
    )


def tracked_report(key: ReportKey, *, on: date) -> TrackedReport:
    """Return the report that number and code have opened; raises NotFound."""
    report = GapReport.objects.filter(pk=key.report_id).select_related("organ").first()
    if report is None:
        raise NotFound(_("There is no such report."))
    clock = clock_of(SUBJECT_KIND, report.pk, on=on)
    return TrackedReport(
        number=report.number,
        organ_id=report.organ_id,
        organ_name=name_of_organ(report.organ),
        item_name=name_of_item(report.item),
        text=opened(report.sealed_text, purpose=TEXT_PURPOSE),
        submitted_at=report.submitted_at,
        state=ReportState(report.state),
        due_on=clock.due_on if clock else None,
        answers=tuple(replace(one, answered_by="") for one in _answers(report)),
    )


def waiting_reports(viewer: Viewer) -> int:
    """Return how many reports wait for the viewer's organs to answer; one query at most."""
    organs = office_organs(viewer)
    if not organs:
        return 0
    return GapReport.objects.filter(organ_id__in=organs, state=ReportState.OPEN.value).count()


def gap_figures() -> dict[int, GapFigures]:
    """Return by organ how many gaps were reported and how many answered: public, one query."""
    answered = Count("pk", filter=Q(state=ReportState.CLOSED.value))
    rows = GapReport.objects.order_by().values("organ_id").annotate(n=Count("pk"), done=answered)
    return {row["organ_id"]: GapFigures(reported=row["n"], answered=row["done"]) for row in rows}


def name_of_item(code: str) -> str:
    """Return the name of a statutory item in the language of the request, '' for none."""
    item = item_of(code)
    return in_language(item.name_zh, item.name_en) if item else ""


def _visible(viewer: Viewer) -> QuerySet[GapReport]:
    rows = GapReport.objects.filter(organ_id__in=visible_organs(viewer)).select_related("organ")
    promises = GapAnswer.objects.filter(report=OuterRef("pk"), promised_on__isnull=False)
    first = Subquery(promises.order_by("promised_on").values("promised_on")[:1])
    return rows.annotate(first_promised_on=first)


def _broken(on: date) -> Q:
    return Q(state=ReportState.PROMISED.value, first_promised_on__lt=on)


def _line(report: GapReport, clock: ClockReading | None, on: date) -> GapLine:
    state = ReportState(report.state)
    return GapLine(
        id=report.pk,
        number=report.number,
        organ_id=report.organ_id,
        organ_name=name_of_organ(report.organ),
        item=report.item,
        item_name=name_of_item(report.item),
        submitted_at=report.submitted_at,
        state=state,
        promised_on=report.promised_on,
        is_broken=is_broken(
            promised_on=report.first_promised_on,  # type: ignore[attr-defined] # annotated
            state=state,
            today=on,
        ),
        clock=clock,
    )


def _answers(report: GapReport) -> tuple[GapAnswerLine, ...]:
    rows: QuerySet[GapAnswer] = report.answers.select_related("other_organ", "answered_by")
    found = list(rows.order_by("pk"))
    records = _records(row.record_id for row in found)
    return tuple(_answer(row, records) for row in found)


def _records(ids: Iterable[int | None]) -> dict[int, RecordCard]:
    wanted = [one for one in ids if one is not None]
    if not wanted:
        return {}
    # By the one predicate of the public: what was withdrawn since is named no more.
    return {row.pk: public_card(row) for row in public_records().filter(pk__in=wanted)}


def _answer(row: GapAnswer, records: dict[int, RecordCard]) -> GapAnswerLine:
    return GapAnswerLine(
        kind=AnswerKind(row.kind),
        text=row.text,
        record=records.get(row.record_id) if row.record_id is not None else None,
        promised_on=row.promised_on,
        other_organ_id=row.other_organ_id,
        other_organ_name=name_of_organ(row.other_organ) if row.other_organ else "",
        answered_at=row.answered_at,
        answered_by=row.answered_by.name,
    )
