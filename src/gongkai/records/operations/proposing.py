"""Proposing a version: what the clerk must say first, what is kept, what counts again."""

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.kernel import time
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.text import clean_text
from gongkai.kernel.types import Actor
from gongkai.records.contents import content_of
from gongkai.records.models import Record, RecordVersion
from gongkai.records.operations.basis import review_basis
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
from gongkai.records.operations.versions import take_back
from gongkai.records.rules.content import VersionContent
from gongkai.records.rules.lifecycle import Axis, Event, Facts
from gongkai.records.rules.normative import signs_of_normative
from gongkai.records.wording import signs_text
from gongkai.release.rules.doors import GATE_RULES
from gongkai.review.models import Proposal, ProposalState, StepKind
from gongkai.review.operations import ProposalNotOpen, propose, take_over_reviews
from gongkai.review.rules.steps import next_step

SUBJECT_KIND = "record_version"
"""What the proposals of this module are about; their subject_id is the version's id."""


class AnswerNeeded(Refusal):
    """What was returned is proposed anew with an answer to the reasons of the return."""


class LooksNormative(Refusal):
    """It bears the signs of a normative document and is not marked as one."""


def propose_record(
    *, actor: Actor, version_id: int, note: str = "", why_not_normative: str = ""
) -> RecordVersion:
    """Propose the version for release; from now on every step is bound to its digest.

    What is to become public is looked at by the release gate. After a return `note` answers its
    reasons; `why_not_normative` says why what looks like a normative document is none. Reviews of
    the very same content count again (review.operations.take_over_reviews). Raises NotAllowed,
    InvalidContent, CategoryUndetermined, AnswerNeeded, LooksNormative, NotCleared,
    MoveNotPossible, NotFound.
    """
    with transaction.atomic():
        record, version = locked_version(version_id)
        require_own_organ(actor, record.organ_id)
        facts = Facts(category=version.category)
        line = require_move(Axis.VERSION, version.state, Event.PROPOSE, actor=actor, facts=facts)
        content = content_of(version)
        require_proposable(content, is_first=version.number == 1, today=time.today())
        _require_answer(version, note)
        why = _required_reason(content, why_not_normative)
        before = standing_version(record, version)
        require_kind_fits(before, version)
        require_clear(record, version)
        if is_new_information(before, version):
            start_clock_of_change(actor=actor, record=record, version=version)
        proposal = _proposed(actor, record, version, content, note=note, why=why)
        version.proposal, version.state = proposal, line.to
        _take_over(actor, record, version, proposal)
        version.save(update_fields=["state", "proposal"])
        leave_trail(actor, "propose", record, {"digest": version.digest})
    return version


def take_back_proposal(*, actor: Actor, version_id: int, why: str) -> RecordVersion:
    """Take a proposal back without changing a word; the version is a draft again.

    Raises NotAllowed, ProposalNotOpen, MoveNotPossible, NotFound.
    """
    with transaction.atomic():
        record, version = locked_version(version_id)
        require_own_organ(actor, record.organ_id)
        line = require_move(Axis.VERSION, version.state, Event.EDIT, actor=actor, facts=Facts())
        if version.state == line.to or version.proposal is None:
            raise ProposalNotOpen(_("It is not proposed. There is nothing to take back."))
        take_back(actor, version, why=why)
        version.state = line.to
        version.save(update_fields=["state", "proposal"])
        leave_trail(actor, "take_back", record, {"why": clean_text(why)})
    return version


def _require_answer(version: RecordVersion, note: str) -> None:
    proposals = Proposal.objects.filter(subject_kind=SUBJECT_KIND, subject_id=version.pk)
    last = proposals.order_by("-pk").first()
    if last is not None and last.state == ProposalState.RETURNED and not clean_text(note):
        raise AnswerNeeded(
            _("It was returned. Say what you did about the reasons; the reviewer reads it."),
            field="note",
        )


def _required_reason(content: VersionContent, why_not_normative: str) -> str:
    """Return why the content is not normative, blank where nobody would think so."""
    signs = signs_of_normative(content)
    said = clean_text(why_not_normative)
    if signs and not said:
        raise LooksNormative(
            _(
                "It looks like a normative document (%(signs)s) but is not marked as one. Mark "
                "it, or say why it is none; the secrecy reviewer reads it."
            )
            % {"signs": signs_text(signs)},
            field="why_not_normative",
        )
    return said if signs else ""


def _proposed(
    actor: Actor,
    record: Record,
    version: RecordVersion,
    content: VersionContent,
    *,
    note: str,
    why: str,
) -> Proposal:
    return propose(
        actor=actor,
        subject_kind=SUBJECT_KIND,
        subject_id=version.pk,
        organ_id=record.organ_id,
        label=version.title,
        digest=content.digest(),
        needs_legal=version.is_normative,
        note=note,
        why_no_legal=why,
        rules=GATE_RULES,
        text=content.canonical(),
    )


def _take_over(actor: Actor, record: Record, version: RecordVersion, proposal: Proposal) -> None:
    """Let reviews of the same content count; where all do, the approval is next."""
    taken = take_over_reviews(
        actor=actor,
        proposal_id=proposal.pk,
        basis_digest=review_basis(record, version, proposal),
    )
    due = next_step({step.kind for step in taken}, needs_legal=proposal.needs_legal)
    if due == StepKind.APPROVAL:
        facts = Facts(reviews_complete=True)
        line = require_move(Axis.VERSION, version.state, Event.TAKE_OVER, actor=actor, facts=facts)
        version.state = line.to
