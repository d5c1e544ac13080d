"""Receive an application: number and code, the raw application, the case, the clock, the receipt.

All of it is one transaction, so what was acknowledged is there whole, and there once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.applications.access import APPLICANT, CaseKey
from gongkai.applications.models import (
    ApplicantIdentity,
    Application,
    ApplicationFile,
    Case,
    FileRole,
    QueryCode,
)
from gongkai.applications.operations.addressing import require_bound
from gongkai.applications.operations.beginning import begin_handling
from gongkai.applications.operations.codes import first_code, keep_code
from gongkai.applications.operations.moving import write_step
from gongkai.applications.operations.numbering import locked_counter, next_number
from gongkai.applications.operations.telling import tell_applicant
from gongkai.applications.operations.trail import leave_trail
from gongkai.applications.rules.identity import check_identity
from gongkai.applications.rules.numbers import format_query_code
from gongkai.applications.rules.regimes import ApplicationRegime
from gongkai.applications.rules.submission import (
    Problem,
    Submission,
    check_proofs,
    check_submission,
    submission_digest,
)
from gongkai.applications.rules.vocabulary import CaseState, Channel, IdentityKind
from gongkai.applications.shipped import regimes
from gongkai.kernel import time
from gongkai.kernel.models import SealedFile
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.sealing import keyed_hash, seal_text
from gongkai.notices.rules.kinds import NoticeKind
from gongkai.organs.models import Organ
from gongkai.organs.operations.merging import organ_at_work

IDENTITY_PURPOSE = "applications.identity"
_ONCE, _FINGERPRINT = "applications.once", "applications.fingerprint"
_NO_COLUMNS = frozenset({"identity_kind", "identity_number", "unchosen"})


class SubmissionNotComplete(Refusal):
    """Something is missing or wrong; `problems` names each field."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(_("The application was not sent. Mend what is named and send it again."))
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmittedFile:
    """A file that goes with the application, sealed already."""

    role: str
    name: str
    media_type: str
    sealed: SealedFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """What the applicant is given: number and query code, shown this once."""

    number: str
    code: str
    """Empty where the code has been replaced since."""
    case_id: int
    submitted_at: datetime
    key: CaseKey | None
    """Opens the case as number and code do; None where the code has been replaced since."""
    was_there: bool
    """True where the same form had been received before: nothing was added."""


def receive_application(
    *,
    organ_id: int,
    submission: Submission,
    once_key: str,
    files: Sequence[SubmittedFile] = (),
    channel: Channel = Channel.ONLINE,
    regime_id: str | None = None,
) -> Acknowledgement:
    """Receive an application that came on line and return its number and query code.

    `once_key` is the secret of the form: received twice, the second answer is the first one's.
    Under `ogi-2008` the day of receipt is the system's day and the clock of the reply starts;
    under `ogi-2019` both sides confirm first (art. 31). Raises SubmissionNotComplete, NotFound,
    NotBound where the Regulations let nobody apply to the organ.
    """
    rules = regimes()[regime_id or settings.REGIME]
    # One moment for all of it: number, clock and receipt tell of the same day and year, also
    # where others are waited for over midnight.
    at = time.now()
    today = time.local_date(at)
    problems = (
        *check_submission(submission, regime=rules, today=today),
        *check_proofs(proofs=sum(file.role == FileRole.PROOF for file in files), regime=rules),
    )
    if problems:
        raise SubmissionNotComplete(problems)
    with transaction.atomic():
        organ = organ_at_work(organ_id)
        require_bound(organ.kind, regime_id=rules.id)
        counter = locked_counter(organ_id=organ_id, year=today.year)
        if earlier := acknowledgement_of(once_key):
            return earlier
        number = next_number(counter, organ)
        application = _keep(organ, number, at, submission, files, once_key, channel, rules)
        case = _open(application, rules)
        code = keep_code(case, first_code(once_key))
    return _acknowledged(case, once_key, code, was_there=False)


def hash_of_form(once_key: str) -> str:
    """Return under what a form with this secret is kept."""
    if not once_key:
        # All forms without one would be the same form, and its first sender's code everybody's.
        raise ValueError("a form has a secret")
    return keyed_hash(once_key, purpose=_ONCE)


def acknowledgement_of(once_key: str) -> Acknowledgement | None:
    """Return what the form with this secret was answered with, None where it was not received."""
    once = hash_of_form(once_key)
    case = Case.objects.select_related("application").filter(application__once_key=once).first()
    if case is None:
        return None
    code = QueryCode.objects.filter(application=case.application).order_by("pk").first()
    return _acknowledged(case, once_key, code, was_there=True)


def _acknowledged(
    case: Case, once_key: str, code: QueryCode | None, *, was_there: bool
) -> Acknowledgement:
    is_current = code is not None and code.ended_at is None
    return Acknowledgement(
        number=case.application.number,
        code=format_query_code(first_code(once_key)) if is_current else "",
        case_id=case.pk,
        submitted_at=case.application.submitted_at,
        key=CaseKey(case.pk, code.pk) if code is not None and is_current else None,
        was_there=was_there,
    )


def _keep(
    organ: Organ,
    number: str,
    at: datetime,
    submission: Submission,
    files: Sequence[SubmittedFile],
    once_key: str,
    channel: Channel,
    rules: ApplicationRegime,
) -> Application:
    identity = check_identity(
        submission.identity_kind, submission.identity_number, today=time.local_date(at)
    ).normal
    application = Application.objects.create(
        number=number,
        organ=organ,
        regime_id=rules.id,
        channel=channel.value,
        submitted_at=at,
        once_key=hash_of_form(once_key),
        fingerprint=fingerprint_of(submission.identity_kind, identity, organ_id=organ.pk),
        digest=submission_digest(submission, [file.sealed.digest for file in files]),
        **columns_of(submission),
    )
    ApplicantIdentity.objects.create(
        application=application,
        kind=submission.identity_kind.value,
        sealed_number=seal_text(identity, purpose=IDENTITY_PURPOSE),
    )
    keep_files(application, files)
    return application


def keep_files(application: Application, files: Sequence[SubmittedFile]) -> None:
    """Keep the files with the application."""
    ApplicationFile.objects.bulk_create(
        ApplicationFile(
            application=application,
            role=file.role,
            name=file.name,
            media_type=file.media_type,
            sealed=file.sealed,
            received_at=time.now(),
        )
        for file in files
    )


def columns_of(submission: Submission) -> dict[str, str | bool]:
    """Return what of the submission stands in columns of the application."""
    names = [field.name for field in fields(Submission) if field.name not in _NO_COLUMNS]
    return {name: getattr(submission, name) for name in names}


def fingerprint_of(kind: IdentityKind, number: str, *, organ_id: int) -> str:
    """Return the keyed hash by which an organ finds earlier cases of the same applicant.

    It is another one in every organ: whose cases lie where is nobody's to put together.
    """
    return keyed_hash(f"{organ_id}\n{kind.value}\n{number}", purpose=_FINGERPRINT)


def _open(application: Application, rules: ApplicationRegime) -> Case:
    state = CaseState.CONFIRMING if rules.confirms_receipt else CaseState.FORMAL_REVIEW
    received_on = None if rules.confirms_receipt else time.local_date(application.submitted_at)
    case = Case.objects.create(
        application=application,
        organ_id=application.organ_id,
        state=state.value,
        received_on=received_on,
    )
    write_step(case, "receive", state, actor=APPLICANT, first=True)
    leave_trail(APPLICANT, "receive", case, {"digest": application.digest})
    tell_applicant(case, NoticeKind.APPLICATION_RECEIVED, once="1")
    begin_handling(case)
    return case
