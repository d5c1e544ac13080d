"""Telling people by mail that something is there: the applicant, and the organ's office."""

from datetime import date

from gongkai.applications.models import Case
from gongkai.applications.operations.letter_facts import LETTER_LANGUAGE, SUBJECT_KIND
from gongkai.notices.operations import send_notice
from gongkai.notices.rules.kinds import NoticeKind
from gongkai.organs.queries import disclosure_office


def tell_applicant(case: Case, kind: NoticeKind, *, once: str) -> None:
    """Tell the applicant, where they gave an address; `once` names the occasion."""
    application = case.application
    if not application.email:
        return
    send_notice(
        kind=kind,
        to_address=application.email,
        language=application.language,
        organ_id=case.organ_id,
        subject_kind=SUBJECT_KIND,
        subject_id=case.pk,
        values={"number": application.number},
        once_key=f"{SUBJECT_KIND}:{case.pk}:{kind.value}:{once}",
    )


def tell_office(case: Case, *, due_on: date | None) -> None:
    """Tell the organ's disclosure office that an application came (requirement A12).

    Without an address the notice is kept as refused, so that the staff sees that nobody was told.
    """
    office = disclosure_office(case.organ_id)
    values = {"number": case.application.number}
    if due_on is not None:
        values["due_on"] = due_on.isoformat()
    send_notice(
        kind=NoticeKind.OFFICE_NEW_APPLICATION,
        to_address=office.email if office else "",
        language=LETTER_LANGUAGE,
        organ_id=case.organ_id,
        subject_kind=SUBJECT_KIND,
        subject_id=case.pk,
        values=values,
        once_key=f"{SUBJECT_KIND}:{case.pk}:office",
    )
