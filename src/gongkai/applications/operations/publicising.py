"""What was given to one applicant and concerns many can become a record for all.

City implementation opinions 2008: after approval; 2019 art. 44. What was given is that
applicant's alone until the record has gone through its own reviews and is published.
"""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.applications.access import require_handler
from gongkai.applications.models import Reply
from gongkai.applications.operations.moving import MoveNotPossible, locked_case
from gongkai.applications.operations.trail import leave_trail
from gongkai.applications.rules.vocabulary import CaseState
from gongkai.applications.shipped import regimes
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.types import Actor, Role
from gongkai.records.models import Record
from gongkai.records.operations import register_record
from gongkai.records.rules.content import VersionContent

_ANSWERED = frozenset({CaseState.REPLIED, CaseState.DELIVERED, CaseState.CLOSED})


class NothingWasGiven(Refusal):
    """Only what was given to the applicant can be proposed for all."""


class AlreadyProposedToPublic(Refusal):
    """A record was registered from this case."""


def propose_public(
    *, actor: Actor, case_id: int, title: str, summary: str, text: str, generated_on: date
) -> Record:
    """Register a draft record of what was given, its category still to be decided.

    Nothing of the application goes into it: the clerk writes title, summary and text anew. Raises
    NothingWasGiven, AlreadyProposedToPublic, NotAllowed, NotFound and what register_record raises.
    """
    with transaction.atomic():
        case = locked_case(case_id)
        require_handler(actor, Role.CLERK, organ_id=case.organ_id)
        if CaseState(case.state) not in _ANSWERED:
            raise MoveNotPossible(_("The case is not answered yet. Answer it first."))
        outcome = regimes()[case.application.regime_id].outcomes.get(case.outcome_code)
        if outcome is None or not outcome.gives:
            raise NothingWasGiven(
                _("Nothing was given to the applicant, so nothing can be disclosed to all.")
            )
        reply = Reply.objects.select_for_update().get(case=case)
        if reply.record_id is not None:
            raise AlreadyProposedToPublic(_("A record was registered from this case before."))
        record = register_record(
            actor=actor,
            organ_id=case.organ_id,
            content=VersionContent(
                title=title, summary=summary, text=text, generated_on=generated_on
            ),
        )
        reply.record_id = record.pk
        reply.save(update_fields=["record_id"])
        leave_trail(actor, "propose_public", case, {"record": str(record.pk)})
    return record
