"""What everybody may ask of the index."""

from gongkai.search.queries.answer import Facets, FacetValue, Hit, SearchAnswer
from gongkai.search.queries.public import search_public
from gongkai.search.queries.suggestions import suggest

__all__ = ["FacetValue", "Facets", "Hit", "SearchAnswer", "search_public", "suggest"]
