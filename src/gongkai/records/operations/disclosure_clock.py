"""The clocks of a record: disclosure within the limit (C5), confirmation of a withdrawal (C7).

The first version's clock belongs to the record (`record`), a later version's to itself
(`record_version`): every change is to be disclosed within a limit of its own.
"""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.clock.operations import (
    Beginning,
    OtherLimit,
    mark_clock_not_applicable,
    restart_clock,
    start_clock,
    start_clocks,
    stop_clock,
)
from gongkai.clock.queries import clock_of
from gongkai.clock.rules.history import ClockState
from gongkai.clock.rules.reading import ClockReading
from gongkai.kernel import time
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.types import Actor
from gongkai.records.models import ChangeKind, Record, RecordVersion, Withdrawal
from gongkai.records.rules.disclosure import NoLimit, why_no_limit
from gongkai.records.rules.vocabulary import Standing

DECEMBER = 12
PUBLISH = "publish"
CONFIRM = "confirm_withdrawal"
WITHDRAWAL = "withdrawal"

_ENDED = (ClockState.STOPPED, ClockState.NOT_APPLICABLE)
_NOT_VOLUNTARY = {
    Standing.LISTED: _(
        "Disclosed on application; the limit of voluntary disclosure does not apply."
    ),
    Standing.HELD: _("Not disclosed; the limit of voluntary disclosure does not apply."),
}
_ELEMENTS_ALONE = _(
    "Elements alone are put right; the limit of voluntary disclosure does not apply."
)
_FIXED = _(
    "The limit of disclosure was counted from %(day)s and cannot begin earlier. "
    "Abandon this version and register the information again."
)
_FIXED_OF_CHANGE = _(
    "The limit of disclosure was counted from %(day)s and cannot begin earlier. "
    "Abandon this version and begin the next one."
)


class DayOfGenerationFixed(Refusal):
    """The limit runs from a later day already, and a clock is never turned back."""


def clock_subject(record: Record, version: RecordVersion) -> tuple[str, int]:
    """Return kind and id under which the version's disclosure clock is kept."""
    return ("record", record.pk) if version.number == 1 else ("record_version", version.pk)


def start_disclosure_clock(*, actor: Actor, record: Record, version: RecordVersion) -> None:
    """Start the limit on the day of generation or change, or say why there is none."""
    kind, subject_id = clock_subject(record, version)
    first = _disclosed_before(record, version)
    why = why_no_limit(generated_on=version.generated_on, first_disclosed_on=first)
    if why is not None:
        _no_limit(actor, record, version, first or version.generated_on, _reason(why, record))
        return
    days = record.disclosure_limit_working_days
    start_clock(
        actor=actor,
        subject_kind=kind,
        subject_id=subject_id,
        limit_key=PUBLISH,
        organ_id=record.organ_id,
        on=version.generated_on,
        other_limit=OtherLimit(days, record.disclosure_limit_basis) if days else None,
    )


def start_disclosure_clocks(
    *, actor: Actor, organ_id: int, pairs: Sequence[tuple[Record, RecordVersion]]
) -> None:
    """Do the same for many new records of one organ, each with its first version."""
    # The reasons are kept, so they are written in the language of the installation.
    with translation.override(settings.LANGUAGE_CODE):
        beginnings = [_beginning(record, version) for record, version in pairs]
    start_clocks(
        actor=actor,
        subject_kind="record",
        limit_key=PUBLISH,
        organ_id=organ_id,
        beginnings=beginnings,
    )


def _beginning(record: Record, version: RecordVersion) -> Beginning:
    first = record.first_disclosed_on
    why = why_no_limit(generated_on=version.generated_on, first_disclosed_on=first)
    days = record.disclosure_limit_working_days
    return Beginning(
        subject_id=record.pk,
        on=version.generated_on if why is None else first or version.generated_on,
        why_not="" if why is None else str(_reason(why, record)),
        other_limit=OtherLimit(days, record.disclosure_limit_basis) if days else None,
    )


def start_clock_of_change(*, actor: Actor, record: Record, version: RecordVersion) -> None:
    """Start a later version's limit when it is proposed: only then its day is certain."""
    if version.number > 1 and _reading(record, version) is None:
        start_disclosure_clock(actor=actor, record=record, version=version)


def move_clock_to_new_day(*, actor: Actor, record: Record, version: RecordVersion) -> None:
    """Let the limit run from the corrected day of generation.

    Elements that are put right have no limit, whatever their day; what they are now may be a change
    again before it is released, so a limit that runs is left alone until then. Raises
    DayOfGenerationFixed where that day is earlier than the one the limit runs from.
    """
    reading = _reading(record, version)
    if reading is None or _has_no_limit(record, version):
        return
    ended = reading.state in _ENDED
    if not ended and version.generated_on == reading.counted_from:
        return
    if why := why_no_limit(generated_on=version.generated_on, first_disclosed_on=None):
        if not ended:
            _no_limit(actor, record, version, time.today(), _reason(why, record))
        return
    if ended or version.generated_on < reading.counted_from:
        text = _FIXED if version.number == 1 else _FIXED_OF_CHANGE
        raise DayOfGenerationFixed(
            text % {"day": reading.counted_from.isoformat()}, field="generated_on"
        )
    kind, subject_id = clock_subject(record, version)
    restart_clock(
        actor=actor,
        subject_kind=kind,
        subject_id=subject_id,
        on=version.generated_on,
        limit_key=PUBLISH,
    )


def would_move_clock(*, version: RecordVersion, day: date) -> bool:
    """Say whether a limit is counted for the version that this day of generation would change.

    No limit is ever turned back, so an operation that can be undone must leave such a day alone.
    """
    record = version.record
    if _has_no_limit(record, version) or _reading(record, version) is None:
        return False
    days = (version.generated_on, day)
    return any(why_no_limit(generated_on=one, first_disclosed_on=None) is None for one in days)


def stop_disclosure_clock(*, actor: Actor, record: Record, version: RecordVersion) -> None:
    """Stop the limit at the disclosure; say where none applies.

    None does for ★ and held records, nor for a version that was a change when it was proposed and
    puts elements alone right as it is released.
    """
    reading = _reading(record, version)
    if reading is None or reading.state in _ENDED:
        return
    if _puts_elements_right(version):
        _no_limit(actor, record, version, time.today(), _ELEMENTS_ALONE)
        return
    kind, subject_id = clock_subject(record, version)
    if record.standing == Standing.PUBLISHED:
        stop_clock(
            actor=actor,
            subject_kind=kind,
            subject_id=subject_id,
            on=time.today(),
            limit_key=PUBLISH,
        )
        return
    reason = _NOT_VOLUNTARY[Standing(record.standing)]
    _no_limit(actor, record, version, time.today(), reason)


def end_clock_of_abandoned(*, actor: Actor, record: Record, version: RecordVersion) -> None:
    """Say that no limit applies to a version that was given up."""
    reading = _reading(record, version)
    if reading is not None and reading.state not in _ENDED:
        _no_limit(actor, record, version, time.today(), _("The version was abandoned."))


def disclosure_limit_of(record: Record, version: RecordVersion) -> date | None:
    """Return the last day of disclosure of the version, None where no limit runs.

    Where the calendar ends before the count, the last day that is certainly within the limit.
    """
    reading = _reading(record, version)
    if reading is None or reading.state in _ENDED or _puts_elements_right(version):
        return None
    missing = reading.calendar_missing_for
    return reading.due_on if missing is None else date(missing - 1, DECEMBER, 31)


def start_withdrawal_clock(*, actor: Actor, record: Record, withdrawal: Withdrawal) -> None:
    """Start the working day within which the second person decides."""
    start_clock(
        actor=actor,
        subject_kind=WITHDRAWAL,
        subject_id=withdrawal.pk,
        limit_key=CONFIRM,
        organ_id=record.organ_id,
        on=time.today(),
    )


def stop_withdrawal_clock(*, actor: Actor, withdrawal: Withdrawal) -> None:
    """Stop it: the second person decided."""
    stop_clock(
        actor=actor,
        subject_kind=WITHDRAWAL,
        subject_id=withdrawal.pk,
        on=time.today(),
        limit_key=CONFIRM,
    )


def _disclosed_before(record: Record, version: RecordVersion) -> date | None:
    """Return when the information was disclosed first; a change of it is disclosed anew."""
    return record.first_disclosed_on if version.number == 1 else None


def _has_no_limit(record: Record, version: RecordVersion) -> bool:
    """Say whether none runs whatever its day: disclosed before, or elements alone put right."""
    return _puts_elements_right(version) or _disclosed_before(record, version) is not None


def _puts_elements_right(version: RecordVersion) -> bool:
    return version.number > 1 and version.change_kind == ChangeKind.METADATA


def _reading(record: Record, version: RecordVersion) -> ClockReading | None:
    kind, subject_id = clock_subject(record, version)
    return clock_of(kind, subject_id, on=time.today(), limit_key=PUBLISH)


def _no_limit(
    actor: Actor, record: Record, version: RecordVersion, on: date, reason: str | Promise
) -> None:
    kind, subject_id = clock_subject(record, version)
    # The reason is kept, so it is written in the language of the installation, not of the request.
    with translation.override(settings.LANGUAGE_CODE):
        mark_clock_not_applicable(
            actor=actor,
            subject_kind=kind,
            subject_id=subject_id,
            limit_key=PUBLISH,
            organ_id=record.organ_id,
            on=on,
            reason=str(reason),
        )


def _reason(why: NoLimit, record: Record) -> str | Promise:
    if why is NoLimit.GENERATED_BEFORE:
        return _("Generated before 1 May 2008, when the Regulations came into force.")
    return _("Disclosed before: %(source)s") % {"source": record.first_disclosure_source}
