"""What of a record is to leave the house, and what is out: the very parts that the gate looks at.

Proposing, releasing, the page of the findings and the recheck ask here, so that they look at the
same bytes.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from gongkai.kernel.refusals import NotFound
from gongkai.records.access import is_public
from gongkai.records.models import Record, RecordVersion
from gongkai.records.rules.vocabulary import Category
from gongkai.release.outlets import OutItem
from gongkai.release.rules.doors import Door, FileOut, Subject, TextOut

SUBJECT = "record"
"""As what the gate knows a record; the id is the record's."""
_OPEN = ("title", "summary", "document_number", "remark", "keywords")
"""Elements that the public reads also of a record that is only listed (★)."""
_WHOLE = (*_OPEN, "text", "change_note")
_PIECE = 500

Leaving = tuple[Subject, tuple[FileOut, ...], TextOut]


def record_outgoing(version_id: int) -> Leaving:
    """Return what a version lets out once it is released; raises NotFound.

    The caller has checked the right to see it.
    """
    version = (
        RecordVersion.objects.select_related("record").filter(pk=version_id).first()
        if 0 < version_id < 2**63
        else None
    )
    if version is None:
        raise NotFound(_("There is no such version."))
    return leaving(version)


def leaving(version: RecordVersion) -> Leaving:
    """Return subject, files and texts of a version as it would be released; reads its record.

    Nothing but its open elements leaves of what is listed (★), and nothing at all of what is held
    back. Undetermined, it is looked at as if it were to be published.
    """
    subject = Subject(
        kind=SUBJECT,
        id=version.record_id,
        organ_id=version.record.organ_id,
        label=version.title,
    )
    return subject, (), TextOut(parts=tuple(_parts(version)))


def released_records() -> Iterator[OutItem]:
    """Return every record that the public sees now, with all that is out of it, by its id."""
    after = 0
    while rows := _public_versions(after):
        for version in rows:
            subject, files, texts = leaving(version)
            yield OutItem(door=Door.PUBLIC, subject=subject, files=files, texts=texts)
        after = rows[-1].record_id


def is_record_out(record_id: int) -> bool:
    """Say whether the public sees the record now."""
    return Record.objects.filter(is_public(), pk=record_id).exists()


def _public_versions(after: int) -> list[RecordVersion]:
    records = Record.objects.filter(is_public(), pk__gt=after, public_version__isnull=False)
    ids = records.order_by("pk").values_list("public_version_id", flat=True)[:_PIECE]
    rows = RecordVersion.objects.filter(pk__in=list(ids)).select_related("record")
    return list(rows.order_by("record_id"))


def _parts(version: RecordVersion) -> Iterator[tuple[str, str]]:
    if version.category == Category.EXEMPT:
        return
    is_listed = version.category == Category.ON_APPLICATION
    for element in _OPEN if is_listed else _WHOLE:
        if text := getattr(version, element):
            yield element, text
    if not is_listed and version.history:
        yield "history", "\n".join(version.history)
