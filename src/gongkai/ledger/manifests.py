"""From a version to what of it is public: what the digest of an entry commits to."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

from django.db.models import QuerySet

from gongkai.ledger.rules.proofs import Manifest, Said
from gongkai.records.access import text_is_public
from gongkai.records.models import Record, RecordVersion
from gongkai.records.queries.cards import making_told

_SHOWN = (
    *("title", "summary", "document_number", "remark", "keywords", "genre", "category"),
    *("time_limit", "forms", "generated_on", "effective_on", "expires_on", "is_normative"),
    *("statutory_item", "assembly", "service_object"),
)
"""Elements that are shown of a listed record (★) too; what is said later of it is not among them.

A name may be added where the old versions say nothing of it: what says nothing is left out.
"""
_OPEN = ("history", "change_note", "change_kind")
"""Shown where the text is open too; so is who made it (records.rules.making)."""


def versions_to_enter(rows: QuerySet[RecordVersion]) -> QuerySet[RecordVersion]:
    """Return the versions with all that their manifests need, without their texts."""
    joined = rows.select_related("theme", "ground", "record__organ")
    return joined.prefetch_related("files").defer("text", "record__organ__introduction")


def manifest_of(record: Record, version: RecordVersion) -> Manifest:
    """Return what is public of the version while the record stands as it does."""
    is_open = text_is_public(standing=record.standing, category=version.category)
    names = (*_SHOWN, *_OPEN) if is_open else _SHOWN
    said: dict[str, object] = {name: getattr(version, name) for name in names}
    said |= asdict(making_told(version)) if is_open else {}
    elements = {name: value for name in said if (value := _plain(said[name]))}
    if version.theme is not None:
        elements["theme"] = version.theme.code
    if version.ground is not None:
        elements["ground"] = version.ground.code
    files = (row.stored_id for row in version.files.all() if row.clearance_id is not None)
    return Manifest(
        text=version.text_file if is_open else "",
        files=tuple(files) if is_open else (),
        elements=elements,
    )


def _plain(value: object) -> Said:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return value
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [str(one) for one in value]
    return str(value or "")
