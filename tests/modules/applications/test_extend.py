"""More time for the reply: asked by the clerk, decided and signed by the person in charge."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction
from tests.factories import organs
from tests.factories.applications import Desk, a_desk, signed

from gongkai.applications.models import Case, Extension
from gongkai.applications.operations import (
    EXTENSION_PURPOSE,
    AskedItYourself,
    CorrectionAwaited,
    DaysNotPossible,
    ExtensionAlreadyAsked,
    ExtensionChanged,
    ExtensionDecided,
    MoveNotPossible,
    NoExtensionPossible,
    ReasonNeeded,
    ask_extension,
    decide_extension,
    extension_digest,
    withdraw_application,
)
from gongkai.applications.operations.letter_facts import reply_clock
from gongkai.applications.queries import DECIDE_EXTENSION, case_counts, case_page, my_cases
from gongkai.audit.models import AuditEntry
from gongkai.clock.operations.refusals import ExtensionTooLate
from gongkai.kernel.refusals import NotAllowed, NotFound
from gongkai.kernel.time import today
from gongkai.kernel.types import Actor, Role
from gongkai.letters.models import Letter
from gongkai.notices.models import Notice
from gongkai.organs.models import Signature
from gongkai.organs.operations import SignatureDoesNotFit, SignatureTooOld

CLERK, IN_CHARGE = Role.CLERK, Role.PERSON_IN_CHARGE


@pytest.fixture
def case_id(desk: Desk) -> int:
    """An accepted case, due on 7 April 2026."""
    given = desk.received()
    desk.accepted(given.case_id)
    return given.case_id


def _due_on(case_id: int) -> date | None:
    return reply_clock(Case.objects.get(pk=case_id)).due_on


def _ask(desk: Desk, case_id: int, working_days: int = 15, reason: str = "档案较多。") -> Extension:
    return ask_extension(
        actor=desk.acting(CLERK), case_id=case_id, working_days=working_days, reason=reason
    )


def _decide(
    desk: Desk,
    asked: Extension,
    *,
    by: Actor | None = None,
    granted: bool = True,
    opinion: str = "",
    signature: Signature | None = None,
) -> Extension:
    actor, digest = by or desk.acting(IN_CHARGE), extension_digest(asked)
    return decide_extension(
        actor=actor,
        extension_id=asked.pk,
        granted=granted,
        opinion=opinion,
        seen_digest=digest,
        signature=signature or signed(actor, digest, EXTENSION_PURPOSE),
    )


@pytest.mark.parametrize(
    ("regime_id", "working_days", "before", "after"),
    [
        ("ogi-2008", 15, date(2026, 4, 7), date(2026, 4, 28)),
        ("ogi-2008", 1, date(2026, 4, 7), date(2026, 4, 8)),
        ("ogi-2019", 20, date(2026, 4, 14), date(2026, 5, 14)),
    ],
)
def test_granted_the_limit_is_longer_and_the_applicant_is_told(
    desk: Desk, regime_id: str, working_days: int, before: date, after: date
) -> None:
    case_id = desk.received(regime_id=regime_id).case_id
    if regime_id == "ogi-2019":
        desk.confirmed(case_id)
    desk.accepted(case_id)
    assert _due_on(case_id) == before
    extension = _decide(desk, _ask(desk, case_id, working_days))
    assert _due_on(case_id) == after
    letter = extension.letter
    assert letter is not None
    assert (letter.kind, letter.facts["working_days"]) == ("extension", working_days)
    assert (letter.facts["old_due_on"], letter.facts["new_due_on"]) == (
        before.isoformat(),
        after.isoformat(),
    )
    assert letter.facts["approved_by"] == desk.in_charge.name
    assert letter.facts["reason"] == "档案较多。"
    assert Notice.objects.filter(kind="letter_waiting").count() == (
        2 if regime_id == "ogi-2019" else 1
    )
    assert Case.objects.get(pk=case_id).state == "handling", "an extension is no state"


def test_refused_nothing_is_longer_and_no_letter_goes_out(desk: Desk, case_id: int) -> None:
    asked = _ask(desk, case_id)
    with pytest.raises(ReasonNeeded):
        _decide(desk, asked, granted=False, opinion=" ")
    assert _decide(desk, asked, granted=False, opinion="请在期限内答复。").letter is None
    assert _due_on(case_id) == date(2026, 4, 7)
    assert not Letter.objects.filter(kind="extension").exists()
    _ask(desk, case_id)  # a refusal does not use the one extension up


@pytest.mark.parametrize(("regime_id", "most"), [("ogi-2008", 15), ("ogi-2019", 20)])
def test_no_more_working_days_than_the_regime_allows(desk: Desk, regime_id: str, most: int) -> None:
    case_id = desk.received(regime_id=regime_id).case_id
    if regime_id == "ogi-2019":
        desk.confirmed(case_id)
    for working_days in (-1, 0, most + 1):
        with pytest.raises(DaysNotPossible):
            _ask(desk, case_id, working_days)
    assert _ask(desk, case_id, most).working_days == most


def test_a_reply_is_extended_once(desk: Desk, case_id: int) -> None:
    desk.extended(case_id, 5)
    with pytest.raises(NoExtensionPossible):
        _ask(desk, case_id, 1)


def test_one_request_waits_at_a_time(desk: Desk, case_id: int) -> None:
    _ask(desk, case_id)
    with pytest.raises(ExtensionAlreadyAsked):
        _ask(desk, case_id)


@pytest.mark.parametrize("reason", ["", " \n", "字" * 1001])
def test_the_applicant_reads_why(desk: Desk, case_id: int, reason: str) -> None:
    with pytest.raises(ReasonNeeded):
        _ask(desk, case_id, reason=reason)


def test_on_the_last_day_it_is_still_in_time(
    desk: Desk, case_id: int, fixed_moment: time_machine.Traveller
) -> None:
    fixed_moment.move_to("2026-04-07 23:59+08:00")
    _decide(desk, _ask(desk, case_id))
    assert _due_on(case_id) == date(2026, 4, 28)


def test_after_the_last_day_it_is_neither_asked_for_nor_granted(
    desk: Desk, case_id: int, fixed_moment: time_machine.Traveller
) -> None:
    asked = _ask(desk, case_id)
    fixed_moment.move_to("2026-04-08 00:01+08:00")
    with pytest.raises(ExtensionTooLate):
        _decide(desk, asked)
    with pytest.raises(ExtensionAlreadyAsked):
        _ask(desk, case_id)
    _decide(desk, asked, granted=False, opinion="已逾期。")
    with pytest.raises(NoExtensionPossible):
        _ask(desk, case_id)
    assert _due_on(case_id) == date(2026, 4, 7)


def test_only_while_the_reply_is_worked_on(desk: Desk) -> None:
    confirming = desk.received(regime_id="ogi-2019").case_id
    correcting, approved = desk.received().case_id, desk.received().case_id
    desk.asked_to_correct(correcting)
    desk.accepted(approved)
    desk.proposed(approved)
    desk.reviewed(approved)
    desk.approved(approved)
    for case_id in (confirming, correcting, approved):
        with pytest.raises(MoveNotPossible):
            _ask(desk, case_id, 5)


def test_no_last_day_is_promised_while_a_correction_is_awaited(desk: Desk) -> None:
    case_id = desk.received().case_id
    asked = _ask(desk, case_id)
    desk.asked_to_correct(case_id)
    with pytest.raises(CorrectionAwaited):
        _decide(desk, asked)
    assert not Letter.objects.filter(kind="extension").exists()
    desk.corrected(case_id)
    assert _decide(desk, asked).letter is not None


def test_more_time_may_be_refused_while_a_correction_is_awaited(desk: Desk) -> None:
    case_id = desk.received().case_id
    asked = _ask(desk, case_id)
    desk.asked_to_correct(case_id)
    assert not _decide(desk, asked, granted=False, opinion="请在期限内答复。").granted


@pytest.mark.parametrize("role", [Role.SECRECY_REVIEWER, IN_CHARGE])
def test_only_a_clerk_asks(desk: Desk, case_id: int, role: Role) -> None:
    for actor in (desk.acting(role), a_desk().acting(CLERK)):
        with pytest.raises(NotAllowed):
            ask_extension(actor=actor, case_id=case_id, working_days=5, reason="忙。")


@pytest.mark.parametrize("role", [CLERK, Role.SECRECY_REVIEWER])
def test_only_the_person_in_charge_decides(desk: Desk, case_id: int, role: Role) -> None:
    asked = _ask(desk, case_id)
    for actor in (desk.acting(role), a_desk().acting(IN_CHARGE)):
        with pytest.raises(NotAllowed):
            _decide(desk, asked, by=actor)
    assert _due_on(case_id) == date(2026, 4, 7)


def test_nobody_decides_what_they_asked_for(desk: Desk, case_id: int) -> None:
    organs.a_role(desk.clerk, desk.organ, IN_CHARGE)
    asked = _ask(desk, case_id)
    assert [line.task for line in my_cases(desk.viewing(CLERK), on=today())] == ["draft_reply"]
    assert not _may_decide(desk, case_id, CLERK)
    assert _may_decide(desk, case_id, IN_CHARGE)
    with pytest.raises(AskedItYourself):
        _decide(desk, asked, by=organs.acting(desk.clerk, IN_CHARGE, desk.organ))
    waiting = my_cases(desk.viewing(IN_CHARGE), on=today())
    assert [(line.case_id, line.task) for line in waiting] == [(case_id, DECIDE_EXTENSION)]
    _decide(desk, asked)


def _may_decide(desk: Desk, case_id: int, role: Role) -> bool:
    page = case_page(desk.viewing(role), case_id, on=today())
    return any(move.event == DECIDE_EXTENSION and not move.why_not for move in page.beside)


def test_it_is_decided_once(desk: Desk, case_id: int) -> None:
    asked = _ask(desk, case_id)
    _decide(desk, asked)
    with pytest.raises(ExtensionDecided):
        _decide(desk, asked)
    with pytest.raises(NotFound):
        decide_extension(
            actor=desk.acting(IN_CHARGE),
            extension_id=asked.pk + 1,
            granted=True,
            opinion="",
            seen_digest="0" * 64,
            signature=Signature.objects.latest("pk"),
        )


def test_the_signature_belongs_to_this_request(
    desk: Desk, case_id: int, fixed_moment: time_machine.Traveller
) -> None:
    asked, in_charge = _ask(desk, case_id), desk.acting(IN_CHARGE)
    right = extension_digest(asked)
    other = organs.a_digest("another request")
    for signature in (
        signed(in_charge, other, EXTENSION_PURPOSE),
        signed(in_charge, right, "review.approval"),
        signed(desk.acting(CLERK), right, EXTENSION_PURPOSE),
    ):
        with pytest.raises(SignatureDoesNotFit):
            _decide(desk, asked, signature=signature)
    old = signed(in_charge, right, EXTENSION_PURPOSE)
    fixed_moment.shift(601)
    with pytest.raises(SignatureTooOld):
        _decide(desk, asked, signature=old)
    with pytest.raises(ExtensionChanged):
        decide_extension(
            actor=in_charge,
            extension_id=asked.pk,
            granted=True,
            opinion="",
            seen_digest=other,
            signature=signed(in_charge, other, EXTENSION_PURPOSE),
        )
    assert Extension.objects.get().decided_at is None


def test_a_signature_stands_under_one_decision(desk: Desk) -> None:
    """Two requests never have the same digest; the table holds it all the same."""
    first, second = desk.received().case_id, desk.received().case_id
    granted = _decide(desk, _ask(desk, first))
    asked = _ask(desk, second)
    with pytest.raises(SignatureDoesNotFit):
        _decide(desk, asked, signature=granted.signature)
    with pytest.raises(IntegrityError, match="signature"), transaction.atomic():
        Extension.objects.filter(pk=asked.pk).update(
            granted=True,
            decided_at=granted.decided_at,
            decided_by=granted.decided_by,
            signature=granted.signature,
        )


def test_an_ended_case_leaves_nothing_to_be_decided(desk: Desk, case_id: int) -> None:
    asked, viewer = _ask(desk, case_id), desk.viewing(IN_CHARGE)
    assert case_counts(viewer, on=today()).waiting == 1
    withdraw_application(case_id=case_id)
    for granted in (True, False):
        with pytest.raises(MoveNotPossible):
            _decide(desk, asked, granted=granted, opinion="已撤回。")
    assert my_cases(viewer, on=today()) == ()
    assert case_page(viewer, case_id, on=today()).beside == ()
    assert case_counts(viewer, on=today()).waiting == 0


def test_the_trail_keeps_who_asked_and_who_decided(desk: Desk, case_id: int) -> None:
    desk.extended(case_id, 5)
    rows = AuditEntry.objects.filter(
        action__in=["applications.ask_extension", "applications.decide_extension"]
    )
    assert [(row.actor_id, row.details) for row in rows.order_by("pk")] == [
        (desk.clerk.pk, {"working_days": "5"}),
        (desk.in_charge.pk, {"granted": "true"}),
    ]
