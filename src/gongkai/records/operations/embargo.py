"""Publication on a chosen day: set by the person in charge, announced by a second person."""

from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.kernel import time
from gongkai.kernel.public import mark_public_change
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.text import clean_line, clean_text
from gongkai.kernel.types import Actor, Role
from gongkai.organs.access import acting_person
from gongkai.records.clearing import subject_of
from gongkai.records.models import Embargo, Record, RecordVersion
from gongkai.records.operations.disclosure_clock import disclosure_limit_of
from gongkai.records.operations.embargo_ending import PUBLIC_KIND, end_embargo, waiting_embargo
from gongkai.records.operations.marks import require_unmarked
from gongkai.records.operations.moving import (
    SecondPersonNeeded,
    locked_version,
    require_own_organ,
    require_role,
)
from gongkai.records.operations.release import is_ready
from gongkai.records.operations.trail import leave_trail
from gongkai.records.operations.version_withdrawal import readable_beside, require_decided
from gongkai.records.operations.withdrawal import require_reason
from gongkai.records.rules.embargo import OPEN, DayFault, Outcome, fault_of_day
from gongkai.records.rules.vocabulary import AWAY, VersionState
from gongkai.release.operations.gate import NotCleared, look, pass_gate
from gongkai.release.queries.reports import GateReport
from gongkai.release.rules.doors import Door, TextOut
from gongkai.release.wording import findings_text

LONGEST_ANNOUNCEMENT = 300
LONGEST_BASIS = 300
"""Characters."""
_DAYS = {
    DayFault.NOT_AHEAD: _("Choose a day after today. To publish today, release it."),
    DayFault.TOO_FAR: _("The day is more than a year away. Check the year."),
}


class NotToBePutOff(Refusal):
    """Only an approved version that is to be published or listed can wait for a day."""


class ImpossibleDay(Refusal):
    """The day has begun, or lies too far off."""


class AfterTheLimit(Refusal):
    """The day lies after the last day of disclosure, and no law is named that allows it."""


class ReasonNeeded(Refusal):
    """Who puts a publication off says why."""


class AnnouncementNotClear(Refusal):
    """The announcement holds what may not leave."""

    def __init__(self, report: GateReport) -> None:
        super().__init__(
            _("The public reads this, and it may not hold: %(found)s. Write it without that.")
            % {"found": findings_text(report)},
            field="announcement",
        )


class NoEmbargo(Refusal):
    """No embargo waits at the version."""


class NothingToAnnounce(Refusal):
    """The embargo has no announcement, the public reads it already, or the record is taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the person in charge says of a publication that is put off."""

    publish_on: date
    reason: str
    late_basis: str = ""
    """Law and article by which the day may lie after the limit of disclosure."""
    announcement: str = ""
    """What the public may read until then, with the day and nothing else."""
    withdrawn_with_it: tuple[int, ...] | None = None
    """Numbers of earlier versions that are withdrawn with a corrected copy; None: nobody asked."""
    withdrawal_reason: str = ""


def set_embargo(*, actor: Actor, version_id: int, plan: Plan) -> Embargo:
    """Have an approved version released at the start of a day, and not before.

    Another embargo that waits at it is replaced. The day lies within the limit of disclosure,
    unless the law that allows a later one is named (Regulations 2007 art. 18). An announcement is
    public only once a second person has let it out. Of a corrected copy it is said now which
    versions are withdrawn with it, for nobody is asked at midnight. Raises NotAllowed,
    NotToBePutOff, ImpossibleDay, AfterTheLimit, ReasonNeeded, MarkedSecret, AnnouncementNotClear,
    EarlierVersionsUndecided, NotAReason, NotFound.
    """
    require_role(actor, Role.PERSON_IN_CHARGE)
    with transaction.atomic():
        record, version = locked_version(version_id)
        require_own_organ(actor, record.organ_id)
        _require_ready(record, version)
        said = _checked(plan, due_on=disclosure_limit_of(record, version))
        _require_earlier_ones(version, said)
        _require_harmless(record, said.announcement)
        before = end_embargo(actor, version, outcome=Outcome.ALTERED)
        embargo = Embargo.objects.create(
            version=version,
            publish_on=said.publish_on,
            reason=said.reason,
            late_basis=said.late_basis,
            announcement=said.announcement,
            withdrawn_with_it=said.withdrawn_with_it,
            withdrawal_reason=said.withdrawal_reason,
            set_by_id=acting_person(actor),
            set_at=time.now(),
        )
        details = {"on": said.publish_on.isoformat(), "digest": version.digest}
        details |= {"instead_of": before.publish_on.isoformat()} if before else {}
        leave_trail(actor, "set_embargo", record, details)
    return embargo


def cancel_embargo(*, actor: Actor, version_id: int, why: str) -> Embargo:
    """Take an embargo back; the approved version can be released by hand or put off anew.

    Raises NotAllowed, NoEmbargo, NotFound.
    """
    require_role(actor, Role.PERSON_IN_CHARGE)
    with transaction.atomic():
        record, version = locked_version(version_id)
        require_own_organ(actor, record.organ_id)
        embargo = end_embargo(actor, version, outcome=Outcome.CANCELLED)
        if embargo is None:
            raise NoEmbargo(_NONE_WAITS)
        details = {"on": embargo.publish_on.isoformat(), "why": clean_text(why)}
        leave_trail(actor, "cancel_embargo", record, details)
    return embargo


def announce_embargo(*, actor: Actor, version_id: int) -> Embargo:
    """Let the public read the announcement until the day comes; the release gate clears it.

    A second person does: the secrecy reviewer, never who set the embargo. Raises NotAllowed,
    SecondPersonNeeded, NoEmbargo, NothingToAnnounce, AnnouncementNotClear, NotFound.
    """
    require_role(actor, Role.SECRECY_REVIEWER)
    with transaction.atomic():
        record, version = locked_version(version_id)
        require_own_organ(actor, record.organ_id)
        embargo = waiting_embargo(version)
        if embargo is None:
            raise NoEmbargo(_NONE_WAITS)
        if not embargo.announcement or embargo.announced_at is not None:
            raise NothingToAnnounce(_("There is nothing to announce, or it is announced already."))
        if record.standing in AWAY:
            raise NothingToAnnounce(
                _("The record is withdrawn, so nothing is announced of it. Restore it first.")
            )
        if embargo.set_by_id == actor.person_id:
            raise SecondPersonNeeded(_("Whoever set the embargo does not let its words out."))
        try:
            (embargo.clearance,) = pass_gate(
                actor=actor,
                door=Door.PUBLIC,
                subject=subject_of(record),
                texts=_texts(embargo.announcement),
            )
        except NotCleared as refused:
            raise AnnouncementNotClear(refused.report) from refused
        embargo.announced_by_id, embargo.announced_at = acting_person(actor), time.now()
        embargo.save(update_fields=["announced_by", "announced_at", "clearance"])
        mark_public_change(kind=PUBLIC_KIND, object_id=embargo.pk)
        leave_trail(actor, "announce_embargo", record, {"on": embargo.publish_on.isoformat()})
    return embargo


_NONE_WAITS = _("No day of publication is set. Look where the record stands.")


def _require_ready(record: Record, version: RecordVersion) -> None:
    is_open = version.category in OPEN
    is_away = record.standing in AWAY
    if version.state != VersionState.APPROVED or not is_open or is_away or not is_ready(version):
        raise NotToBePutOff(
            _("Only an approved version that is to be published or listed can wait for a day.")
        )


def _checked(plan: Plan, *, due_on: date | None) -> Plan:
    reason, basis = clean_text(plan.reason), clean_line(plan.late_basis)[:LONGEST_BASIS]
    announcement = clean_line(plan.announcement)[:LONGEST_ANNOUNCEMENT]
    if not reason:
        raise ReasonNeeded(_("Say why it is not published at once."), field="reason")
    require_unmarked(reason, field="reason")
    require_unmarked(announcement, field="announcement")
    fault = fault_of_day(plan.publish_on, today=time.today(), due_on=due_on, has_basis=bool(basis))
    if fault is DayFault.AFTER_THE_LIMIT and due_on is not None:
        raise AfterTheLimit(
            _(
                "It must be disclosed by %(day)s. Choose a day until then, or name the law and "
                "article that allow a later one."
            )
            % {"day": due_on.isoformat()},
            field="publish_on",
        )
    if fault is not None:
        raise ImpossibleDay(_DAYS[fault], field="publish_on")
    return replace(plan, reason=reason, late_basis=basis, announcement=announcement)


def _require_earlier_ones(version: RecordVersion, plan: Plan) -> None:
    require_decided(version, plan.withdrawn_with_it)
    if set(plan.withdrawn_with_it or ()) - set(readable_beside(version)):
        raise NotFound(_("There is no such version."))
    if plan.withdrawn_with_it:
        require_reason(plan.withdrawal_reason)


def _require_harmless(record: Record, announcement: str) -> None:
    if not announcement:
        return
    report = look(
        door=Door.PUBLIC, subject=subject_of(record), files=(), texts=_texts(announcement)
    )
    if not report.is_clear:
        raise AnnouncementNotClear(report)


def _texts(announcement: str) -> TextOut:
    return TextOut(parts=(("announcement", announcement),))
