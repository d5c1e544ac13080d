"""The job that releases on the day: everything is looked at again, and what fails stays inside."""

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from gongkai.kernel import time
from gongkai.kernel.refusals import NotAllowed, Refusal
from gongkai.kernel.types import SYSTEM, Actor, Role
from gongkai.organs.queries import actor_for
from gongkai.records.models import Embargo, Record, RecordVersion, SchedulerBeat
from gongkai.records.operations.embargo_ending import end_embargo, waiting_embargo
from gongkai.records.operations.moving import locked_version
from gongkai.records.operations.release import release_record
from gongkai.records.operations.trail import leave_trail
from gongkai.records.operations.version_withdrawal import readable_beside
from gongkai.records.rules.embargo import Outcome, Trouble
from gongkai.release.operations.gate import NotCleared

RUN = "gongkai.records.release_due"
_log = structlog.get_logger(__name__)


class OrganClosed(Refusal):
    """The organ does not exist any more; it publishes nothing."""


class NotInChargeAnyMore(Refusal):
    """Who set the day may publish nothing today; whoever may decides anew."""


def release_due() -> int:
    """Release every version whose day has begun; return how many went out.

    Each by itself: one that fails keeps no other back. The beat is left only where all were gone
    through, so that whoever looks sees a job that does not get to its end.
    """
    rows = Embargo.objects.filter(outcome=Outcome.WAITING.value, publish_on__lte=time.today())
    due = list(rows.order_by("publish_on", "pk").values_list("version_id", flat=True))
    released, crashed = 0, 0
    for version_id in due:
        try:
            released += _release(version_id)
        except Exception:
            crashed += 1
            _log.exception("embargo_crashed", version_id=version_id)
    if crashed:
        raise EmbargoesCrashed(f"{crashed} of {len(due)} could not be gone through")
    leave_beat()
    return released


class EmbargoesCrashed(RuntimeError):
    """Something nobody expected kept versions from being gone through; the job is tried again."""


def leave_beat() -> None:
    """Say that the job ran to its end now."""
    SchedulerBeat.objects.update_or_create(job=RUN, defaults={"ran_at": time.now()})


def _release(version_id: int) -> bool:
    with transaction.atomic():
        record, version = locked_version(version_id)
        embargo = waiting_embargo(version)
        if embargo is None or embargo.publish_on > time.today():
            return False
        try:
            with transaction.atomic():
                _put_out(embargo, record, version)
        except Refusal as refused:
            _keep_inside(record, version, refused)
            return False
    return True


def _put_out(embargo: Embargo, record: Record, version: RecordVersion) -> None:
    if not record.organ.is_active:
        raise OrganClosed(_("The organ is closed; whoever took over its records decides."))
    # First, for nothing that waits for a day can be released.
    end_embargo(SYSTEM, version, outcome=Outcome.RELEASED)
    details = {"on": embargo.publish_on.isoformat(), "digest": version.digest}
    leave_trail(SYSTEM, "run_embargo", record, details)
    release_record(
        actor=_in_whose_name(embargo, record),
        version_id=version.pk,
        withdrawn_with_it=_still_to_withdraw(embargo, version),
        reason=embargo.withdrawal_reason,
    )


def _still_to_withdraw(embargo: Embargo, version: RecordVersion) -> list[int] | None:
    """Return which earlier versions go with it; one that was withdrawn meanwhile is off already."""
    if embargo.withdrawn_with_it is None:
        return None
    readable = readable_beside(version)
    return [number for number in embargo.withdrawn_with_it if number in readable]


def _keep_inside(record: Record, version: RecordVersion, refused: Refusal) -> None:
    # Kept for people to read, so in the language of the installation.
    with translation.override(settings.LANGUAGE_CODE):
        why = str(refused.message)
    end_embargo(SYSTEM, version, outcome=Outcome.FAILED, trouble=why)
    leave_trail(SYSTEM, "fail_embargo", record, {"trouble": _trouble(refused).value})


def _trouble(refused: Refusal) -> Trouble:
    if isinstance(refused, OrganClosed):
        return Trouble.ORGAN_CLOSED
    if isinstance(refused, NotInChargeAnyMore):
        return Trouble.NOT_IN_CHARGE
    return Trouble.NOT_CLEARED if isinstance(refused, NotCleared) else Trouble.NOT_AS_APPROVED


def _in_whose_name(embargo: Embargo, record: Record) -> Actor:
    """Return who decided that it goes out on this day; the trail has the job's entry before.

    Raises NotInChargeAnyMore.
    """
    try:
        return actor_for(
            person_id=embargo.set_by_id,
            role=Role.PERSON_IN_CHARGE,
            organ_id=record.organ_id,
            on=time.today(),
        )
    except NotAllowed as refused:
        raise NotInChargeAnyMore(
            _("%(name)s, who set the day, is not in charge of the organ any more.")
            % {"name": embargo.set_by.name}
        ) from refused
