"""The answer to a request to correct, with its files: on line, or entered for the applicant."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from gongkai.applications.access import APPLICANT, CaseKey
from gongkai.applications.models import Correction, FileRole
from gongkai.applications.operations.codes import still_open
from gongkai.applications.operations.correcting import correct_application
from gongkai.applications.operations.moving import locked_case, require_move
from gongkai.applications.operations.receiving import SubmittedFile
from gongkai.applications.rules.files import (
    LARGEST_TOGETHER,
    MOST_FILES,
    FileCheck,
    check_file,
)
from gongkai.applications.rules.lifecycle import Event
from gongkai.applications.wording import file_problem_text
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.sealing import store_sealed
from gongkai.kernel.types import Actor


class CorrectionFileRefused(Refusal):
    """A file cannot go with the correction."""


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as it came in."""

    name: str
    content: bytes


def answer_correction(*, key: CaseKey, answer: str, files: Sequence[SentFile] = ()) -> Correction:
    """Receive what the applicant answers to the points, and the files that go with it.

    Nothing is kept where anything is refused. Raises CorrectionFileRefused, AnswerNeeded, TooLong,
    MoveNotPossible, NotFound.
    """
    checked = _all_checked(files)
    with transaction.atomic():
        if not still_open(key):
            raise NotFound(_("Enter number and query code again."))
        return _receive(APPLICANT, key.case_id, answer, files, checked)


def enter_correction(
    *, actor: Actor, case_id: int, answer: str, files: Sequence[SentFile] = ()
) -> Correction:
    """Enter a correction that came on paper or at the counter, with scans of what was handed in.

    Only for a clerk of the organ. Raises as `answer_correction` and NotAllowed.
    """
    checked = _all_checked(files)
    with transaction.atomic():
        return _receive(actor, case_id, answer, files, checked)


def _receive(
    actor: Actor,
    case_id: int,
    answer: str,
    files: Sequence[SentFile],
    checked: Sequence[FileCheck],
) -> Correction:
    # Asked before anything is stored: stored bytes stay, also where the answer is refused.
    require_move(locked_case(case_id), Event.CORRECT, actor=actor)
    return correct_application(
        actor=actor,
        case_id=case_id,
        answer=answer,
        files=[_sealed(one, file) for one, file in zip(checked, files, strict=True)],
    )


def _all_checked(files: Sequence[SentFile]) -> list[FileCheck]:
    checked = [_checked(file) for file in files]
    if len(files) > MOST_FILES or sum(len(file.content) for file in files) > LARGEST_TOGETHER:
        raise CorrectionFileRefused(
            _("At most %(files)d files of %(size)d MB together. Leave one out.")
            % {"files": MOST_FILES, "size": LARGEST_TOGETHER // 1_000_000},
            field="attachment",
        )
    return checked


def _checked(file: SentFile) -> FileCheck:
    found = check_file(file.name, file.content)
    if found.problem is not None:
        raise CorrectionFileRefused(
            named(found.name, file_problem_text(found.problem)), field="attachment"
        )
    return found


def named(name: str, said: str | Promise) -> Promise:
    """Return what is wrong with a file, its name before it, for where several were chosen."""
    return format_lazy("{name}: {said}", name=name, said=said)


def _sealed(checked: FileCheck, file: SentFile) -> SubmittedFile:
    return SubmittedFile(
        role=FileRole.CORRECTION,
        name=checked.name,
        media_type=checked.media_type,
        sealed=store_sealed(file.content),
    )
