"""What the demo's people do, one act each, through the same operations as everybody."""

from dataclasses import dataclass
from datetime import date

from gongkai.interfaces.cli.demo.founding import Staff
from gongkai.kernel import time
from gongkai.kernel.types import Actor, Role
from gongkai.organs.models import Signature
from gongkai.organs.operations import sign
from gongkai.organs.queries import DEMO_PASSWORD, actor_for
from gongkai.records.models import Record, RecordVersion, Withdrawal
from gongkai.records.operations import (
    CONFIRM_PURPOSE,
    approve_record,
    begin_new_version,
    confirm_withdrawal,
    edit_version,
    propose_record,
    register_record,
    release_record,
    restore_record,
    review_record,
    withdraw_record,
    withdrawal_digest,
)
from gongkai.records.queries.reviewed import basis_now
from gongkai.records.rules.content import VersionContent
from gongkai.review.models import Decision, StepKind
from gongkai.review.rules.basis import signed_digest
from gongkai.review.rules.steps import purpose_of


@dataclass(frozen=True, slots=True)
class Office:
    """One organ with its people, ready to act."""

    organ_id: int
    staff: Staff

    def actor(self, role: Role) -> Actor:
        """Return the organ's person of a role, acting today."""
        people = {
            Role.CLERK: self.staff.clerk,
            Role.SECRECY_REVIEWER: self.staff.reviewer,
            Role.LEGAL_REVIEWER: self.staff.legal,
            Role.PERSON_IN_CHARGE: self.staff.leader,
        }
        return actor_for(person_id=people[role], role=role, organ_id=self.organ_id, on=time.today())

    def register(
        self,
        content: VersionContent,
        *,
        class_code: str = "",
        disclosed_on: date | None = None,
        source: str = "",
    ) -> RecordVersion:
        """Register a record; returns its first version."""
        record = register_record(
            actor=self.actor(Role.CLERK),
            organ_id=self.organ_id,
            content=content,
            class_code=class_code,
            first_disclosed_on=disclosed_on,
            first_disclosure_source=source,
        )
        return record.versions.get(number=1)

    def propose(self, version: RecordVersion, *, note: str = "") -> None:
        """Propose the version for release; what only looks normative is said to be none."""
        propose_record(
            actor=self.actor(Role.CLERK),
            version_id=version.pk,
            note=note,
            why_not_normative="属于办事信息或者转载件，不是本机关制定的规范性文件。",
        )

    def review(
        self, version: RecordVersion, *, returned: bool = False, opinion: str = "经审查，不涉密。"
    ) -> None:
        """Do the secrecy review and, where it is asked for, the legal review."""
        decision = Decision.RETURN if returned else Decision.PASS
        steps = [(StepKind.SECRECY, Role.SECRECY_REVIEWER, opinion)]
        if version.is_normative and not returned:
            steps.append((StepKind.LEGAL, Role.LEGAL_REVIEWER, "合法性审查通过。"))
        basis = basis_now(version.pk)
        for kind, role, words in steps:
            actor = self.actor(role)
            review_record(
                actor=actor,
                version_id=version.pk,
                kind=kind,
                decision=decision,
                opinion=words,
                seen_digest=version.digest,
                seen_basis=basis,
                signature=signed(
                    actor, purpose_of(kind.value), signed_digest(version.digest, basis)
                ),
            )

    def approve(
        self, version: RecordVersion, *, returned: bool = False, opinion: str = "同意公开。"
    ) -> None:
        """Approve the version, or return it."""
        actor, basis = self.actor(Role.PERSON_IN_CHARGE), basis_now(version.pk)
        purpose = purpose_of(StepKind.APPROVAL.value)
        approve_record(
            actor=actor,
            version_id=version.pk,
            decision=Decision.RETURN if returned else Decision.PASS,
            opinion=opinion,
            seen_digest=version.digest,
            seen_basis=basis,
            signature=signed(actor, purpose, signed_digest(version.digest, basis)),
        )

    def release(self, version: RecordVersion) -> Record:
        """Publish, list or hold the version, as its category asks; those before it stay."""
        clerk = self.actor(Role.CLERK)
        return release_record(actor=clerk, version_id=version.pk, withdrawn_with_it=())

    def begin_correction(self, record_id: int, content: VersionContent) -> RecordVersion:
        """Begin a new version and write what it says."""
        clerk = self.actor(Role.CLERK)
        version = begin_new_version(
            actor=clerk,
            record_id=record_id,
            change_note=content.change_note,
            change_kind=content.change_kind,
        )
        return edit_version(actor=clerk, version_id=version.pk, content=content)

    def withdraw(self, record_id: int, *, reason: str, title_may_show: bool) -> Withdrawal:
        """Hide the record at once."""
        return withdraw_record(
            actor=self.actor(Role.CLERK),
            record_id=record_id,
            reason=reason,
            note="发现后立即撤下。",
            title_may_show=title_may_show,
        )

    def confirm(self, withdrawal: Withdrawal) -> None:
        """Confirm the withdrawal as the second person."""
        actor = self.actor(Role.PERSON_IN_CHARGE)
        digest = withdrawal_digest(withdrawal.record, withdrawal)
        confirm_withdrawal(
            actor=actor,
            record_id=withdrawal.record_id,
            signature=signed(actor, CONFIRM_PURPOSE, digest),
        )

    def restore(self, record_id: int) -> None:
        """Put the record back as the second person."""
        restore_record(
            actor=self.actor(Role.PERSON_IN_CHARGE), record_id=record_id, note="经核实，内容无误。"
        )


def signed(actor: Actor, purpose: str, digest: str) -> Signature:
    """Return the actor's signature, by the password that the log-in page shows."""
    return sign(
        person_id=actor.person_id or 0, secret=DEMO_PASSWORD, purpose=purpose, digest=digest
    )
