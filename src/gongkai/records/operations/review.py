"""Reviews and approval of a version, each bound to the digest of what was seen."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.kernel.types import Actor
from gongkai.organs.models import Signature
from gongkai.records.contents import content_of
from gongkai.records.models import Record, RecordVersion
from gongkai.records.operations.basis import require_basis_seen
from gongkai.records.operations.embargo_ending import end_embargo
from gongkai.records.operations.moving import locked_version, require_move
from gongkai.records.operations.trail import leave_trail
from gongkai.records.rules.embargo import Outcome
from gongkai.records.rules.lifecycle import Axis, Event, Facts
from gongkai.review.models import Decision, StepKind
from gongkai.review.operations import NotTakenOver, decide_step, revoke_repeated_review


def review_record(
    *,
    actor: Actor,
    version_id: int,
    kind: StepKind,
    decision: Decision,
    opinion: str,
    seen_digest: str,
    signature: Signature,
    seen_basis: str = "",
) -> RecordVersion:
    """Decide the secrecy or legal review (2007 art. 14; requirement C6).

    `seen_digest` is the digest of the page that the reviewer saw and signed, `seen_basis` of the
    decisions on findings beside it (operations.basis). Who may review, four eyes and the signature
    are the review module's to check. Returned, the version is a draft again. Raises
    ContentChanged, DecisionsChanged, NotAllowed, MoveNotPossible, NotFound and what decide_step
    raises.
    """
    with transaction.atomic():
        record, version = locked_version(version_id)
        event = _review_event(version, kind, decision)
        line = require_move(
            Axis.VERSION,
            version.state,
            event,
            actor=actor,
            facts=_facts(version, kind, seen_digest, decision),
        )
        seen = (seen_digest, seen_basis)
        _decide(actor, record, version, kind, decision, opinion, seen, signature)
        _go_to(version, line.to)
        _trail_of_step(actor, record, version, kind, decision)
    return version


def approve_record(
    *,
    actor: Actor,
    version_id: int,
    decision: Decision,
    opinion: str,
    seen_digest: str,
    signature: Signature,
    seen_basis: str = "",
) -> RecordVersion:
    """Approve the reviewed version for release, or return it to the clerk.

    Raises ContentChanged, DecisionsChanged, ReviewOutdated, NotAllowed, MoveNotPossible, NotFound
    and what decide_step raises.
    """
    with transaction.atomic():
        record, version = locked_version(version_id)
        event = Event.APPROVE if decision == Decision.PASS else Event.RETURN
        line = require_move(
            Axis.VERSION,
            version.state,
            event,
            actor=actor,
            facts=_facts(version, StepKind.APPROVAL, seen_digest, decision),
        )
        seen = (seen_digest, seen_basis)
        _decide(actor, record, version, StepKind.APPROVAL, decision, opinion, seen, signature)
        _go_to(version, line.to)
        _trail_of_step(actor, record, version, StepKind.APPROVAL, decision)
    return version


def revoke_review(*, actor: Actor, version_id: int, kind: StepKind, why: str) -> RecordVersion:
    """Revoke one's own review that was taken over, before the release; the version is a draft.

    Raises NotTakenOver, WhyNeeded, NotAllowed, MoveNotPossible, NotFound.
    """
    with transaction.atomic():
        record, version = locked_version(version_id)
        line = require_move(Axis.VERSION, version.state, Event.REVOKE, actor=actor, facts=Facts())
        steps = version.proposal.steps if version.proposal else None
        step = steps.filter(kind=kind, repeats__isnull=False).first() if steps else None
        if step is None:
            raise NotTakenOver(_("This review was signed for this proposal. Nothing is revoked."))
        revoke_repeated_review(actor=actor, step_id=step.pk, why=why)
        end_embargo(actor, version, outcome=Outcome.VOID)
        version.proposal = None
        _go_to(version, line.to)
        leave_trail(actor, "revoke_review", record, {"step": kind.value})
    return version


def is_as_proposed(version: RecordVersion) -> bool:
    """Say whether the version still is, to the letter, what its proposal is about."""
    digest = content_of(version).digest()
    return (
        version.proposal is not None
        and version.proposal.digest == digest
        and version.digest == digest
    )


def _review_event(version: RecordVersion, kind: StepKind, decision: Decision) -> Event:
    if decision == Decision.RETURN:
        return Event.RETURN
    return Event.FINISH_REVIEW if _completes(version, kind) else Event.PASS_REVIEW


def _completes(version: RecordVersion, kind: StepKind) -> bool:
    if version.proposal is None:
        return False
    needed = {StepKind.SECRECY.value} | (
        {StepKind.LEGAL.value} if version.proposal.needs_legal else set()
    )
    passed = version.proposal.steps.filter(decision=Decision.PASS).values_list("kind", flat=True)
    return needed <= set(passed) | {kind.value}


def _facts(version: RecordVersion, kind: StepKind, seen: str, decision: Decision) -> Facts:
    return Facts(
        category=version.category,
        content_unchanged=is_as_proposed(version) and seen == version.digest,
        reviews_complete=_completes(version, kind) or decision == Decision.RETURN,
    )


def _decide(
    actor: Actor,
    record: Record,
    version: RecordVersion,
    kind: StepKind,
    decision: Decision,
    opinion: str,
    seen: tuple[str, str],
    signature: Signature,
) -> None:
    if version.proposal is None:
        raise RuntimeError("a proposed version has a proposal")
    seen_digest, seen_basis = seen
    if decision == Decision.PASS:
        # Who returns it may have seen other decisions: the clerk looks at all of it anew.
        require_basis_seen(record, version, version.proposal, seen=seen_basis)
    decide_step(
        actor=actor,
        proposal_id=version.proposal.pk,
        kind=kind,
        decision=decision,
        opinion=opinion,
        seen_digest=seen_digest,
        signature=signature,
        basis_digest=seen_basis,
    )


def _go_to(version: RecordVersion, state: str) -> None:
    version.state = state
    version.save(update_fields=["state", "proposal"])


def _trail_of_step(
    actor: Actor, record: Record, version: RecordVersion, kind: StepKind, decision: Decision
) -> None:
    leave_trail(
        actor,
        "approve" if kind == StepKind.APPROVAL else "review",
        record,
        {"step": kind.value, "decision": decision.value, "digest": version.digest},
    )
