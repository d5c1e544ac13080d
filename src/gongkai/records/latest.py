"""Which version of a record is its latest: the one that lists, counts and spreadsheets go by."""

from django.db.models import OuterRef, Q, Subquery

from gongkai.records.models import RecordVersion
from gongkai.records.rules.vocabulary import VersionState


def not_given_up() -> Q:
    """Return the condition on RecordVersion that leaves out later versions that were given up.

    A first one stays: where it was abandoned, the record has no other. The latest version is the
    one with the highest number of those that are left; `rules.vocabulary.was_given_up` says the
    same of one that is loaded.
    """
    return ~Q(state=VersionState.ABANDONED.value, number__gt=1)


def latest_number() -> Subquery:
    """Return the number of the latest version of the record of a RecordVersion in a query."""
    others = RecordVersion.objects.filter(not_given_up(), record_id=OuterRef("record_id"))
    return Subquery(others.order_by("-number").values("number")[:1])
