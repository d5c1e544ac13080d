"""Links between documents: what one does to another, said once and read at both ends."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.kernel import time
from gongkai.kernel.public import mark_public_change
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.text import clean_line
from gongkai.kernel.types import Actor, Role
from gongkai.organs.access import acting_person
from gongkai.records.access import PUBLIC_STANDINGS
from gongkai.records.models import Record, RecordLink
from gongkai.records.operations.clearing import clear_reference
from gongkai.records.operations.moving import locked_record, require_own_organ, require_role
from gongkai.records.operations.publications import (
    DayNotPossible,
    NotInTheList,
    change_validity,
)
from gongkai.records.operations.trail import label_of, leave_trail
from gongkai.records.rules.content import FIRST_DAY, LAST_DAY
from gongkai.records.rules.validity import VALIDITY_BY_LINK
from gongkai.records.rules.vocabulary import LinkKind, Standing

LINKERS = (Role.CLERK, Role.LEGAL_REVIEWER, Role.PERSON_IN_CHARGE)
_LONGEST_NAME = 500
"""Characters of the name of a document that is not in the system."""


class NoOtherEnd(Refusal):
    """A link leads to one document: a record, or one that is named."""


class LinkedAlready(Refusal):
    """The document is linked to that one in this way already."""


class NotOfValidity(Refusal):
    """What is done to the other document does not change its validity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkEnd:
    """The other document: a record, or the number or title of one that is not in the system."""

    record_id: int | None = None
    text: str = ""


def link_records(
    *,
    actor: Actor,
    record_id: int,
    kind: str,
    to: LinkEnd,
    since_on: date | None = None,
    sets_validity: bool = False,
) -> RecordLink:
    """Say what the record does to another document, and return the link.

    The public reads it where both ends are public, at both of them. With `sets_validity` the
    other document, of the same organ, is amended or repealed in the same transaction, from
    `since_on` on. The name of a document that is not in here passes the release gate.

    Raises NotAllowed, NotInTheList, NoOtherEnd, LinkedAlready, DayNotPossible, NotOfValidity,
    PersonalDataInReference, NotFound, and what change_validity raises.
    """
    require_role(actor, *LINKERS)
    if kind not in {member.value for member in LinkKind}:
        raise NotInTheList(_("Choose what the document does from the list."), field="kind")
    text = _named(to)
    _require_possible(since_on)
    with transaction.atomic():
        record, target = _locked(record_id, to.record_id)
        require_own_organ(actor, record.organ_id)
        _require_known(actor, target)
        _require_new(record, kind, target, text)
        if text:
            clear_reference(actor=actor, record=record, reference=text, field="text")
        link = RecordLink.objects.create(
            record=record,
            kind=kind,
            target=target,
            target_text=text,
            since_on=since_on,
            made_by_id=acting_person(actor),
            made_at=time.now(),
        )
        if sets_validity:
            _set_validity(actor, record, kind, target, since_on)
        _tell(actor, "link", link)
    return link


def unlink_records(*, actor: Actor, link_id: int) -> RecordLink:
    """Take a link back; it stays as a row, and what it did to a validity stays as well.

    Raises NotAllowed, NotFound.
    """
    require_role(actor, *LINKERS)
    with transaction.atomic():
        link = _standing_link(link_id)
        record = locked_record(link.record_id)
        require_own_organ(actor, record.organ_id)
        link.removed_by_id = acting_person(actor)
        link.removed_at = time.now()
        link.save(update_fields=["removed_by", "removed_at"])
        _tell(actor, "unlink", link)
    return link


def _named(to: LinkEnd) -> str:
    text = clean_line(to.text)
    if (to.record_id is None) == (not text):
        raise NoOtherEnd(
            _("Choose the other document or enter its name, one of both."), field="text"
        )
    if len(text) > _LONGEST_NAME:
        raise NoOtherEnd(_("This is too long. Shorten it."), field="text")
    return text


def _require_possible(since_on: date | None) -> None:
    if since_on is not None and not FIRST_DAY <= since_on <= LAST_DAY:
        raise DayNotPossible(
            _("Check the year: only days from 1900 to 2199 can be meant."), field="since_on"
        )


def _locked(record_id: int, target_id: int | None) -> tuple[Record, Record | None]:
    # Always in the same order: two links made at once, there and back, never wait for each other.
    ids = {record_id} if target_id is None else {record_id, target_id}
    rows = {pk: locked_record(pk) for pk in sorted(ids)}
    if target_id == record_id:
        raise NoOtherEnd(_("A document is not linked to itself."), field="target")
    return rows[record_id], None if target_id is None else rows[target_id]


def _require_known(actor: Actor, target: Record | None) -> None:
    """Raise NotFound where the actor may not know of the other record."""
    if target is None:
        return
    is_own = target.organ_id == actor.organ_id and target.standing != Standing.WITHDRAWN
    if not is_own and target.standing not in PUBLIC_STANDINGS:
        raise NotFound(_("There is no such record."), field="target")


def _require_new(record: Record, kind: str, target: Record | None, text: str) -> None:
    same = record.links.filter(kind=kind, target=target, target_text=text, removed_at__isnull=True)
    if same.exists():
        raise LinkedAlready(_("It is linked to that document in this way already."), field="text")


def _set_validity(
    actor: Actor, record: Record, kind: str, target: Record | None, since_on: date | None
) -> None:
    validity = VALIDITY_BY_LINK.get(kind)
    if validity is None or target is None:
        raise NotOfValidity(
            _("Only what amends, repeals or replaces a record here changes its validity."),
            field="sets_validity",
        )
    if since_on is None:
        raise DayNotPossible(
            _("Enter the day from which it is so; it cannot lie in the future."), field="since_on"
        )
    try:
        change_validity(
            actor=actor, record_id=target.pk, validity=validity, on=since_on, note=label_of(record)
        )
    except DayNotPossible as refused:
        raise DayNotPossible(refused.message, field="since_on") from refused


def _standing_link(link_id: int) -> RecordLink:
    rows = RecordLink.objects.select_for_update(of=("self",)).select_related("target", "record")
    link = rows.filter(pk=link_id, removed_at__isnull=True).first()
    if link is None:
        raise NotFound(_("There is no such link."))
    return link


def _tell(actor: Actor, action: str, link: RecordLink) -> None:
    ends = [link.record, link.target] if link.target else [link.record]
    for end in ends:
        if end.standing in PUBLIC_STANDINGS:
            mark_public_change(kind="record", object_id=end.pk)
    target = label_of(link.target) if link.target else "-"
    leave_trail(actor, action, link.record, {"kind": link.kind, "target": target})
