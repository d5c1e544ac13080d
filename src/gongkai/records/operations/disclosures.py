"""Disclosures in other forms than the website: entered, and taken back where entered wrongly."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.kernel import time
from gongkai.kernel.models import StoredFile
from gongkai.kernel.public import mark_public_change
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.text import clean_line
from gongkai.kernel.types import Actor, Role
from gongkai.organs.access import acting_person
from gongkai.records.models import PublicationEvent, Record
from gongkai.records.models.release import PublicationRetraction
from gongkai.records.operations.clearing import clear_reference
from gongkai.records.operations.moving import locked_record, require_own_organ, require_role
from gongkai.records.operations.trail import leave_trail
from gongkai.records.rules.channels import PARTS, missing_parts, reference_of
from gongkai.records.rules.content import FIRST_DAY
from gongkai.records.rules.vocabulary import Form, Standing

_LONGEST_REFERENCE = 500
"""Characters."""
_FIRST = (
    *("first_disclosed_on", "first_disclosure_source"),
    *("displaced_disclosed_on", "displaced_disclosure_source"),
)
_ENTERING = (Role.CLERK, Role.PERSON_IN_CHARGE)


class NotPublished(Refusal):
    """The record is not published, so nothing of it was disclosed."""


class NotInTheList(Refusal):
    """The value is none of the closed list."""


class ImpossibleDay(Refusal):
    """The day lies in the future."""


class ReferenceIncomplete(Refusal):
    """Nobody could find the thing by this reference."""


class ReferenceTooLong(Refusal):
    """The reference does not fit into its place."""


class RetractedAlready(Refusal):
    """The entry was taken back before."""


class EnteredByItself(Refusal):
    """What the release entered is taken back by withdrawing the record."""


def record_disclosure(
    *,
    actor: Actor,
    record_id: int,
    form: str,
    disclosed_on: date,
    details: Mapping[str, str],
    evidence: StoredFile | None = None,
    evidence_name: str = "",
) -> PublicationEvent:
    """Enter that the standing version was disclosed in one more form (requirement C3).

    `details` are the parts of the reference by name (records.rules.channels); the reference that
    the public reads is made of them. An earlier day than the one known becomes the record's first
    disclosure. Raises NotAllowed, NotPublished, NotInTheList, ImpossibleDay, ReferenceIncomplete,
    ReferenceTooLong, PersonalDataInReference, NotFound.
    """
    require_role(actor, *_ENTERING)
    kind = _form(form)
    said = {name: clean_line(text) for name, text in details.items() if clean_line(text)}
    reference = _reference(kind, said)
    if disclosed_on < FIRST_DAY:
        raise ImpossibleDay(
            _("Check the year: only days from 1900 to 2199 can be meant."), field="disclosed_on"
        )
    if disclosed_on > time.today():
        raise ImpossibleDay(_("The day lies in the future."), field="disclosed_on")
    with transaction.atomic():
        record = locked_record(record_id)
        require_own_organ(actor, record.organ_id)
        version = record.public_version
        if record.standing != Standing.PUBLISHED or version is None:
            raise NotPublished(_("Only a published record has disclosures. Publish it first."))
        clear_reference(actor=actor, record=record, reference=reference)
        event = PublicationEvent.objects.create(
            record=record,
            version=version,
            form=form,
            disclosed_on=disclosed_on,
            reference=reference,
            details=said,
            evidence=evidence,
            evidence_name=evidence_name,
            recorded_by_id=acting_person(actor),
            recorded_at=time.now(),
        )
        _know_first_disclosure(record)
        mark_public_change(kind="record", object_id=record.pk)
        trail = {"form": form, "on": disclosed_on.isoformat()}
        trail |= {"evidence": evidence.digest} if evidence else {}
        leave_trail(actor, "record_publication", record, trail)
    return event


def retract_disclosure(
    *, actor: Actor, record_id: int, event_id: int, reason: str
) -> PublicationRetraction:
    """Take back an entry that was wrong; it stays readable for the staff, crossed out.

    Raises NotAllowed, NotFound, RetractedAlready, EnteredByItself, ReferenceIncomplete.
    """
    require_role(actor, *_ENTERING)
    said = clean_line(reason)
    if not said:
        raise ReferenceIncomplete(_("Say why it is taken back."), field="reason")
    with transaction.atomic():
        record = locked_record(record_id)
        require_own_organ(actor, record.organ_id)
        event = record.publications.filter(pk=event_id).first()
        if event is None:
            raise NotFound(_("There is no such disclosure."))
        if event.form == Form.WEBSITE:
            raise EnteredByItself(
                _("The website's disclosure was entered by the release. Withdraw the record.")
            )
        if PublicationRetraction.objects.filter(event=event).exists():
            raise RetractedAlready(_("It was taken back before."))
        retraction = PublicationRetraction.objects.create(
            event=event,
            reason=said[:300],
            retracted_by_id=acting_person(actor),
            retracted_at=time.now(),
        )
        _forget_first_disclosure(record)
        mark_public_change(kind="record", object_id=record.pk)
        leave_trail(
            actor, "retract_publication", record, {"event": str(event.pk), "form": event.form}
        )
    return retraction


def _form(form: str) -> Form:
    try:
        kind = Form(form)
    except ValueError:
        kind = Form.WEBSITE
    if kind not in PARTS:
        raise NotInTheList(_("Choose a form from the list."), field="form")
    return kind


def _reference(form: Form, details: Mapping[str, str]) -> str:
    missing = missing_parts(form, details)
    if missing:
        raise ReferenceIncomplete(
            _("Fill this in, so that readers find it."), field=missing[0].value
        )
    reference = reference_of(form, details)
    if len(reference) > _LONGEST_REFERENCE:
        raise ReferenceTooLong(
            _("The reference may have %(most)d characters altogether. Shorten it.")
            % {"most": _LONGEST_REFERENCE}
        )
    return reference


def _know_first_disclosure(record: Record) -> None:
    """Let the earliest entry be the first disclosure, and keep what was known without entries."""
    first = _earliest(record)
    known = record.first_disclosed_on
    if first is None or (known is not None and known <= first.disclosed_on):
        return
    if record.displaced_disclosed_on is None:
        record.displaced_disclosed_on = known
        record.displaced_disclosure_source = record.first_disclosure_source
    record.first_disclosed_on = first.disclosed_on
    record.first_disclosure_source = "" if first.form == Form.WEBSITE else first.reference
    record.save(update_fields=_FIRST)


def _forget_first_disclosure(record: Record) -> None:
    """Say what the first disclosure is without the entry that was taken back.

    What was told at the registration or by an import comes back, else the day of the publication
    here, unless an entry that stands is earlier.
    """
    if record.displaced_disclosed_on is None:
        return
    record.first_disclosed_on = record.displaced_disclosed_on
    record.first_disclosure_source = record.displaced_disclosure_source
    record.displaced_disclosed_on, record.displaced_disclosure_source = None, ""
    record.save(update_fields=_FIRST)
    _know_first_disclosure(record)


def _earliest(record: Record) -> PublicationEvent | None:
    standing = record.publications.filter(retraction__isnull=True)
    return standing.order_by("disclosed_on", "pk").first()
