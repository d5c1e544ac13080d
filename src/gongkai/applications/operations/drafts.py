"""A form that is being filled in: kept sealed, page by page, until it is sent or forgotten.

The applicant's browser holds a random key; the database holds its keyed hash. Whoever has only
the database can neither read a draft nor tell whose it is.
"""

import json
from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.applications.models import ApplicationDraft, DraftFile
from gongkai.applications.operations.addressing import require_bound
from gongkai.applications.operations.draft_uses import count_use
from gongkai.applications.operations.receiving import (
    Acknowledgement,
    SubmittedFile,
    acknowledgement_of,
    receive_application,
)
from gongkai.applications.rules.files import LARGEST_TOGETHER, MOST_FILES, check_file
from gongkai.applications.rules.submission import submission_from
from gongkai.applications.wording import file_problem_text
from gongkai.kernel import time
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.sealing import forget_sealed, keyed_hash, seal_text, store_sealed, unseal_text
from gongkai.organs.models import Organ

DRAFT_PURPOSE = "applications.draft"
KEPT_FOR = timedelta(days=30)
LARGEST_ANSWERS = 60_000
"""Characters of all answers together; far more than the form asks for."""


class DraftGone(Refusal):
    """There is no such draft: never begun, sent already, or forgotten."""


class AlreadySent(Refusal):
    """The form was sent; what is typed now belongs to another one."""


class DraftFileRefused(Refusal):
    """The file cannot be taken."""


class AnswersTooLong(Refusal):
    """More was typed than the form takes."""


def save_draft(*, key: str, organ_id: int, answers: Mapping[str, str], address: str = "") -> None:
    """Keep the answers so far under the key, in place of those kept before; nothing is checked.

    `address` is the network address for which a new form is counted. Raises AnswersTooLong,
    AlreadySent, TooMuchFromHere, NotFound, NotBound.
    """
    plain = json.dumps(dict(answers), ensure_ascii=False)
    if len(plain) > LARGEST_ANSWERS:
        raise AnswersTooLong(_("This is more text than the form takes. Shorten it."))
    organ = Organ.objects.filter(pk=organ_id, is_active=True).first()
    if organ is None:
        raise NotFound(_("There is no such organ. Choose the organ again."))
    require_bound(organ.kind)
    with transaction.atomic():
        _draft, is_new = ApplicationDraft.objects.update_or_create(
            key_hash=hash_of_key(key),
            defaults={
                "organ_id": organ_id,
                "sealed_answers": seal_text(plain, purpose=DRAFT_PURPOSE),
                "changed_at": time.now(),
            },
        )
        if is_new and acknowledgement_of(key) is not None:
            raise AlreadySent(_("This form was sent already. Begin another one."))
        if is_new:
            count_use(address)


def add_draft_file(
    *, key: str, role: str, name: str, content: bytes, address: str = ""
) -> DraftFile:
    """Put a file with the draft, sealed; it counts for the network address.

    Raises DraftGone, DraftFileRefused, TooMuchFromHere.
    """
    checked = check_file(name, content)
    if checked.problem is not None:
        raise DraftFileRefused(file_problem_text(checked.problem), field="file")
    with transaction.atomic():
        draft = _locked(key)
        files = list(draft.files.select_related("sealed"))
        together = sum(file.sealed.size for file in files) + len(content)
        if len(files) >= MOST_FILES or together > LARGEST_TOGETHER:
            raise DraftFileRefused(
                _("At most %(files)d files of %(size)d MB together. Remove one first.")
                % {"files": MOST_FILES, "size": LARGEST_TOGETHER // 1_000_000},
                field="file",
            )
        count_use(address, size=len(content))
        draft.changed_at = time.now()
        draft.save(update_fields=["changed_at"])
        return DraftFile.objects.create(
            draft=draft,
            role=role,
            name=checked.name,
            media_type=checked.media_type,
            sealed=store_sealed(content),
            added_at=time.now(),
        )


def remove_draft_file(*, key: str, file_id: int) -> None:
    """Take a file off the draft; its content can be read no more. Raises DraftGone, NotFound."""
    with transaction.atomic():
        file = _locked(key).files.select_related("sealed").filter(pk=file_id).first()
        if file is None:
            raise NotFound(_("There is no such file."))
        sealed = file.sealed
        file.delete()
        forget_sealed(sealed)


def submit_draft(*, key: str, regime_id: str | None = None) -> Acknowledgement:
    """Send the draft: it becomes an application, and the draft is gone.

    Sent twice, the second answer is the first one's. Raises DraftGone, SubmissionNotComplete.
    """
    with transaction.atomic():
        draft = _found(key)
        if draft is None:
            return _sent_before(key)
        answers = answers_of(draft)
        files = [
            SubmittedFile(
                role=file.role, name=file.name, media_type=file.media_type, sealed=file.sealed
            )
            for file in draft.files.select_related("sealed")
        ]
        received = receive_application(
            organ_id=draft.organ_id,
            submission=submission_from(answers),
            once_key=key,
            files=files,
            regime_id=regime_id,
        )
        draft.delete()
    return received


def discard_draft(*, key: str) -> None:
    """Forget the draft at the applicant's wish; says nothing where there is none."""
    with transaction.atomic():
        if draft := _found(key):
            _forget(draft)


def forget_old_drafts() -> int:
    """Forget the drafts that nobody has touched for KEPT_FOR; return how many."""
    old = ApplicationDraft.objects.filter(changed_at__lt=time.now() - KEPT_FOR)
    return sum(_forget_if_old(pk) for pk in old.order_by("pk").values_list("pk", flat=True))


def _forget_if_old(draft_id: int) -> bool:
    with transaction.atomic():
        # Asked again under the lock: it may have been touched or sent since it was found.
        rows = ApplicationDraft.objects.select_for_update()
        draft = rows.filter(pk=draft_id, changed_at__lt=time.now() - KEPT_FOR).first()
        if draft is not None:
            _forget(draft)
    return draft is not None


def answers_of(draft: ApplicationDraft) -> dict[str, str]:
    """Return what was typed so far."""
    plain = unseal_text(draft.sealed_answers, purpose=DRAFT_PURPOSE)
    answers: dict[str, str] = json.loads(plain)
    return answers


def hash_of_key(key: str) -> str:
    """Return under what a draft with this key is kept."""
    if not key:
        raise ValueError("a draft has a key")
    return keyed_hash(key, purpose=DRAFT_PURPOSE)


def _found(key: str) -> ApplicationDraft | None:
    """Return the draft with its row locked: who sends it and who forgets it wait for each other.

    Else the keys of files could be thrown away that belong to an application by then.
    """
    rows = ApplicationDraft.objects.select_for_update()
    return rows.filter(key_hash=hash_of_key(key)).first()


def _locked(key: str) -> ApplicationDraft:
    draft = _found(key)
    if draft is None:
        raise DraftGone(
            _("There is no such draft: it was sent already, or not changed for 30 days.")
        )
    return draft


def _sent_before(key: str) -> Acknowledgement:
    found = acknowledgement_of(key)
    if found is None:
        raise DraftGone(
            _("There is no such draft: it was sent already, or not changed for 30 days.")
        )
    return found


def _forget(draft: ApplicationDraft) -> None:
    sealed = [file.sealed for file in draft.files.select_related("sealed")]
    draft.delete()
    for file in sealed:
        forget_sealed(file)
