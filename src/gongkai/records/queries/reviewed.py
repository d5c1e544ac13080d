"""What a reviewer saw of a record before, and what was answered to whom returned it."""

from dataclasses import dataclass, replace
from datetime import datetime

from gongkai.kernel.types import Viewer
from gongkai.records.models import Ground, RecordVersion, ThemeClass
from gongkai.records.operations.basis import basis_of_report, review_basis
from gongkai.records.operations.proposing import SUBJECT_KIND
from gongkai.records.queries.cards import in_language, name_of_theme
from gongkai.records.queries.desk_values import DeskFile, DeskRecord, DeskVersion
from gongkai.records.rules.canonical import content_from
from gongkai.records.rules.content import AttachedFile
from gongkai.records.rules.vocabulary import IN_WORK
from gongkai.release.queries.reports import GateReport
from gongkai.review.models import Decision, StepKind
from gongkai.review.queries import (
    ProposalView,
    StepView,
    content_as_proposed,
    reviews_taken_over_from,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedBefore:
    """The last review of a record that somebody signed, and what the version said then."""

    step: StepView
    version: DeskVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnLine:
    """A return with its reasons, and what the clerk answered when it was proposed anew."""

    step: StepView
    answer: str
    answered_by_name: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedAgain:
    """A review of the viewer's own that counts again for a version that is not released yet."""

    record_id: int
    title: str
    organ_name: str
    kind: StepKind
    reviewed_at: datetime
    taken_over_at: datetime


def reviews_counted_again(viewer: Viewer) -> tuple[CountedAgain, ...]:
    """Return the viewer's reviews that were taken over and can still be revoked, newest first.

    Two queries at most.
    """
    taken = [one for one in reviews_taken_over_from(viewer) if one.subject_kind == SUBJECT_KIND]
    if not taken:
        return ()
    rows = RecordVersion.objects.filter(
        pk__in={one.subject_id for one in taken}, state__in=[state.value for state in IN_WORK]
    )
    records = dict(rows.values_list("pk", "record_id"))
    return tuple(
        CountedAgain(
            record_id=records[one.subject_id],
            title=one.label,
            organ_name=one.organ_name,
            kind=one.kind,
            reviewed_at=one.reviewed_at,
            taken_over_at=one.taken_over_at,
        )
        for one in taken
        if one.subject_id in records
    )


def record_of_version(version_id: int) -> int | None:
    """Return the id of the record that a version is of, None where there is no such version.

    The caller has checked that the viewer may know of it.
    """
    rows = RecordVersion.objects.filter(pk=version_id)
    return rows.values_list("record_id", flat=True).first()


def reviewed_before(viewer: Viewer, record: DeskRecord) -> ReviewedBefore | None:
    """Return what the viewer saw when they signed a step about the record last, None if never.

    Of any version that they may see; what they passed and what they returned alike.
    """
    signed = [
        (step, proposal, version)
        for version in record.versions
        for proposal in version.proposals
        for step in proposal.steps
        if step.decided_by_id == viewer.person_id and step.reviewed_at is None
    ]
    if viewer.person_id is None or not signed:
        return None
    step, proposal, version = max(signed, key=lambda one: one[0].id)
    seen = _as_proposed(version, proposal.digest)
    return ReviewedBefore(step=step, version=seen) if seen else None


def returns_of(version: DeskVersion) -> tuple[ReturnLine, ...]:
    """Return every return of the version, the newest first, with its answer where one was given."""
    following = (*version.proposals[1:], None)
    lines = [
        _return(step, after)
        # Of no proposals there is none that follows.
        for proposal, after in zip(version.proposals, following, strict=False)
        if (step := proposal.return_step) is not None
    ]
    return tuple(reversed(lines))


def basis_now(version_id: int) -> str:
    """Return what is signed beside the content of a version as it stands now."""
    rows = RecordVersion.objects.select_related("record", "proposal", "theme", "ground")
    version = rows.get(pk=version_id)
    return review_basis(version.record, version, version.proposal)


def review_basis_shown(version: DeskVersion, report: GateReport | None) -> str:
    """Return what is signed beside the content, by what the page shows of the gate."""
    why = version.proposal.why_no_legal if version.proposal else ""
    return basis_of_report(report, why_not_normative=why)


def outdated_steps(version: DeskVersion, basis: str) -> tuple[StepKind, ...]:
    """Return the steps of the standing proposal that were signed on other decisions than now."""
    steps = version.proposal.steps if version.proposal else ()
    return tuple(
        step.kind for step in steps if step.decision is Decision.PASS and step.basis_digest != basis
    )


def _return(step: StepView, after: ProposalView | None) -> ReturnLine:
    return ReturnLine(
        step=step,
        answer=after.note if after else "",
        answered_by_name=after.proposed_by_name if after else "",
        answered_at=after.proposed_at if after else None,
    )


def _as_proposed(version: DeskVersion, digest: str) -> DeskVersion | None:
    """Return the version as it was proposed with this digest, None where that was not kept."""
    if version.digest == digest:
        return version
    canonical = content_as_proposed(SUBJECT_KIND, version.id, digest)
    if canonical is None:
        return None
    content = content_from(canonical)
    theme = ThemeClass.objects.filter(code=content.theme_code).first()
    ground = Ground.objects.filter(code=content.ground_code).first()
    return replace(
        version,
        content=content,
        digest=digest,
        files=tuple(map(_file, content.files)),
        theme_name=name_of_theme(theme),
        ground_name=in_language(ground.name_zh, ground.name_en) if ground else "",
        ground_article=ground.article if ground else "",
    )


def _file(file: AttachedFile) -> DeskFile:
    """Return an attachment as it was: known by name and digest, fetched from where it is now."""
    return DeskFile(
        id=0, title=file.title, name=file.name, media_type="", size=0, digest=file.digest
    )
