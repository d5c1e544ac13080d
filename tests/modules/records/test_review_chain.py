"""The chain of review: answers to returns, reviews that count again, decisions that are signed."""

from dataclasses import replace

import pytest
from tests.factories.attachments import attached, decide_all
from tests.factories.records import Office, content, fresh

from gongkai.kernel.types import Role
from gongkai.records.contents import content_of
from gongkai.records.models import RecordVersion
from gongkai.records.operations import (
    AnswerNeeded,
    DecisionsChanged,
    LooksNormative,
    ReviewCountsNoMore,
    edit_version,
    propose_record,
    review_basis,
    review_record,
    revoke_review,
    take_back_proposal,
)
from gongkai.records.operations.clearing import look_at_version
from gongkai.release.rules.findings import Finding, FindingKind, Place
from gongkai.review.models import Decision, ProposalState, Step, StepKind
from gongkai.review.operations import NotTakenOver, ProposalNotOpen
from gongkai.review.rules.basis import signed_digest

HIDDEN = Finding(kind=FindingKind.HIDDEN_SHEET, place=Place(sheet="内部"), excerpt="内部")


def _again(office: Office, version: RecordVersion, note: str = "已核对。") -> RecordVersion:
    return propose_record(actor=office.acting(Role.CLERK), version_id=version.pk, note=note)


def _returned_by_the_leader(office: Office, *, is_normative: bool = False) -> RecordVersion:
    version = office.reviewed(office.draft(content(is_normative=is_normative)))
    return office.step(version, StepKind.APPROVAL, Decision.RETURN)


def test_who_proposes_anew_answers_the_return(office: Office) -> None:
    version = office.step(office.proposed(office.draft()), StepKind.SECRECY, Decision.RETURN)
    with pytest.raises(AnswerNeeded) as refused:
        _again(office, version, " ")
    assert refused.value.field == "note"
    assert _again(office, version, "已删去住址。").proposal.note == "已删去住址。"  # type: ignore[union-attr]


@pytest.mark.parametrize("is_normative", [False, True])
def test_what_the_leader_returned_goes_back_to_the_leader_unchanged(
    office: Office, is_normative: bool
) -> None:
    version = _again(office, _returned_by_the_leader(office, is_normative=is_normative))
    assert version.state == "reviewed"
    approved = office.step(version, StepKind.APPROVAL)
    assert office.release(approved).standing == "published"


def test_a_changed_word_asks_for_every_review_anew(office: Office) -> None:
    version = _returned_by_the_leader(office)
    said = replace(content_of(version), remark="补充说明")
    version = edit_version(actor=office.acting(Role.CLERK), version_id=version.pk, content=said)
    assert _again(office, version).state == "proposed"


def test_taken_back_and_proposed_again_the_review_counts(office: Office) -> None:
    version = office.reviewed(office.draft())
    clerk = office.acting(Role.CLERK)
    version = take_back_proposal(actor=clerk, version_id=version.pk, why="再核对一次。")
    assert (version.state, version.proposal) == ("draft", None)
    with pytest.raises(ProposalNotOpen):
        take_back_proposal(actor=clerk, version_id=version.pk, why="再核对一次。")
    assert _again(office, version, "").state == "reviewed"


@pytest.mark.parametrize("reach", ["reviewed", "approved"])
def test_the_reviewer_revokes_before_the_release(office: Office, reach: str) -> None:
    version = _again(office, _returned_by_the_leader(office))
    if reach == "approved":
        version = office.step(version, StepKind.APPROVAL)
    said = {"version_id": version.pk, "kind": StepKind.SECRECY, "why": "有新的规定。"}
    version = revoke_review(actor=office.acting(Role.SECRECY_REVIEWER), **said)
    assert (version.state, version.proposal) == ("draft", None)
    assert _again(office, version).state == "proposed"


def test_a_review_signed_here_is_not_revoked(office: Office) -> None:
    version = office.reviewed(office.draft())
    with pytest.raises(NotTakenOver):
        revoke_review(
            actor=office.acting(Role.SECRECY_REVIEWER),
            version_id=version.pk,
            kind=StepKind.SECRECY,
            why="看漏了。",
        )


def test_a_decision_after_the_review_makes_the_review_count_no_more(office: Office) -> None:
    version = office.draft()
    attached(office, version, findings=(HIDDEN,))
    report = look_at_version(version.record, version)
    decide_all(office, report)
    version = office.approved(version)
    decide_all(office, report)
    with pytest.raises(ReviewCountsNoMore):
        office.release(version)
    assert fresh(version.record).standing == "unreleased"
    clerk = office.acting(Role.CLERK)
    version = take_back_proposal(actor=clerk, version_id=version.pk, why="检查处理有变更。")
    proposed = office.proposed(version)
    assert proposed.state == "proposed"
    version = office.step(office.step(proposed, StepKind.SECRECY), StepKind.APPROVAL)
    assert office.release(version).standing == "published"


def test_decisions_that_the_reviewer_did_not_see_are_not_signed(office: Office) -> None:
    version = office.draft()
    attached(office, version, findings=(HIDDEN,))
    report = look_at_version(version.record, version)
    decide_all(office, report)
    version = office.proposed(version)
    seen = review_basis(version.record, version, version.proposal)
    decide_all(office, report)
    said = {
        "actor": office.acting(Role.SECRECY_REVIEWER),
        "version_id": version.pk,
        "kind": StepKind.SECRECY,
        "seen_digest": version.digest,
        "seen_basis": seen,
        "opinion": "须重看检查结果。",
        "signature": office.signed(
            Role.SECRECY_REVIEWER, "review.secrecy", signed_digest(version.digest, seen)
        ),
    }
    with pytest.raises(DecisionsChanged):
        review_record(decision=Decision.PASS, **said)  # type: ignore[arg-type]
    version = review_record(decision=Decision.RETURN, **said)  # type: ignore[arg-type]
    assert version.state == "draft"


def test_what_looks_normative_is_marked_or_the_clerk_says_why_not(office: Office) -> None:
    version = office.draft(content(title="云梦市公共租赁住房管理办法"))
    with pytest.raises(LooksNormative) as refused:
        _again(office, version)
    assert refused.value.field == "why_not_normative"
    why = "转载国家部委规章，非本机关制定。"
    version = propose_record(
        actor=office.acting(Role.CLERK), version_id=version.pk, why_not_normative=why
    )
    proposal = version.proposal
    assert proposal is not None
    assert (proposal.needs_legal, proposal.why_no_legal) == (False, why)
    office.step(version, StepKind.SECRECY)
    # The reason is signed with the content.
    assert Step.objects.get(proposal=proposal).basis_digest != ""


def test_a_reason_that_nobody_asked_for_is_not_kept(office: Office) -> None:
    version = propose_record(
        actor=office.acting(Role.CLERK),
        version_id=office.draft().pk,
        why_not_normative="不是。",
    )
    assert version.proposal is not None
    assert (version.proposal.why_no_legal, version.proposal.state) == ("", ProposalState.OPEN)
