"""Notices as the staff of their organ see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Viewer
from gongkai.notices.access import organs_with_visible_notices
from gongkai.notices.mailserver import mail_server
from gongkai.notices.models import Notice, NoticeAttempt
from gongkai.notices.rules.address import masked
from gongkai.notices.rules.kinds import NoticeKind
from gongkai.notices.rules.vocabulary import (
    ENDED_UNSENT,
    NEEDS_A_PERSON,
    NEVER_TO_BE_SENT,
    NoticeState,
    Outcome,
)


@dataclass(frozen=True, slots=True)
class AttemptView:
    """One attempt; labels are in the language of the request, '' where there is nothing to say."""

    number: int
    started_at: datetime
    ended_at: datetime | None
    outcome: Outcome | None
    outcome_label: str
    stage_label: str
    trouble_label: str
    answer: str
    """Code and text of the server's answer, without addresses."""


@dataclass(frozen=True, slots=True)
class NoticeView:
    """One notice: what it tells, how it stands, what can be done."""

    id: int
    kind: NoticeKind
    kind_label: str
    organ_id: int
    subject_kind: str
    subject_id: int
    subject: str
    """The subject line: it holds the number of the application and nothing else of it."""
    masked_address: str
    state: NoticeState
    state_label: str
    refused_label: str
    created_at: datetime
    sent_at: datetime | None
    next_try_at: datetime | None
    last_attempt: AttemptView | None
    settled_at: datetime | None
    settled_how: str
    may_send_again: bool
    may_settle: bool


def notices_of(subject_kind: str, subject_id: int, *, viewer: Viewer) -> tuple[NoticeView, ...]:
    """Return the notices about a subject, oldest first; two queries.

    Only those of organs in whose disclosure office the viewer works: others get none.
    """
    rows = Notice.objects.filter(subject_kind=subject_kind, subject_id=subject_id)
    return _views(_visible(rows, viewer).order_by("pk"))


def stuck_notices(viewer: Viewer) -> tuple[NoticeView, ...]:
    """Return the notices that wait for a person, oldest first; two queries.

    Uncertain, refused and given-up ones of the viewer's organs, until they are sent again or it is
    noted that the person was told otherwise. One whose address is forgotten tells of what is long
    over: nobody is to be told any more.
    """
    rows = Notice.objects.filter(
        state__in=NEEDS_A_PERSON, settled_at__isnull=True, forgotten_at__isnull=True
    )
    return _views(_visible(rows, viewer).order_by("pk"))


def notice_for(viewer: Viewer, notice_id: int) -> NoticeView:
    """Return one notice of the viewer's organs; raises NotFound."""
    found = _views(_visible(Notice.objects.filter(pk=notice_id), viewer))
    if not found:
        raise NotFound(_("There is no such notice."))
    return found[0]


def _visible(rows: QuerySet[Notice], viewer: Viewer) -> QuerySet[Notice]:
    return rows.filter(organ_id__in=organs_with_visible_notices(viewer))


def _views(rows: Iterable[Notice]) -> tuple[NoticeView, ...]:
    notices = list(rows)
    last = _last_attempts([notice.pk for notice in notices])
    has_server = mail_server() is not None
    return tuple(_view(one, last.get(one.pk), has_server=has_server) for one in notices)


def _last_attempts(notice_ids: list[int]) -> dict[int, NoticeAttempt]:
    rows = NoticeAttempt.objects.filter(notice_id__in=notice_ids)
    newest = rows.order_by("notice_id", "-number").distinct("notice_id")
    return {row.notice_id: row for row in newest}


def _view(notice: Notice, last: NoticeAttempt | None, *, has_server: bool) -> NoticeView:
    has_ended = notice.state in ENDED_UNSENT
    is_sendable = bool(notice.to_address) and notice.refused_why not in NEVER_TO_BE_SENT
    return NoticeView(
        id=notice.pk,
        kind=NoticeKind(notice.kind),
        kind_label=notice.get_kind_display(),
        organ_id=notice.organ_id,
        subject_kind=notice.subject_kind,
        subject_id=notice.subject_id,
        subject=notice.subject,
        masked_address=masked(notice.to_address),
        state=NoticeState(notice.state),
        state_label=notice.get_state_display(),
        refused_label=notice.get_refused_why_display(),
        created_at=notice.created_at,
        sent_at=notice.sent_at,
        next_try_at=notice.next_try_at,
        last_attempt=None if last is None else _attempt(last),
        settled_at=notice.settled_at,
        settled_how=notice.settled_how,
        may_send_again=has_ended and has_server and is_sendable,
        may_settle=has_ended and notice.settled_at is None,
    )


def _attempt(row: NoticeAttempt) -> AttemptView:
    code = str(row.answer_code) if row.answer_code else ""
    return AttemptView(
        number=row.number,
        started_at=row.started_at,
        ended_at=row.ended_at,
        outcome=Outcome(row.outcome) if row.outcome else None,
        outcome_label=row.get_outcome_display(),
        stage_label=row.get_stage_display(),
        trouble_label=row.get_trouble_display() if row.trouble else "",
        answer=f"{code} {row.answer_text}".strip(),
    )
