"""Clocks go with their subjects where one organ's matters become another's."""

from collections.abc import Collection

from django.db import connection


def hand_over_clocks(
    *, from_organ_id: int, to_organ_id: int, subject_kinds: Collection[str]
) -> int:
    """Let the other organ keep these clocks, which run on as they are; return how many.

    The database lets this happen inside a transfer of records alone (records.operations.transfer),
    which has checked who orders it and leaves the trail.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE clock_statutory_clock SET organ_id = %s "
            "WHERE organ_id = %s AND subject_kind = ANY(%s)",
            [to_organ_id, from_organ_id, list(subject_kinds)],
        )
        return int(cursor.rowcount)
