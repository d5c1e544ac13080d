"""What was proposed and is changed again counts no more."""

from gongkai.applications.models import Case, Reply
from gongkai.kernel.types import Actor
from gongkai.review.models import ProposalState
from gongkai.review.operations import void_proposal

_COUNTS = frozenset({ProposalState.OPEN.value, ProposalState.PASSED.value})


def void_open_proposal(case: Case, *, actor: Actor, why: str) -> None:
    """Make the proposal of the reply void where one is open or has passed."""
    reply = Reply.objects.select_related("proposal").filter(case=case).first()
    if reply is None:
        return
    proposal = reply.proposal
    if proposal is not None and proposal.state in _COUNTS:
        void_proposal(actor=actor, proposal_id=proposal.pk, why=why)
    reply.proposal, reply.digest = None, ""
    reply.save(update_fields=["proposal", "digest"])
