"""Handing out a letter or a file of a case: to the applicant by key, to the staff by role.

A file of the reply reaches the applicant through the door that the release gate opened for its
very bytes; a letter is of our own making, and what the applicant sent goes back to them. Everything
handed out is kept in `Opened`: what, when, and by which door.
"""

from datetime import date

from django.utils.translation import gettext_lazy as _

from gongkai.applications.access import CaseKey, sees_applicant
from gongkai.applications.leaving import subject_of
from gongkai.applications.models import ApplicationFile, Case, Opened, ReplyFile
from gongkai.applications.operations.harmless import require_harmless
from gongkai.applications.operations.letter_facts import SUBJECT_KIND
from gongkai.applications.operations.opening import note_opened
from gongkai.applications.queries.case_page import visible_case
from gongkai.applications.queries.tracking import HANDED_OVER, may_open, opened_case
from gongkai.applications.rules.vocabulary import CaseState
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.sealing import read_sealed
from gongkai.kernel.types import Viewer
from gongkai.letters.queries import LetterLine, letter_line, letter_pdf
from gongkai.organs.queries import person_names
from gongkai.release.doors import (
    Outgoing,
    made_here,
    open_cleared,
    open_inside,
    require_open,
    sent_in,
)
from gongkai.release.queries.redaction import remaining_text
from gongkai.release.rules.doors import Door
from gongkai.release.rules.remaining import RemainingPage

_NOTHING = _("There is no such file, or it is not ready yet.")


def letter_for_applicant(*, key: CaseKey, letter_id: int) -> Outgoing:
    """Return a letter to whoever opened the case; raises NotFound."""
    case = opened_case(key)
    line = letter_line(letter_id)
    theirs = line is not None and (line.subject_kind, line.subject_id) == (SUBJECT_KIND, case.pk)
    if line is None or not theirs or not may_open(case, line.kind):
        raise NotFound(_NOTHING)
    note_opened(case_id=case.pk, what=f"letter:{letter_id}", by=Opened.By.CODE)
    return _letter(line, Door.APPLICANT)


def reply_file_for_applicant(*, key: CaseKey, file_id: int) -> Outgoing:
    """Return a file that was given with the reply, once it is delivered.

    Raises NotFound, and HeldBack while a virus scanner does not say that it is clean.
    """
    case, row = _opened_file(key, file_id)
    file = open_cleared(
        door=Door.APPLICANT,
        subject=subject_of(case),
        digest=row.stored_id,
        name=row.name,
        media_type=row.media_type,
    )
    note_opened(case_id=case.pk, what=f"reply_file:{file_id}", by=Opened.By.CODE)
    return file


def reply_text_for_applicant(
    *, key: CaseKey, file_id: int
) -> tuple[str, tuple[RemainingPage, ...]]:
    """Return name and remaining text of a redacted file of the reply.

    Raises what `reply_file_for_applicant` raises; NotFound too where the file is no redaction.
    """
    case, row = _opened_file(key, file_id)
    require_open(door=Door.APPLICANT, subject=subject_of(case), digest=row.stored_id)
    pages = remaining_text(digest=row.stored_id)
    if not pages:
        raise NotFound(_NOTHING)
    note_opened(case_id=case.pk, what=f"reply_file:{file_id}", by=Opened.By.CODE)
    return row.name, pages


def own_file_for_applicant(*, key: CaseKey, file_id: int) -> Outgoing:
    """Return a file that the applicant sent; raises NotFound, KeyLost."""
    case = opened_case(key)
    row = _sent_file(case, file_id)
    content = read_sealed(row.sealed)
    note_opened(case_id=case.pk, what=f"application_file:{file_id}", by=Opened.By.CODE)
    return _sent(row, content, Door.APPLICANT)


def letter_for_staff(*, viewer: Viewer, case_id: int, letter_id: int, on: date) -> Outgoing:
    """Return a letter to who handles the case; raises NotFound."""
    case = _handled(viewer, case_id, on)
    line = letter_line(letter_id)
    if line is None or (line.subject_kind, line.subject_id) != (SUBJECT_KIND, case.pk):
        raise NotFound(_NOTHING)
    _note_staff(viewer, case, f"letter:{letter_id}")
    return _letter(line, None)


def reply_file_for_staff(*, viewer: Viewer, case_id: int, file_id: int, on: date) -> Outgoing:
    """Return a file of the reply to who handles or reviews the case; raises NotFound."""
    case = visible_case(viewer, case_id, on=on)
    row = ReplyFile.objects.filter(pk=file_id, reply__case=case).first()
    if row is None:
        raise NotFound(_NOTHING)
    _note_staff(viewer, case, f"reply_file:{file_id}")
    return open_inside(digest=row.stored_id, name=row.name, media_type=row.media_type)


def sent_file_for_staff(*, viewer: Viewer, case_id: int, file_id: int, on: date) -> Outgoing:
    """Return a file that the applicant sent to who handles the case, once it is scanned.

    Raises HarmfulFile and NotScanned where a virus scanner is set up, NotFound, KeyLost.
    """
    case = _handled(viewer, case_id, on)
    row = _sent_file(case, file_id)
    require_harmless(row.sealed)
    content = read_sealed(row.sealed)
    _note_staff(viewer, case, f"application_file:{file_id}")
    return _sent(row, content, None)


def _opened_file(key: CaseKey, file_id: int) -> tuple[Case, ReplyFile]:
    """Return a file that was given with the reply, once it is delivered; raises NotFound."""
    case = opened_case(key)
    given = ReplyFile.objects.filter(pk=file_id, reply__case=case, reply__letter__isnull=False)
    row = given.first() if CaseState(case.state) in HANDED_OVER else None
    if row is None:
        raise NotFound(_NOTHING)
    return case, row


def _handled(viewer: Viewer, case_id: int, on: date) -> Case:
    case = visible_case(viewer, case_id, on=on)
    if not sees_applicant(viewer, organ_id=case.organ_id):
        raise NotFound(_NOTHING)
    return case


def _note_staff(viewer: Viewer, case: Case, what: str) -> None:
    name = person_names([viewer.person_id or 0]).get(viewer.person_id or 0, "")
    note_opened(
        case_id=case.pk,
        what=what,
        by=Opened.By.DESK,
        person_id=viewer.person_id,
        person_name=name,
    )


def _letter(line: LetterLine, door: Door | None) -> Outgoing:
    return made_here(
        door=door,
        name=f"{line.title}（{line.number}）.pdf",
        media_type="application/pdf",
        content=letter_pdf(line.id),
        what=f"letter:{line.id}",
    )


def _sent_file(case: Case, file_id: int) -> ApplicationFile:
    rows = ApplicationFile.objects.select_related("sealed")
    row = rows.filter(pk=file_id, application_id=case.application_id).first()
    if row is None:
        raise NotFound(_NOTHING)
    return row


def _sent(row: ApplicationFile, content: bytes, door: Door | None) -> Outgoing:
    return sent_in(
        door=door,
        name=row.name,
        media_type=row.media_type,
        content=content,
        what=f"application_file:{row.pk}",
    )
