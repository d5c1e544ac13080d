"""The decisions that a review stands on: signed with the content, checked until the release."""

from django.utils.translation import gettext_lazy as _

from gongkai.kernel.refusals import Refusal
from gongkai.records.clearing import GOES_OUT
from gongkai.records.models import Record, RecordVersion
from gongkai.records.operations.clearing import look_at_version, require_clear
from gongkai.records.rules.basis import DecidedFinding, basis_of
from gongkai.release.queries.reports import GateReport
from gongkai.review.models import Decision, Proposal


class DecisionsChanged(Refusal):
    """The decisions on findings are not those that were seen."""


class ReviewCountsNoMore(Refusal):
    """The decisions on findings changed after the reviews were signed."""


def basis_of_report(report: GateReport | None, *, why_not_normative: str) -> str:
    """Return what is signed beside the content, by what the gate says; None where nothing leaves.

    Empty where nothing was decided (records.rules.basis).
    """
    decided = [
        DecidedFinding(
            kind=line.kind.value,
            tag=line.tag,
            verdict=line.decision.verdict.value,
            reason=line.decision.reason,
            decision_id=line.decision.id,
        )
        for item in (report.items if report else ())
        for line in item.findings
        if line.decision is not None
    ]
    return basis_of(decided, why_not_normative=why_not_normative)


def review_basis(record: Record, version: RecordVersion, proposal: Proposal | None) -> str:
    """Return what is signed beside the content of the version as it stands now."""
    report = look_at_version(record, version) if version.category in GOES_OUT else None
    why = proposal.why_no_legal if proposal else ""
    return basis_of_report(report, why_not_normative=why)


def require_basis_seen(
    record: Record, version: RecordVersion, proposal: Proposal, *, seen: str
) -> None:
    """Raise DecisionsChanged where other decisions stand now than those on the screen."""
    if review_basis(record, version, proposal) != seen:
        raise DecisionsChanged(
            _("Decisions on findings changed since you opened this page. Look at them, then sign.")
        )


def require_basis_reviewed(record: Record, version: RecordVersion, proposal: Proposal) -> None:
    """Raise ReviewCountsNoMore where a step was signed on other decisions than stand now.

    Raises NotCleared first, where the gate holds it back anyway.
    """
    require_clear(record, version)
    now = review_basis(record, version, proposal)
    steps = proposal.steps.filter(decision=Decision.PASS)
    if steps.exclude(basis_digest=now).exists():
        raise ReviewCountsNoMore(
            _(
                "Decisions on findings changed after the review, which counts no more. "
                "Take the proposal back and propose it again."
            )
        )
