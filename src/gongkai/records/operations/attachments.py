"""The attachments of a draft: added, taken off, put in order, called otherwise.

They are part of what a version says, so each change voids a proposal as every other edit does.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.kernel import time
from gongkai.kernel.models import StoredFile
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.text import clean_line
from gongkai.kernel.types import Actor
from gongkai.organs.access import acting_person
from gongkai.records.clearing import subject_of
from gongkai.records.contents import content_of
from gongkai.records.models import RecordVersion, VersionFile
from gongkai.records.operations.checking import require_fits_level
from gongkai.records.operations.moving import locked_version, require_move, require_own_organ
from gongkai.records.operations.trail import leave_trail
from gongkai.records.operations.versions import take_back
from gongkai.records.rules.lifecycle import Axis, Event, Facts
from gongkai.release.operations.examining import ask_examination
from gongkai.release.operations.scanning import ask_scan
from gongkai.release.operations.uploads import MarkedSecret, UploadRefused, taken_upload
from gongkai.release.queries.marks import bears_mark_of_secrecy
from gongkai.release.rules.media_types import media_type_of
from gongkai.release.rules.names import clean_name, ending_of
from gongkai.release.rules.uploads import problem_of_upload

MOST_FILES = 50
"""Attachments of one version."""
LONGEST_TITLE = 300
"""Characters."""


class TooManyFiles(Refusal):
    """The version has as many attachments as one may have."""


class AttachedAlready(Refusal):
    """The same bytes are attached to the version."""


class TitleTooLong(Refusal):
    """The title of an attachment is too long."""


def attach_file(
    *, actor: Actor, version_id: int, digest: str, name: str, title: str = ""
) -> VersionFile:
    """Attach a stored file to the draft, behind the others, and have it examined and scanned.

    Without a title it is called by its name without the ending. Raises NotAllowed,
    MoveNotPossible, UploadRefused, MarkedSecret, TooManyFiles, AttachedAlready, TitleTooLong,
    NotFound.
    """
    stored = StoredFile.objects.filter(pk=digest).first()
    if stored is None:
        raise NotFound(_("There is no such file."), field="files")
    if (problem := problem_of_upload(name, stored.size)) is not None:
        raise UploadRefused(problem)
    if bears_mark_of_secrecy(digest):
        raise MarkedSecret
    kept = clean_name(name)
    with _editing(actor, version_id, "attach_file", digest) as version:
        _require_room(version, digest)
        last = version.files.order_by("-position").values_list("position", flat=True).first()
        file = VersionFile.objects.create(
            version=version,
            position=(last or 0) + 1,
            title=_title(title) or _title(kept.removesuffix(f".{ending_of(kept)}")),
            name=kept,
            media_type=media_type_of(kept),
            size=stored.size,
            stored=stored,
            added_by_id=acting_person(actor),
            added_at=time.now(),
        )
        ask_examination(digest=digest, name=kept)
        ask_scan(digest=digest)
    return file


def attach_upload(*, actor: Actor, version_id: int, key: UUID, title: str = "") -> VersionFile:
    """Attach what the actor sent for this record.

    Raises what `attach_file` raises, and NotAllThere and UploadBusy.
    """
    with transaction.atomic():
        record, _version = locked_version(version_id)
        upload = taken_upload(actor=actor, key=key, subject=subject_of(record))
        return attach_file(
            actor=actor,
            version_id=version_id,
            digest=upload.stored_id or "",
            name=upload.name,
            title=title,
        )


def detach_file(*, actor: Actor, version_id: int, file_id: int) -> None:
    """Take an attachment off the draft; its bytes are kept. Raises as `attach_file` does."""
    file = _file_of(version_id, file_id)
    with _editing(actor, version_id, "detach_file", file.stored_id):
        file.delete()


def move_file(*, actor: Actor, version_id: int, file_id: int, to: int) -> None:
    """Put an attachment at a place of the list, counted from 1; the others keep their order.

    A place beyond the ends is the first or the last. Raises as `attach_file` does.
    """
    file = _file_of(version_id, file_id)
    with _editing(actor, version_id, "move_file", file.stored_id) as version:
        rows = [row for row in version.files.all() if row.pk != file.pk]
        rows.insert(min(max(to, 1), len(rows) + 1) - 1, file)
        for position, row in enumerate(rows, start=1):
            if row.position != position:
                row.position = position
                row.save(update_fields=["position"])


def retitle_file(*, actor: Actor, version_id: int, file_id: int, title: str) -> None:
    """Call an attachment otherwise; a blank title leaves it. Raises as `attach_file` does."""
    file = _file_of(version_id, file_id)
    said = _title(title)
    if not said or said == file.title:
        return
    with _editing(actor, version_id, "retitle_file", file.stored_id):
        file.title = said
        file.save(update_fields=["title"])


@contextmanager
def _editing(actor: Actor, version_id: int, action: str, digest: str) -> Iterator[RecordVersion]:
    """Open the version as a draft; afterwards its digest says what it says now."""
    with transaction.atomic():
        record, version = locked_version(version_id)
        require_own_organ(actor, record.organ_id)
        line = require_move(Axis.VERSION, version.state, Event.EDIT, actor=actor, facts=Facts())
        digest_before = version.digest
        take_back(actor, version, why="The attachments were changed.")
        version.state = line.to
        version.save(update_fields=["state", "proposal"])
        yield version
        said = content_of(version)
        require_fits_level(said)
        version.digest = said.digest()
        version.save(update_fields=["digest"])
        details = {"digest": version.digest, "digest_before": digest_before, "file": digest}
        # Neither name nor title: the trail is kept for ever, and a name may be a person's.
        leave_trail(actor, action, record, details)


def _require_room(version: RecordVersion, digest: str) -> None:
    attached = set(version.files.values_list("stored_id", flat=True))
    if digest in attached:
        raise AttachedAlready(
            _("This file is attached already. Change its title there."), field="files"
        )
    if len(attached) >= MOST_FILES:
        raise TooManyFiles(
            _("A record may have %(most)d attachments. Put several into one ZIP archive.")
            % {"most": MOST_FILES},
            field="files",
        )


def _file_of(version_id: int, file_id: int) -> VersionFile:
    file = VersionFile.objects.filter(pk=file_id, version_id=version_id).first()
    if file is None:
        raise NotFound(_("There is no such attachment."))
    return file


def _title(said: str) -> str:
    title = clean_line(said)
    if len(title) > LONGEST_TITLE:
        raise TitleTooLong(
            _("A title may have %(most)d characters at most. Shorten it.")
            % {"most": LONGEST_TITLE},
            field="title",
        )
    return title
