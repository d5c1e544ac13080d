"""Deciding findings: with a reason, for a value, a door and a subject; the newest counts."""

import pytest
from django.db import DatabaseError, transaction
from tests.factories import organs
from tests.modules.release.leaving import (
    PHONE,
    a_text,
    choices_of,
    clerk,
    decided,
    inspected_once,
    looked_at,
    organ,
    subject,
)

from gongkai.audit.models import AuditEntry
from gongkai.kernel.refusals import NotAllowed
from gongkai.kernel.types import Actor, Role
from gongkai.organs.models import Organ
from gongkai.release.models import FindingDecision
from gongkai.release.operations.deciding import (
    NothingChosen,
    ReasonMissing,
    decide_findings,
)
from gongkai.release.operations.gate import look
from gongkai.release.rules.doors import (
    Door,
    Obstacle,
    Subject,
    Verdict,
)

pytestmark = pytest.mark.django_db
__all__ = ["clerk", "inspected_once", "organ", "subject"]


def test_a_decision_lets_the_value_pass(subject: Subject, clerk: Actor) -> None:
    file = a_text(f"联系人电话：{PHONE}")

    decided(clerk, subject, looked_at(subject, file))

    report = looked_at(subject, file)
    [line] = report.items[1].findings
    assert report.is_clear
    assert line.decision is not None
    assert (line.decision.by, line.decision.reason) == (clerk.name, "窗口对外电话。")


def test_a_decision_is_known_again_in_a_corrected_file(subject: Subject, clerk: Actor) -> None:
    decided(clerk, subject, looked_at(subject, a_text(f"联系人电话：{PHONE}")))

    same = looked_at(subject, a_text(f"更正后的通知。\n联系人电话：{PHONE[:3]}-{PHONE[3:]}"))
    other = looked_at(subject, a_text("更正后的通知。\n联系人电话：13912345678"))

    assert same.is_clear
    assert other.obstacles == (Obstacle.UNDECIDED,)


def test_a_decision_holds_for_its_door_and_subject_alone(
    subject: Subject, clerk: Actor, organ: Organ
) -> None:
    file = a_text(f"联系人电话：{PHONE}")
    decided(clerk, subject, looked_at(subject, file))

    other = Subject(kind="thing", id=8, organ_id=organ.pk)
    applicant = look(door=Door.APPLICANT, subject=subject, files=[file])

    assert not looked_at(other, file).is_clear
    assert not applicant.is_clear


def test_the_newest_decision_counts(subject: Subject, clerk: Actor) -> None:
    file = a_text(f"联系人电话：{PHONE}")
    report = looked_at(subject, file)

    decided(clerk, subject, report)
    decided(clerk, subject, report, Verdict.MUST_GO)
    assert looked_at(subject, file).obstacles == (Obstacle.MUST_GO,)
    decided(clerk, subject, report)

    assert looked_at(subject, file).is_clear
    assert FindingDecision.objects.count() == 3


def test_a_mark_of_secrecy_says_so_until_it_is_decided(subject: Subject, clerk: Actor) -> None:
    file = a_text("机密★10年\n关于某事项的报告")
    report = looked_at(subject, file)
    assert Obstacle.SECRECY_MARK in report.obstacles

    decided(clerk, subject, report)

    assert looked_at(subject, file).is_clear


def test_a_decision_gives_its_reason_and_names_findings(subject: Subject, clerk: Actor) -> None:
    report = looked_at(subject, a_text(f"联系人电话：{PHONE}"))
    said = {"actor": clerk, "door": Door.PUBLIC, "subject": subject, "verdict": Verdict.MAY_LEAVE}

    with pytest.raises(ReasonMissing):
        decide_findings(**said, choices=choices_of(report), reason=" \n")  # type: ignore[arg-type]
    with pytest.raises(NothingChosen):
        decide_findings(**said, choices=[], reason="窗口电话")  # type: ignore[arg-type]

    assert not FindingDecision.objects.exists()


@pytest.mark.parametrize(
    "role", [Role.SECRECY_REVIEWER, Role.LEGAL_REVIEWER, Role.SYSTEM_ADMINISTRATOR]
)
def test_who_does_not_decide(subject: Subject, organ: Organ, role: Role) -> None:
    actor = organs.acting(organs.someone(role, organ), role, organ)

    with pytest.raises(NotAllowed):
        decided(actor, subject, looked_at(subject, a_text(f"联系人电话：{PHONE}")))


def test_a_clerk_of_another_organ_does_not_decide(subject: Subject) -> None:
    other = organs.an_organ("山阴市水务局")
    actor = organs.acting(organs.someone(Role.CLERK, other), Role.CLERK, other)

    with pytest.raises(NotAllowed):
        decided(actor, subject, looked_at(subject, a_text(f"联系人电话：{PHONE}")))


def test_decisions_are_in_the_trail_without_values_and_never_change(
    subject: Subject, clerk: Actor
) -> None:
    decided(clerk, subject, looked_at(subject, a_text(f"联系人电话：{PHONE}")))

    [entry] = AuditEntry.objects.filter(action="release.decide_finding")
    assert (entry.details["findings"], entry.details["kinds"]) == ("1", "mobile")
    row = FindingDecision.objects.get()
    assert PHONE not in f"{entry.details} {row.excerpt} {row.tag}"
    with pytest.raises(DatabaseError), transaction.atomic():
        FindingDecision.objects.update(verdict="must_go")
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()
