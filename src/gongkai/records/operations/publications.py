"""The validity of normative documents: said by other documents, long after the release."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.kernel import events, time
from gongkai.kernel.public import mark_public_change
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.text import clean_text
from gongkai.kernel.types import Actor, Role
from gongkai.records.access import PUBLIC_STANDINGS
from gongkai.records.events import ValidityChanged
from gongkai.records.models import RecordVersion
from gongkai.records.operations.moving import locked_record, require_own_organ, require_role
from gongkai.records.operations.trail import leave_trail
from gongkai.records.rules.content import FIRST_DAY
from gongkai.records.rules.vocabulary import IN_WORK, Validity


class NotPublic(Refusal):
    """The record is not public, so nothing can be said of its disclosure or validity."""


class NotNormative(Refusal):
    """Only a normative document is in force or repealed."""


class NotInTheList(Refusal):
    """The value is none of the closed list."""


class DayNotPossible(Refusal):
    """The day cannot be meant, or has not come yet."""


def change_validity(
    *, actor: Actor, record_id: int, validity: str, on: date, note: str
) -> RecordVersion:
    """Say that a normative document is in force, amended, lapsed or repealed since a day.

    The text stays as it was approved; validity is said of it by other documents later on, so it
    is no part of the digest. A version in work copied the old validity and takes over the new one,
    whatever its state. It holds at once, so the day has come. Raises NotAllowed, NotPublic,
    NotNormative, NotInTheList, DayNotPossible, NotFound.
    """
    require_role(actor, Role.CLERK, Role.LEGAL_REVIEWER, Role.PERSON_IN_CHARGE)
    if validity not in {member.value for member in Validity} - {""}:
        raise NotInTheList(_("Choose a validity from the list."), field="validity")
    _require_come(on)
    with transaction.atomic():
        record = locked_record(record_id)
        require_own_organ(actor, record.organ_id)
        version = record.public_version
        if record.standing not in PUBLIC_STANDINGS or version is None:
            raise NotPublic(_("The record is not public. Enter the validity in its draft."))
        if not version.is_normative:
            raise NotNormative(_("The record is not marked as a normative document."))
        _set_validity(version, validity, on)
        for copied in record.versions.filter(state__in=IN_WORK, is_normative=True):
            # Else its release would put a repealed document in force again.
            _set_validity(copied, validity, on)
        mark_public_change(kind="record", object_id=record.pk)
        events.emit(ValidityChanged(record_id=record.pk))
        leave_trail(
            actor,
            "change_validity",
            record,
            {"validity": validity, "on": on.isoformat(), "note": clean_text(note)},
        )
    return version


def _require_come(on: date) -> None:
    if on < FIRST_DAY:
        raise DayNotPossible(
            _("Check the year: only days from 1900 to 2199 can be meant."), field="on"
        )
    if on > time.today():
        raise DayNotPossible(
            _("Enter the day from which it is so; it cannot lie in the future."), field="on"
        )


def _set_validity(version: RecordVersion, validity: str, on: date) -> None:
    version.validity = validity
    ended = validity in {Validity.REPEALED, Validity.LAPSED}
    version.repealed_on = on if ended else None
    version.save(update_fields=["validity", "repealed_on"])
