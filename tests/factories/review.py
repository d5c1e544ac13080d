"""Proposals brought to a stage by the operations that do it on a real site."""

from itertools import count

from tests.factories.organs import Staff, a_digest, acting, signed

from gongkai.kernel.types import Role
from gongkai.organs.models import Organ, Person
from gongkai.review.models import Decision, Proposal, Step, StepKind
from gongkai.review.operations import decide_step, propose
from gongkai.review.rules.steps import purpose_of

_subjects = count(1)
ROLES = {
    StepKind.SECRECY: Role.SECRECY_REVIEWER,
    StepKind.LEGAL: Role.LEGAL_REVIEWER,
    StepKind.APPROVAL: Role.PERSON_IN_CHARGE,
}


def a_proposal(staff: Staff, *, text: str = "text", needs_legal: bool = False) -> Proposal:
    """Return an open proposal of the organ's clerk."""
    return propose(
        actor=staff.acts(Role.CLERK),
        subject_kind="test",
        subject_id=next(_subjects),
        organ_id=staff.organ.pk,
        label="关于公布行政许可事项的通知",
        digest=a_digest(text),
        needs_legal=needs_legal,
        note="",
    )


def decided(
    proposal: Proposal,
    person: Person,
    kind: StepKind,
    decision: Decision = Decision.PASS,
    *,
    opinion: str = "",
    organ: Organ | None = None,
) -> Step:
    """Let the person decide a step with a fresh signature."""
    return decide_step(
        actor=acting(person, ROLES[kind], organ or proposal.organ),
        proposal_id=proposal.pk,
        kind=kind,
        decision=decision,
        opinion=opinion,
        seen_digest=proposal.digest,
        signature=signed(person, proposal.digest, purpose_of(kind.value)),
    )


def passed(staff: Staff, *, needs_legal: bool = False) -> Proposal:
    """Return a proposal to which everybody agreed."""
    proposal = a_proposal(staff, needs_legal=needs_legal)
    decided(proposal, staff.secrecy, StepKind.SECRECY)
    if needs_legal:
        decided(proposal, staff.legal, StepKind.LEGAL)
    decided(proposal, staff.in_charge, StepKind.APPROVAL)
    proposal.refresh_from_db()
    return proposal
