"""What of a reply is to leave the house, and what is out: the very parts that the gate looks at.

Proposing, issuing, the page of the findings and the recheck ask here, so that they look at the
same bytes. What the applicant wrote is theirs already and is not looked at.
"""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gongkai.applications.models import Reply
from gongkai.applications.queries.tracking import HANDED_OVER
from gongkai.kernel.refusals import NotFound
from gongkai.release.outlets import OutItem
from gongkai.release.rules.doors import Door, FileOut, Subject, TextOut

SUBJECT = "case"
"""As what the gate knows a case; the id is the case's."""
_TEXTS = ("reasons", "where", "competent_organ", "competent_contact", "search_note")
_PIECE = 500

Leaving = tuple[Subject, tuple[FileOut, ...], TextOut]


def case_outgoing(case_id: int) -> Leaving:
    """Return what leaves with the reply of a case; raises NotFound where none is drafted.

    The caller has checked the right to see it.
    """
    reply = _replies().filter(case_id=case_id).first() if 0 < case_id < 2**63 else None
    if reply is None:
        raise NotFound(_("No reply is drafted yet."))
    return leaving(reply)


def leaving(reply: Reply) -> Leaving:
    """Return subject, files and texts of a reply; reads its case, items and files."""
    case = reply.case
    subject = Subject(
        kind=SUBJECT, id=case.pk, organ_id=case.organ_id, label=case.application.number
    )
    files = tuple(FileOut(name=file.name, digest=file.stored_id) for file in reply.files.all())
    parts = tuple(
        (f"{item.position + 1} {element}", text)
        for item in reply.items.all()
        for element in _TEXTS
        if (text := getattr(item, element))
    )
    return subject, files, TextOut(parts=parts)


def delivered_replies() -> Iterator[OutItem]:
    """Return every reply that its applicant can open now, with all that is out of it."""
    after = 0
    while rows := list(_handed_over(after)):
        for reply in rows:
            subject, files, texts = leaving(reply)
            yield OutItem(door=Door.APPLICANT, subject=subject, files=files, texts=texts)
        after = rows[-1].pk


def is_reply_out(case_id: int) -> bool:
    """Say whether the applicant can open the reply of the case now."""
    return _out().filter(case_id=case_id).exists()


def _replies() -> QuerySet[Reply]:
    return Reply.objects.select_related("case__application").prefetch_related("items", "files")


def _out() -> QuerySet[Reply]:
    states = [state.value for state in HANDED_OVER]
    return _replies().filter(case__state__in=states, letter__isnull=False)


def _handed_over(after: int) -> QuerySet[Reply]:
    return _out().filter(pk__gt=after).order_by("pk")[:_PIECE]
