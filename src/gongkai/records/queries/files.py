"""The attachments of a version, as a page lists them."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from gongkai.records.models import RecordVersion, VersionFile
from gongkai.records.queries.values import FileLine
from gongkai.release.queries.examinations import examination_texts
from gongkai.release.queries.redaction import remaining_texts
from gongkai.release.rules.names import ending_of

_LARGE = tuple(
    f"clearance__{name}"
    for name in (
        "findings",
        "sketch",
        "examination__findings",
        "examination__texts",
        "examination__members",
        "examination__sketch",
    )
)


def file_lines(version: RecordVersion) -> tuple[FileLine, ...]:
    """Return the attachments of a version that went out, in their order (two queries).

    What was not cleared is not there.
    """
    rows = version.files.filter(clearance__isnull=False)
    found = list(rows.select_related("clearance__examination").defer(*_LARGE))
    left = remaining_texts({row.stored_id for row in found}) if found else {}
    return tuple(_line(row, has_remaining=row.stored_id in left) for row in found)


def files_between(
    older: Iterable[FileLine], newer: Iterable[FileLine]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the titles of the files that came and of those that went, told by their bytes."""
    before = {line.digest: line.title for line in older}
    after = {line.digest: line.title for line in newer}
    came = tuple(title for digest, title in after.items() if digest not in before)
    went = tuple(title for digest, title in before.items() if digest not in after)
    return came, went


def attached_texts(version_ids: Collection[int]) -> dict[int, str]:
    """Return what the cleared attachments of each version say, in their order (three queries).

    Of a redaction, whose pages are pictures, the text that is left.

    For the index: whether the version's attachments are public is the caller's to ask.
    """
    rows = VersionFile.objects.filter(version__in=version_ids, clearance__isnull=False)
    attached = list(rows.order_by("position").values_list("version_id", "stored_id"))
    digests = {digest for _, digest in attached}
    said = examination_texts(digests) if digests else {}
    left = remaining_texts(digests) if digests else {}
    texts: dict[int, list[str]] = defaultdict(list)
    for version_id, digest in attached:
        texts[version_id] += [line.text for line in said.get(digest, ())]
        texts[version_id] += [page.text for page in left.get(digest, ())]
    return {version_id: "\n".join(lines) for version_id, lines in texts.items()}


def _line(row: VersionFile, *, has_remaining: bool) -> FileLine:
    examination = row.clearance.examination if row.clearance else None
    return FileLine(
        id=row.pk,
        title=row.title,
        name=row.name,
        kind=ending_of(row.name).upper(),
        size=row.size,
        pages=examination.pages if examination else 0,
        digest=row.stored_id,
        has_remaining=has_remaining,
    )
