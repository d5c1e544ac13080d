"""Locks on what has no row of its own; held until the transaction commits or is rolled back."""

from django.db import connection


def hold(key: int) -> None:
    """Wait until nobody else holds the key, an advisory lock of PostgreSQL, and hold it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def hold_name(space: int, name: str) -> None:
    """Wait until nobody else holds this name of the space, and hold it; other names go on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [space, name])
