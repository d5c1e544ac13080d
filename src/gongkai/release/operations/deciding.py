"""Deciding findings: a person says of each whether it may leave, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.audit.operations import record_entry
from gongkai.kernel import time
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.text import clean_text
from gongkai.kernel.types import Actor
from gongkai.organs.access import acting_person
from gongkai.release.access import require_decider
from gongkai.release.models import FindingDecision
from gongkai.release.rules.doors import Door, Subject, Verdict


class ReasonMissing(Refusal):
    """A decision gives its reason."""


class NothingChosen(Refusal):
    """No finding was chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A finding as it was shown to who decides."""

    kind: str
    tag: str
    excerpt: str = ""


def decide_findings(
    *,
    actor: Actor,
    door: Door,
    subject: Subject,
    choices: Sequence[Choice],
    verdict: Verdict,
    reason: str,
) -> list[FindingDecision]:
    """Keep one decision about each chosen finding, with one reason; the newest counts.

    The decisions hold for this door and this subject alone. The caller passes only findings that
    the gate reported. Raises ReasonMissing, NothingChosen, NotAllowed.
    """
    require_decider(actor, organ_id=subject.organ_id)
    why = clean_text(reason)
    if not choices:
        raise NothingChosen(_("Choose the findings that you decide."), field="findings")
    if not why:
        raise ReasonMissing(_("Say why. The reviewer reads it before signing."), field="reason")
    with transaction.atomic():
        rows = FindingDecision.objects.bulk_create(
            FindingDecision(
                door=door.value,
                subject_kind=subject.kind,
                subject_id=subject.id,
                organ_id=subject.organ_id,
                kind=choice.kind,
                tag=choice.tag,
                excerpt=choice.excerpt,
                verdict=verdict.value,
                reason=why,
                decided_by_id=acting_person(actor),
                decided_at=time.now(),
            )
            for choice in choices
        )
        record_entry(
            actor=actor,
            action="release.decide_finding",
            object_kind=subject.kind,
            object_id=subject.id,
            object_label=subject.label,
            organ_id=subject.organ_id,
            details={
                "door": door.value,
                "verdict": verdict.value,
                "findings": str(len(rows)),
                "kinds": " ".join(sorted({choice.kind for choice in choices})),
            },
        )
    return rows
