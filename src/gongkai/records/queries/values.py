"""What the queries hand out: frozen values, safe to pass to any door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from gongkai.kernel.refusals import NotFound
from gongkai.organs.queries import OfficeCard
from gongkai.records.rules.making import MADE_HERE, Making
from gongkai.release.rules.doors import Subject

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list. `page` and `pages` count from 1; an empty list has one page."""

    items: tuple[T, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCard:
    """A record in a list: only what may be shown of a ★ record as well."""

    id: int
    index_number: str
    title: str
    is_listed: bool
    organ_id: int
    organ_name: str
    organ_code: str
    """Nine characters: the organisation code."""
    organ_kind: str
    summary: str
    generated_on: date
    released_on: date
    changed_at: datetime
    """Moment of the release of what it says now."""
    document_number: str
    class_code: str
    theme_code: str
    theme_name: str
    validity: str
    """As it is today: after its last day a normative document has lapsed."""
    is_normative: bool
    version_number: int
    genre: str = ""
    assembly: str = ""
    service_object: str = ""
    keywords: str = ""
    forms: tuple[str, ...] = ()
    time_limit: str = ""
    statutory_item: str = ""
    effective_on: date | None = None
    expires_on: date | None = None
    making: Making = MADE_HERE
    """What everybody may read of it; nothing for ★."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationLine:
    """One disclosure in one form; `form` is a code of records.models.Form."""

    form: str
    disclosed_on: date
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """A version that the public may read, or could until it was taken back.

    `withdrawn_on` and `withdrawal_reason` say so then; its note is no longer told. `change_kind`
    is a code of records.models.ChangeKind, '' for the first version and for those of old.
    """

    number: int
    released_on: date
    change_note: str
    is_current: bool
    change_kind: str = ""
    change_kind_name: str = ""
    withdrawn_on: date | None = None
    withdrawal_reason: str = ""
    compared_with: int = 0
    """The version before it that can be read, 0 where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """An attachment that the public may fetch.

    `kind` is the ending of its name in capitals, `size` in bytes, `pages` 0 where it has none.
    """

    id: int
    title: str
    name: str
    kind: str
    size: int
    pages: int
    digest: str
    has_remaining: bool = False
    """A redaction: the text that is left has a page of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkLine:
    """A link to another public document, or to one that is not in the system.

    `kind` is a code of records.models.LinkKind; `is_from_here` says whether this document does it
    to the other one. `record_id` is None and `index_number` '' where the other is not in here.
    """

    kind: str
    is_from_here: bool
    record_id: int | None
    title: str
    index_number: str
    document_number: str
    organ_name: str
    is_listed: bool
    since_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPage:
    """A public record with everything its page shows.

    For a ★ record `text`, `digest`, `files`, `versions` and `history` are empty. `digest` is the
    SHA-256 of the downloadable text and `file_size` its size in bytes. `validity` is today's.
    Labels are in the language of the request.
    """

    card: RecordCard
    text: str
    forms: tuple[str, ...]
    time_limit: str
    category: str
    remark: str
    keywords: str
    genre: str
    theme_path: tuple[str, ...]
    statutory_item: str
    statutory_item_name: str
    ground_code: str
    ground_article: str
    ground_name: str
    effective_on: date | None
    expires_on: date | None
    repealed_on: date | None
    history: tuple[str, ...]
    digest: str
    file_size: int
    files: tuple[FileLine, ...]
    publications: tuple[PublicationLine, ...]
    versions: tuple[VersionLine, ...]
    first_disclosed_on: date | None
    first_disclosure_source: str
    class_name_zh: str
    class_name_en: str
    office: OfficeCard | None
    is_current: bool
    change_note: str
    published_as: str = ""
    """The name of then, where the organ was renamed or merged since the record went out."""
    links: tuple[LinkLine, ...] = ()
    """What it does to other documents and they to it; on the page of the current version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicFile:
    """A file that may be handed out: release.doors.open_cleared opens it for this subject."""

    name: str
    digest: str
    size: int
    media_type: str
    subject: Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCopy:
    """The version that a reader's copy is; `file_title` where it is one of its attachments."""

    card: RecordCard
    number: int
    released_on: date
    is_current: bool
    file_title: str = ""


@dataclass(frozen=True, slots=True)
class ElementChange:
    """An element that changed: its name and what it said before and after, '' for nothing."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionTexts:
    """Two versions' texts for a comparison, the older first; titles of files that came and went."""

    older: int
    newer: int
    older_title: str
    newer_title: str
    older_text: str
    newer_text: str
    files_added: tuple[str, ...] = ()
    files_removed: tuple[str, ...] = ()
    elements: tuple[ElementChange, ...] = ()
    """The elements that differ, by their names in the language of the request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """What stays of a record that was taken back, or of one earlier version of it.

    `reason` is a code of records.models.WithdrawalReason, or `exempt` where a later version was
    decided exempt; `reason_label` is its name in the language of the request. `version_number` is
    0 where the whole record was taken back; else `record_id` leads to the version that stands.
    """

    index_number: str
    organ_id: int
    organ_name: str
    withdrawn_on: date
    reason: str
    reason_label: str
    title_or_empty: str
    version_number: int = 0
    record_id: int = 0


class Gone(NotFound):
    """The record was public and was taken back; the tombstone says what may be said."""

    def __init__(self, tombstone: Tombstone) -> None:
        super().__init__(tombstone.index_number)
        self.tombstone = tombstone


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetCount:
    """How many records of a list carry one value. `label` is in the language of the request."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueFacets:
    """Counts by the elements: organs by id, themes of the first level until one is chosen.

    Within a chosen theme of the first level those below it are counted.
    """

    organs: tuple[FacetCount, ...]
    classes: tuple[FacetCount, ...]
    themes: tuple[FacetCount, ...]
    years: tuple[FacetCount, ...]
    forms: tuple[FacetCount, ...]
    genres: tuple[FacetCount, ...] = ()
    assemblies: tuple[FacetCount, ...] = ()
    service_objects: tuple[FacetCount, ...] = ()
    validities: tuple[FacetCount, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """A correction or withdrawal; the title may be empty.

    `kind` is `corrected`, `withdrawn`, or `version_withdrawn` with the number of that version.
    """

    kind: str
    record_id: int
    index_number: str
    title: str
    organ_id: int
    organ_name: str
    changed_on: date
    note: str
    version_number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationCell:
    """One statutory item of an organ with its public records; `records` holds the newest three.

    `count` counts all of them, `listed` those that are listed only (★): they fill no item.
    """

    item: str
    article: str
    name_zh: str
    name_en: str
    class_code: str
    count: int
    records: tuple[RecordCard, ...]
    listed: int = 0

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is published under it."""
        return self.count == self.listed


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicCounts:
    """Figures of the home page; `this_year` counts records released since 1 January."""

    published: int
    listed: int
    organs: int
    this_year: int


def page_of(items: Sequence[T], *, total: int, page: int, size: int) -> Page[T]:
    """Return one page of a list of `total` things, `size` on each."""
    return Page(tuple(items), total, page, max(1, -(-total // size)))
