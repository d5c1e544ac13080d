"""Reading records: what the public sees, and what the staff works on."""

from gongkai.records.queries.catalogue import (
    catalogue,
    catalogue_facets,
    newest,
    public_counts,
    recent_changes,
)
from gongkai.records.queries.obligations import obligations
from gongkai.records.queries.pages import (
    by_index_number,
    find_copy,
    record_file,
    record_page,
    record_version,
    version_texts,
)
from gongkai.records.queries.totals import registered_count
from gongkai.records.queries.values import (
    CatalogueFacets,
    ChangeLine,
    FacetCount,
    FoundCopy,
    Gone,
    ObligationCell,
    Page,
    PublicationLine,
    PublicCounts,
    PublicFile,
    RecordCard,
    RecordPage,
    Tombstone,
    VersionLine,
    VersionTexts,
)

__all__ = [
    "CatalogueFacets",
    "ChangeLine",
    "FacetCount",
    "FoundCopy",
    "Gone",
    "ObligationCell",
    "Page",
    "PublicCounts",
    "PublicFile",
    "PublicationLine",
    "RecordCard",
    "RecordPage",
    "Tombstone",
    "VersionLine",
    "VersionTexts",
    "by_index_number",
    "catalogue",
    "catalogue_facets",
    "find_copy",
    "newest",
    "obligations",
    "public_counts",
    "recent_changes",
    "record_file",
    "record_page",
    "record_version",
    "registered_count",
    "version_texts",
]
