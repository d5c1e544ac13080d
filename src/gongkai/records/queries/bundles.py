"""All that the public may fetch of published records, for packages that leave as one file."""

from collections.abc import Collection
from dataclasses import dataclass

from gongkai.kernel.types import Viewer
from gongkai.records.access import text_is_public
from gongkai.records.clearing import subject_of
from gongkai.records.queries.cards import public_card, public_records
from gongkai.records.queries.lists import held_back
from gongkai.records.queries.values import RecordCard
from gongkai.release.rules.doors import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class BundledFile:
    """An attachment that everybody may fetch."""

    name: str
    title: str
    media_type: str
    digest: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A published record as it stands now: its card, its text file and its attachments."""

    card: RecordCard
    version_id: int
    subject: Subject
    text_digest: str
    """'' where it is not disclosed on the website."""
    files: tuple[BundledFile, ...]
    remark: str


def public_bundles(viewer: Viewer, record_ids: Collection[int]) -> dict[int, Bundle]:
    """Return the published ones among the records by id (a fixed number of queries).

    Listed, withdrawn and held records are not there, nor what the release gate holds back from
    lists meanwhile.
    """
    rows = public_records().filter(pk__in=record_ids).prefetch_related("public_version__files")
    found = {}
    for record in rows:
        version = record.public_version
        if version is None or not text_is_public(
            standing=record.standing, category=version.category
        ):
            continue
        found[record.pk] = Bundle(
            card=public_card(record),
            version_id=version.pk,
            subject=subject_of(record),
            text_digest=version.text_file,
            files=tuple(
                BundledFile(
                    name=file.name,
                    title=file.title,
                    media_type=file.media_type,
                    digest=file.stored_id,
                    size=file.size,
                )
                for file in version.files.all()
                if file.clearance_id is not None
            ),
            remark=version.remark,
        )
    held = held_back([bundle.card for bundle in found.values()])
    return {pk: bundle for pk, bundle in found.items() if pk not in held}
