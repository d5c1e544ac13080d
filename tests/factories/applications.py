"""Applications and cases in every state, brought there by the operations of a real site."""

from dataclasses import dataclass, replace
from itertools import count

from tests.factories import organs
from tests.factories.examined import examined

from gongkai.applications.access import APPLICANT, CaseKey
from gongkai.applications.leaving import subject_of
from gongkai.applications.models import Case, Reply, ReplyFile
from gongkai.applications.operations import (
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
    open_case,
    propose_reply,
    receive_application,
    record_delivery,
    review_reply,
)
from gongkai.applications.operations.extending import EXTENSION_PURPOSE
from gongkai.applications.queries.case_page import gate_report
from gongkai.applications.rules.reply import Answer
from gongkai.applications.rules.submission import Submission
from gongkai.applications.rules.vocabulary import (
    ApplicantKind,
    Carrier,
    IdentityKind,
    ReportKind,
    SupplyWay,
)
from gongkai.kernel.sealing import store_sealed
from gongkai.kernel.time import today
from gongkai.kernel.types import Actor, Role, Viewer
from gongkai.organs.models import OfficeKind, Organ, Person, Signature
from gongkai.organs.operations import set_office, sign
from gongkai.release.operations.deciding import Choice, decide_findings
from gongkai.release.rules.doors import Door, Verdict
from gongkai.review.models import Decision, StepKind
from gongkai.review.rules.steps import purpose_of

_forms = count(1)
ADDRESS = "192.0.2.7"
"""The network address from which the tests' applicants come."""


def a_submission(**changes: object) -> Submission:
    """Return a citizen's application that may be sent as it is."""
    said = Submission(
        applicant_kind=ApplicantKind.CITIZEN,
        report_kind=ReportKind.NATURAL_PERSON,
        name="石小禾",
        identity_kind=IdentityKind.IDENTITY_CARD,
        identity_number="11010519491231002X",
        address="云梦省泽州市东湖路8号",
        postcode="960001",
        telephone="0960-5550123",
        email="shi@example.org",
        asked="2025年度东湖片区危旧房改造资金的安排和使用情况",
        title="东湖片区危旧房改造资金使用情况",
        supply_way=SupplyWay.ONLINE,
        carrier=Carrier.ELECTRONIC,
    )
    return replace(said, **changes)  # type: ignore[arg-type] # fields of the submission


def an_organisations_submission(**changes: object) -> Submission:
    """Return the application of a company."""
    said = a_submission(
        applicant_kind=ApplicantKind.ORGANISATION,
        report_kind=ReportKind.COMPANY,
        name="云梦青禾农业有限公司",
        legal_representative="丁一禾",
        contact_person="米多",
        identity_kind=IdentityKind.CREDIT_CODE,
        identity_number="91110000600037341L",
    )
    return replace(said, **changes)  # type: ignore[arg-type] # fields of the submission


def a_proof(name: str = "身份证复印件.png") -> SubmittedFile:
    """Return a copy of an identity card, sealed."""
    content = b"\x89PNG\r\n\x1a\n" + b"not a picture, only the head of one" * 4
    return SubmittedFile(
        role="proof", name=name, media_type="image/png", sealed=store_sealed(content)
    )


def received(
    organ: Organ,
    said: Submission | None = None,
    *,
    regime_id: str = "ogi-2008",
    once_key: str = "",
) -> Acknowledgement:
    """Receive an application for the organ and return number and code."""
    return receive_application(
        organ_id=organ.pk,
        submission=said or a_submission(),
        once_key=once_key or f"form-{next(_forms)}",
        files=[a_proof()],
        regime_id=regime_id,
    )


def opened(given: Acknowledgement) -> CaseKey:
    """Open the case as its applicant."""
    return open_case(number=given.number, code=given.code, address=ADDRESS)


GRANTED = Answer(
    asked="2025年度东湖片区危旧房改造资金的安排和使用情况",
    outcome_code="granted",
    where="随本答复书提供《2025年度东湖片区危旧房改造资金使用情况表》。",
)
NOT_HELD = Answer(
    asked="2025年度东湖片区危旧房改造资金的安排和使用情况",
    outcome_code="not_held",
    reasons="经检索，本机关未制作、未获取该信息。",
    search_note="检索了办公自动化系统和2025年度纸质档案。",
)


TABLE = "附表一：2025年度资金使用情况。\n".encode()
"""A file in which the gate finds nothing."""


@dataclass(frozen=True, slots=True)
class Desk:
    """An organ with its people, who bring a case from step to step."""

    organ: Organ
    clerk: Person
    secrecy: Person
    in_charge: Person

    def acting(self, role: Role) -> Actor:
        """Return the holder of a role, acting today."""
        return organs.acting(self._holder(role), role, self.organ)

    def received(
        self, said: Submission | None = None, *, regime_id: str = "ogi-2008", once_key: str = ""
    ) -> Acknowledgement:
        """Receive an application; under the 2019 text it waits for its confirmation."""
        return received(self.organ, said, regime_id=regime_id, once_key=once_key)

    def confirmed(self, case_id: int) -> Case:
        """Confirm the receipt."""
        return confirm_receipt(actor=self.acting(Role.CLERK), case_id=case_id)

    def asked_to_correct(self, case_id: int, *points: str) -> Case:
        """Ask for a correction of these points."""
        ask_correction(
            actor=self.acting(Role.CLERK),
            case_id=case_id,
            points=points or ("请写明所需信息的年度。",),
        )
        return Case.objects.get(pk=case_id)

    def corrected(self, case_id: int, answer: str = "2025年度。") -> Case:
        """Let the applicant correct the application."""
        correct_application(actor=APPLICANT, case_id=case_id, answer=answer)
        return Case.objects.get(pk=case_id)

    def accepted(self, case_id: int) -> Case:
        """Accept the case."""
        return accept_case(actor=self.acting(Role.CLERK), case_id=case_id)

    def drafted(self, case_id: int, *answers: Answer) -> Reply:
        """Draft the reply."""
        return draft_reply(
            actor=self.acting(Role.CLERK), case_id=case_id, answers=answers or (GRANTED,)
        )

    def enclosed(self, case_id: int, name: str = "附表.txt", content: bytes = TABLE) -> ReplyFile:
        """Put a file with the reply, and have it examined."""
        file = add_reply_content(
            actor=self.acting(Role.CLERK), case_id=case_id, name=name, content=content
        )
        examined(file.stored_id, file.name)
        return file

    def decided_findings(
        self, case_id: int, verdict: Verdict = Verdict.MAY_LEAVE, reason: str = "本人已同意。"
    ) -> None:
        """Decide everything that the gate finds in the reply, also what was decided before."""
        reply = Reply.objects.select_related("case__application").get(case_id=case_id)
        found = [line for item in gate_report(reply).items for line in item.findings]
        decide_findings(
            actor=self.acting(Role.CLERK),
            door=Door.APPLICANT,
            subject=subject_of(reply.case),
            choices=[Choice(kind=line.kind, tag=line.tag, excerpt=line.excerpt) for line in found],
            verdict=verdict,
            reason=reason,
        )

    def proposed(self, case_id: int, *answers: Answer) -> Reply:
        """Draft the reply and propose it."""
        self.drafted(case_id, *answers)
        return propose_reply(actor=self.acting(Role.CLERK), case_id=case_id)

    def reviewed(self, case_id: int, decision: Decision = Decision.PASS) -> Case:
        """Decide the secrecy review of a proposed reply."""
        return self.decided(case_id, StepKind.SECRECY, decision)

    def approved(self, case_id: int, decision: Decision = Decision.PASS) -> Case:
        """Decide the approval of a reviewed reply."""
        return self.decided(case_id, StepKind.APPROVAL, decision)

    def decided(
        self,
        case_id: int,
        kind: StepKind,
        decision: Decision = Decision.PASS,
        *,
        by: Actor | None = None,
        opinion: str = "已审。",
    ) -> Case:
        """Decide a step with a fresh signature: the organ's own person, or who is named."""
        is_secrecy = kind is StepKind.SECRECY
        actor = by or self.acting(Role.SECRECY_REVIEWER if is_secrecy else Role.PERSON_IN_CHARGE)
        reply = Reply.objects.filter(case_id=case_id).first()
        digest = (reply.digest if reply else "") or organs.a_digest("nothing proposed")
        return (review_reply if is_secrecy else approve_reply)(
            actor=actor,
            case_id=case_id,
            decision=decision,
            opinion=opinion,
            seen_digest=digest,
            signature=signed(actor, digest, purpose_of(kind.value)),
        )

    def replied(self, case_id: int, *answers: Answer) -> Case:
        """Bring an accepted case to its letter; on line it is delivered with it."""
        self.proposed(case_id, *answers)
        self.reviewed(case_id)
        self.approved(case_id)
        return self.issued(case_id)

    def issued(self, case_id: int) -> Case:
        """Issue the letter of an approved reply."""
        return issue_reply(actor=self.acting(Role.CLERK), case_id=case_id)

    def posted(self, case_id: int) -> Case:
        """Record that the answer was posted today."""
        return record_delivery(
            actor=self.acting(Role.CLERK),
            case_id=case_id,
            way="post",
            delivered_on=today(),
            reference="XA 1234 5678 9 CN",
        )

    def closed(self, case_id: int) -> Case:
        """Close a delivered case."""
        return close_case(actor=self.acting(Role.CLERK), case_id=case_id)

    def extended(self, case_id: int, working_days: int = 15, *, granted: bool = True) -> Case:
        """Ask for more time and decide it."""
        asked = ask_extension(
            actor=self.acting(Role.CLERK),
            case_id=case_id,
            working_days=working_days,
            reason="需要检索的档案较多。",
        )
        digest = extension_digest(asked)
        decide_extension(
            actor=self.acting(Role.PERSON_IN_CHARGE),
            extension_id=asked.pk,
            granted=granted,
            opinion="" if granted else "请在期限内答复。",
            seen_digest=digest,
            signature=signed(self.acting(Role.PERSON_IN_CHARGE), digest, EXTENSION_PURPOSE),
        )
        return Case.objects.get(pk=case_id)

    def viewing(self, role: Role) -> Viewer:
        """Return the holder of a role as a viewer."""
        return organs.viewing(self._holder(role))

    def _holder(self, role: Role) -> Person:
        return {
            Role.CLERK: self.clerk,
            Role.SECRECY_REVIEWER: self.secrecy,
            Role.PERSON_IN_CHARGE: self.in_charge,
        }[role]


def signed(actor: Actor, digest: str, purpose: str) -> Signature:
    """Return the actor's fresh signature under a digest."""
    return sign(
        person_id=actor.person_id or 0, secret=organs.PASSWORD, purpose=purpose, digest=digest
    )


def a_desk(organ: Organ | None = None) -> Desk:
    """Return an organ with a disclosure office and the people who handle its cases."""
    organ = organ or organs.an_organ()
    administrator = organs.someone(Role.SYSTEM_ADMINISTRATOR, organ)
    set_office(
        actor=organs.acting(administrator, Role.SYSTEM_ADMINISTRATOR, organ),
        organ_id=organ.pk,
        kind=OfficeKind.DISCLOSURE,
        name=f"{organ.name}政务公开科",
        address="云梦省泽州市东湖路1号",
        telephone="0960-5550100",
        email="gongkai@example.org",
        hours="工作日9:00-17:00",
        fax="",
        postcode="960001",
    )
    return Desk(
        organ=organ,
        clerk=organs.someone(Role.CLERK, organ),
        secrecy=organs.someone(Role.SECRECY_REVIEWER, organ),
        in_charge=organs.someone(Role.PERSON_IN_CHARGE, organ),
    )
