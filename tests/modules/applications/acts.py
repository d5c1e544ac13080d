"""Everything that anybody can try to do to a case, rightly or wrongly, for random histories."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from tests.factories import organs
from tests.factories.applications import GRANTED, NOT_HELD, Desk, a_desk, signed
from tests.factories.examined import examined

from gongkai.applications.access import APPLICANT
from gongkai.applications.models import Case, Extension, Reply, ReplyFile
from gongkai.applications.operations import (
    EXTENSION_PURPOSE,
    accept_case,
    add_reply_content,
    approve_reply,
    ask_correction,
    ask_extension,
    assign_case,
    close_case,
    confirm_receipt,
    correct_application,
    decide_extension,
    draft_reply,
    extension_digest,
    issue_reply,
    lapse_case,
    propose_reply,
    record_delivery,
    remove_reply_file,
    review_reply,
    withdraw_application,
)
from gongkai.applications.rules.reply import Answer
from gongkai.kernel.time import today
from gongkai.kernel.types import Actor, Role, Viewer
from gongkai.organs.models import Organ
from gongkai.review.models import Decision, StepKind
from gongkai.review.rules.steps import purpose_of

Deed = Callable[[], object]
NO_DIGEST = "0" * 64
FILE = "附表一。\n".encode()


@dataclass(frozen=True, slots=True)
class Cast:
    """Who may have a hand in it."""

    organ: Organ
    actors: Mapping[str, Actor]
    """By name: the organ's people, an all-rounder with all their roles, and another organ's."""
    viewers: tuple[Viewer, ...]
    """The organ's people."""
    clerks: frozenset[int]


def a_cast(desk: Desk) -> Cast:
    """Return the organ's people, one more with every role, and another organ's people."""
    other = a_desk()
    allround = organs.a_person("多面手")
    roles = (Role.CLERK, Role.SECRECY_REVIEWER, Role.PERSON_IN_CHARGE)
    actors = {"applicant": APPLICANT, "allround applicant": APPLICANT}
    for role in roles:
        organs.a_role(allround, desk.organ, role)
        actors[role.value] = desk.acting(role)
        actors[f"allround {role.value}"] = organs.acting(allround, role, desk.organ)
        actors[f"other {role.value}"] = other.acting(role)
    return Cast(
        organ=desk.organ,
        actors=actors,
        viewers=(*(desk.viewing(role) for role in roles), organs.viewing(allround)),
        clerks=frozenset({desk.clerk.pk, allround.pk}),
    )


def answers_of(chance: int, regime_id: str) -> list[Answer]:
    """Return what is answered this time: given, not held, refused, half-said, or nothing."""
    refused = Answer(
        asked="评审意见",
        outcome_code="refused_third_party",
        ground_code=f"{regime_id}/personal-privacy",
        reasons="载有住址。",
        split_reason="内容不可分割。",
    )
    half_said = replace(refused, ground_code="")
    return [[GRANTED], [NOT_HELD], [GRANTED, refused], [half_said], [refused], []][chance % 6]


def _confirm(case: Case, actor: Actor, _chance: int) -> Deed:
    return partial(confirm_receipt, actor=actor, case_id=case.pk)


def _ask_correction(case: Case, actor: Actor, chance: int) -> Deed:
    return partial(
        ask_correction,
        actor=actor,
        case_id=case.pk,
        points=["请写明年度。"][: 0 if chance == 5 else 1],
        answer_by=_working_day_after(today() + timedelta(days=4)),
    )


def _working_day_after(day: date) -> date:
    while day.weekday() != 2:
        day += timedelta(days=1)
    return day


def _correct(case: Case, actor: Actor, chance: int) -> Deed:
    answer = "" if chance == 5 else "2025年度。"
    return partial(correct_application, actor=actor, case_id=case.pk, answer=answer)


def _lapse(case: Case, actor: Actor, _chance: int) -> Deed:
    return partial(lapse_case, actor=actor, case_id=case.pk)


def _accept(case: Case, actor: Actor, _chance: int) -> Deed:
    return partial(accept_case, actor=actor, case_id=case.pk)


def _assign(case: Case, actor: Actor, chance: int) -> Deed:
    # The second is the all-rounder's, the last ones are nobody's who handles cases.
    person = actor.person_id if chance < 3 else chance
    return partial(assign_case, actor=actor, case_id=case.pk, assigned_to=person or 0)


def _draft(case: Case, actor: Actor, chance: int) -> Deed:
    said = answers_of(chance, case.application.regime_id)
    return partial(draft_reply, actor=actor, case_id=case.pk, answers=said)


def _add_file(case: Case, actor: Actor, chance: int) -> Deed:
    name = "附表.exe" if chance == 5 else "附表.txt"
    return partial(_put_with, actor=actor, case_id=case.pk, name=name)


def _put_with(*, actor: Actor, case_id: int, name: str) -> None:
    file = add_reply_content(actor=actor, case_id=case_id, name=name, content=FILE)
    examined(file.stored_id, file.name)


def _remove_file(case: Case, actor: Actor, _chance: int) -> Deed:
    file = ReplyFile.objects.filter(reply__case=case).first()
    return partial(remove_reply_file, actor=actor, case_id=case.pk, file_id=file.pk if file else 0)


def _propose(case: Case, actor: Actor, _chance: int) -> Deed:
    return partial(propose_reply, actor=actor, case_id=case.pk)


def _decide(case: Case, actor: Actor, chance: int, *, kind: StepKind) -> Deed:
    reply = Reply.objects.filter(case=case).first()
    digest = (reply.digest if reply else "") or NO_DIGEST
    # Every sixth time something else was seen than what is proposed.
    seen = NO_DIGEST if chance == 5 else digest
    return partial(
        review_reply if kind is StepKind.SECRECY else approve_reply,
        actor=actor,
        case_id=case.pk,
        decision=Decision.RETURN if chance == 4 else Decision.PASS,
        opinion="已审。",
        seen_digest=seen,
        signature=signed(actor, seen, purpose_of(kind.value)),
    )


def _issue(case: Case, actor: Actor, _chance: int) -> Deed:
    return partial(issue_reply, actor=actor, case_id=case.pk)


def _deliver(case: Case, actor: Actor, chance: int) -> Deed:
    return partial(
        record_delivery,
        actor=actor,
        case_id=case.pk,
        way="online" if chance == 5 else "post",
        delivered_on=today() + timedelta(days=1 if chance == 4 else 0),
        reference="" if chance == 3 else "XA 1234",
    )


def _close(case: Case, actor: Actor, _chance: int) -> Deed:
    return partial(close_case, actor=actor, case_id=case.pk)


def _withdraw(case: Case, _actor: Actor, _chance: int) -> Deed:
    return partial(withdraw_application, case_id=case.pk)


def _ask_time(case: Case, actor: Actor, chance: int) -> Deed:
    return partial(
        ask_extension,
        actor=actor,
        case_id=case.pk,
        working_days=[15, 5, 20, 1, 0, 99][chance],
        reason="档案较多。",
    )


def _decide_time(case: Case, actor: Actor, chance: int) -> Deed:
    asked = Extension.objects.filter(case=case).order_by("decided_at", "pk").last()
    digest = extension_digest(asked) if asked else NO_DIGEST
    return partial(
        decide_extension,
        actor=actor,
        extension_id=asked.pk if asked else 0,
        granted=chance < 3,
        opinion="" if chance == 5 else "请在期限内答复。",
        seen_digest=digest,
        signature=signed(actor, digest, EXTENSION_PURPOSE),
    )


_CLERK, _REVIEWER, _IN_CHARGE = (
    role.value for role in (Role.CLERK, Role.SECRECY_REVIEWER, Role.PERSON_IN_CHARGE)
)
ACTS: Mapping[str, tuple[str, Callable[[Case, Actor, int], Deed]]] = {
    "confirm_receipt": (_CLERK, _confirm),
    "ask_correction": (_CLERK, _ask_correction),
    "correct": ("applicant", _correct),
    "lapse": (_IN_CHARGE, _lapse),
    "accept": (_CLERK, _accept),
    "assign": (_CLERK, _assign),
    "draft_reply": (_CLERK, _draft),
    "add_file": (_CLERK, _add_file),
    "remove_file": (_CLERK, _remove_file),
    "propose_reply": (_CLERK, _propose),
    "pass_review": (_REVIEWER, partial(_decide, kind=StepKind.SECRECY)),
    "approve": (_IN_CHARGE, partial(_decide, kind=StepKind.APPROVAL)),
    "issue_reply": (_CLERK, _issue),
    "deliver": (_CLERK, _deliver),
    "close": (_CLERK, _close),
    "withdraw": ("applicant", _withdraw),
    "ask_extension": (_CLERK, _ask_time),
    "decide_extension": (_IN_CHARGE, _decide_time),
}
"""By name: whose act it is, and how it is got ready; signatures are given while getting ready."""
SIGNED = frozenset({"pass_review", "approve", "decide_extension"})
