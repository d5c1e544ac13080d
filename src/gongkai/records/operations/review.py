"""Proposal, reviews and approval of a version, each bound to the digest of what was seen."""

from django.db import transaction

from gongkai.kernel import time
from gongkai.kernel.types import Actor
from gongkai.organs.models import Signature
from gongkai.records.contents import content_of
from gongkai.records.models import Record, RecordVersion
from gongkai.records.operations.changing import (
    is_new_information,
    require_kind_fits,
    standing_version,
)
from gongkai.records.operations.checking import require_proposable
from gongkai.records.operations.clearing import require_clear
from gongkai.records.operations.disclosure_clock import start_clock_of_change
from gongkai.records.operations.moving import locked_version, require_move, require_own_organ
from gongkai.records.operations.trail import leave_trail
from gongkai.records.rules.lifecycle import Axis, Event, Facts
from gongkai.review.models import Decision, StepKind
from gongkai.review.operations import decide_step, propose

SUBJECT_KIND = "record_version"
"""What the proposals of this module are about; their subject_id is the version's id."""


def propose_record(*, actor: Actor, version_id: int, note: str = "") -> RecordVersion:
    """Propose the version for release; from now on every step is bound to its digest.

    What is to become public is looked at by the release gate. Raises NotAllowed, InvalidContent,
    CategoryUndetermined, NotCleared, MoveNotPossible, NotFound.
    """
    with transaction.atomic():
        record, version = locked_version(version_id)
        require_own_organ(actor, record.organ_id)
        line = require_move(
            Axis.VERSION,
            version.state,
            Event.PROPOSE,
            actor=actor,
            facts=Facts(category=version.category),
        )
        content = content_of(version)
        require_proposable(content, is_first=version.number == 1, today=time.today())
        require_kind_fits(record, version)
        require_clear(record, version)
        if is_new_information(standing_version(record, version), version):
            start_clock_of_change(actor=actor, record=record, version=version)
        version.proposal = propose(
            actor=actor,
            subject_kind=SUBJECT_KIND,
            subject_id=version.pk,
            organ_id=record.organ_id,
            label=version.title,
            digest=content.digest(),
            needs_legal=version.is_normative,
            note=note,
        )
        _go_to(version, line.to)
        leave_trail(actor, "propose", record, {"digest": version.digest})
    return version


def review_record(
    *,
    actor: Actor,
    version_id: int,
    kind: StepKind,
    decision: Decision,
    opinion: str,
    seen_digest: str,
    signature: Signature,
) -> RecordVersion:
    """Decide the secrecy or legal review (2007 art. 14; requirement C6).

    `seen_digest` is the digest of the page that the reviewer saw and signed. Who may review, four
    eyes and the signature are the review module's to check. Returned, the version is a draft again.
    Raises ContentChanged, NotAllowed, MoveNotPossible, NotFound and what decide_step raises.
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
        _decide(actor, version, kind, decision, opinion, seen_digest, signature)
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
) -> RecordVersion:
    """Approve the reviewed version for release, or return it to the clerk.

    Raises ContentChanged, NotAllowed, MoveNotPossible, NotFound and what decide_step raises.
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
        _decide(actor, version, StepKind.APPROVAL, decision, opinion, seen_digest, signature)
        _go_to(version, line.to)
        _trail_of_step(actor, record, version, StepKind.APPROVAL, decision)
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
    version: RecordVersion,
    kind: StepKind,
    decision: Decision,
    opinion: str,
    seen_digest: str,
    signature: Signature,
) -> None:
    if version.proposal is None:
        raise RuntimeError("a proposed version has a proposal")
    decide_step(
        actor=actor,
        proposal_id=version.proposal.pk,
        kind=kind,
        decision=decision,
        opinion=opinion,
        seen_digest=seen_digest,
        signature=signature,
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
