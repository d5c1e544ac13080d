"""What is undetermined and how long it has been so; questions, answers and notes (P2)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from datetime import time as clock_time

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gongkai.clock.queries import installed_calendar
from gongkai.kernel import time
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Viewer
from gongkai.records.contents import content_of
from gongkai.records.models import OpenQuestion, RecordVersion, ResearchNote
from gongkai.records.queries.cards import in_language, name_of_organ
from gongkai.records.queries.desk import cards_of_versions, latest_versions
from gongkai.records.queries.desk_values import DeskCard
from gongkai.records.queries.values import Page, page_of
from gongkai.records.rules.age import Age, age_of, waiting_too_long_since
from gongkai.records.rules.content import VersionContent
from gongkai.records.rules.vocabulary import IN_WORK, Category, VersionState
from gongkai.review.access import CONSULTED


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionLine:
    """A question and, once it came, its answer; `recommended` is a category's code."""

    id: int
    record_id: int
    organ_id: int
    organ_name: str
    to_organ_id: int
    to_organ_name: str
    question: str
    asked_by_name: str
    asked_at: datetime
    age: Age
    is_old: bool
    """It waits longer than the reminder says."""
    recommended: str
    ground_name: str
    ground_article: str
    answer: str
    answered_by_name: str
    answered_at: datetime | None
    taken_back_at: datetime | None

    @property
    def waits(self) -> bool:
        """Say whether somebody is still to answer it."""
        return self.answered_at is None and self.taken_back_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLine:
    """A note of research."""

    text: str
    noted_by_name: str
    noted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLine:
    """An undetermined record of the queue."""

    card: DeskCard
    since: datetime
    age: Age
    is_old: bool
    question: QuestionLine | None
    """The last question about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Research:
    """What is known about the category of one record: notes and questions, the oldest first."""

    notes: tuple[NoteLine, ...]
    questions: tuple[QuestionLine, ...]

    @property
    def waiting(self) -> QuestionLine | None:
        """Return the question that waits for its answer."""
        return next((line for line in self.questions if line.waits), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    """A question with the draft that it is about; `content` is None once nobody may read that."""

    line: QuestionLine
    content: VersionContent | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResearchCounts:
    """Figures for the side list of the desk."""

    old: int = 0
    """Undetermined for longer than the reminder says, or with a question that waits as long."""
    asked: int = 0
    """Questions that the viewer is to answer."""
    asked_old: int = 0


class Reminder:
    """Since when something waits too long today; asks for the calendar once."""

    def __init__(self) -> None:
        self._today = time.today()
        self._calendar = installed_calendar()
        limit = waiting_too_long_since(
            self._today,
            working_days=settings.RESEARCH_WORKING_DAYS,
            calendar=self._calendar,
        )
        self.before = datetime.combine(limit, clock_time.min, tzinfo=time.local_zone())
        """What has waited since before this moment is marked."""

    def age(self, since: datetime) -> Age:
        """Return how long something has waited."""
        return age_of(time.local_date(since), on=self._today, calendar=self._calendar)

    def is_old(self, since: datetime) -> bool:
        """Say whether it waits longer than the reminder says."""
        return since < self.before


def undetermined_queue(
    viewer: Viewer,
    *,
    organ_ids: Collection[int] | None = None,
    only_old: bool = False,
    page: int = 1,
    size: int = 50,
) -> Page[OpenLine]:
    """Return what has no category yet, the oldest first: it is decided in time (P2).

    Age counts from the draft that is undetermined. The queries do not grow with the rows.
    """
    reminder = Reminder()
    found = _undetermined(viewer, organ_ids)
    if only_old:
        found = _reminded(found, reminder.before)
    total, start = found.count(), (page - 1) * size
    rows = list(found.order_by("created_at", "pk")[start : start + size])
    questions = _last_questions(row.record_id for row in rows)
    lines = [
        OpenLine(
            card=card,
            since=row.created_at,
            age=reminder.age(row.created_at),
            is_old=reminder.is_old(row.created_at),
            question=questions.get(row.record_id),
        )
        for row, card in zip(rows, cards_of_versions(rows), strict=True)
    ]
    return page_of(lines, total=total, page=page, size=size)


def research_counts(viewer: Viewer) -> ResearchCounts:
    """Return how much has waited too long, and how many questions the viewer is to answer."""
    before = Reminder().before
    waiting = _waiting(_asked_of(viewer))
    asked = list(waiting.values_list("asked_at", flat=True)) if viewer.organs_as(*CONSULTED) else []
    return ResearchCounts(
        old=_reminded(_undetermined(viewer, None), before).count(),
        asked=len(asked),
        asked_old=sum(at < before for at in asked),
    )


def count_questions_waiting_for(viewer: Viewer) -> int:
    """Return how many questions the viewer is to answer (one query)."""
    return _waiting(_asked_of(viewer)).count()


def research_of(record_id: int) -> Research:
    """Return notes and questions of a record; the caller has checked the right to see it."""
    notes = ResearchNote.objects.filter(record_id=record_id).select_related("noted_by")
    questions = _joined(OpenQuestion.objects.filter(record_id=record_id))
    reminder = Reminder()
    return Research(
        notes=tuple(
            NoteLine(text=row.text, noted_by_name=row.noted_by.name, noted_at=row.noted_at)
            for row in notes.order_by("pk")
        ),
        questions=tuple(_line(row, reminder) for row in questions.order_by("pk")),
    )


def questions_put_to(
    viewer: Viewer, *, page: int = 1, size: int = 50, answered: int = 50
) -> tuple[QuestionLine, ...]:
    """Return a page of what the viewer is to answer, the oldest first, then the last answers.

    How many wait, `count_questions_waiting_for` says. A page beyond the last is the last.
    """
    reminder, last = Reminder(), max(1, -(-count_questions_waiting_for(viewer) // size))
    rows, start = _joined(_asked_of(viewer)), (min(max(page, 1), last) - 1) * size
    waiting = _waiting(rows).order_by("asked_at", "pk")[start : start + size]
    done = rows.filter(answered_at__isnull=False).order_by("-answered_at", "-pk")[:answered]
    return tuple(_line(row, reminder) for row in (*waiting, *done))


def question_put_to(viewer: Viewer, question_id: int) -> AskedQuestion:
    """Return a question that was put to the viewer's organ; raises NotFound for everybody else.

    Also where it was taken back. The draft can be read until the answer is given, while it is
    worked on and still is undetermined.
    """
    pk = question_id if 0 < question_id < 2**63 else 0
    row = (
        _joined(_asked_of(viewer).filter(taken_back_at__isnull=True))
        .select_related("version__theme", "version__ground")
        .filter(pk=pk)
        .first()
    )
    if row is None:
        raise NotFound(_("There is no such question."))
    is_open = row.version.state in IN_WORK and row.version.category == Category.UNDETERMINED
    may_read = row.answered_at is None and is_open
    content = content_of(row.version) if may_read else None
    return AskedQuestion(line=_line(row, Reminder()), content=content)


def _undetermined(viewer: Viewer, organ_ids: Collection[int] | None) -> QuerySet[RecordVersion]:
    return latest_versions(viewer, organ_ids).filter(
        category=Category.UNDETERMINED.value, state=VersionState.DRAFT.value
    )


def _reminded(rows: QuerySet[RecordVersion], before: datetime) -> QuerySet[RecordVersion]:
    """Return those that are undetermined, or whose question waits, since before the moment."""
    waiting = _waiting(OpenQuestion.objects.filter(asked_at__lt=before))
    return rows.filter(Q(created_at__lt=before) | Q(record__in=waiting.values("record")))


def _asked_of(viewer: Viewer) -> QuerySet[OpenQuestion]:
    return OpenQuestion.objects.filter(to_organ_id__in=viewer.organs_as(*CONSULTED))


def _waiting(rows: QuerySet[OpenQuestion]) -> QuerySet[OpenQuestion]:
    return rows.filter(answered_at__isnull=True, taken_back_at__isnull=True)


def _joined(rows: QuerySet[OpenQuestion]) -> QuerySet[OpenQuestion]:
    return rows.select_related(
        "record__organ", "to_organ", "asked_by", "answered_by", "recommended_ground"
    )


def _last_questions(record_ids: Iterable[int]) -> dict[int, QuestionLine]:
    rows = _joined(OpenQuestion.objects.filter(record_id__in=list(record_ids)))
    reminder = Reminder()
    return {row.record_id: _line(row, reminder) for row in rows.order_by("pk")}


def _line(row: OpenQuestion, reminder: Reminder) -> QuestionLine:
    ground = row.recommended_ground
    waits = row.answered_at is None and row.taken_back_at is None
    return QuestionLine(
        id=row.pk,
        record_id=row.record_id,
        organ_id=row.record.organ_id,
        organ_name=name_of_organ(row.record.organ),
        to_organ_id=row.to_organ_id,
        to_organ_name=name_of_organ(row.to_organ),
        question=row.question,
        asked_by_name=row.asked_by.name,
        asked_at=row.asked_at,
        age=reminder.age(row.asked_at),
        is_old=waits and reminder.is_old(row.asked_at),
        recommended=row.recommended_category,
        ground_name=in_language(ground.name_zh, ground.name_en) if ground else "",
        ground_article=ground.article if ground else "",
        answer=row.answer,
        answered_by_name=row.answered_by.name if row.answered_by else "",
        answered_at=row.answered_at,
        taken_back_at=row.taken_back_at,
    )
