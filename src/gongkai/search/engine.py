"""Which engine answers. The one place to change when another comes."""

from gongkai.search.backend import SearchBackend
from gongkai.search.postgres import PostgresBackend

_BACKEND: SearchBackend = PostgresBackend()


def backend() -> SearchBackend:
    """Return the engine of this installation."""
    return _BACKEND
