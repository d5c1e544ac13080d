"""What a search hands out: frozen values, safe to pass to any door."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gongkai.search.rules.marking import Marked


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value by which an answer can be narrowed; the label is in the request's language."""

    value: int | str
    label: str
    count: int

    def __iter__(self) -> Iterator[int | str]:
        """Unpack as (value, label, count)."""
        return iter((self.value, self.label, self.count))


@dataclass(frozen=True, slots=True)
class Facets:
    """Values with counts, commonest first, years newest first.

    Organs carry ids, all others but years and genres codes; what has no name here is named by
    who shows it. Themes are of the first level until one is chosen; then they are those below
    it. At most 20 organs are given.
    """

    organs: tuple[FacetValue, ...] = ()
    classes: tuple[FacetValue, ...] = ()
    themes: tuple[FacetValue, ...] = ()
    years: tuple[FacetValue, ...] = ()
    genres: tuple[FacetValue, ...] = ()
    assemblies: tuple[FacetValue, ...] = ()
    service_objects: tuple[FacetValue, ...] = ()
    validities: tuple[FacetValue, ...] = ()
    forms: tuple[FacetValue, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One record of an answer. The marked texts are pieces (text, is it a match), never markup."""

    record_id: int
    index_number: str
    title: str
    title_marked: Marked
    summary_marked: Marked
    organ_id: int
    organ_name: str
    released_on: date
    """Day of the first disclosure."""
    document_number: str
    is_listed: bool


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """One page of an answer.

    `is_approximate`: total and facets were counted on a sample and are to be shown with 约.
    `exact`: the query was a document number or an index number and these records carry it.
    `relaxed`: no title holds every word, so titles with most of them are given as well.
    `was_cut`: the query was longer than 200 characters and only its beginning was used.
    `pages` ends at 5,000 records: who reads that far is better served by the catalogue.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    is_approximate: bool = False
    facets: Facets = Facets()
    exact: bool = False
    page: int = 1
    pages: int = 1
    relaxed: bool = False
    was_cut: bool = False
