"""What the demo's people do with applications, one act each, through the same operations."""

from dataclasses import dataclass

from django.db import transaction

from gongkai.applications.access import APPLICANT
from gongkai.applications.operations import (
    EXTENSION_PURPOSE,
    Acknowledgement,
    SubmittedFile,
    accept_case,
    add_reply_content,
    approve_reply,
    ask_correction,
    ask_extension,
    close_case,
    confirm_receipt,
    correct_application,
    decide_extension,
    draft_reply,
    extension_digest,
    issue_reply,
    lapse_case,
    propose_reply,
    receive_application,
    record_delivery,
    review_reply,
    withdraw_application,
)
from gongkai.applications.operations.exchanging import exchange_reply_file
from gongkai.applications.queries import reply_digest, state_of
from gongkai.applications.queries.outgoing import case_outgoing
from gongkai.applications.rules.reply import Answer
from gongkai.applications.rules.submission import Submission
from gongkai.applications.rules.vocabulary import CaseState
from gongkai.interfaces.cli.demo.acts import Office, signed
from gongkai.interfaces.cli.demo.release_acts import (
    approve_layer,
    decide_everything,
    redact,
)
from gongkai.kernel import time
from gongkai.kernel.sealing import store_sealed
from gongkai.kernel.types import Role
from gongkai.release.operations.examining import examine_now
from gongkai.release.operations.gate import look
from gongkai.release.queries.redaction import materials_of, outgoing_name
from gongkai.release.rules.doors import Door, FileOut, Subject
from gongkai.release.rules.findings import FindingKind
from gongkai.review.models import Decision
from gongkai.review.rules.steps import purpose_of

REDACTED_NAME = "欧阳青禾"
REDACTED_LINES = (
    f"经办联系人：{REDACTED_NAME}，公民身份号码：990101199003070014。",
    "办事窗口值班手机：13900002008。",
    "各项资金已按规定拨付，项目通过竣工验收。",
)
# The smallest picture that is one: a white point.
_PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080200000090"
    "7753de0000000c4944415478da63f8ffff3f0005fe02fe0def46b8000000"
    "0049454e44ae426082"
)


@dataclass(frozen=True, slots=True)
class CaseOffice:
    """One organ's office at work on applications."""

    office: Office

    def receive(self, said: Submission, *, form: str, regime_id: str) -> Acknowledgement:
        """Receive an application with a copy of what proves who applies."""
        proof = SubmittedFile(
            role="proof",
            name="身份证明复印件.png",
            media_type="image/png",
            sealed=store_sealed(_PICTURE),
        )
        return receive_application(
            organ_id=self.office.organ_id,
            submission=said,
            once_key=form,
            files=[proof],
            regime_id=regime_id,
        )

    def confirm(self, case_id: int) -> None:
        """Confirm the receipt."""
        confirm_receipt(actor=self.office.actor(Role.CLERK), case_id=case_id)

    def ask_correction(self, case_id: int, points: tuple[str, ...]) -> None:
        """Ask for a correction."""
        ask_correction(actor=self.office.actor(Role.CLERK), case_id=case_id, points=points)

    def correct(self, case_id: int, answer: str) -> None:
        """Let the applicant correct the application."""
        correct_application(actor=APPLICANT, case_id=case_id, answer=answer)

    def lapse(self, case_id: int) -> None:
        """End a case that was not corrected."""
        lapse_case(actor=self.office.actor(Role.PERSON_IN_CHARGE), case_id=case_id)

    def withdraw(self, case_id: int) -> None:
        """Let the applicant withdraw the application."""
        withdraw_application(case_id=case_id)

    def accept(self, case_id: int) -> None:
        """Accept the application."""
        accept_case(actor=self.office.actor(Role.CLERK), case_id=case_id)

    def ask_extension(self, case_id: int, *, working_days: int, reason: str) -> int:
        """Ask for more time; returns the id of the request."""
        asked = ask_extension(
            actor=self.office.actor(Role.CLERK),
            case_id=case_id,
            working_days=working_days,
            reason=reason,
        )
        return asked.pk

    def grant_extension(self, case_id: int, *, working_days: int, reason: str) -> None:
        """Ask for more time and grant it."""
        clerk, leader = self.office.actor(Role.CLERK), self.office.actor(Role.PERSON_IN_CHARGE)
        asked = ask_extension(
            actor=clerk, case_id=case_id, working_days=working_days, reason=reason
        )
        digest = extension_digest(asked)
        decide_extension(
            actor=leader,
            extension_id=asked.pk,
            granted=True,
            opinion="同意延期。",
            seen_digest=digest,
            signature=signed(leader, EXTENSION_PURPOSE, digest),
        )

    def draft(self, case_id: int, answer: Answer, file: tuple[str, bytes] | None) -> None:
        """Draft the reply, with the document that is given; it is examined at once."""
        clerk = self.office.actor(Role.CLERK)
        draft_reply(actor=clerk, case_id=case_id, answers=[answer])
        if file is not None:
            # In one transaction, so that no worker finds it waiting.
            with transaction.atomic():
                added = add_reply_content(
                    actor=clerk, case_id=case_id, name=file[0], content=file[1]
                )
                examine_now(digest=added.stored_id, name=added.name)

    def redact_for_applicant(self, case_id: int) -> None:
        """Withhold the identity number of others in what is given, and give the redacted file."""
        subject, files, _texts = case_outgoing(case_id)
        source = files[0]
        layer = redact(
            self.office,
            subject,
            source,
            door=Door.APPLICANT,
            kinds=[FindingKind.IDENTITY_NUMBER],
        )
        exchange_reply_file(
            actor=self.office.actor(Role.CLERK),
            case_id=case_id,
            old_digest=source.digest,
            digest=approve_layer(self.office, layer),
            name=outgoing_name(layer),
        )

    def redact_for_public(self, case_id: int) -> None:
        """Withhold more of the same document for the public; it waits for its review."""
        subject = Subject(kind="case", id=case_id, organ_id=self.office.organ_id)
        material = materials_of(subject)[0]
        redact(
            self.office,
            subject,
            FileOut(name=material.name, digest=material.source_digest),
            door=Door.PUBLIC,
            kinds=[FindingKind.MOBILE],
            terms=[REDACTED_NAME],
        )

    def decide_findings(self, case_id: int) -> None:
        """Decide what the release gate found in the reply, where it found anything."""
        subject, files, texts = case_outgoing(case_id)
        report = look(door=Door.APPLICANT, subject=subject, files=files, texts=texts)
        decide_everything(
            self.office, report, reason="为该办事窗口对外公布的值班手机号码，不涉及个人隐私。"
        )

    def propose(self, case_id: int) -> None:
        """Propose the reply."""
        propose_reply(actor=self.office.actor(Role.CLERK), case_id=case_id)

    def review(self, case_id: int, *, returned: bool = False) -> None:
        """Do the secrecy review."""
        actor = self.office.actor(Role.SECRECY_REVIEWER)
        digest = reply_digest(case_id)
        review_reply(
            actor=actor,
            case_id=case_id,
            decision=Decision.RETURN if returned else Decision.PASS,
            opinion="附件第二页有联系人手机号码，请遮盖。" if returned else "经审查，不涉密。",
            seen_digest=digest,
            signature=signed(actor, purpose_of("secrecy"), digest),
        )

    def approve(self, case_id: int) -> None:
        """Approve the reply."""
        actor = self.office.actor(Role.PERSON_IN_CHARGE)
        digest = reply_digest(case_id)
        approve_reply(
            actor=actor,
            case_id=case_id,
            decision=Decision.PASS,
            opinion="同意答复。",
            seen_digest=digest,
            signature=signed(actor, purpose_of("approval"), digest),
        )

    def issue(self, case_id: int) -> None:
        """Issue the letter; on line it is delivered with it."""
        issue_reply(actor=self.office.actor(Role.CLERK), case_id=case_id)

    def waits_to_be_posted(self, case_id: int) -> bool:
        """Say whether the letter is made and has still to be posted."""
        return state_of(case_id) is CaseState.REPLIED

    def post(self, case_id: int, reference: str) -> None:
        """Record that the letter was posted today."""
        record_delivery(
            actor=self.office.actor(Role.CLERK),
            case_id=case_id,
            way="post",
            delivered_on=time.today(),
            reference=reference,
        )

    def close(self, case_id: int) -> None:
        """Close the case."""
        close_case(actor=self.office.actor(Role.CLERK), case_id=case_id)
