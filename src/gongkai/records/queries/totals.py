"""How much there is, in numbers alone."""

from gongkai.records.models import Record


def registered_count() -> int:
    """Return how many records are registered, released or not."""
    return Record.objects.count()
