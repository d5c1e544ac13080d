"""The public page of a record, its versions, its file, and what stays of a withdrawn one."""

import unicodedata
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from gongkai.kernel import time
from gongkai.kernel.models import StoredFile
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Viewer
from gongkai.organs.queries import disclosure_office, name_at
from gongkai.records.access import is_public, is_readable, text_is_public
from gongkai.records.clearing import subject_of
from gongkai.records.models import (
    InformationClass,
    Record,
    RecordVersion,
    ThemeClass,
    VersionFile,
    Withdrawal,
)
from gongkai.records.queries.cards import card_of, in_language, name_of_organ, name_of_theme
from gongkai.records.queries.element_changes import element_changes
from gongkai.records.queries.files import file_lines, files_between
from gongkai.records.queries.links import public_links
from gongkai.records.queries.values import (
    FoundCopy,
    Gone,
    PublicationLine,
    PublicFile,
    RecordPage,
    Tombstone,
    VersionTexts,
)
from gongkai.records.queries.version_lines import (
    raise_if_withdrawn,
    told_versions,
    version_lines,
)
from gongkai.records.queries.withdrawn import closing_versions
from gongkai.records.rules.statutory import item_of
from gongkai.records.rules.vocabulary import (
    READABLE,
    TAKEN_BACK,
    Category,
)

_WENT_OUT = (*READABLE, *TAKEN_BACK)
_MEDIA_TYPE = "text/plain; charset=utf-8"


def record_page(viewer: Viewer, record_id: int) -> RecordPage:
    """Return the public page of a record.

    Raises Gone (with a Tombstone) where it was public and was taken back, NotFound otherwise.
    """
    record = _public_record(record_id)
    return _page(record, _standing_version(record))


def record_version(viewer: Viewer, record_id: int, number: int) -> RecordPage:
    """Return the page as an earlier version shows it; raises NotFound, Gone.

    Only versions whose text is public have a page of their own.
    """
    record = _public_record(record_id)
    return _page(record, _public_version(record, number))


def version_texts(viewer: Viewer, record_id: int, a: int, b: int) -> VersionTexts:
    """Return the texts of two public versions for a comparison; raises NotFound, Gone."""
    record = _public_record(record_id)
    older, newer = (_public_version(record, number) for number in sorted((a, b)))
    added, removed = files_between(file_lines(older), file_lines(newer))
    return VersionTexts(
        older=older.number,
        newer=newer.number,
        older_title=older.title,
        newer_title=newer.title,
        older_text=older.text,
        newer_text=newer.text,
        files_added=added,
        files_removed=removed,
        elements=element_changes(older, newer),
    )


def record_file(viewer: Viewer, record_id: int, number: int | None = None) -> PublicFile:
    """Return the downloadable text file of a record; raises NotFound (also for ★), Gone."""
    record = _public_record(record_id)
    version = _standing_version(record) if number is None else _public_version(record, number)
    open_text = text_is_public(standing=record.standing, category=version.category)
    if not open_text or not version.text_file:
        raise NotFound(_("There is no file to download."))
    stored = StoredFile.objects.get(pk=version.text_file)
    name = (record.index_number or "").replace("/", "-").replace("\\", "-")
    suffix = "" if record.public_version_id == version.pk else f"-v{version.number}"
    return PublicFile(
        name=f"{name}{suffix} {version.title}.txt",
        digest=stored.digest,
        size=stored.size,
        media_type=_MEDIA_TYPE,
        subject=subject_of(record),
    )


def attached_file(viewer: Viewer, record_id: int, file_id: int) -> PublicFile:
    """Return an attachment of a version that everybody may read; raises NotFound, Gone."""
    record = _public_record(record_id)
    rows = VersionFile.objects.filter(
        told_versions("version__"), version__record=record, clearance__isnull=False
    ).select_related("version")
    row = rows.filter(pk=file_id).first() if 0 < file_id < 2**63 else None
    if row is None:
        raise NotFound(_("There is no file to download."))
    raise_if_withdrawn(record, row.version)
    return PublicFile(
        name=row.name,
        digest=row.stored_id,
        size=row.size,
        media_type=row.media_type,
        subject=subject_of(record),
    )


def find_copy(viewer: Viewer, digest: str) -> FoundCopy | None:
    """Return which public version, or which attachment of one, the file with this SHA-256 is.

    None where it is none.
    """
    if not StoredFile.objects.filter(pk=digest.lower()).exists():
        # Most digests asked for are unknown: one look at the key instead of at every version.
        return None
    is_it = Q(text_file=digest.lower()) | Q(
        pk__in=VersionFile.objects.filter(stored=digest.lower(), clearance__isnull=False).values(
            "version_id"
        )
    )
    version = (
        RecordVersion.objects.filter(is_it, is_readable())
        .select_related("record__organ", "theme")
        .defer("text", "history")
        # Of several, the one that stands now.
        .order_by(F("public_for").desc(nulls_last=True), "-pk")
        .first()
    )
    if version is None:
        return None
    attached = version.files.filter(stored=digest.lower()).values_list("title", flat=True).first()
    return FoundCopy(
        card=card_of(version.record, version),
        number=version.number,
        released_on=time.local_date(version.released_at or version.created_at),
        is_current=version.record.public_version_id == version.pk,
        file_title=attached or "",
    )


def by_index_number(viewer: Viewer, text: str) -> int:
    """Return the record with this number, however it is typed, also of one taken back.

    Raises NotFound where the public never knew of such a number.
    """
    tidy = unicodedata.normalize("NFKC", text).replace("\0", "").replace(" ", "").strip()
    known = Q(index_number=text.replace("\0", "").strip()) | Q(index_number=tidy.upper())
    found = Record.objects.filter(known, _was_ever_public()).values_list("pk", flat=True).first()
    if found is None:
        raise NotFound(_("There is no record with this index number."))
    return found


def _public_record(record_id: int) -> Record:
    record = (
        Record.objects.filter(is_public(), pk=record_id).select_related("organ").first()
        if 0 < record_id < 2**63
        else None
    )
    if record is None:
        _raise_gone(record_id)
        raise NotFound(_("There is no such record."))
    return record


def _was_ever_public() -> Q:
    """Return the condition under which the public has known of a record at some time.

    A number does not say so: an import brings numbers along to drafts, and such a draft may be
    held back without ever having been public.
    """
    went_out = RecordVersion.objects.filter(
        record=OuterRef("pk"),
        state__in=_WENT_OUT,
        category__in=(Category.VOLUNTARY.value, Category.ON_APPLICATION.value),
    )
    return Q(index_number__isnull=False) & Q(Exists(went_out))


def _raise_gone(record_id: int) -> None:
    record = (
        Record.objects.filter(_was_ever_public(), pk=record_id)
        .select_related("organ", "public_version")
        .first()
        if 0 < record_id < 2**63
        else None
    )
    if record is not None:
        raise Gone(_tombstone(record))


def _tombstone(record: Record) -> Tombstone:
    withdrawals = record.withdrawals.filter(version=None).exclude(outcome="restored")
    withdrawal = withdrawals.order_by("-hidden_at").first()
    shows_title = withdrawal is not None and withdrawal.title_may_show and record.public_version
    return Tombstone(
        index_number=record.index_number or "",
        organ_id=record.organ_id,
        organ_name=name_of_organ(record.organ),
        withdrawn_on=time.local_date(_taken_back_at(record, withdrawal)),
        reason=withdrawal.reason if withdrawal else Category.EXEMPT.value,
        reason_label=withdrawal.get_reason_display() if withdrawal else _("Not disclosed"),
        title_or_empty=record.public_version.title if shows_title and record.public_version else "",
    )


def _taken_back_at(record: Record, withdrawal: Withdrawal | None) -> datetime:
    if withdrawal is not None:
        return withdrawal.hidden_at
    closing = closing_versions().filter(record=record).values_list("released_at", flat=True)
    return closing.first() or record.registered_at


def _standing_version(record: Record) -> RecordVersion:
    return RecordVersion.objects.select_related("theme__parent", "ground").get(public_for=record)


def _public_version(record: Record, number: int) -> RecordVersion:
    version = (
        RecordVersion.objects.select_related("theme__parent", "ground")
        .filter(told_versions(), record=record, number=number)
        .first()
        if 0 < number < 2**15
        else None
    )
    if version is None:
        raise NotFound(_("There is no such version."))
    raise_if_withdrawn(record, version)
    return version


def _page(record: Record, version: RecordVersion) -> RecordPage:
    is_open = text_is_public(standing=record.standing, category=version.category)
    item = item_of(version.statutory_item)
    names = _class_names(record)
    return RecordPage(
        card=card_of(record, version),
        published_as=_published_as(record),
        text=version.text if is_open else "",
        forms=tuple(version.forms),
        time_limit=version.time_limit,
        category=version.category,
        remark=version.remark,
        keywords=version.keywords,
        genre=version.genre,
        theme_path=_theme_path(version.theme),
        statutory_item=version.statutory_item,
        statutory_item_name=in_language(item.name_zh, item.name_en) if item else "",
        ground_code=version.ground.code if version.ground else "",
        ground_article=version.ground.article if version.ground else "",
        ground_name=(
            in_language(version.ground.name_zh, version.ground.name_en) if version.ground else ""
        ),
        effective_on=version.effective_on,
        expires_on=version.expires_on,
        repealed_on=version.repealed_on,
        history=tuple(version.history) if is_open else (),
        digest=version.text_file if is_open else "",
        file_size=_file_size(version.text_file) if is_open else 0,
        files=file_lines(version) if is_open else (),
        publications=_publications(record),
        versions=version_lines(record),
        first_disclosed_on=record.first_disclosed_on,
        first_disclosure_source=record.first_disclosure_source,
        class_name_zh=names[0],
        class_name_en=names[1],
        office=disclosure_office(record.organ_id),
        is_current=version.pk == record.public_version_id,
        change_note=version.change_note if is_open and version.number > 1 else "",
        links=public_links(record) if version.pk == record.public_version_id else (),
    )


def _theme_path(theme: ThemeClass | None) -> tuple[str, ...]:
    steps = (theme.parent, theme) if theme else ()
    return tuple(name_of_theme(step) for step in steps if step)


def _file_size(digest: str) -> int:
    if not digest:
        return 0
    return StoredFile.objects.values_list("size", flat=True).get(pk=digest)


def _publications(record: Record) -> tuple[PublicationLine, ...]:
    rows = record.publications.filter(retraction__isnull=True).order_by("disclosed_on", "pk")
    return tuple(
        PublicationLine(form=row.form, disclosed_on=row.disclosed_on, reference=row.reference)
        for row in rows
    )


def _class_names(record: Record) -> tuple[str, str]:
    rows = InformationClass.objects.filter(
        Q(organ_id=record.organ_id) | Q(organ__isnull=True), code=record.class_code
    )
    # The organ's own table comes before the default one.
    row = sorted(rows, key=lambda found: found.organ_id is None)
    return (row[0].name_zh, row[0].name_en) if row else ("", "")


def _published_as(record: Record) -> str:
    if record.released_at is None or record.index_organ_id is None:
        return ""
    name = name_at(record.index_organ_id, record.released_at)
    return "" if name == record.organ.name else name
