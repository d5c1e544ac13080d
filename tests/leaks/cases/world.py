"""Cases brought to a state by the operations of a real site, every field of them marked.

What is written down about each case (its state, whether it was laid before a reviewer, whether the
answer reached the applicant) is what was done to it; nothing here asks the product who may see it.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from tests.factories.applications import ADDRESS, Desk, signed
from tests.factories.examined import examined
from tests.leaks.cases.filing import Pen
from tests.leaks.markers import Markers

from gongkai.applications.models import Extension
from gongkai.applications.operations import (
    EXTENSION_PURPOSE,
    SentFile,
    accept_case,
    add_reply_content,
    answer_correction,
    ask_correction,
    ask_extension,
    close_case,
    decide_extension,
    draft_reply,
    extension_digest,
    issue_reply,
    lapse_case,
    open_case,
    propose_reply,
    receive_application,
    record_delivery,
    reissue_code,
    withdraw_application,
)
from gongkai.applications.rules.reply import Answer
from gongkai.applications.rules.vocabulary import SupplyWay
from gongkai.kernel.time import today
from gongkai.kernel.types import Actor, Role
from gongkai.review.models import Decision, StepKind

TO_CORRECT = timedelta(days=14)
"""How long a correction is awaited where the organ fixes the day."""


@dataclass
class KnownCase:
    """What was done to one case."""

    key: str
    applicant: str
    organ: str
    regime: str
    id: int
    number: str
    code: str
    ended_codes: list[str] = field(default_factory=list)
    state: str = "formal_review"
    rounds: int = 0
    """How often a reply was drafted from nothing; markers of a reply carry the round."""
    was_proposed: bool = False
    is_handed_over: bool = False
    """The answer, or the letter that nothing follows, is the applicant's to open."""
    is_extended: bool = False
    waits_above: bool = False
    """A step that was handed up goes on, or its proposal does."""
    parts: dict[str, list[int]] = field(default_factory=dict)
    """Ids of what belongs to it, by the name of the parameter of an address."""


class CaseAuthor:
    """Writes marked cases of one organ and brings them to a state, by the real operations."""

    def __init__(self, name: str, desk: Desk, markers: Markers, above: Actor | None = None) -> None:
        self.name, self.desk, self.markers = name, desk, markers
        self._above = above
        """Who decides the secrecy review, where it was handed up."""
        self.known: dict[str, KnownCase] = {}

    def received(
        self, key: str, applicant: str, regime: str, way: SupplyWay = SupplyWay.ONLINE
    ) -> KnownCase:
        """Receive an application; under the 2019 text it waits for its confirmation."""
        pen = Pen(self.markers, key)
        is_organisation = applicant.startswith("organisation")
        given = receive_application(
            organ_id=self.desk.organ.pk,
            submission=pen.submission(way=way, is_organisation=is_organisation),
            once_key=f"the form of {key}",
            files=[file.sealed for file in pen.files()],
            regime_id=regime,
        )
        known = KnownCase(
            key, applicant, self.name, regime, given.case_id, given.number, given.code
        )
        known.state = "confirming" if regime == "ogi-2019" else "formal_review"
        pen.keep("number", given.number)
        pen.keep("query_code", given.code, given.code.replace("-", ""))
        self.known[key] = known
        return known

    def confirmed(self, known: KnownCase) -> None:
        """Confirm the receipt."""
        self.desk.confirmed(known.id)
        known.state = "formal_review"

    def asked_to_correct(self, known: KnownCase) -> None:
        """Ask for a correction."""
        pen = self._pen(known)
        ask_correction(
            actor=self._clerk,
            case_id=known.id,
            points=[f"请写明{pen.put('correction_point')}。", "请写明年度。"],
            answer_by=None if known.regime == "ogi-2008" else today() + TO_CORRECT,
        )
        known.state = "correction_asked"

    def corrected(self, known: KnownCase) -> None:
        """Let the applicant correct the application on line."""
        pen = self._pen(known)
        file = pen.file("correction_file")
        answer_correction(
            key=open_case(number=known.number, code=known.code, address=ADDRESS),
            answer=f"补正{pen.put('correction_answer')}",
            files=[SentFile(file.name, file.content)],
        )
        known.state = "formal_review"

    def lapsed(self, known: KnownCase) -> None:
        """End a case that was not corrected in time."""
        lapse_case(actor=self._in_charge, case_id=known.id)
        known.state, known.is_handed_over = "abandoned", True

    def accepted(self, known: KnownCase) -> None:
        """Accept the case."""
        accept_case(actor=self._clerk, case_id=known.id)
        known.state = "handling"

    def drafted(self, known: KnownCase) -> None:
        """Draft the reply with a file, in place of what stood there."""
        known.rounds += 1
        pen, round_ = self._pen(known), known.rounds
        draft_reply(
            actor=self._clerk,
            case_id=known.id,
            answers=_answers(pen, round_, known.regime),
            outcome_code="granted",
            outcome_reason=f"改选{pen.put('outcome_reason', round_)}",
        )
        file = pen.file("reply_file", round_)
        added = add_reply_content(
            actor=self._clerk, case_id=known.id, name=file.name, content=file.content
        )
        examined(added.stored_id, added.name)
        known.state = "drafted"

    def proposed(self, known: KnownCase) -> None:
        """Propose the reply, drafted now where it was not before or was returned."""
        if known.state != "drafted" or known.was_proposed:
            self.drafted(known)
        note = self._pen(known).put("proposal_note", known.rounds)
        propose_reply(actor=self._clerk, case_id=known.id, note=f"提请{note}")
        known.state, known.was_proposed = "proposed", True
        known.waits_above = self._above is not None

    def returned(self, known: KnownCase) -> None:
        """Let the secrecy reviewer return the reply."""
        self._decide(known, StepKind.SECRECY, Decision.RETURN)
        known.state, known.waits_above = "drafted", False

    def reviewed(self, known: KnownCase) -> None:
        """Pass the secrecy review."""
        self._decide(known, StepKind.SECRECY)
        known.state = "reviewed"

    def approved(self, known: KnownCase) -> None:
        """Approve the reply."""
        self._decide(known, StepKind.APPROVAL)
        known.state, known.waits_above = "approved", False

    def replied(self, known: KnownCase) -> None:
        """Issue the letter; on line it is delivered with it."""
        case = issue_reply(actor=self._clerk, case_id=known.id)
        known.state, known.is_handed_over = case.state, case.state == "delivered"

    def posted(self, known: KnownCase) -> None:
        """Record that the answer was posted and who signed for it."""
        record_delivery(
            actor=self._clerk,
            case_id=known.id,
            way="post",
            delivered_on=today(),
            reference=f"签收{self._pen(known).put('delivery_reference')}",
        )
        known.state, known.is_handed_over = "delivered", True

    def closed(self, known: KnownCase) -> None:
        """Close the case."""
        close_case(actor=self._clerk, case_id=known.id)
        known.state = "closed"

    def withdrawn(self, known: KnownCase) -> None:
        """Let the applicant withdraw the application."""
        withdraw_application(case_id=known.id)
        known.state, known.waits_above = "withdrawn", False

    def asked_for_time(self, known: KnownCase) -> Extension:
        """Ask for more time."""
        return ask_extension(
            actor=self._clerk,
            case_id=known.id,
            working_days=10,
            reason=f"档案较多{self._pen(known).put('extension_reason')}",
        )

    def extended(self, known: KnownCase) -> None:
        """Ask for more time and grant it."""
        self._decide_on_time(known, self.asked_for_time(known), granted=True)
        known.is_extended = True

    def refused_time(self, known: KnownCase) -> None:
        """Ask for more time and refuse it."""
        self._decide_on_time(known, self.asked_for_time(known), granted=False)

    def code_lost(self, known: KnownCase) -> None:
        """Give a new query code at the counter."""
        pen = self._pen(known)
        how = f"出示证件{pen.put('how_identified')}"
        known.ended_codes.append(known.code)
        known.code = reissue_code(actor=self._clerk, case_id=known.id, how_identified=how)
        pen.keep("query_code", known.code, known.code.replace("-", ""))

    @property
    def _clerk(self) -> Actor:
        return self.desk.acting(Role.CLERK)

    @property
    def _in_charge(self) -> Actor:
        return self.desk.acting(Role.PERSON_IN_CHARGE)

    def _pen(self, known: KnownCase) -> Pen:
        return Pen(self.markers, known.key)

    def _decide(self, known: KnownCase, kind: StepKind, decision: Decision = Decision.PASS) -> None:
        name = "return_note" if decision is Decision.RETURN else f"{kind.value}_opinion"
        self.desk.decided(
            known.id,
            kind,
            decision,
            by=self._above if kind is StepKind.SECRECY else None,
            opinion=f"意见{self._pen(known).put(name, known.rounds)}",
        )

    def _decide_on_time(self, known: KnownCase, asked: Extension, *, granted: bool) -> None:
        digest = extension_digest(asked)
        decide_extension(
            actor=self._in_charge,
            extension_id=asked.pk,
            granted=granted,
            opinion=f"批示{self._pen(known).put('extension_opinion')}",
            seen_digest=digest,
            signature=signed(self._in_charge, digest, EXTENSION_PURPOSE),
        )


def _answers(pen: Pen, round_: int, regime: str) -> list[Answer]:
    """Return an answer of each shape, so that every field of a reply is filled."""

    def item(outcome_code: str, **said: str) -> Answer:
        filled = {
            name: f"其中{pen.put(name, round_)}" for name, wanted in said.items() if not wanted
        }
        fixed = {name: wanted for name, wanted in said.items() if wanted}
        asked = f"所问{pen.put('item_asked', round_)}"
        return Answer(asked=asked, outcome_code=outcome_code, **filled, **fixed)

    return [
        item("granted", where=""),
        item(
            "refused_state_secret",
            ground_code=f"{regime}/state-secret",
            reasons="",
            split_reason="",
        ),
        item("not_held", search_note=""),
        item("not_this_organ", reasons="", competent_organ="", competent_contact=""),
    ]
