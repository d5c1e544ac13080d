"""What of a case was opened, by whom and when: every letter, file and identity number."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.applications.access import require_handler
from gongkai.applications.models import ApplicantIdentity, Case, Opened
from gongkai.applications.operations.receiving import IDENTITY_PURPOSE
from gongkai.applications.operations.trail import leave_trail
from gongkai.kernel import time
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.sealing import KeyLost, SealBroken, unseal_text
from gongkai.kernel.types import Actor, Role
from gongkai.release.rules.masking import mask_number

UNREADABLE = "—"


def note_opened(
    *, case_id: int, what: str, by: Opened.By, person_id: int | None = None, person_name: str = ""
) -> None:
    """Keep that something of the case was opened or downloaded; `what` as in `letter:12`.

    The person is named where staff opened it; an applicant comes by the code.
    """
    Opened.objects.create(
        case_id=case_id,
        by=by,
        person_id=person_id,
        person_name=person_name,
        what=what,
        at=time.now(),
    )


def masked_identity(identity: ApplicantIdentity) -> str:
    """Return the number with its middle hidden; a mark where its key is lost."""
    try:
        number = unseal_text(identity.sealed_number, purpose=IDENTITY_PURPOSE)
    except (KeyLost, SealBroken):
        return UNREADABLE
    return mask_number(number)


def show_identity(*, actor: Actor, case_id: int) -> str:
    """Return the identity number whole, for a clerk who needs it; the trail keeps that it was read.

    Raises NotAllowed, NotFound, KeyLost.
    """
    with transaction.atomic():
        case = Case.objects.select_related("application").filter(pk=case_id).first()
        if case is None:
            raise NotFound(_("There is no such case."))
        require_handler(actor, Role.CLERK, organ_id=case.organ_id)
        identity = ApplicantIdentity.objects.get(application=case.application)
        number = unseal_text(identity.sealed_number, purpose=IDENTITY_PURPOSE)
        note_opened(
            case_id=case.pk,
            what="identity",
            by=Opened.By.DESK,
            person_id=actor.person_id,
            person_name=actor.name,
        )
        leave_trail(actor, "show_identity", case)
    return number
