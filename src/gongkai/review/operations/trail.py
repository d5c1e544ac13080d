"""How the review writes to the audit trail."""

from collections.abc import Mapping

from gongkai.audit.operations import record_entry
from gongkai.kernel.types import Actor
from gongkai.review.models import Proposal


def record_on(
    proposal: Proposal, *, actor: Actor, action: str, details: Mapping[str, str] | None = None
) -> None:
    """Record what was done about a proposal under the subject that was proposed.

    Never with its label: a title may be the very secret that the review is about, and the trail
    is kept for ever and read by those who oversee the organ.
    """
    record_entry(
        actor=actor,
        action=action,
        object_kind=proposal.subject_kind,
        object_id=proposal.subject_id,
        object_label=f"#{proposal.subject_id}",
        organ_id=proposal.organ_id,
        details={"proposal": str(proposal.pk), "digest": proposal.digest, **(details or {})},
    )
