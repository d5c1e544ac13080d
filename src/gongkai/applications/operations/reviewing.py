"""The secrecy review of reply and files, and the approval, each bound to what was seen."""

from django.db import transaction

from gongkai.applications.contents import is_as_proposed
from gongkai.applications.models import Case, Reply
from gongkai.applications.naming import REASONS
from gongkai.applications.operations.moving import (
    MoveNotPossible,
    go,
    locked_case,
    require_move,
)
from gongkai.applications.rules.lifecycle import Event, Facts
from gongkai.kernel.types import Actor
from gongkai.organs.models import Signature
from gongkai.review.models import Decision, StepKind
from gongkai.review.operations import decide_step


def review_reply(
    *,
    actor: Actor,
    case_id: int,
    decision: Decision,
    opinion: str,
    seen_digest: str,
    signature: Signature,
) -> Case:
    """Decide the secrecy review of the reply and every file that it carries (2007 art. 14).

    `seen_digest` is the digest of the page that the reviewer saw and signed. Who may review, four
    eyes and the signature are the review module's to check. Returned, it is a draft again. Raises
    ReplyChanged, NotAllowed, MoveNotPossible, NotFound and what decide_step raises.
    """
    event = Event.PASS_REVIEW if decision is Decision.PASS else Event.RETURN
    return _decide(
        actor, case_id, StepKind.SECRECY, event, decision, opinion, seen_digest, signature
    )


def approve_reply(
    *,
    actor: Actor,
    case_id: int,
    decision: Decision,
    opinion: str,
    seen_digest: str,
    signature: Signature,
) -> Case:
    """Approve the reviewed reply, or return it to the clerk.

    Raises ReplyChanged, ExtensionWaits, NotAllowed, MoveNotPossible, NotFound and what
    decide_step raises.
    """
    event = Event.APPROVE if decision is Decision.PASS else Event.RETURN
    return _decide(
        actor, case_id, StepKind.APPROVAL, event, decision, opinion, seen_digest, signature
    )


def reply_facts(case: Case, reply: Reply | None, *, seen_digest: str | None = None) -> Facts:
    """Return what the guards of review, approval and issue look at."""
    unchanged = reply is not None and is_as_proposed(reply)
    if reply is not None and seen_digest is not None:
        unchanged = unchanged and seen_digest == reply.digest
    return Facts(
        content_unchanged=unchanged,
        extension_waits=case.extensions.filter(decided_at__isnull=True).exists(),
    )


def _decide(
    actor: Actor,
    case_id: int,
    kind: StepKind,
    event: Event,
    decision: Decision,
    opinion: str,
    seen_digest: str,
    signature: Signature,
) -> Case:
    with transaction.atomic():
        case = locked_case(case_id)
        replies = Reply.objects.select_related("proposal", "case__application")
        reply = replies.filter(case=case).first()
        facts = reply_facts(case, reply, seen_digest=seen_digest)
        line = require_move(case, event, actor=actor, facts=facts)
        if reply is None or reply.proposal is None:
            raise MoveNotPossible(REASONS["no_such_move"])
        decide_step(
            actor=actor,
            proposal_id=reply.proposal.pk,
            kind=kind,
            decision=decision,
            opinion=opinion,
            seen_digest=seen_digest,
            signature=signature,
        )
        go(case, line, actor=actor, note=opinion if decision is Decision.RETURN else "")
    return case
