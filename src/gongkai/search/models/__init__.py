"""Tables of the search index: rows exist only for what is public, and only while it is."""

from gongkai.search.models.document import LexemeFrequency, SearchDocument

__all__ = ["LexemeFrequency", "SearchDocument"]
