"""Propose content for release, and make a proposal void when the content changes."""

import re

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.kernel import time
from gongkai.kernel.events import emit
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.text import clean_line, clean_text
from gongkai.kernel.types import Actor
from gongkai.organs.access import acting_person
from gongkai.review.access import require_proposer
from gongkai.review.events import ProposalVoided
from gongkai.review.models import Proposal, ProposalState, ProposedContent
from gongkai.review.operations.decide import ProposalNotOpen
from gongkai.review.operations.trail import record_on

_DIGEST = re.compile(r"[0-9a-f]{64}")


class AlreadyProposed(Refusal):
    """An open proposal about this very subject exists."""


class NotADigest(ValueError):
    """The content's digest is not a SHA-256 in hexadecimal: a fault of the caller."""


def propose(
    *,
    actor: Actor,
    subject_kind: str,
    subject_id: int,
    organ_id: int,
    label: str,
    digest: str,
    needs_legal: bool,
    note: str = "",
    why_no_legal: str = "",
    rules: int = 0,
    text: str = "",
) -> Proposal:
    """Ask that content with this SHA-256 be released; every step decides on exactly that.

    `label` is what reviewers see in their lists (a title); `why_no_legal` says why what looks like
    a normative document is none; `rules` is the edition of the rules by which it was looked at;
    `text` is what the digest is of, kept for who reviews the subject again.
    Raises NotAllowed, AlreadyProposed.
    """
    require_proposer(actor, organ_id=organ_id)
    if not _DIGEST.fullmatch(digest):
        raise NotADigest(digest)
    with transaction.atomic():
        subject = {"subject_kind": subject_kind, "subject_id": subject_id}
        if Proposal.objects.filter(**subject, state=ProposalState.OPEN).exists():
            raise AlreadyProposed(_("This has been proposed and waits for its review."))
        proposal = Proposal.objects.create(
            **subject,
            organ_id=organ_id,
            label=clean_line(label),
            digest=digest,
            needs_legal=needs_legal,
            proposed_by_id=acting_person(actor),
            proposed_at=time.now(),
            note=clean_text(note),
            why_no_legal=clean_text(why_no_legal),
            rules=rules,
        )
        if text:
            _keep(proposal, text)
        record_on(proposal, actor=actor, action="review.propose")
    return proposal


def _keep(proposal: Proposal, text: str) -> None:
    ProposedContent.objects.get_or_create(
        subject_kind=proposal.subject_kind,
        subject_id=proposal.subject_id,
        digest=proposal.digest,
        defaults={"text": text, "proposed_at": proposal.proposed_at},
    )


def void_proposal(*, actor: Actor, proposal_id: int, why: str) -> Proposal:
    """Make a proposal void because its content changed; its steps stay and count no more.

    An open proposal, or a passed one whose content was not released. The caller has checked that
    the actor may change the content. Raises NotFound, ProposalNotOpen.
    """
    with transaction.atomic():
        rows = Proposal.objects.select_for_update(no_key=True)
        proposal = rows.filter(pk=proposal_id).first()
        if proposal is None:
            raise NotFound(_("There is no such proposal."))
        if proposal.state not in {ProposalState.OPEN, ProposalState.PASSED}:
            raise ProposalNotOpen(_("This proposal has ended."))
        proposal.state, proposal.ended_at = ProposalState.VOID, time.now()
        proposal.ended_why = clean_text(why)
        proposal.save(update_fields=["state", "ended_at", "ended_why"])
        record_on(proposal, actor=actor, action="review.void", details={"why": proposal.ended_why})
        emit(
            ProposalVoided(
                proposal_id=proposal.pk,
                subject_kind=proposal.subject_kind,
                subject_id=proposal.subject_id,
                organ_id=proposal.organ_id,
            )
        )
    return proposal
