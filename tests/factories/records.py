"""Records in every state and category, brought there by the operations of a real site."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from itertools import count

from tests.factories import organs, shipped

from gongkai.kernel.types import Actor, Role, Viewer
from gongkai.organs.models import Organ, Person, Signature
from gongkai.organs.operations import sign
from gongkai.records.contents import content_of
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
    review_basis,
    review_record,
    withdraw_record,
    withdrawal_digest,
)
from gongkai.records.rules.content import VersionContent
from gongkai.review.models import Decision, StepKind
from gongkai.review.rules.basis import signed_digest
from gongkai.review.rules.steps import purpose_of

GROUNDS = {
    "undetermined": "",
    "voluntary": "ogi-2008/vital-interests",
    "on_application": "ogi-2008/on-application",
    "exempt": "ogi-2008/state-secret",
}
_numbers = count(1)


def load_tables() -> None:
    """Load what the installation ships; every test of records needs it."""
    shipped.load()


def content(category: str = "voluntary", **changes: object) -> VersionContent:
    """Return valid content of a category; `changes` replace single elements."""
    number = next(_numbers)
    plain = VersionContent(
        title=f"关于第{number}号事项的通知",
        summary=f"第{number}号事项的概述。",
        text=f"第一条 第{number}号事项。\n第二条 本通知自印发之日起施行。",
        time_limit="on_application" if category == "on_application" else "long_term",
        forms=("website",),
        generated_on=date(2026, 3, 2),
        document_number=f"云政发〔2026〕{number}号",
        category=category,
        ground_code=GROUNDS[category],
        ground_reason="经审查确定。" if category == "exempt" else "",
        split="impossible" if category == "exempt" else "",
        split_reason="内容不可分割。" if category == "exempt" else "",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Office:
    """An organ with somebody in each role that a record needs."""

    organ: Organ
    clerk: Person
    secrecy: Person
    legal: Person
    leader: Person

    def acting(self, role: Role) -> Actor:
        """Return the organ's person of the role, acting today."""
        return organs.acting(self._person(role), role, self.organ)

    def viewing(self, role: Role) -> Viewer:
        """Return the organ's person of the role as a viewer."""
        return organs.viewing(self._person(role))

    def signed(self, role: Role, purpose: str, digest: str) -> Signature:
        """Return a signature of the organ's person of the role."""
        person = self._person(role)
        return sign(person_id=person.pk, secret=organs.PASSWORD, purpose=purpose, digest=digest)

    def _person(self, role: Role) -> Person:
        return {
            Role.CLERK: self.clerk,
            Role.SECRECY_REVIEWER: self.secrecy,
            Role.LEGAL_REVIEWER: self.legal,
            Role.PERSON_IN_CHARGE: self.leader,
        }[role]

    def draft(self, said: VersionContent | None = None, **more: object) -> RecordVersion:
        """Register a record and return its first draft."""
        record = register_record(
            actor=self.acting(Role.CLERK),
            organ_id=self.organ.pk,
            content=said or content(),
            **more,  # type: ignore[arg-type]
        )
        return record.versions.get()

    def proposed(self, version: RecordVersion) -> RecordVersion:
        """Propose the version, with an answer to whatever the clerk is asked."""
        return propose_record(
            actor=self.acting(Role.CLERK),
            version_id=version.pk,
            note="已按意见修改。",
            why_not_normative="不设定权利义务，不是规范性文件。",
        )

    def step(
        self, version: RecordVersion, kind: StepKind, decision: Decision = Decision.PASS
    ) -> RecordVersion:
        """Decide one step of the version as the organ's person whose step it is."""
        role = {
            StepKind.SECRECY: Role.SECRECY_REVIEWER,
            StepKind.LEGAL: Role.LEGAL_REVIEWER,
            StepKind.APPROVAL: Role.PERSON_IN_CHARGE,
        }[kind]
        version = RecordVersion.objects.select_related("record", "proposal").get(pk=version.pk)
        basis = review_basis(version.record, version, version.proposal)
        said = {
            "actor": self.acting(role),
            "version_id": version.pk,
            "decision": decision,
            "opinion": "已审。",
            "seen_digest": version.digest,
            "seen_basis": basis,
            "signature": self.signed(
                role, purpose_of(kind.value), signed_digest(version.digest, basis)
            ),
        }
        if kind is StepKind.APPROVAL:
            return approve_record(**said)  # type: ignore[arg-type]
        return review_record(kind=kind, **said)  # type: ignore[arg-type]

    def reviewed(self, version: RecordVersion) -> RecordVersion:
        """Bring a draft through its reviews."""
        version = self.step(self.proposed(version), StepKind.SECRECY)
        return self.step(version, StepKind.LEGAL) if version.is_normative else version

    def approved(self, version: RecordVersion) -> RecordVersion:
        """Bring a draft through reviews and approval."""
        return self.step(self.reviewed(version), StepKind.APPROVAL)

    def released(self, said: VersionContent | None = None, **more: object) -> Record:
        """Return a record released as its category asks."""
        return self.release(self.approved(self.draft(said, **more)))

    def release(self, version: RecordVersion) -> Record:
        """Release an approved version; those before a corrected copy stay readable."""
        clerk = self.acting(Role.CLERK)
        return release_record(actor=clerk, version_id=version.pk, withdrawn_with_it=())

    def corrected(self, record: Record, said: VersionContent) -> Record:
        """Release a later version of the record that says this."""
        clerk = self.acting(Role.CLERK)
        version = begin_new_version(actor=clerk, record_id=record.pk, change_note="更正。")
        said = replace(said, change_note=said.change_note or "更正。")
        said = replace(said, change_kind=said.change_kind or _kind_of(version, said))
        version = edit_version(actor=clerk, version_id=version.pk, content=said)
        return self.release(self.approved(version))

    def in_correction(self, record: Record) -> RecordVersion:
        """Begin a later version that puts one element right."""
        clerk = self.acting(Role.CLERK)
        version = begin_new_version(
            actor=clerk, record_id=record.pk, change_note="更正备注。", change_kind="metadata"
        )
        said = replace(content_of(version), remark=f"第{next(_numbers)}次更正。")
        return edit_version(actor=clerk, version_id=version.pk, content=said)

    def hidden(self, record: Record, *, title_may_show: bool = False) -> Withdrawal:
        """Hide a public record as the clerk."""
        return withdraw_record(
            actor=self.acting(Role.CLERK),
            record_id=record.pk,
            reason="privacy",
            note="待复核。",
            title_may_show=title_may_show,
        )

    def confirmed(self, withdrawal: Withdrawal) -> Withdrawal:
        """Confirm a withdrawal as the person in charge."""
        record = Record.objects.get(pk=withdrawal.record_id)
        digest = withdrawal_digest(record, withdrawal)
        return confirm_withdrawal(
            actor=self.acting(Role.PERSON_IN_CHARGE),
            record_id=record.pk,
            signature=self.signed(Role.PERSON_IN_CHARGE, CONFIRM_PURPOSE, digest),
        )

    def restored(self, record: Record) -> tuple[int, ...]:
        """Restore a hidden record as the person in charge; return the versions that stay off."""
        return restore_record(
            actor=self.acting(Role.PERSON_IN_CHARGE), record_id=record.pk, note="无误。"
        )


def an_office(organ: Organ | None = None) -> Office:
    """Return an organ with all its people."""
    organ = organ or organs.an_organ()
    return Office(
        organ=organ,
        clerk=organs.someone(Role.CLERK, organ),
        secrecy=organs.someone(Role.SECRECY_REVIEWER, organ),
        legal=organs.someone(Role.LEGAL_REVIEWER, organ),
        leader=organs.someone(Role.PERSON_IN_CHARGE, organ),
    )


def _kind_of(copied: RecordVersion, said: VersionContent) -> str:
    same = (copied.text, copied.category) == (said.text, said.category)
    return "metadata" if same else "correction"


def fresh(record: Record) -> Record:
    """Return the record as the database has it now."""
    return Record.objects.get(pk=record.pk)


def sha(text: str) -> str:
    """Return the SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()
