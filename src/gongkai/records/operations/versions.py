"""Work on a version: edit it, begin the next one, abandon it."""

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.kernel import time
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.text import clean_line
from gongkai.kernel.types import Actor
from gongkai.organs.access import acting_person
from gongkai.records.contents import attached_files, content_of, put_content
from gongkai.records.models import Record, RecordVersion, VersionFile
from gongkai.records.operations.checking import checked_content, require_fits_level
from gongkai.records.operations.disclosure_clock import (
    end_clock_of_abandoned,
    move_clock_to_new_day,
)
from gongkai.records.operations.embargo_ending import end_embargo
from gongkai.records.operations.moving import (
    has_version_in_work,
    locked_record,
    locked_version,
    require_move,
    require_own_organ,
)
from gongkai.records.operations.question_ending import end_question
from gongkai.records.operations.trail import leave_trail
from gongkai.records.rules.change import day_of_kind, default_day
from gongkai.records.rules.content import VersionContent
from gongkai.records.rules.embargo import Outcome
from gongkai.records.rules.lifecycle import Axis, Event, Facts
from gongkai.records.rules.vocabulary import VersionState
from gongkai.review.models import ProposalState
from gongkai.review.operations import void_proposal


class ChangedMeanwhile(Refusal):
    """Somebody else saved the version after it was opened."""


def edit_version(
    *, actor: Actor, version_id: int, content: VersionContent, seen_digest: str = ""
) -> RecordVersion:
    """Replace what the version says; an open or passed proposal of it is void, it is a draft again.

    Its attachments stay as they are: they have operations of their own (operations.attachments).
    Where the kind of change is another now, the day of generation follows it, unless another day
    than the default was said.
    `seen_digest` is the digest of the content that was opened for editing; where it is given,
    nobody's later work is overwritten unseen. Raises NotAllowed, MoveNotPossible, InvalidContent,
    ChangedMeanwhile, NotFound.
    """
    checked = checked_content(content, today=time.today())
    with transaction.atomic():
        record, version = locked_version(version_id)
        require_own_organ(actor, record.organ_id)
        _require_as_seen(version, seen_digest)
        line = require_move(Axis.VERSION, version.state, Event.EDIT, actor=actor, facts=Facts())
        day_and_kind = (version.generated_on, version.change_kind)
        digest_before = version.digest
        take_back(actor, version, why="The content was edited.")
        version.state = line.to
        said = replace(
            _with_day_of_its_kind(record, version, checked.content), files=attached_files(version)
        )
        require_fits_level(said)
        put_content(version, said, theme=checked.theme, ground=checked.ground)
        version.save()
        if (version.generated_on, version.change_kind) != day_and_kind:
            move_clock_to_new_day(actor=actor, record=record, version=version)
        leave_trail(
            actor, "edit", record, {"digest": version.digest, "digest_before": digest_before}
        )
    return version


def _with_day_of_its_kind(
    record: Record, version: RecordVersion, said: VersionContent
) -> VersionContent:
    source = record.versions.filter(state=VersionState.RELEASED.value).first()
    if source is None:
        return said
    day = day_of_kind(
        said,
        kind_before=version.change_kind,
        before=source.generated_on,
        begun=time.local_date(version.created_at),
    )
    return replace(said, generated_on=day)


def _require_as_seen(version: RecordVersion, seen_digest: str) -> None:
    if seen_digest and seen_digest != version.digest:
        raise ChangedMeanwhile(
            _(
                "Somebody else saved this version after you opened it. What you typed is kept "
                "here: compare it with the record, then save again to replace what was saved."
            )
        )


def begin_new_version(
    *, actor: Actor, record_id: int, change_note: str, change_kind: str = ""
) -> RecordVersion:
    """Begin the next version of a released record as a copy of the one that stands.

    `change_note` says what will change and is shown to the public. `change_kind` is one of
    records.rules.vocabulary.ChangeKind; left open, it must be said before the version is proposed.
    The day of generation becomes today, for the limit runs from the day of the change (Regulations
    2007 art. 18); edit it where the change is of another day. Where elements alone are put right,
    no information is changed and the day stays. Raises NotAllowed, VersionInWork, MoveNotPossible,
    InvalidContent, NotFound.
    """
    with transaction.atomic():
        record = locked_record(record_id)
        require_own_organ(actor, record.organ_id)
        facts = Facts(other_version_in_work=has_version_in_work(record))
        require_move(Axis.RECORD, record.standing, Event.BEGIN_VERSION, actor=actor, facts=facts)
        version = _copy_of_the_standing_one(record, actor, clean_line(change_note), change_kind)
        details = {"version": str(version.number), "kind": change_kind}
        leave_trail(actor, "begin_version", record, details)
    return version


def _copy_of_the_standing_one(
    record: Record, actor: Actor, change_note: str, change_kind: str
) -> RecordVersion:
    source = record.versions.select_related("theme", "ground").get(
        state=VersionState.RELEASED.value
    )
    day = default_day(change_kind, before=source.generated_on, begun=time.today())
    said = replace(
        content_of(source), change_note=change_note, change_kind=change_kind, generated_on=day
    )
    return copy_version(actor=actor, record=record, source=source, said=said)


def copy_version(
    *, actor: Actor, record: Record, source: RecordVersion, said: VersionContent
) -> RecordVersion:
    """Save the next version of the record with this content and the attachments of `source`.

    For other operations of the module, which have the lock and have asked whether it may begin.
    Raises InvalidContent.
    """
    checked = checked_content(said, today=time.today())
    last = record.versions.order_by("-number").values_list("number", flat=True)[0]
    version = RecordVersion(
        record=record, number=last + 1, created_by_id=acting_person(actor), created_at=time.now()
    )
    put_content(version, checked.content, theme=checked.theme, ground=checked.ground)
    version.repealed_on = source.repealed_on
    version.save(force_insert=True)
    _copy_files(source, version)
    return version


def _copy_files(source: RecordVersion, version: RecordVersion) -> None:
    """Give the new version the attachments of the old one; the gate looks at them again."""
    rows = list(source.files.all())
    for row in rows:
        row.pk, row.version, row.clearance = None, version, None
    VersionFile.objects.bulk_create(rows)


def abandon_version(*, actor: Actor, version_id: int, why: str) -> RecordVersion:
    """Give up a version that was not released; it stays readable for the staff.

    A question about its category that waits is taken back with it.
    Raises NotAllowed, MoveNotPossible, NotFound.
    """
    with transaction.atomic():
        record, version = locked_version(version_id)
        require_own_organ(actor, record.organ_id)
        line = require_move(Axis.VERSION, version.state, Event.ABANDON, actor=actor, facts=Facts())
        take_back(actor, version, why=why)
        version.state = line.to
        version.save(update_fields=["state", "proposal"])
        end_clock_of_abandoned(actor=actor, record=record, version=version)
        end_question(actor, record)
        leave_trail(actor, "abandon", record, {"version": str(version.number), "why": why})
    return version


def take_back(actor: Actor, version: RecordVersion, *, why: str) -> None:
    """Void an open or passed proposal of the version; the caller saves the version.

    A returned one has ended: it stays with the draft, so that the clerk reads why it came back.
    """
    if version.proposal is not None and version.proposal.state == ProposalState.RETURNED:
        return
    if version.proposal is not None:
        void_proposal(actor=actor, proposal_id=version.proposal.pk, why=why)
    end_embargo(actor, version, outcome=Outcome.VOID)
    version.proposal = None
