"""Release of an approved version: publish it, list it with ★, or hold it back.

All of it is one transaction: the version before is superseded, the number minted, the file
stored, the disclosure recorded, the clock stopped, the index written, the epoch moved.
"""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from gongkai.kernel import events, time
from gongkai.kernel.files import store_file
from gongkai.kernel.public import mark_public_change
from gongkai.kernel.types import Actor
from gongkai.organs.access import acting_person
from gongkai.records.events import RecordCorrected, RecordHeld, RecordListed, RecordPublished
from gongkai.records.models import Form, PublicationEvent, Record, RecordVersion
from gongkai.records.operations.basis import require_basis_reviewed
from gongkai.records.operations.changing import kept_text_file, standing_version
from gongkai.records.operations.clearing import clear_text_file, clear_version
from gongkai.records.operations.disclosure_clock import stop_disclosure_clock
from gongkai.records.operations.embargo_ending import waiting_embargo
from gongkai.records.operations.minting import mint_index_number
from gongkai.records.operations.moving import locked_version, require_move, require_own_organ
from gongkai.records.operations.review import is_as_proposed
from gongkai.records.operations.trail import leave_trail
from gongkai.records.operations.version_withdrawal import (
    require_decided,
    withdraw_earlier_versions,
)
from gongkai.records.rules.exemption import a_year_after
from gongkai.records.rules.lifecycle import RELEASE_EVENT, Axis, Event, Facts
from gongkai.records.rules.text_file import FileHeader, render_text_file
from gongkai.records.rules.vocabulary import ChangeKind, Standing, VersionState
from gongkai.review.models import ProposalState

_ACTIONS = {Standing.PUBLISHED: "publish", Standing.LISTED: "list", Standing.HELD: "hold"}
PUBLIC = frozenset({Standing.PUBLISHED.value, Standing.LISTED.value})


def release_record(
    *,
    actor: Actor,
    version_id: int,
    withdrawn_with_it: Collection[int] | None = None,
    reason: str = "",
) -> Record:
    """Release the approved version as its category asks: publish, list with ★, or hold back.

    `withdrawn_with_it` are numbers of earlier versions that hold what nobody may read: they are
    hidden at once for `reason`, before anybody could compare them with the corrected copy. None
    says that nobody was asked; a corrected copy beside earlier ones is refused then. Raises
    NotAllowed, ContentChanged, ReviewCountsNoMore, BeingWithdrawn, NotCleared, MoveNotPossible,
    SerialExhausted, EarlierVersionsUndecided, NotAReason, NeverReadable, NotFound.
    """
    with transaction.atomic():
        record = _release(actor, version_id, expected=None, withdrawn_with_it=withdrawn_with_it)
        if withdrawn_with_it:
            withdraw_earlier_versions(
                actor=actor, record=record, numbers=withdrawn_with_it, reason=reason
            )
    return record


def publish_record(*, actor: Actor, version_id: int) -> Record:
    """Release the version as published; raises WrongCategory unless it is voluntary."""
    return _release(actor, version_id, expected=Event.PUBLISH)


def list_record(*, actor: Actor, version_id: int) -> Record:
    """Release the version as listed ★; raises WrongCategory unless it is on application."""
    return _release(actor, version_id, expected=Event.LIST)


def hold_record(*, actor: Actor, version_id: int) -> Record:
    """Release the version as held back; raises WrongCategory unless it is exempt."""
    return _release(actor, version_id, expected=Event.HOLD)


def _release(
    actor: Actor,
    version_id: int,
    *,
    expected: Event | None,
    withdrawn_with_it: Collection[int] | None = None,
) -> Record:
    with transaction.atomic():
        record, version = locked_version(version_id)
        require_own_organ(actor, record.organ_id)
        facts = Facts(
            category=version.category,
            standing=record.standing,
            content_unchanged=is_ready(version),
            under_embargo=waiting_embargo(version) is not None,
        )
        require_move(Axis.VERSION, version.state, Event.RELEASE, actor=actor, facts=facts)
        if version.proposal is not None:
            require_basis_reviewed(record, version, version.proposal)
        require_decided(version, withdrawn_with_it)
        event = expected or RELEASE_EVENT[version.category]
        line = require_move(Axis.RECORD, record.standing, event, actor=actor, facts=facts)
        _put_out(actor=actor, record=record, version=version, standing=Standing(line.to))
    return record


def _put_out(*, actor: Actor, record: Record, version: RecordVersion, standing: Standing) -> None:
    before = record.standing
    kept_file = kept_text_file(standing_version(record, version), version)
    _supersede(record, version)
    _bring_to(standing, actor=actor, record=record, version=version, kept_file=kept_file)
    stop_disclosure_clock(actor=actor, record=record, version=version)
    if before in PUBLIC or standing.value in PUBLIC:
        mark_public_change(kind="record", object_id=record.pk)
    _tell(record, version, standing, before=before)
    leave_trail(
        actor,
        _ACTIONS[standing],
        record,
        {"version": str(version.number), "digest": version.digest, "file": version.text_file},
    )


def _bring_to(
    standing: Standing, *, actor: Actor, record: Record, version: RecordVersion, kept_file: str
) -> None:
    stand(record, version, standing, today=time.today())
    if standing is not Standing.HELD and record.index_number is None:
        mint_index_number(record, organ=record.organ, year=version.generated_on.year)
    if standing is not Standing.HELD:
        clear_version(actor=actor, record=record, version=version)
    if standing is Standing.PUBLISHED and version.text:
        version.text_file = kept_file or store_file(file_of(record, version)).digest
        clear_text_file(version)
    version.save(update_fields=["state", "released_at", "text_file", "clearance"])
    record.save()
    if standing is Standing.PUBLISHED and Form.WEBSITE.value in version.forms:
        website_disclosure(actor, record, version).save(force_insert=True)


def stand(record: Record, version: RecordVersion, standing: Standing, *, today: date) -> None:
    """Put record and version into their standing without saving them.

    For the releases and the import alone: the caller has the locks, has checked that it may
    happen, and sees to number, file, disclosure, clock, trail and events.
    """
    first_time_public = record.index_number is None
    record.review_on = _review_on(record, version, standing, today=today)
    record.standing = standing.value
    # A version held back is no public version: what nobody may see, no query can join.
    record.public_version = None if standing is Standing.HELD else version
    if standing is Standing.PUBLISHED and record.first_disclosed_on is None:
        record.first_disclosed_on = today
    if record.released_at is None or first_time_public:
        record.released_at = time.now()
        published = standing is Standing.PUBLISHED
        record.released_on = (record.first_disclosed_on if published else None) or today
    version.state = VersionState.RELEASED.value
    version.released_at = time.now()


def _review_on(
    record: Record, version: RecordVersion, standing: Standing, *, today: date
) -> date | None:
    """Return when what is held back is looked at again; its elements put right review nothing."""
    if standing is not Standing.HELD:
        return None
    keeps = record.standing == Standing.HELD and version.change_kind == ChangeKind.METADATA
    return record.review_on if keeps else a_year_after(today)


def file_of(record: Record, version: RecordVersion) -> bytes:
    """Return the file that is handed out of a published version with its number."""
    header = FileHeader(
        index_number=record.index_number or "",
        title=version.title,
        organ_name=record.organ.name,
        generated_on=version.generated_on,
        released_on=record.released_on or time.today(),
        document_number=version.document_number,
        version_number=version.number,
    )
    return render_text_file(header, version.text)


def website_disclosure(actor: Actor, record: Record, version: RecordVersion) -> PublicationEvent:
    """Return the disclosure on the website today, not yet saved."""
    return PublicationEvent(
        record=record,
        version=version,
        form=Form.WEBSITE,
        disclosed_on=time.today(),
        reference=record.index_number or "",
        recorded_by_id=acting_person(actor),
        recorded_at=time.now(),
    )


def is_ready(version: RecordVersion) -> bool:
    """Say whether the version still is, to the letter, what passed every review and approval."""
    return is_as_proposed(version) and _has_passed(version)


def _has_passed(version: RecordVersion) -> bool:
    return version.proposal is not None and version.proposal.state == ProposalState.PASSED


def _supersede(record: Record, version: RecordVersion) -> None:
    if version.number > 1:
        record.versions.filter(state=VersionState.RELEASED.value).update(
            state=VersionState.SUPERSEDED.value, superseded_at=time.now()
        )


def _tell(record: Record, version: RecordVersion, standing: Standing, *, before: str) -> None:
    kind = {
        Standing.PUBLISHED: RecordPublished,
        Standing.LISTED: RecordListed,
        Standing.HELD: RecordHeld,
    }[standing]
    events.emit(kind(record_id=record.pk, version_id=version.pk, standing_before=before))
    if before in PUBLIC:
        events.emit(RecordCorrected(record_id=record.pk, version_id=version.pk))
