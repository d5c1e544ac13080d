"""Disclosures in other forms, and the validity of normative documents."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.kernel import events, time
from gongkai.kernel.public import mark_public_change
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.text import clean_line, clean_text
from gongkai.kernel.types import Actor, Role
from gongkai.organs.access import acting_person
from gongkai.records.access import PUBLIC_STANDINGS
from gongkai.records.events import ValidityChanged
from gongkai.records.models import PublicationEvent, Record, RecordVersion
from gongkai.records.operations.clearing import clear_reference
from gongkai.records.operations.moving import locked_record, require_own_organ, require_role
from gongkai.records.operations.trail import leave_trail
from gongkai.records.rules.vocabulary import IN_WORK, Form, Standing, Validity

_LONGEST_REFERENCE = 500
"""Characters."""


class NotPublic(Refusal):
    """The record is not public, so nothing can be said of its disclosure or validity."""


class NotNormative(Refusal):
    """Only a normative document is in force or repealed."""


class ImpossibleDay(Refusal):
    """The day lies in the future."""


class NotInTheList(Refusal):
    """The value is none of the closed list."""


def record_publication(
    *, actor: Actor, record_id: int, form: str, disclosed_on: date, reference: str
) -> PublicationEvent:
    """Record that the standing version was disclosed in one more form (requirement C3).

    `reference` says where: issue and page, channel and time, place and telephone. An earlier day
    than the one known becomes the record's first disclosure. Raises NotAllowed, NotPublic,
    NotInTheList, ImpossibleDay, PersonalDataInReference, NotFound.
    """
    said = clean_line(reference)[:_LONGEST_REFERENCE]
    require_role(actor, Role.CLERK, Role.PERSON_IN_CHARGE)
    if form not in {member.value for member in Form}:
        raise NotInTheList(_("Choose a form from the list."), field="form")
    if disclosed_on > time.today():
        raise ImpossibleDay(_("The day lies in the future."), field="disclosed_on")
    with transaction.atomic():
        record = locked_record(record_id)
        require_own_organ(actor, record.organ_id)
        version = record.public_version
        if record.standing != Standing.PUBLISHED or version is None:
            raise NotPublic(_("Only a published record has disclosures. Publish it first."))
        if said:
            clear_reference(actor=actor, record=record, reference=said)
        event = PublicationEvent.objects.create(
            record=record,
            version=version,
            form=form,
            disclosed_on=disclosed_on,
            reference=said,
            recorded_by_id=acting_person(actor),
            recorded_at=time.now(),
        )
        _move_first_disclosure(record, event)
        mark_public_change(kind="record", object_id=record.pk)
        leave_trail(
            actor, "record_publication", record, {"form": form, "on": disclosed_on.isoformat()}
        )
    return event


def change_validity(
    *, actor: Actor, record_id: int, validity: str, on: date, note: str
) -> RecordVersion:
    """Say that a normative document is in force, amended, lapsed or repealed since a day.

    The text stays as it was approved; validity is said of it by other documents later on, so it
    is no part of the digest. A version in work copied the old validity and takes over the new one,
    whatever its state. Raises NotAllowed, NotPublic, NotNormative, NotInTheList, NotFound.
    """
    require_role(actor, Role.CLERK, Role.LEGAL_REVIEWER, Role.PERSON_IN_CHARGE)
    if validity not in {member.value for member in Validity} - {""}:
        raise NotInTheList(_("Choose a validity from the list."), field="validity")
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


def _set_validity(version: RecordVersion, validity: str, on: date) -> None:
    version.validity = validity
    ended = validity in {Validity.REPEALED, Validity.LAPSED}
    version.repealed_on = on if ended else None
    version.save(update_fields=["validity", "repealed_on"])


def _move_first_disclosure(record: Record, event: PublicationEvent) -> None:
    known = record.first_disclosed_on
    if known is not None and known <= event.disclosed_on:
        return
    record.first_disclosed_on = event.disclosed_on
    record.first_disclosure_source = event.reference
    record.save(update_fields=["first_disclosed_on", "first_disclosure_source"])
