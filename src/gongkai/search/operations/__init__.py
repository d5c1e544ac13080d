"""What changes the index. It is derived from the records, so nothing here is audited again."""

from gongkai.search.operations.indexing import index_record, index_records, remove_record
from gongkai.search.operations.rebuilding import Rebuilt, mend_index, rebuild_index
from gongkai.search.operations.vocabulary import refresh_vocabulary, refresh_when_grown

__all__ = [
    "Rebuilt",
    "index_record",
    "index_records",
    "mend_index",
    "rebuild_index",
    "refresh_vocabulary",
    "refresh_when_grown",
    "remove_record",
]
