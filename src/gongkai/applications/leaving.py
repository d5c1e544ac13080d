"""Between the rows and the gate: what of a case is to leave the house with its reply."""

from gongkai.applications.models import Application, Case, Reply
from gongkai.release.rules.doors import FileOut, Subject, TextOut

SUBJECT = "case"
"""As what the gate knows a case; the id is the case's."""
_ASKED = "asked"
_TEXTS = (_ASKED, "reasons", "where", "competent_organ", "competent_contact", "search_note")

Leaving = tuple[Subject, tuple[FileOut, ...], TextOut]


def subject_of(case: Case) -> Subject:
    """Return a case as the gate knows it."""
    return Subject(kind=SUBJECT, id=case.pk, organ_id=case.organ_id, label=case.application.number)


def leaving(reply: Reply) -> Leaving:
    """Return subject, files and texts of a reply; reads its case, items and files.

    What the applicant wrote is theirs already and is not looked at.
    """
    files = tuple(FileOut(name=file.name, digest=file.stored_id) for file in reply.files.all())
    application = reply.case.application
    parts = tuple(
        (f"{item.position + 1} {element}", text)
        for item in reply.items.all()
        for element in _TEXTS
        if (text := getattr(item, element)) and not _is_theirs(element, text, application)
    )
    return subject_of(reply.case), files, TextOut(parts=parts)


def _is_theirs(element: str, text: str, application: Application) -> bool:
    # Clerks may word anew what was asked; then it is no longer the applicant's.
    return element == _ASKED and (text in application.asked or text in application.title)
