"""The yearly review of what is held back, and the part of it that can be disclosed.

Regulations 2019 art. 18 (what is not open is looked at again), 2007 art. 22, 2019 art. 37 (what can
be told apart is told apart).
"""

from dataclasses import replace
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.kernel import time
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.text import clean_text
from gongkai.kernel.types import Actor, Role
from gongkai.organs.access import acting_person
from gongkai.records.access import EXEMPTION_REVIEWERS
from gongkai.records.contents import content_of
from gongkai.records.models import (
    ExemptionReview,
    LinkKind,
    Record,
    RecordLink,
    RecordVersion,
    ReviewDecision,
)
from gongkai.records.operations.marks import require_unmarked
from gongkai.records.operations.moving import (
    has_version_in_work,
    locked_record,
    require_own_organ,
    require_role,
)
from gongkai.records.operations.register import register_record
from gongkai.records.operations.trail import leave_trail
from gongkai.records.operations.versions import copy_version
from gongkai.records.rules.content import VersionContent
from gongkai.records.rules.exemption import a_year_after
from gongkai.records.rules.vocabulary import Category, SecrecyLevel, Split, Standing, VersionState


class NotHeldBack(Refusal):
    """Only what is held back as exempt is reviewed."""


class ReasonNeeded(Refusal):
    """A review says why."""


class NextDayImpossible(Refusal):
    """The next review lies ahead, and not farther than one may put it off."""


class BeingChanged(Refusal):
    """A new version is worked on: its category is being decided already."""


class NotPartly(Refusal):
    """Nobody said that a part of the record can be disclosed."""


def review_exemption(
    *, actor: Actor, record_id: int, decision: str, reason: str, next_on: date | None
) -> ExemptionReview:
    """Decide whether the reasons of an exemption still hold.

    Still exempt: it is looked at again on `next_on`. Can be opened: a new version begins as a copy
    without category, which is decided anew; until that is released nothing becomes public.
    Raises NotAllowed, NotHeldBack, BeingChanged, ReasonNeeded, NextDayImpossible, MarkedSecret,
    NotFound.
    """
    require_role(actor, *EXEMPTION_REVIEWERS)
    said = _reason(reason)
    opens = decision == ReviewDecision.CAN_BE_OPENED
    with transaction.atomic():
        record = locked_record(record_id)
        require_own_organ(actor, record.organ_id)
        version = _held_version(record)
        if opens and has_version_in_work(record):
            raise BeingChanged(_("A new version is worked on. Decide its category there."))
        next_on = None if opens else _next_day(next_on)
        review = ExemptionReview.objects.create(
            record=record,
            version=version,
            decision=decision,
            reason=said,
            next_on=next_on,
            reviewed_by_id=acting_person(actor),
            reviewed_at=time.now(),
        )
        if opens:
            # Its day stays: should the new version be given up, the record is due again at once.
            _begin_anew(actor, record, version)
        else:
            record.review_on = next_on
            record.save(update_fields=["review_on"])
        leave_trail(actor, "review_exemption", record, {"decision": decision})
    return review


def register_part(
    *, actor: Actor, record_id: int, content: VersionContent, class_code: str = ""
) -> Record:
    """Register the part of an exempt record that can be disclosed, linked to the whole.

    Nobody outside reads the link. Raises NotPartly and what `register_record` raises.
    """
    require_role(actor, Role.CLERK)
    with transaction.atomic():
        whole = locked_record(record_id)
        require_own_organ(actor, whole.organ_id)
        partly = whole.versions.filter(
            category=Category.EXEMPT.value, split=Split.PARTLY.value
        ).exclude(state=VersionState.ABANDONED.value)
        if not partly.exists():
            raise NotPartly(_("Say first that a part of it can be disclosed, and why."))
        part = register_record(
            actor=actor, organ_id=whole.organ_id, content=content, class_code=class_code
        )
        RecordLink.objects.create(
            record=part,
            kind=LinkKind.PART_OF,
            target=whole,
            made_by_id=acting_person(actor),
            made_at=time.now(),
        )
        leave_trail(actor, "register_part", whole, {"part": str(part.pk)})
    return part


def _held_version(record: Record) -> RecordVersion:
    version = (
        record.versions.select_related("theme", "ground")
        .filter(state=VersionState.RELEASED.value)
        .first()
    )
    if record.standing != Standing.HELD or version is None:
        raise NotHeldBack(_("Only what is held back is reviewed. Look where the record stands."))
    return version


def _begin_anew(actor: Actor, record: Record, source: RecordVersion) -> None:
    said = replace(
        content_of(source),
        category=Category.UNDETERMINED.value,
        ground_code="",
        ground_reason="",
        secrecy_level=SecrecyLevel.NONE.value,
        split=Split.NOT_ASKED.value,
        split_reason="",
        change_note="",
        generated_on=time.today(),
    )
    copy_version(actor=actor, record=record, source=source, said=said)


def _next_day(next_on: date | None) -> date:
    today = time.today()
    latest = a_year_after(a_year_after(today))
    if next_on is None or not today < next_on <= latest:
        raise NextDayImpossible(
            _("Choose a day ahead, two years from now at the latest."), field="next_on"
        )
    return next_on


def _reason(reason: str) -> str:
    said = clean_text(reason)
    if not said:
        raise ReasonNeeded(_("Say why."), field="reason")
    require_unmarked(said, field="reason")
    return said
