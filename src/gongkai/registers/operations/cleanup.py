"""Rounds of clean-up of normative documents: opened, decided, carried out."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.kernel import time
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.text import clean_line
from gongkai.kernel.types import Actor
from gongkai.organs.access import acting_person, require_own_organ
from gongkai.organs.operations.merging import require_not_merged
from gongkai.records.access import is_public
from gongkai.records.models import Record
from gongkai.records.operations import change_validity
from gongkai.records.rules.content import FIRST_DAY
from gongkai.records.rules.vocabulary import Validity
from gongkai.registers.access import CLEANERS
from gongkai.registers.models import CleanupItem, CleanupRound, RegisterEdition
from gongkai.registers.operations.compiling import cleanup_row
from gongkai.registers.operations.trail import leave_trail
from gongkai.registers.queries.editions import published_edition
from gongkai.registers.rules.cleanup import VALIDITY_AFTER, DecisionFault, decision_faults

FAULTS = {
    DecisionFault.NOT_IN_LIST: _("Choose what becomes of it."),
    DecisionFault.NO_DAY: _("Enter by which day it is amended."),
    DecisionFault.DAY_PAST: _("The day lies in the past. Enter the day by which it is amended."),
    DecisionFault.NO_REASON: _("Say why it ends; the list gives the reason."),
}


class RoundKnownAlready(Refusal):
    """The organ has a round of this title."""


class DaysDisagree(Refusal):
    """The documents end after the decision."""


class DecisionIncomplete(Refusal):
    """The decision lacks something; `errors` by field."""

    def __init__(self, faults: dict[str, DecisionFault]) -> None:
        super().__init__(_("Some entries are missing or wrong. Put them right and try again."))
        self.errors = {field: FAULTS[fault] for field, fault in faults.items()}


class RoundEnded(Refusal):
    """The round was carried out; its decisions stand."""


class ListNotPublished(Refusal):
    """The list of the round is not public, or says something else by now."""


class NoLongerNormative(Refusal):
    """A document that the list ends is not marked as a normative document any more."""


class DocumentKnownAlready(Refusal):
    """The document stands in the round already."""


def open_round(
    *, actor: Actor, organ_id: int, title: str, issued_until_on: date, decide_by_on: date
) -> CleanupRound:
    """Open a round with every normative document of the organ that is public and not ended.

    Documents that are not in the catalogue are added by `add_document`. Raises NotAllowed,
    RoundKnownAlready, DaysDisagree, WasMerged.
    """
    require_own_organ(actor, *CLEANERS, organ_id=organ_id)
    if decide_by_on < time.today():
        raise DaysDisagree(_("The day lies in the past."), field="decide_by_on")
    if issued_until_on > decide_by_on:
        raise DaysDisagree(
            _("Documents cannot be issued after the day by which all are decided."),
            field="issued_until_on",
        )
    name = clean_line(title)
    with transaction.atomic():
        require_not_merged([organ_id])
        opened = CleanupRound(
            organ_id=organ_id,
            title=name,
            issued_until_on=issued_until_on,
            decide_by_on=decide_by_on,
            opened_by_id=acting_person(actor),
            opened_at=time.now(),
        )
        _save_new(opened)
        items = CleanupItem.objects.bulk_create(_documents(opened))
        _trail(actor, opened, "open_round", {"documents": str(len(items))})
    return opened


def _save_new(opened: CleanupRound) -> None:
    try:
        with transaction.atomic():
            opened.save(force_insert=True)
    except IntegrityError as error:
        if "one_cleanup_round_of_a_title" not in str(error):
            raise
        raise RoundKnownAlready(
            _("There is a round of this title already."), field="title"
        ) from error


def add_document(
    *,
    actor: Actor,
    round_id: int,
    title: str,
    document_number: str = "",
    issued_on: date | None = None,
) -> CleanupItem:
    """Add a document that is not in the catalogue, issued in the days that the round takes in.

    Raises NotAllowed, NotFound, RoundEnded, DaysDisagree, DocumentKnownAlready.
    """
    with transaction.atomic():
        opened = _open(actor, round_id)
        if issued_on is not None and not FIRST_DAY <= issued_on <= opened.issued_until_on:
            raise DaysDisagree(
                _("Check the day: the round takes in documents issued from 1900 to %(last)s.")
                % {"last": opened.issued_until_on.isoformat()},
                field="issued_on",
            )
        name, number = clean_line(title), clean_line(document_number)
        if opened.items.filter(title=name, document_number=number).exists():
            raise DocumentKnownAlready(_("This document stands in the list."), field="title")
        item = CleanupItem.objects.create(
            round=opened, title=name, document_number=number, issued_on=issued_on
        )
        _trail(actor, opened, "add_document", {"item": str(item.pk)})
    return item


def decide_document(
    *,
    actor: Actor,
    round_id: int,
    item_id: int,
    outcome: str,
    until_on: date | None = None,
    reason: str = "",
) -> CleanupItem:
    """Decide what becomes of a document; decided again, the later decision counts.

    Raises NotAllowed, NotFound, RoundEnded, DecisionIncomplete.
    """
    why = clean_line(reason)
    faults = decision_faults(outcome=outcome, until_on=until_on, reason=why, today=time.today())
    if faults:
        raise DecisionIncomplete(faults)
    with transaction.atomic():
        opened = _open(actor, round_id)
        item = opened.items.select_for_update().filter(pk=item_id).first()
        if item is None:
            raise NotFound(_("There is no such document in the list."))
        item.outcome, item.reason = outcome, why
        item.until_on = until_on if outcome == "amend" else None
        item.decided_by_id, item.decided_at = acting_person(actor), time.now()
        item.save()
        _trail(actor, opened, "decide", {"item": str(item.pk), "outcome": outcome})
    return item


def carry_out_round(*, actor: Actor, round_id: int) -> CleanupRound:
    """Let the records of the documents say what the published list says of them, from today on.

    Repealed and lapsed ones lose their force; the others stay as they are. Raises NotAllowed,
    NotFound, RoundEnded, ListNotPublished, NoLongerNormative.
    """
    with transaction.atomic():
        opened = _open(actor, round_id)
        edition = published_edition(round_id=round_id)
        if edition is None or not _says_what_is_decided(edition, opened):
            raise ListNotPublished(
                _("Publish the list first; it must say of every document what is decided now.")
            )
        number = edition.record.index_number or ""
        ended = opened.items.filter(outcome__in=VALIDITY_AFTER, record__isnull=False)
        for item in ended.order_by("pk"):
            _end(actor, item, number)
        opened.carried_out_by_id, opened.carried_out_at = acting_person(actor), time.now()
        opened.save(update_fields=["carried_out_by", "carried_out_at"])
        _trail(actor, opened, "carry_out", {"list": number})
    return opened


def _says_what_is_decided(edition: RegisterEdition, opened: CleanupRound) -> bool:
    """Say whether the list names all documents, an undecided one too, with day and reason."""
    told = {row["item"]: row for row in edition.rows}
    return told == {item.pk: cleanup_row(item) for item in opened.items.all()}


def _end(actor: Actor, item: CleanupItem, number: str) -> None:
    rows = Record.objects.filter(is_public(), pk=item.record_id or 0)
    found = rows.select_related("public_version").first()
    ends = VALIDITY_AFTER[item.outcome]
    # Withdrawn or changed meanwhile, there is nothing of it that the public could take for valid.
    if found is None or found.public_version is None or found.public_version.validity == ends:
        return
    if not found.public_version.is_normative:
        raise NoLongerNormative(
            _(
                "“%(title)s” is not marked as a normative document any more. Mark it again, or "
                "decide on it anew and publish the list anew."
            )
            % {"title": item.title}
        )
    change_validity(actor=actor, record_id=found.pk, validity=ends, on=time.today(), note=number)


def _documents(opened: CleanupRound) -> list[CleanupItem]:
    ended = Q(public_version__validity__in=[Validity.REPEALED.value, Validity.LAPSED.value])
    rows = (
        Record.objects.filter(
            is_public(),
            organ=opened.organ_id,
            public_version__is_normative=True,
            public_version__generated_on__lte=opened.issued_until_on,
        )
        .exclude(ended)
        .select_related("public_version")
        .order_by("public_version__generated_on", "pk")
    )
    return [
        CleanupItem(
            round=opened,
            record=row,
            title=row.public_version.title,
            document_number=row.public_version.document_number,
            issued_on=row.public_version.generated_on,
        )
        for row in rows
        if row.public_version is not None
    ]


def _open(actor: Actor, round_id: int) -> CleanupRound:
    opened = CleanupRound.objects.select_for_update().filter(pk=round_id).first()
    if opened is None:
        raise NotFound(_("There is no such round."))
    require_own_organ(actor, *CLEANERS, organ_id=opened.organ_id)
    if opened.carried_out_at is not None:
        raise RoundEnded(_("This round was carried out; its decisions stand. Open another one."))
    return opened


def _trail(actor: Actor, opened: CleanupRound, action: str, details: dict[str, str]) -> None:
    leave_trail(actor, action, "cleanup_round", opened.pk, opened.title, opened.organ_id, details)
